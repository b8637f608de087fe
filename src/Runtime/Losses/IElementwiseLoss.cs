using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// A loss that is a sum, or a mean, of one term per output. A loss states its term and the term's slope once,
/// for any register; this interface makes an <see cref="ILoss{T}"/> of both precisions from them.
/// </summary>
/// <remarks>
/// The order of summation is fixed: whole 64-byte blocks of outputs (with costly terms also a last one that is filled up) lane
/// by lane, then the lanes, then the outputs left over one by one. A batch is one long row in this, of which every sixteen
/// blocks are summed by themselves and then added in double precision. So a loss has the same bits at every vector width.
/// </remarks>
/// <typeparam name="TSelf">The loss.</typeparam>
internal interface IElementwiseLoss<TSelf> : ISingleElementwiseLoss<TSelf>, IDoubleElementwiseLoss<TSelf>
    where TSelf : struct, IElementwiseLoss<TSelf>
{
    /// <summary>Whether the terms are averaged over the outputs of a sample rather than summed.</summary>
    static abstract bool IsMeanOverOutputs { get; }

    /// <summary>From how many outputs left over on it is faster to fill a block up than to take them one by one.</summary>
    static virtual int LeastToFillBlock => int.MaxValue;

    /// <summary>The output whose term is 0 for the target 1, with which a block is filled up.</summary>
    static virtual double OutputThatMeetsOne => 1.0;

    /// <inheritdoc cref="ILoss{T}.DecisionThreshold"/>
    static virtual double Threshold => 0.5;

    /// <inheritdoc cref="ILoss{T}.FindTargetError"/>
    static virtual string? TargetError<T>(ReadOnlySpan<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TargetRules.FindNotFinite(target);

    /// <summary>The term of an output y and its target t.</summary>
    static abstract TVector Term<TVector, T>(TVector y, TVector t)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The same term of a single output, where targets of 0 or 1 may save the work for which vectors cannot branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual T SingleTerm<T>(T y, T t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TSelf.Term<Scalar<T>, T>(new(y), new(t)).Value;

    /// <summary>The derivative of the term with respect to y.</summary>
    static abstract TVector Slope<TVector, T>(TVector y, TVector t)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>An elementwise loss in single precision.</summary>
/// <remarks>
/// Each precision has an interface of its own, since a trimmer that looks for the default implementation of a member of
/// <see cref="ILoss{T}"/> keeps the first that an interface has, and would remove that of the other precision.
/// </remarks>
/// <typeparam name="TSelf">The loss.</typeparam>
internal interface ISingleElementwiseLoss<TSelf> : ILoss<float>
    where TSelf : struct, IElementwiseLoss<TSelf>
{
    /// <inheritdoc/>
    static float ILoss<float>.Value(ReadOnlySpan<float> output, ReadOnlySpan<float> target) =>
        ElementwiseLoss.Value<TSelf, float>(output, target);

    /// <inheritdoc/>
    static void ILoss<float>.Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float scale, Span<float> outputGradient) =>
        ElementwiseLoss.Gradient<TSelf, SlopeOf<TSelf>, float>(output, target, scale, outputGradient);

    /// <inheritdoc/>
    static void ILoss<float>.MatchedGradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float scale, Span<float> delta) =>
        ElementwiseLoss.Gradient<TSelf, Difference, float>(output, target, scale, delta);

    /// <inheritdoc/>
    static bool ILoss<float>.TakesRows => true;

    /// <inheritdoc/>
    static double ILoss<float>.Evaluate(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int columns, bool matched, float scale, Span<float> gradients) =>
        ElementwiseLoss.Evaluate<TSelf, float>(outputs, targets, columns, matched, scale, gradients);

    /// <inheritdoc/>
    static float ILoss<float>.DecisionThreshold => (float)TSelf.Threshold;

    /// <inheritdoc/>
    static string? ILoss<float>.FindTargetError(ReadOnlySpan<float> target) => TSelf.TargetError(target);
}

/// <summary>An elementwise loss in double precision.</summary>
/// <typeparam name="TSelf">The loss.</typeparam>
internal interface IDoubleElementwiseLoss<TSelf> : ILoss<double>
    where TSelf : struct, IElementwiseLoss<TSelf>
{
    /// <inheritdoc/>
    static double ILoss<double>.Value(ReadOnlySpan<double> output, ReadOnlySpan<double> target) =>
        ElementwiseLoss.Value<TSelf, double>(output, target);

    /// <inheritdoc/>
    static void ILoss<double>.Gradient(ReadOnlySpan<double> output, ReadOnlySpan<double> target, double scale, Span<double> outputGradient) =>
        ElementwiseLoss.Gradient<TSelf, SlopeOf<TSelf>, double>(output, target, scale, outputGradient);

    /// <inheritdoc/>
    static void ILoss<double>.MatchedGradient(ReadOnlySpan<double> output, ReadOnlySpan<double> target, double scale, Span<double> delta) =>
        ElementwiseLoss.Gradient<TSelf, Difference, double>(output, target, scale, delta);

    /// <inheritdoc/>
    static bool ILoss<double>.TakesRows => true;

    /// <inheritdoc/>
    static double ILoss<double>.Evaluate(
        ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, int columns, bool matched, double scale, Span<double> gradients) =>
        ElementwiseLoss.Evaluate<TSelf, double>(outputs, targets, columns, matched, scale, gradients);

    /// <inheritdoc/>
    static double ILoss<double>.DecisionThreshold => TSelf.Threshold;

    /// <inheritdoc/>
    static string? ILoss<double>.FindTargetError(ReadOnlySpan<double> target) => TSelf.TargetError(target);
}
