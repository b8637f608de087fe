using System;
using System.Numerics;

namespace Generated;

/// <summary>Losses and right answers of a data set, summed from its first row to its last.</summary>
internal struct EvaluationSums<T>(Dataset<T> data)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private double _loss;
    private int _correct;
    private int _rows;

    /// <summary>The mean loss, Σ wᵢLᵢ / N, and the share of right answers if there are classes.</summary>
    public readonly Evaluation Means => new(_loss / data.Count, data.HasClasses ? (double)_correct / data.Count : null);

    /// <summary>Adds the next rows.</summary>
    public void Add<TLoss>(ReadOnlySpan<T> outputs)
        where TLoss : struct, ILoss<T>
    {
        int size = data.TargetSize;
        ReadOnlySpan<T> targets = data.Targets.Slice(_rows * size, outputs.Length);
        if (data.HasClasses)
            _correct += size == 1 ? CountCorrect(outputs, targets, TLoss.DecisionThreshold) : Metrics.CountCorrect(outputs, targets, size);
        for (int start = 0; start < outputs.Length; start += size, _rows++)
        {
            T weight = data.Weights.IsEmpty ? T.One : data.Weights[_rows];
            // As in training, a sample of weight 0 is left out, even if its loss is not finite.
            if (weight != T.Zero)
                _loss += double.CreateTruncating(weight) * double.CreateTruncating(TLoss.Value(outputs.Slice(start, size), targets.Slice(start, size)));
        }
    }

    /// <summary>The number of single outputs that are on the side of their target, 0 or 1. NaN is on no side.</summary>
    private static int CountCorrect(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, T threshold)
    {
        int correct = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            if (targets[i] == T.One ? outputs[i] >= threshold : outputs[i] < threshold)
                correct++;
        }

        return correct;
    }
}
