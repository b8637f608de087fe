using System;

namespace Generated.Bench;

/// <summary>The layers of a network whose shape is data, and the passes through them; nothing is allocated after construction.</summary>
/// <typeparam name="TWeights">The weights of a layer and the products with them.</typeparam>
internal sealed class LayerStack<TWeights>
    where TWeights : struct, ILayerWeights<TWeights>
{
    private readonly DenseLayer<TWeights>[] _layers;
    private readonly int _capacity;

    /// <summary>The layers of a generated network, with all parameters zero.</summary>
    /// <param name="shape">The layers: dense, linear, sigmoid, tanh or ReLU, the last one softmax also.</param>
    /// <param name="capacity">The most rows that are computed in one go, and the most rows of a training step.</param>
    /// <exception cref="ArgumentException">A layer is another one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is not positive.</exception>
    public LayerStack(NetworkShape shape, int capacity)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);

        _capacity = capacity;
        _layers = new DenseLayer<TWeights>[shape.Layers.Count];
        int inputStride = shape.InputSize;
        for (int i = 0; i < _layers.Length; i++)
        {
            LayerShape layer = shape.Layers[i];
            bool last = i == _layers.Length - 1;
            if (layer.Kind != LayerKind.Dense || !ActivationFunctions.Supports(layer.Activation) || (layer.Activation == Activation.Softmax && !last))
                throw new ArgumentException(FormattableString.Invariant($"A run-time network does not have layer {i + 1} of this shape."), nameof(shape));
            _layers[i] = new DenseLayer<TWeights>(layer.Inputs, inputStride, layer.Units, layer.Activation, capacity);
            inputStride = _layers[i].Stride;
        }
    }

    /// <inheritdoc cref="IRunTimeMlp.InputSize"/>
    public int InputSize => _layers[0].Inputs;

    /// <inheritdoc cref="IRunTimeMlp.OutputSize"/>
    public int OutputSize => _layers[^1].Units;

    /// <inheritdoc cref="IRunTimeMlp.ImportParameters"/>
    public void ImportParameters(ReadOnlySpan<float> canonical)
    {
        int count = 0;
        foreach (DenseLayer<TWeights> layer in _layers)
            count += (layer.Inputs + 1) * layer.Units;
        CheckLength(canonical.Length, count, nameof(canonical));
        foreach (DenseLayer<TWeights> layer in _layers)
        {
            int weights = layer.Inputs * layer.Units;
            layer.Import(canonical[..weights], canonical.Slice(weights, layer.Units));
            canonical = canonical[(weights + layer.Units)..];
        }
    }

    /// <inheritdoc cref="IRunTimeMlp.Forward"/>
    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        CheckLength(input.Length, InputSize, nameof(input));
        CheckLength(output.Length, OutputSize, nameof(output));
        Propagate(input, 1)[..output.Length].CopyTo(output);
    }

    /// <inheritdoc cref="IRunTimeMlp.ForwardBatch"/>
    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int rows)
    {
        CheckLength(inputs.Length, rows * InputSize, nameof(inputs));
        CheckLength(outputs.Length, rows * OutputSize, nameof(outputs));
        int outputSize = OutputSize;
        int stride = _layers[^1].Stride;
        for (int start = 0; start < rows; start += _capacity)
        {
            int count = Math.Min(_capacity, rows - start);
            ReadOnlySpan<float> results = Propagate(inputs.Slice(start * InputSize, count * InputSize), count);
            Span<float> receivers = outputs.Slice(start * outputSize, count * outputSize);
            if (stride == outputSize)
            {
                results.CopyTo(receivers);
                continue;
            }

            for (int row = 0; row < count; row++)
                results.Slice(row * stride, outputSize).CopyTo(receivers.Slice(row * outputSize, outputSize));
        }
    }

    /// <inheritdoc cref="IRunTimeMlp.TrainingStep"/>
    public float TrainingStep(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int rows, float learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, _capacity);
        CheckLength(inputs.Length, rows * InputSize, nameof(inputs));
        CheckLength(targets.Length, rows * OutputSize, nameof(targets));

        Propagate(inputs, rows);
        float loss = OutputDeltas(targets, rows, -learningRate / rows);
        for (int i = _layers.Length - 1; i > 0; i--)
        {
            _layers[i].Backward(_layers[i - 1], rows);
            _layers[i].Update(_layers[i - 1].Activations(rows), rows);
        }

        _layers[0].Update(inputs, rows);
        return loss / rows;
    }

    private static void CheckLength(int given, int wanted, string name)
    {
        if (given != wanted)
            throw new ArgumentException(FormattableString.Invariant($"{given} values were given where {wanted} are wanted."), name);
    }

    private ReadOnlySpan<float> Propagate(ReadOnlySpan<float> inputs, int rows)
    {
        foreach (DenseLayer<TWeights> layer in _layers)
        {
            layer.Forward(inputs, rows);
            inputs = layer.Activations(rows);
        }

        return inputs;
    }

    /// <summary>Writes the scaled deltas ∂L/∂z of the last layer and returns the sum of the losses.</summary>
    private float OutputDeltas(ReadOnlySpan<float> targets, int rows, float scale)
    {
        DenseLayer<TWeights> layer = _layers[^1];
        ReadOnlySpan<float> outputs = layer.Activations(rows);
        Span<float> deltas = layer.Deltas(rows);
        int units = layer.Units;
        if (layer.Activation == Activation.Sigmoid)
            scale /= units;
        float loss = 0;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> output = outputs.Slice(row * layer.Stride, units);
            ReadOnlySpan<float> target = targets.Slice(row * units, units);
            loss += Losses.Value(layer.Activation, output, target);
            Span<float> delta = deltas.Slice(row * layer.Stride, units);
            for (int i = 0; i < delta.Length; i++)
                delta[i] = scale * (output[i] - target[i]);
        }

        // With ½‖y − t‖² the derivative of the activation remains; with the cross-entropies it has cancelled.
        if (layer.Activation is not (Activation.Softmax or Activation.Sigmoid))
            ActivationFunctions.MultiplyByDerivative(layer.Activation, outputs, deltas);
        return loss;
    }
}
