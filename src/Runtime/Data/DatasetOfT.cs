using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated;

/// <summary>Samples to learn from or to test with: a row of inputs and a row of targets each. It does not change.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial class Dataset<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string OneSample = "The data set has only 1 sample, which cannot be split: both parts need one.";

    private readonly T[] _inputs;
    private readonly T[] _targets;

    /// <summary>Makes a data set of values, which are copied.</summary>
    /// <param name="inputs">Rows of input values, row-major.</param>
    /// <param name="inputSize">The number of inputs of a sample.</param>
    /// <param name="targets">Rows of target values, row-major, as many as there are input rows.</param>
    /// <param name="targetSize">The number of targets of a sample.</param>
    /// <param name="classNames">The names of the classes, if the targets are one-hot; one per target.</param>
    /// <exception cref="ArgumentException">A length is no multiple of the size, there is no row, or the numbers of rows or names differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public Dataset(ReadOnlySpan<T> inputs, int inputSize, ReadOnlySpan<T> targets, int targetSize, IReadOnlyList<string>? classNames = null)
        : this(inputs.ToArray(), inputSize, targets.ToArray(), targetSize, [], [.. classNames ?? []])
    {
    }

    /// <summary>Takes over arrays.</summary>
    internal Dataset(T[] inputs, int inputSize, T[] targets, int targetSize, IReadOnlyList<string> inputNames, IReadOnlyList<string> classNames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSize, 1);
        Count = SpanArguments.RequireRows(inputs.Length, inputSize, nameof(inputs));
        SpanArguments.RequireAnyRow(Count, nameof(inputs));
        SpanArguments.RequireLength(targets.Length, checked(Count * targetSize), nameof(targets));
        if (classNames.Count != 0)
            SpanArguments.RequireLength(classNames.Count, targetSize, nameof(classNames));

        _inputs = inputs;
        _targets = targets;
        InputSize = inputSize;
        TargetSize = targetSize;
        InputNames = inputNames;
        ClassNames = classNames;
        HasClasses = AreClasses(targets, targetSize);
    }

    /// <summary>The number of samples; at least 1.</summary>
    public int Count { get; }

    /// <summary>The number of inputs of a sample.</summary>
    public int InputSize { get; }

    /// <summary>The number of targets of a sample.</summary>
    public int TargetSize { get; }

    /// <summary>The names of the inputs from a file's header; empty if there was none.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>The names of the classes, in the order of the one-hot targets; empty if there are none.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Whether the targets are classes: one 1 and otherwise 0 in each row or, with a single target, 0 or 1.</summary>
    public bool HasClasses { get; }

    /// <summary>What was found in the CSV file that the samples come from, and assumed about it; null if they come from elsewhere.</summary>
    public CsvSummary? Csv { get; internal init; }

    /// <summary>What to add to an error about targets that do not fit a network: what was assumed about them.</summary>
    internal string TargetAssumption => Csv?.TargetAssumption is { } assumption ? $" {assumption}" : "";

    /// <summary>The inputs of all samples, row-major.</summary>
    public ReadOnlySpan<T> Inputs => _inputs;

    /// <summary>The targets of all samples, row-major.</summary>
    public ReadOnlySpan<T> Targets => _targets;

    /// <summary>The inputs of one sample.</summary>
    /// <param name="row">The sample, from 0 on.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public ReadOnlySpan<T> Input(int row) => Row(_inputs, InputSize, row);

    /// <summary>The targets of one sample.</summary>
    /// <param name="row">The sample, from 0 on.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public ReadOnlySpan<T> Target(int row) => Row(_targets, TargetSize, row);

    /// <summary>Copies samples, for example a batch, without allocating.</summary>
    /// <param name="rows">The samples, from 0 on, in the order in which they are wanted.</param>
    /// <param name="inputs">Receives their inputs, row-major.</param>
    /// <param name="targets">Receives their targets, row-major.</param>
    /// <exception cref="ArgumentException">A length is wrong. Nothing is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public void Gather(ReadOnlySpan<int> rows, Span<T> inputs, Span<T> targets)
    {
        SpanArguments.RequireLength(inputs.Length, rows.Length * InputSize, nameof(inputs));
        SpanArguments.RequireLength(targets.Length, rows.Length * TargetSize, nameof(targets));
        for (int i = 0; i < rows.Length; i++)
        {
            Input(rows[i]).CopyTo(inputs[(i * InputSize)..]);
            Target(rows[i]).CopyTo(targets[(i * TargetSize)..]);
        }
    }

    /// <summary>The data set of some of the samples, copied in the given order.</summary>
    /// <param name="rows">The samples, from 0 on.</param>
    /// <exception cref="ArgumentException">No sample is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public Dataset<T> Select(ReadOnlySpan<int> rows)
    {
        var inputs = new T[checked(rows.Length * InputSize)];
        var targets = new T[checked(rows.Length * TargetSize)];
        Gather(rows, inputs, targets);
        return new Dataset<T>(inputs, InputSize, targets, TargetSize, InputNames, ClassNames) { Csv = Csv, _weights = SelectWeights(rows) };
    }

    /// <summary>Splits the samples at random: the same seed gives the same two parts on every machine.</summary>
    /// <param name="trainingCount">How many samples the first part gets; from 1 to <see cref="Count"/> − 1.</param>
    /// <param name="seed">Starts the <see cref="RandomGenerator"/> that shuffles the samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part would be empty.</exception>
    public (Dataset<T> Training, Dataset<T> Test) Split(int trainingCount, ulong seed)
    {
        if (trainingCount < 1 || trainingCount >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(trainingCount), trainingCount, Count == 1 ? OneSample : string.Create(CultureInfo.InvariantCulture,
                $"Expected 1 to {Count - 1} of the {Count} samples for the training part, but got {trainingCount}."));
        }

        int[] order = [.. Enumerable.Range(0, Count)];
        new RandomGenerator(seed).Shuffle<int>(order);
        return (Select(order.AsSpan(0, trainingCount)), Select(order.AsSpan(trainingCount)));
    }

    /// <summary>Splits the samples at random: the same seed gives the same two parts on every machine.</summary>
    /// <param name="trainingShare">The share of the samples that the first part gets, rounded to whole samples; between 0 and 1.</param>
    /// <param name="seed">Starts the <see cref="RandomGenerator"/> that shuffles the samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1, or a part would be empty.</exception>
    public (Dataset<T> Training, Dataset<T> Test) Split(double trainingShare, ulong seed)
    {
        if (!(trainingShare > 0.0 && trainingShare < 1.0))
            throw new ArgumentOutOfRangeException(nameof(trainingShare), trainingShare, "Expected a share between 0 and 1.");
        int trainingCount = (int)Math.Round(trainingShare * Count);
        if (trainingCount < 1 || trainingCount >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(trainingShare), trainingShare, Count == 1 ? OneSample : string.Create(CultureInfo.InvariantCulture,
                $"The share of {Count} samples rounds to {trainingCount}, which leaves one part empty."));
        }

        return Split(trainingCount, seed);
    }

    /// <summary>The same samples with other inputs.</summary>
    internal Dataset<T> WithInputs(T[] inputs) => new(inputs, InputSize, _targets, TargetSize, InputNames, ClassNames) { Csv = Csv, _weights = _weights };

    /// <summary>The same samples with inputs that are made of the others, and so have no names.</summary>
    internal Dataset<T> WithInputs(T[] inputs, int inputSize) =>
        new(inputs, inputSize, _targets, TargetSize, [], ClassNames) { Csv = Csv, _weights = _weights };

    private ReadOnlySpan<T> Row(T[] values, int size, int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        return values.AsSpan(row * size, size);
    }

    private static bool AreClasses(ReadOnlySpan<T> targets, int targetSize)
    {
        for (; !targets.IsEmpty; targets = targets[targetSize..])
        {
            ReadOnlySpan<T> row = targets[..targetSize];
            int ones = row.Count(T.One);
            bool isClass = ones + row.Count(T.Zero) == targetSize && (ones == 1 || targetSize == 1);
            if (!isClass)
                return false;
        }

        return true;
    }
}
