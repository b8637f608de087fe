using System;
using System.Collections.Generic;

namespace Generated.Bench;

/// <summary>
/// What a generated network is compared with: a multi-layer perceptron whose shape is data, written to be fast.
/// Weights are <c>[inputs][units]</c>, rows are padded to whole vectors in aligned memory, a batch goes through
/// register tiles, the optimiser's step is part of the weight gradient's product, and nothing is allocated after construction.
/// What it cannot have is what the compiler knows: sizes, activations and loops that end at a constant.
/// </summary>
/// <remarks>Not safe for use by several threads at once: the activations are its own.</remarks>
public sealed class ConventionalMlp
{
    private readonly DenseLayer[] _layers;
    private readonly int _capacity;

    /// <summary>A network whose parameters are all zero.</summary>
    /// <param name="inputSize">The number of inputs.</param>
    /// <param name="layers">The units and the activation of each layer, the one after the input first. Softmax in the last layer only.</param>
    /// <param name="capacity">The most rows that are computed in one go, and the most rows of a training step.</param>
    /// <exception cref="ArgumentException">There is no layer, or a hidden layer is a softmax.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or an activation is not Linear, Sigmoid, Tanh, ReLU or Softmax.</exception>
    public ConventionalMlp(int inputSize, IReadOnlyList<(int Units, Activation Activation)> layers, int capacity)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        if (layers.Count == 0)
            throw new ArgumentException("A network has at least one layer.", nameof(layers));

        _capacity = capacity;
        _layers = new DenseLayer[layers.Count];
        int inputs = inputSize;
        int inputStride = inputSize;
        for (int i = 0; i < _layers.Length; i++)
        {
            (int units, Activation activation) = layers[i];
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(units, nameof(layers));
            if (!ActivationFunctions.Supports(activation))
                throw new ArgumentOutOfRangeException(nameof(layers), activation, "The conventional network does not have this activation.");
            if (activation == Activation.Softmax && i < _layers.Length - 1)
                throw new ArgumentException("The conventional network has softmax in its last layer only.", nameof(layers));
            _layers[i] = new DenseLayer(inputs, inputStride, units, activation, capacity);
            inputs = units;
            inputStride = _layers[i].Stride;
        }
    }

    /// <summary>The number of inputs.</summary>
    public int InputSize => _layers[0].Inputs;

    /// <summary>The number of outputs.</summary>
    public int OutputSize => _layers[^1].Units;

    /// <summary>A network of the same layers as a generated one.</summary>
    /// <param name="shape">The layers, all of them dense.</param>
    /// <param name="capacity">The most rows that are computed in one go, and the most rows of a training step.</param>
    /// <exception cref="ArgumentException">A layer is not dense, or the conventional network does not have it.</exception>
    public static ConventionalMlp Create(NetworkShape shape, int capacity)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var layers = new List<(int Units, Activation Activation)>();
        foreach (LayerShape layer in shape.Layers)
        {
            if (layer.Kind != LayerKind.Dense)
                throw new ArgumentException("The conventional network has dense layers only.", nameof(shape));
            layers.Add((layer.Units, layer.Activation));
        }

        return new ConventionalMlp(shape.InputSize, layers, capacity);
    }

    /// <summary>Sets the parameters from the canonical order: per layer the weights <c>[units][inputs]</c>, row-major, then the bias.</summary>
    /// <param name="canonical">One value per parameter.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public void ImportParameters(ReadOnlySpan<float> canonical)
    {
        int count = 0;
        foreach (DenseLayer layer in _layers)
            count += (layer.Inputs + 1) * layer.Units;
        CheckLength(canonical.Length, count, nameof(canonical));
        foreach (DenseLayer layer in _layers)
        {
            int weights = layer.Inputs * layer.Units;
            layer.Import(canonical[..weights], canonical.Slice(weights, layer.Units));
            canonical = canonical[(weights + layer.Units)..];
        }
    }

    /// <summary>Computes the output of one sample.</summary>
    /// <param name="input">One value per input.</param>
    /// <param name="output">Receives one value per output.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        CheckLength(input.Length, InputSize, nameof(input));
        CheckLength(output.Length, OutputSize, nameof(output));
        Propagate(input, 1)[..output.Length].CopyTo(output);
    }

    /// <summary>Computes the outputs of many samples.</summary>
    /// <param name="inputs">Rows of input values, row-major.</param>
    /// <param name="outputs">Receives rows of output values, row-major.</param>
    /// <param name="rows">The number of rows.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
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
            for (int row = 0; row < count; row++)
                results.Slice(row * stride, outputSize).CopyTo(outputs.Slice((start + row) * outputSize, outputSize));
        }
    }

    /// <summary>
    /// One step of stochastic gradient descent on the mean loss: categorical cross-entropy for a softmax output, binary
    /// cross-entropy (the mean over the outputs) for a sigmoid, otherwise ½‖y − t‖².
    /// </summary>
    /// <param name="inputs">Rows of input values, row-major.</param>
    /// <param name="targets">Rows of target values, row-major.</param>
    /// <param name="rows">The number of rows, up to the capacity.</param>
    /// <param name="learningRate">The learning rate η.</param>
    /// <returns>The mean loss before the step.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no rows, or more than the capacity.</exception>
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
        foreach (DenseLayer layer in _layers)
        {
            layer.Forward(inputs, rows);
            inputs = layer.Activations(rows);
        }

        return inputs;
    }

    /// <summary>Writes the scaled deltas ∂L/∂z of the last layer and returns the sum of the losses.</summary>
    private float OutputDeltas(ReadOnlySpan<float> targets, int rows, float scale)
    {
        DenseLayer layer = _layers[^1];
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
