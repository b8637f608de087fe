using System;
using System.Collections.Generic;
using System.Numerics;

namespace Generated;

/// <summary>Reads the rows of two tensors a few at a time.</summary>
internal sealed class TensorDatasetReader<T> : DatasetReader<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TensorRows _rows;
    private readonly double _inputScale;
    private readonly IDisposable[] _owners;
    private readonly TensorReader _inputs;
    private readonly TensorReader _targets;
    private readonly double[] _labels = new double[512];
    private long _row;

    /// <summary>Starts at the first row.</summary>
    /// <param name="rows">The tensors.</param>
    /// <param name="classNames">The classes, if the targets are labels.</param>
    /// <param name="inputScale">What each input is multiplied by.</param>
    /// <param name="owners">What is to be closed at the end.</param>
    public TensorDatasetReader(TensorRows rows, IReadOnlyList<string>? classNames, double inputScale, params IDisposable[] owners)
    {
        if (rows.AreLabels && classNames is null)
            throw new ArgumentException("The classes are not known before all targets are read; their names are wanted.", nameof(classNames));
        rows.RequireNames(classNames);
        foreach (StoredTensor tensor in (ReadOnlySpan<StoredTensor>)[rows.Inputs, rows.Targets])
        {
            if (tensor.IsColumnMajor && tensor.Shape.Count > 1)
                throw tensor.Error(
                    "it is stored in column-major order, so that its rows cannot be read one after the other; save numpy.ascontiguousarray of it.");
        }

        _rows = rows;
        _inputScale = inputScale;
        _owners = owners;
        ClassNames = [.. classNames ?? []];
        TargetSize = rows.AreLabels ? ClassNames.Count : rows.TargetSize;
        _inputs = new TensorReader(rows.Inputs);
        _targets = new TensorReader(rows.Targets);
    }

    public override int InputSize => _rows.InputSize;

    public override int TargetSize { get; }

    public override IReadOnlyList<string> InputNames => [];

    public override IReadOnlyList<string> ClassNames { get; }

    public override void Dispose()
    {
        _inputs.Dispose();
        _targets.Dispose();
        foreach (IDisposable owner in _owners)
            owner.Dispose();
    }

    private protected override int ReadRows(Span<T> inputs, Span<T> targets, int rows)
    {
        rows = (int)Math.Min(rows, _rows.Count - _row);
        Span<T> read = inputs[..(rows * InputSize)];
        _inputs.Read(read);
        TensorRows.Scale(read, _inputScale);
        if (_rows.AreLabels)
            ReadLabels(targets[..(rows * TargetSize)]);
        else
            _targets.Read(targets[..(rows * TargetSize)]);

        _row += rows;
        if (_row == _rows.Count && rows > 0)
        {
            _inputs.RequireEnd();
            _targets.RequireEnd();
        }

        return rows;
    }

    private void ReadLabels(Span<T> targets)
    {
        targets.Clear();
        for (long row = _row; !targets.IsEmpty;)
        {
            Span<double> labels = _labels.AsSpan(0, Math.Min(_labels.Length, targets.Length / TargetSize));
            _targets.Read(labels);
            foreach (double label in labels)
            {
                targets[_rows.Label(label, row++, TargetSize)] = T.One;
                targets = targets[TargetSize..];
            }
        }
    }
}
