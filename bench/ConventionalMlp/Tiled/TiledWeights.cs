using System;
using Generated.Kernels;

namespace Generated.Bench;

/// <summary>
/// Weights <c>[inputs][units]</c>, whose rows are padded so that they end with a whole vector; a batch goes through the
/// register tiles of <see cref="MatrixProduct"/>.
/// </summary>
internal readonly struct TiledWeights : ILayerWeights<TiledWeights>
{
    private readonly int _inputs;
    private readonly int _inputStride;
    private readonly int _units;
    private readonly int _stride;
    private readonly AlignedBuffer<float> _weights;
    private readonly AlignedBuffer<float> _transposedWeights;
    private readonly AlignedBuffer<float> _bias;
    private readonly AlignedBuffer<float> _zeros;

    private TiledWeights(int inputs, int inputStride, int units)
    {
        _inputs = inputs;
        _inputStride = inputStride;
        _units = units;
        _stride = Stride(units);
        _weights = new AlignedBuffer<float>(inputs * _stride);
        _transposedWeights = new AlignedBuffer<float>(units * inputStride);
        _bias = new AlignedBuffer<float>(_stride);
        _zeros = new AlignedBuffer<float>(inputStride);
    }

    /// <inheritdoc/>
    public static int Stride(int units) => MatrixProduct.PaddedLength(units);

    /// <inheritdoc/>
    public static TiledWeights Create(int inputs, int inputStride, int units) => new(inputs, inputStride, units);

    /// <inheritdoc/>
    public void Import(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        for (int unit = 0; unit < _units; unit++)
        {
            for (int input = 0; input < _inputs; input++)
                _weights.Span[input * _stride + unit] = weights[unit * _inputs + input];
        }

        bias.CopyTo(_bias.Span);
    }

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> inputs, Span<float> sums, int rows) => MatrixProduct.MultiplyAdd(
        new Matrix(inputs, _inputStride), new Matrix(ref _weights.Reference, _stride), new Matrix(ref _bias.Reference, 0),
        new Matrix(sums, _stride), rows, _stride, _inputs);

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<float> deltas, Span<float> inputDeltas, int rows)
    {
        TransposeWeights();
        MatrixProduct.MultiplyAdd(
            new Matrix(deltas, _stride), new Matrix(ref _transposedWeights.Reference, _inputStride), new Matrix(ref _zeros.Reference, 0),
            new Matrix(inputDeltas, _inputStride), rows, _inputStride, _units);
    }

    /// <inheritdoc/>
    public void Update(ReadOnlySpan<float> inputs, ReadOnlySpan<float> deltas, int rows)
    {
        var right = new Matrix(deltas, _stride);
        var weights = new Matrix(ref _weights.Reference, _stride);
        MatrixProduct.MultiplyAdd(new Matrix(inputs, _inputStride).Transposed, right, weights, weights, _inputs, _stride, rows);

        float one = 1;
        var bias = new Matrix(ref _bias.Reference, _stride);
        MatrixProduct.MultiplyAdd(new Matrix(ref one, 0, 0), right, bias, bias, 1, _stride, rows);
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
