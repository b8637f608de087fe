using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace Generated.Tests;

/// <summary>A loss that is known at run time only.</summary>
internal abstract class Loss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public abstract Type Definition { get; }

    public abstract T Value(ReadOnlySpan<T> output, ReadOnlySpan<T> target);

    public abstract T Backward<TNetwork>(TNetwork network, ReadOnlySpan<T> input, ReadOnlySpan<T> target, Span<T> gradient)
        where TNetwork : class, INetwork<TNetwork, T>;

    public abstract T BackwardBatch<TNetwork>(TNetwork network, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> gradient)
        where TNetwork : class, INetwork<TNetwork, T>;

    public abstract T BackwardBatch<TNetwork>(TNetwork network, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, Span<T> gradient)
        where TNetwork : class, INetwork<TNetwork, T>;

    /// <summary>The scalar reference's loss and gradient.</summary>
    public abstract double Backward(ReferenceModel reference, ReadOnlySpan<double> input, ReadOnlySpan<double> target, Span<double> gradient);
}

/// <inheritdoc/>
internal sealed class Loss<TLoss, T> : Loss<T>
    where TLoss : struct, ILoss<T>, ILoss<double>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override Type Definition => typeof(TLoss);

    public override T Value(ReadOnlySpan<T> output, ReadOnlySpan<T> target) => TLoss.Value(output, target);

    public override T Backward<TNetwork>(TNetwork network, ReadOnlySpan<T> input, ReadOnlySpan<T> target, Span<T> gradient) =>
        network.Backward<TLoss>(input, target, gradient);

    public override T BackwardBatch<TNetwork>(TNetwork network, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> gradient) =>
        network.BackwardBatch<TLoss>(inputs, targets, gradient);

    public override T BackwardBatch<TNetwork>(TNetwork network, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, Span<T> gradient) =>
        network.BackwardBatch<TLoss>(inputs, targets, weights, gradient);

    public override double Backward(ReferenceModel reference, ReadOnlySpan<double> input, ReadOnlySpan<double> target, Span<double> gradient) =>
        reference.Backward<TLoss>(input, target, 1, gradient);

    public override string ToString() => Definition.Name;
}

/// <summary>The losses there are.</summary>
internal static class Losses
{
    private static readonly Type[] s_ofAnything = [typeof(HalfSquaredError), typeof(MeanSquaredError), typeof(MeanAbsoluteError), typeof(Huber)];

    private static readonly Type[] s_ofPositives = [typeof(CategoricalCrossEntropy), typeof(KullbackLeibler)];

    private static readonly Type[] s_ofFractions = [typeof(BinaryCrossEntropy)];

    private static readonly Type[] s_ofLogits = [typeof(BinaryCrossEntropyFromLogits), typeof(CategoricalCrossEntropyFromLogits), typeof(KullbackLeiblerFromLogits)];

    public static IEnumerable<Type> All => [.. s_ofAnything, .. s_ofLogits, .. s_ofPositives, .. s_ofFractions];

    /// <summary>The losses whose targets sum to 1.</summary>
    public static IEnumerable<Type> OfDistributions => [.. s_ofPositives, .. s_ofLogits[1..]];

    /// <summary>The losses that are defined for every output that a layer can have.</summary>
    public static IEnumerable<Loss<T>> For<T>(LayerShape last)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool isFraction = last.Kind == LayerKind.RadialBasis || last.Activation is Activation.Sigmoid or Activation.Softmax;
        bool isPositive = isFraction || last.Activation == Activation.Softplus;
        Type[] losses = [.. s_ofAnything, .. s_ofLogits, .. isPositive ? s_ofPositives : [], .. isFraction ? s_ofFractions : []];
        return losses.Select(loss => (Loss<T>)Activator.CreateInstance(typeof(Loss<,>).MakeGenericType(loss, typeof(T)))!);
    }
}
