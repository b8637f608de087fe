using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;

namespace Generated;

/// <summary>Reads the rows of a CSV file a few at a time.</summary>
internal sealed class CsvDatasetReader<T> : DatasetReader<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TextReader _text;
    private readonly CsvRows<T> _rows;
    private readonly CsvTarget _target;

    public CsvDatasetReader(TextReader text, string fileName, CsvOptions options)
    {
        // The first rows' targets cannot be as long as what the last row may bring.
        if (options.Target is { IsClass: true, ClassNames: null })
            throw new ArgumentException("The classes are not known before the whole file is read; give CsvTarget.Class their names.", nameof(options));
        _text = text;
        _rows = new CsvRows<T>(text, fileName, options);
        _target = options.Target;
        ClassNames = _target.IsBinary ? [] : [.. _rows.ClassNames];
        TargetSize = _target.IsBinary ? 1 : _target.IsClass ? ClassNames.Count : _rows.TargetColumns.Length;
        InputNames = _rows.InputNames;
    }

    public override int InputSize => _rows.InputColumns.Length;

    public override int TargetSize { get; }

    public override IReadOnlyList<string> InputNames { get; }

    public override IReadOnlyList<string> ClassNames { get; }

    public override CsvSummary Csv => _rows.Summary;

    /// <summary>What may help where the first line has one column.</summary>
    public string SeparatorAdvice => _rows.SeparatorAdvice;

    public override void Dispose() => _text.Dispose();

    private protected override int ReadRows(Span<T> inputs, Span<T> targets, int rows)
    {
        int read = 0;
        for (; read < rows && _rows.Next(); read++)
        {
            foreach (int column in _rows.InputColumns)
            {
                inputs[0] = _rows.Number(column);
                inputs = inputs[1..];
            }

            Span<T> target = targets[..TargetSize];
            targets = targets[TargetSize..];
            ReadTarget(target);
        }

        return read;
    }

    private void ReadTarget(Span<T> target)
    {
        if (_target.IsBinary)
        {
            target[0] = T.CreateTruncating(_rows.Class(_rows.TargetColumns[0]));
        }
        else if (_target.IsClass)
        {
            target.Clear();
            target[_rows.Class(_rows.TargetColumns[0])] = T.One;
        }
        else
        {
            for (int i = 0; i < target.Length; i++)
                target[i] = _rows.Number(_rows.TargetColumns[i]);
        }
    }
}
