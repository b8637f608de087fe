using System;
using System.Numerics;

namespace Generated.Tests;

/// <summary>A network whose class is known at run time only.</summary>
internal abstract class NetworkHandle<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public abstract NetworkShape Shape { get; }

    public abstract Span<T> Parameters { get; }

    public abstract void LoadWeights(TensorFile file);

    public abstract void Forward(ReadOnlySpan<T> input, Span<T> output);

    public abstract void ForwardBatch(ReadOnlySpan<T> inputs, Span<T> outputs);

    public abstract void Activate(ReadOnlySpan<T> input, int layer, Span<T> activation);

    public abstract T Backward(Loss<T> loss, ReadOnlySpan<T> input, ReadOnlySpan<T> target, Span<T> gradient);

    public abstract T BackwardBatch(Loss<T> loss, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> gradient);

    public abstract T BackwardBatch(Loss<T> loss, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, Span<T> gradient);

    public abstract void Backward(ReadOnlySpan<T> input, ReadOnlySpan<T> outputGradient, Span<T> gradient, Span<T> inputGradient);
}

/// <inheritdoc/>
internal sealed class NetworkHandle<TNetwork, T> : NetworkHandle<T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TNetwork _network = TNetwork.Create();

    public override NetworkShape Shape => TNetwork.Shape;

    public override Span<T> Parameters => _network.Parameters;

    public override void LoadWeights(TensorFile file) => _network.LoadWeights(file);

    public override void Forward(ReadOnlySpan<T> input, Span<T> output) => _network.Forward(input, output);

    public override void ForwardBatch(ReadOnlySpan<T> inputs, Span<T> outputs) => _network.ForwardBatch(inputs, outputs);

    public override void Activate(ReadOnlySpan<T> input, int layer, Span<T> activation) => _network.Activate(input, layer, activation);

    public override T Backward(Loss<T> loss, ReadOnlySpan<T> input, ReadOnlySpan<T> target, Span<T> gradient) =>
        loss.Backward(_network, input, target, gradient);

    public override T BackwardBatch(Loss<T> loss, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> gradient) =>
        loss.BackwardBatch(_network, inputs, targets, gradient);

    public override T BackwardBatch(Loss<T> loss, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, Span<T> gradient) =>
        loss.BackwardBatch(_network, inputs, targets, weights, gradient);

    public override void Backward(ReadOnlySpan<T> input, ReadOnlySpan<T> outputGradient, Span<T> gradient, Span<T> inputGradient) =>
        _network.Backward(input, outputGradient, gradient, inputGradient);
}
