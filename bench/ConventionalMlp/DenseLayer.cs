using System;

namespace Generated.Bench;

/// <summary>
/// One dense layer: its parameters and, for the rows of a batch, its activations and deltas. All rows are padded,
/// so that they end with a whole vector, and start on a cache line where they are long enough.
/// </summary>
internal sealed class DenseLayer
{
    private readonly int _inputs;
    private readonly int _inputStride;
    private readonly int _units;
    private readonly int _stride;
    private readonly Activation _activation;
    private readonly AlignedBuffer<float> _weights;
    private readonly AlignedBuffer<float> _transposedWeights;
    private readonly AlignedBuffer<float> _bias;
    private readonly AlignedBuffer<float> _activations;
    private readonly AlignedBuffer<float> _deltas;
    private readonly AlignedBuffer<float> _zeros;

    /// <summary>A layer whose parameters are zero.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="inputStride">The length of an input row with its padding.</param>
    /// <param name="units">The number of units.</param>
    /// <param name="activation">The activation function.</param>
    /// <param name="capacity">The most rows of a batch.</param>
    public DenseLayer(int inputs, int inputStride, int units, Activation activation, int capacity)
    {
        _inputs = inputs;
        _inputStride = inputStride;
        _units = units;
        _stride = MatrixProduct.PaddedLength(units);
        _activation = activation;
        _weights = new AlignedBuffer<float>(inputs * _stride);
        _transposedWeights = new AlignedBuffer<float>(units * inputStride);
        _bias = new AlignedBuffer<float>(_stride);
        _activations = new AlignedBuffer<float>(capacity * _stride);
        _deltas = new AlignedBuffer<float>(capacity * _stride);
        _zeros = new AlignedBuffer<float>(inputStride);
    }

    /// <summary>The number of inputs.</summary>
    public int Inputs => _inputs;

    /// <summary>The number of units.</summary>
    public int Units => _units;

    /// <summary>The length of a row of activations or deltas with its padding.</summary>
    public int Stride => _stride;

    /// <summary>The activation function.</summary>
    public Activation Activation => _activation;

    /// <summary>The activations of the last <see cref="Forward"/>, in padded rows.</summary>
    public ReadOnlySpan<float> Activations(int rows) => _activations.Span[..(rows * _stride)];

    /// <summary>The deltas ∂L/∂z, in padded rows. The padding is zero and stays so.</summary>
    public Span<float> Deltas(int rows) => _deltas.Span[..(rows * _stride)];

    /// <summary>Computes the activations: f(X·W + b).</summary>
    /// <param name="inputs">The rows of X, with the padding of the layer below.</param>
    /// <param name="rows">The number of rows.</param>
    public void Forward(ReadOnlySpan<float> inputs, int rows)
    {
        var activations = new Matrix(ref _activations.Reference, _stride);
        MatrixProduct.MultiplyAdd(
            new Matrix(inputs, _inputStride), new Matrix(ref _weights.Reference, _stride), new Matrix(ref _bias.Reference, 0),
            activations, rows, _stride, _inputs);
        ActivationFunctions.Apply(_activation, _activations.Span[..(rows * _stride)], _stride, _units);
    }

    /// <summary>Computes the deltas of the layer below: (Δ·Wᵀ) ∘ f′.</summary>
    /// <param name="below">The layer below.</param>
    /// <param name="rows">The number of rows.</param>
    public void Backward(DenseLayer below, int rows)
    {
        TransposeWeights();
        MatrixProduct.MultiplyAdd(
            new Matrix(ref _deltas.Reference, _stride), new Matrix(ref _transposedWeights.Reference, _inputStride),
            new Matrix(ref _zeros.Reference, 0), new Matrix(ref below._deltas.Reference, _inputStride), rows, _inputStride, _units);
        ActivationFunctions.MultiplyByDerivative(below._activation, below.Activations(rows), below.Deltas(rows));
    }

    /// <summary>
    /// Adds Xᵀ·Δ to the weights and the sum of the deltas to the bias: a step of gradient descent, since the deltas
    /// carry the factor −η/N.
    /// </summary>
    /// <param name="inputs">The rows of X, with the padding of the layer below.</param>
    /// <param name="rows">The number of rows.</param>
    public void Update(ReadOnlySpan<float> inputs, int rows)
    {
        var deltas = new Matrix(ref _deltas.Reference, _stride);
        var weights = new Matrix(ref _weights.Reference, _stride);
        MatrixProduct.MultiplyAdd(new Matrix(inputs, _inputStride).Transposed, deltas, weights, weights, _inputs, _stride, rows);

        float one = 1;
        var bias = new Matrix(ref _bias.Reference, _stride);
        MatrixProduct.MultiplyAdd(new Matrix(ref one, 0, 0), deltas, bias, bias, 1, _stride, rows);
    }

    /// <summary>Sets the parameters.</summary>
    /// <param name="weights">Row j holds what unit j receives from every input.</param>
    /// <param name="bias">One value per unit.</param>
    public void Import(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        for (int unit = 0; unit < _units; unit++)
        {
            for (int input = 0; input < _inputs; input++)
                _weights.Span[input * _stride + unit] = weights[unit * _inputs + input];
        }

        bias.CopyTo(_bias.Span);
    }

    private void TransposeWeights()
    {
        ReadOnlySpan<float> weights = _weights.Span;
        Span<float> transposed = _transposedWeights.Span;
        for (int input = 0; input < _inputs; input++)
        {
            ReadOnlySpan<float> row = weights.Slice(input * _stride, _units);
            int to = input;
            foreach (float weight in row)
            {
                transposed[to] = weight;
                to += _inputStride;
            }
        }
    }
}
