using System;

namespace Generated.Bench;

/// <summary>
/// What a good .NET engineer writes today: layers in a list, spans, and <see cref="System.Numerics.Tensors.TensorPrimitives"/>
/// for all of the arithmetic. A row of weights is used for a block of the batch's rows while both are in the first-level cache,
/// the learning rate travels in the deltas, and zero deltas are skipped.
/// </summary>
public sealed class ConventionalMlp : IRunTimeMlp
{
    private readonly LayerStack<TensorWeights> _layers;

    private ConventionalMlp(LayerStack<TensorWeights> layers) => _layers = layers;

    /// <inheritdoc/>
    public int InputSize => _layers.InputSize;

    /// <inheritdoc/>
    public int OutputSize => _layers.OutputSize;

    /// <summary>A network of the same layers as a generated one, with all parameters zero.</summary>
    /// <param name="shape">The layers: dense, linear, sigmoid, tanh or ReLU, the last one softmax also.</param>
    /// <param name="capacity">The most rows that are computed in one go, and the most rows of a training step.</param>
    /// <exception cref="ArgumentException">A layer is another one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is not positive.</exception>
    public static ConventionalMlp Create(NetworkShape shape, int capacity) => new(new LayerStack<TensorWeights>(shape, capacity));

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
