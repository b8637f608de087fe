using System;

namespace Generated.Bench;

/// <summary>
/// What hand-tiling a shape-agnostic MLP reaches with this library's registers: the same network as <see cref="ConventionalMlp"/>,
/// but its matrix products are written by hand over <see cref="Numerics.ISimd{TSelf, T}"/>, in register tiles blocked for the
/// first-level cache, on rows that are padded to whole vectors.
/// </summary>
public sealed class TiledMlp : IRunTimeMlp
{
    private readonly LayerStack<TiledWeights> _layers;

    private TiledMlp(LayerStack<TiledWeights> layers) => _layers = layers;

    /// <inheritdoc/>
    public int InputSize => _layers.InputSize;

    /// <inheritdoc/>
    public int OutputSize => _layers.OutputSize;

    /// <summary>A network of the same layers as a generated one, with all parameters zero.</summary>
    /// <param name="shape">The layers: dense, linear, sigmoid, tanh or ReLU, the last one softmax also.</param>
    /// <param name="capacity">The most rows that are computed in one go, and the most rows of a training step.</param>
    /// <exception cref="ArgumentException">A layer is another one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is not positive.</exception>
    public static TiledMlp Create(NetworkShape shape, int capacity) => new(new LayerStack<TiledWeights>(shape, capacity));

    /// <inheritdoc/>
    public void ImportParameters(ReadOnlySpan<float> canonical) => _layers.ImportParameters(canonical);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => _layers.Forward(input, output);

    /// <inheritdoc/>
    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int rows) => _layers.ForwardBatch(inputs, outputs, rows);

    /// <inheritdoc/>
    public float TrainingStep(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int rows, float learningRate) =>
        _layers.TrainingStep(inputs, targets, rows, learningRate);
}
