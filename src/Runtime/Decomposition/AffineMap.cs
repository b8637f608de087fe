using System;
using System.Numerics;
using System.Runtime.InteropServices;
using Generated.Kernels;
using Generated.LinearAlgebra;

namespace Generated;

/// <summary><c>y = offset + A(x − origin)</c> for rows x: what the fitted models do to samples and back.</summary>
internal sealed class AffineMap<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _matrix;
    private readonly T[] _origin;
    private readonly T[]? _offset;

    /// <summary>Packs the matrix.</summary>
    /// <param name="matrix">A: a unit per output, a term per input.</param>
    /// <param name="outputs">The length of y.</param>
    /// <param name="inputs">The length of x.</param>
    /// <param name="origin">What is subtracted from x; nothing if null.</param>
    /// <param name="offset">What is added; nothing if null.</param>
    public AffineMap(Factor<T> matrix, int outputs, int inputs, T[]? origin, T[]? offset)
    {
        Outputs = outputs;
        Inputs = inputs;
        _origin = origin ?? new T[inputs];
        _offset = offset;
        _matrix = new AlignedBuffer<T>(Panels.Length<T>(outputs, inputs));
        Panels.PackAll(matrix, outputs, inputs, ref _matrix.Reference);
    }

    /// <summary>The length of x.</summary>
    public int Inputs { get; }

    /// <summary>The length of y.</summary>
    public int Outputs { get; }

    /// <summary>Maps rows. A row's result does not depend on the other rows.</summary>
    /// <exception cref="ArgumentException">There are no whole rows, a length is wrong, or the spans share memory. Nothing is written.</exception>
    public void Apply(ReadOnlySpan<T> x, Span<T> y, string nameOfX, string nameOfY)
    {
        int rows = SpanArguments.RequireRows(x.Length, Inputs, nameOfX);
        SpanArguments.RequireLength(y.Length, (long)rows * Outputs, nameOfY);
        SpanArguments.RequireApart(x, y, nameOfX, nameOfY);
        if (rows == 0)
            return;
        if (_offset is null)
        {
            y.Clear();
        }
        else
        {
            for (int row = 0; row < rows; row++)
                _offset.CopyTo(y[(row * Outputs)..]);
        }

        MatrixProduct.AddPacked(
            Factor<T>.Rows(ref MemoryMarshal.GetReference(x), Inputs, ref _origin[0]), ref _matrix.Reference, rows, Outputs, Inputs, ref y[0], Outputs);
    }
}
