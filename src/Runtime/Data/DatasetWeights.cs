using System;
using System.Globalization;
using System.Numerics;
using Generated.Kernels;

namespace Generated;

// The weights of samples. They are carried along wherever samples are.
public sealed partial class Dataset<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[] _weights = [];

    /// <summary>The weight of each sample; empty if all are 1.</summary>
    /// <remarks>
    /// A trainer's loss over N samples is <c>Σ wᵢLᵢ / N</c>, in training and in validation: a sample of weight 4 counts as if it were there four
    /// times, and one of weight 0 is left out. The divisor is N, as in Keras, not Σwᵢ, by which PyTorch's class-weighted
    /// <c>CrossEntropyLoss</c> divides: weights whose mean is not 1 act like another learning rate. Accuracy, standardisation
    /// and decompositions take all samples alike; learning rules refuse weights.
    /// </remarks>
    public ReadOnlySpan<T> Weights => _weights;

    /// <summary>The same samples with a weight each, in place of those that they had.</summary>
    /// <param name="weights">One finite weight of at least 0 per sample, copied; empty to make all 1.</param>
    /// <exception cref="ArgumentException">The number of weights is not <see cref="Count"/>, or a weight is negative or not finite, or all are 0.</exception>
    public Dataset<T> WithWeights(ReadOnlySpan<T> weights)
    {
        if (!weights.IsEmpty)
        {
            SpanArguments.RequireLength(weights.Length, Count, nameof(weights));
            RequireWeights(weights, "The weight of sample", nameof(weights));
        }

        return WithOwnWeights(weights.ToArray());
    }

    /// <summary>The same samples with their weights multiplied by those of their classes: what other libraries call class weights.</summary>
    /// <param name="classWeights">
    /// One finite weight of at least 0 per class, in the order of the one-hot targets; with a single target of 0 or 1, that of 0 and that of 1.
    /// </param>
    /// <exception cref="InvalidOperationException">The targets are not classes.</exception>
    /// <exception cref="ArgumentException">The number of weights is not that of the classes, or a weight is negative or not finite, or all are 0.</exception>
    public Dataset<T> WithClassWeights(params ReadOnlySpan<T> classWeights)
    {
        SpanArguments.RequireLength(classWeights.Length, RequireClasses(), nameof(classWeights));
        RequireWeights(classWeights, "The weight of class", nameof(classWeights));
        var weights = new T[Count];
        for (int row = 0; row < Count; row++)
            weights[row] = (_weights.Length == 0 ? T.One : _weights[row]) * classWeights[ClassOf(row)];
        return WithOwnWeights(weights);
    }

    /// <summary>
    /// The weights that make all classes count alike, <c>n / (K·nₖ)</c> for a class of nₖ of the n samples, K being the number of classes that
    /// occur; scikit-learn's <c>class_weight="balanced"</c>. A class that does not occur has the weight 1.
    /// </summary>
    /// <returns>As many weights as <see cref="WithClassWeights"/> takes. Take those of the training part for the other parts too.</returns>
    /// <exception cref="InvalidOperationException">The targets are not classes.</exception>
    public T[] BalancedClassWeights()
    {
        var counts = new int[RequireClasses()];
        for (int row = 0; row < Count; row++)
            counts[ClassOf(row)]++;
        int occurring = counts.Length - counts.AsSpan().Count(0);
        return Array.ConvertAll(counts, count => count == 0 ? T.One : T.CreateTruncating(Count / ((double)occurring * count)));
    }

    /// <summary>The same samples, weighted so that all classes count alike: <see cref="WithClassWeights"/> with <see cref="BalancedClassWeights"/>.</summary>
    /// <exception cref="InvalidOperationException">The targets are not classes.</exception>
    public Dataset<T> Balanced() => WithClassWeights(BalancedClassWeights());

    /// <summary>Copies the weights of samples, 1 each if there are none, without allocating.</summary>
    /// <param name="rows">The samples, from 0 on.</param>
    /// <param name="weights">Receives one weight per sample.</param>
    /// <exception cref="ArgumentException">The lengths differ. Nothing is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public void GatherWeights(ReadOnlySpan<int> rows, Span<T> weights)
    {
        SpanArguments.RequireLength(weights.Length, rows.Length, nameof(weights));
        for (int i = 0; i < rows.Length; i++)
            weights[i] = _weights.Length == 0 ? T.One : Row(_weights, 1, rows[i])[0];
    }

    /// <summary>The same samples with an array of weights, which is taken over.</summary>
    private Dataset<T> WithOwnWeights(T[] weights) => new(_inputs, InputSize, _targets, TargetSize, InputNames, ClassNames) { _weights = weights };

    /// <summary>The weights of some samples, or none if there are none.</summary>
    private T[] SelectWeights(ReadOnlySpan<int> rows)
    {
        if (_weights.Length == 0)
            return [];
        var weights = new T[rows.Length];
        GatherWeights(rows, weights);
        return weights;
    }

    private int ClassOf(int row) => TargetSize == 1 ? (_targets[row] == T.One ? 1 : 0) : Target(row).IndexOf(T.One);

    private int RequireClasses() => !HasClasses
        ? throw new InvalidOperationException(
            $"The targets are not classes (one-hot, or a single 0 or 1). Give each sample a weight with {nameof(WithWeights)}.")
        : TargetSize == 1 ? 2 : TargetSize;

    private static void RequireWeights(ReadOnlySpan<T> weights, string what, string name)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= T.Zero && T.IsFinite(weights[i])))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"{what} {i} is {weights[i]}. Weights must be finite and at least 0."), name);
            }
        }

        if (!weights.ContainsAnyExcept(T.Zero))
            throw new ArgumentException("All weights are 0. At least one must be greater.", name);
    }
}
