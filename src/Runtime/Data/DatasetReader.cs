using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using Generated.Kernels;

namespace Generated;

/// <summary>
/// Reads samples in their order, as many at a time as the caller has room for, from a file that need not fit the memory. Reading
/// allocates nothing per row. Not for several threads at once.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class DatasetReader<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected DatasetReader()
    {
    }

    /// <summary>The number of inputs of a sample.</summary>
    public abstract int InputSize { get; }

    /// <summary>The number of targets of a sample.</summary>
    public abstract int TargetSize { get; }

    /// <summary>The names of the inputs from a file's header; empty if there was none.</summary>
    public abstract IReadOnlyList<string> InputNames { get; }

    /// <summary>The names of the classes, in the order of the one-hot targets; empty if there are none.</summary>
    public abstract IReadOnlyList<string> ClassNames { get; }

    /// <summary>What was found in a CSV file, and assumed about it; null for other files.</summary>
    public virtual CsvSummary? Csv => null;

    /// <summary>Reads the next samples.</summary>
    /// <param name="inputs">Receives rows of input values, row-major.</param>
    /// <param name="targets">Receives rows of target values, row-major; room for as many rows. After an exception both are undefined.</param>
    /// <returns>The number of rows that were read: fewer than there is room for at the end only, 0 behind it.</returns>
    /// <exception cref="ArgumentException">
    /// There is no room for a row, or not for whole rows, or not for as many targets as inputs. Nothing is read.
    /// </exception>
    /// <exception cref="DataFormatException">The file is damaged; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public int Read(Span<T> inputs, Span<T> targets)
    {
        int rows = SpanArguments.RequireRows(inputs.Length, InputSize, nameof(inputs));
        SpanArguments.RequireAnyRow(rows, nameof(inputs));
        SpanArguments.RequireLength(targets.Length, (long)rows * TargetSize, nameof(targets));
        return ReadRows(inputs, targets, rows);
    }

    /// <summary>Closes the file.</summary>
    public abstract void Dispose();

    private protected abstract int ReadRows(Span<T> inputs, Span<T> targets, int rows);
}
