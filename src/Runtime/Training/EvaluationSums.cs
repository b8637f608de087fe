using System;
using System.Numerics;
using Generated.Kernels;

namespace Generated;

/// <summary>Losses and right answers of a data set, summed from its first row to its last.</summary>
internal struct EvaluationSums<T>(Dataset<T> data, NetworkShape shape)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private double _loss;
    private int _correct;
    private int _notNumbers;
    private int _rows;

    /// <summary>The mean loss, Σ wᵢLᵢ / N, and the share of right answers if there are classes.</summary>
    public readonly Evaluation Means =>
        new(_loss / data.Count, data.HasClasses ? (double)_correct / data.Count : null) { NaNPredictions = _notNumbers };

    /// <summary>Adds the next rows.</summary>
    public void Add<TLoss>(ReadOnlySpan<T> outputs)
        where TLoss : struct, ILoss<T>
    {
        int size = data.TargetSize;
        ReadOnlySpan<T> targets = data.Targets.Slice(_rows * size, outputs.Length);
        if (data.HasClasses)
            _correct += Metrics.CountCorrect(outputs, targets, size, TLoss.DecisionThreshold);
        _notNumbers += Metrics.CountNaN(outputs, size);
        for (int start = 0; start < outputs.Length; start += size, _rows++)
        {
            T weight = data.Weights.IsEmpty ? T.One : data.Weights[_rows];
            // As in training, a sample of weight 0 is left out, even if its loss is not finite.
            if (weight != T.Zero)
                _loss += double.CreateTruncating(weight) * LossRows.OfRow<TLoss, T>(shape, outputs.Slice(start, size), targets.Slice(start, size));
        }
    }
}
