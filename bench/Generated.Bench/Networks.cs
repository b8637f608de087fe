using System;

namespace Generated.Bench;

[Network(2, 3, 1, Hidden = Activation.Sigmoid, Output = Activation.Sigmoid)]
public sealed partial class Network2x3x1;

[Network(4, 16, 3, Hidden = Activation.ReLU, Output = Activation.Softmax)]
public sealed partial class Network4x16x3;

[Network(32, 64, 64, 8, Hidden = Activation.ReLU, Output = Activation.Linear)]
public sealed partial class Network32x64x64x8;

[Network(64, 32, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
public sealed partial class Network64x32x10;

[Network(784, 128, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
public sealed partial class Network784x128x10;

/// <summary>The calls of <see cref="Network2x3x1"/>.</summary>
public readonly struct Case2x3x1 : INetworkCase<Case2x3x1>
{
    private readonly Network2x3x1 _network;

    private Case2x3x1(ulong seed) => _network = new Network2x3x1(seed);

    /// <inheritdoc/>
    public static string Name => "2-3-1";

    /// <inheritdoc/>
    public static NetworkShape Shape => Network2x3x1.Shape;

    /// <inheritdoc/>
    public Span<float> Parameters => _network.Parameters;

    /// <inheritdoc/>
    public static Case2x3x1 Create(ulong seed) => new(seed);

    /// <inheritdoc/>
    public void ExportParameters(Span<float> canonical) => _network.ExportParameters(canonical);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => _network.Forward(input, output);

    /// <inheritdoc/>
    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => _network.ForwardBatch(inputs, outputs);

    /// <inheritdoc/>
    public float BackwardBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient) =>
        _network.BackwardBatch<BinaryCrossEntropy>(inputs, targets, gradient);
}

/// <summary>The calls of <see cref="Network4x16x3"/>.</summary>
public readonly struct Case4x16x3 : INetworkCase<Case4x16x3>
{
    private readonly Network4x16x3 _network;

    private Case4x16x3(ulong seed) => _network = new Network4x16x3(seed);

    /// <inheritdoc/>
    public static string Name => "4-16-3";

    /// <inheritdoc/>
    public static NetworkShape Shape => Network4x16x3.Shape;

    /// <inheritdoc/>
    public Span<float> Parameters => _network.Parameters;

    /// <inheritdoc/>
    public static Case4x16x3 Create(ulong seed) => new(seed);

    /// <inheritdoc/>
    public void ExportParameters(Span<float> canonical) => _network.ExportParameters(canonical);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => _network.Forward(input, output);

    /// <inheritdoc/>
    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => _network.ForwardBatch(inputs, outputs);

    /// <inheritdoc/>
    public float BackwardBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient) =>
        _network.BackwardBatch<CategoricalCrossEntropy>(inputs, targets, gradient);
}

/// <summary>The calls of <see cref="Network32x64x64x8"/>.</summary>
public readonly struct Case32x64x64x8 : INetworkCase<Case32x64x64x8>
{
    private readonly Network32x64x64x8 _network;

    private Case32x64x64x8(ulong seed) => _network = new Network32x64x64x8(seed);

    /// <inheritdoc/>
    public static string Name => "32-64-64-8";

    /// <inheritdoc/>
    public static NetworkShape Shape => Network32x64x64x8.Shape;

    /// <inheritdoc/>
    public Span<float> Parameters => _network.Parameters;

    /// <inheritdoc/>
    public static Case32x64x64x8 Create(ulong seed) => new(seed);

    /// <inheritdoc/>
    public void ExportParameters(Span<float> canonical) => _network.ExportParameters(canonical);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => _network.Forward(input, output);

    /// <inheritdoc/>
    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => _network.ForwardBatch(inputs, outputs);

    /// <inheritdoc/>
    public float BackwardBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient) =>
        _network.BackwardBatch<HalfSquaredError>(inputs, targets, gradient);
}

/// <summary>The calls of <see cref="Network64x32x10"/>.</summary>
public readonly struct Case64x32x10 : INetworkCase<Case64x32x10>
{
    private readonly Network64x32x10 _network;

    private Case64x32x10(ulong seed) => _network = new Network64x32x10(seed);

    /// <inheritdoc/>
    public static string Name => "64-32-10";

    /// <inheritdoc/>
    public static NetworkShape Shape => Network64x32x10.Shape;

    /// <inheritdoc/>
    public Span<float> Parameters => _network.Parameters;

    /// <inheritdoc/>
    public static Case64x32x10 Create(ulong seed) => new(seed);

    /// <inheritdoc/>
    public void ExportParameters(Span<float> canonical) => _network.ExportParameters(canonical);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => _network.Forward(input, output);

    /// <inheritdoc/>
    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => _network.ForwardBatch(inputs, outputs);

    /// <inheritdoc/>
    public float BackwardBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient) =>
        _network.BackwardBatch<CategoricalCrossEntropy>(inputs, targets, gradient);
}

/// <summary>The calls of <see cref="Network784x128x10"/>.</summary>
public readonly struct Case784x128x10 : INetworkCase<Case784x128x10>
{
    private readonly Network784x128x10 _network;

    private Case784x128x10(ulong seed) => _network = new Network784x128x10(seed);

    /// <inheritdoc/>
    public static string Name => "784-128-10";

    /// <inheritdoc/>
    public static NetworkShape Shape => Network784x128x10.Shape;

    /// <inheritdoc/>
    public Span<float> Parameters => _network.Parameters;

    /// <inheritdoc/>
    public static Case784x128x10 Create(ulong seed) => new(seed);

    /// <inheritdoc/>
    public void ExportParameters(Span<float> canonical) => _network.ExportParameters(canonical);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => _network.Forward(input, output);

    /// <inheritdoc/>
    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => _network.ForwardBatch(inputs, outputs);

    /// <inheritdoc/>
    public float BackwardBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient) =>
        _network.BackwardBatch<CategoricalCrossEntropy>(inputs, targets, gradient);
}
