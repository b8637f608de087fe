using System;
using System.Numerics.Tensors;
using Generated.Kernels;

namespace Generated.Bench;

/// <summary>
/// Weights <c>[units][inputs]</c>: a unit's sum is the dot product of its row with the input, and both other products add
/// multiples of rows to rows, so that <see cref="TensorPrimitives"/> does the arithmetic. Each row of weights meets a block of
/// the batch's rows in turn.
/// </summary>
internal readonly struct TensorWeights : ILayerWeights<TensorWeights>
{
    /// <summary>The numbers in a block of the batch: 16 KB, which the first-level cache keeps beside the row of weights.</summary>
    private const int BlockLength = 4096;

    /// <summary>Up to this many inputs, a plain loop has the sum of a single sample sooner than a call does; over a batch, calls overlap.</summary>
    private const int ShortRow = 4;

    private readonly int _inputs;
    private readonly int _units;
    private readonly int _blockRows;
    private readonly AlignedBuffer<float> _weights;
    private readonly AlignedBuffer<float> _bias;

    private TensorWeights(int inputs, int units)
    {
        _inputs = inputs;
        _units = units;
        _blockRows = Math.Max(1, BlockLength / inputs);
        _weights = new AlignedBuffer<float>(units * inputs);
        _bias = new AlignedBuffer<float>(units);
    }

    /// <inheritdoc/>
    public static int Stride(int units) => units;

    /// <inheritdoc/>
    public static TensorWeights Create(int inputs, int inputStride, int units) => new(inputs, units);

    /// <inheritdoc/>
    public void Import(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        weights.CopyTo(_weights.Span);
        bias.CopyTo(_bias.Span);
    }

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> inputs, Span<float> sums, int rows)
    {
        if (rows == 1 && _inputs <= ShortRow)
        {
            ForwardShort(inputs, _weights.Span, _bias.Span, sums);
            return;
        }

        for (int start = 0; start < rows; start += _blockRows)
        {
            int count = Math.Min(_blockRows, rows - start);
            ForwardBlock(inputs.Slice(start * _inputs, count * _inputs), _weights.Span, _bias.Span, sums.Slice(start * _units, count * _units));
        }
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<float> deltas, Span<float> inputDeltas, int rows)
    {
        inputDeltas.Clear();
        for (int start = 0; start < rows; start += _blockRows)
        {
            int count = Math.Min(_blockRows, rows - start);
            BackwardBlock(deltas.Slice(start * _units, count * _units), _weights.Span, _units, inputDeltas.Slice(start * _inputs, count * _inputs));
        }
    }

    /// <inheritdoc/>
    public void Update(ReadOnlySpan<float> inputs, ReadOnlySpan<float> deltas, int rows)
    {
        for (int start = 0; start < rows; start += _blockRows)
        {
            int count = Math.Min(_blockRows, rows - start);
            UpdateBlock(inputs.Slice(start * _inputs, count * _inputs), deltas.Slice(start * _units, count * _units), _weights.Span, _bias.Span);
        }
    }

    private static void ForwardShort(ReadOnlySpan<float> input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> sums)
    {
        int weight = 0;
        for (int unit = 0; unit < bias.Length; unit++)
        {
            float sum = bias[unit];
            foreach (float value in input)
                sum += weights[weight++] * value;
            sums[unit] = sum;
        }
    }

    private static void ForwardBlock(ReadOnlySpan<float> inputs, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> sums)
    {
        int length = weights.Length / bias.Length;
        for (int unit = 0; unit < bias.Length; unit++)
        {
            ReadOnlySpan<float> weightRow = weights.Slice(unit * length, length);
            ReadOnlySpan<float> remaining = inputs;
            for (int i = unit; i < sums.Length; i += bias.Length)
            {
                sums[i] = bias[unit] + TensorPrimitives.Dot(weightRow, remaining[..length]);
                remaining = remaining[length..];
            }
        }
    }

    private static void BackwardBlock(ReadOnlySpan<float> deltas, ReadOnlySpan<float> weights, int units, Span<float> inputDeltas)
    {
        int length = weights.Length / units;
        for (int unit = 0; unit < units; unit++)
        {
            ReadOnlySpan<float> weightRow = weights.Slice(unit * length, length);
            Span<float> remaining = inputDeltas;
            for (int i = unit; i < deltas.Length; i += units)
            {
                AddMultiple(weightRow, deltas[i], remaining[..length]);
                remaining = remaining[length..];
            }
        }
    }

    private static void UpdateBlock(ReadOnlySpan<float> inputs, ReadOnlySpan<float> deltas, Span<float> weights, Span<float> bias)
    {
        int length = weights.Length / bias.Length;
        for (int unit = 0; unit < bias.Length; unit++)
        {
            Span<float> weightRow = weights.Slice(unit * length, length);
            ReadOnlySpan<float> remaining = inputs;
            float sum = bias[unit];
            for (int i = unit; i < deltas.Length; i += bias.Length)
            {
                float delta = deltas[i];
                AddMultiple(remaining[..length], delta, weightRow);
                sum += delta;
                remaining = remaining[length..];
            }

            bias[unit] = sum;
        }
    }

    /// <summary>Adds a multiple of one row to another. Behind a ReLU about half of the deltas are zero and need no work.</summary>
    private static void AddMultiple(ReadOnlySpan<float> row, float factor, Span<float> sum)
    {
        if (factor != 0)
            TensorPrimitives.MultiplyAdd(row, factor, sum, sum);
    }
}
