using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated;

/// <summary>The columns of a CSV file that are to be predicted.</summary>
public sealed class CsvTarget
{
    private CsvTarget(bool isClass, Index[] columns, string[] names, IReadOnlyList<string>? classNames, bool isBinary = false)
    {
        IsClass = isClass;
        IsBinary = isBinary;
        Columns = columns;
        Names = names;
        ClassNames = classNames is null ? null : Checked(classNames);
    }

    /// <summary>Whether the column is of labels, one-hot or binary, and not of numbers.</summary>
    internal bool IsClass { get; }

    /// <summary>Whether the two labels become one target of 0 and 1.</summary>
    internal bool IsBinary { get; }

    /// <summary>The columns by position; empty if they are given by name.</summary>
    internal Index[] Columns { get; }

    /// <summary>The columns by name; empty if they are given by position.</summary>
    internal string[] Names { get; }

    internal IReadOnlyList<string>? ClassNames { get; }

    /// <summary>A class, which becomes a one-hot target.</summary>
    /// <param name="column">The column, from 0 on, or from the end, as in <c>^1</c>.</param>
    /// <param name="classNames">
    /// The classes in the order of the network's outputs. If not given: those of the file, ascending if all are numbers, otherwise
    /// in ordinal order. Give those of the training file with a file that need not contain all of them.
    /// </param>
    /// <exception cref="ArgumentException">There are fewer than two names, or one of them is given twice.</exception>
    public static CsvTarget Class(Index column, IReadOnlyList<string>? classNames = null) => new(isClass: true, [column], [], classNames);

    /// <summary>A class, which becomes a one-hot target.</summary>
    /// <param name="name">The column's name in the header.</param>
    /// <param name="classNames">The classes in the order of the network's outputs, as with <see cref="Class(Index, IReadOnlyList{string}?)"/>.</param>
    /// <exception cref="ArgumentException">There are fewer than two names, or one of them is given twice.</exception>
    public static CsvTarget Class(string name, IReadOnlyList<string>? classNames = null) => new(isClass: true, [], [name], classNames);

    /// <summary>One of two labels, which become one target of 0 and 1, for a network with a single output: <c>CsvTarget.Binary(^1, "no", "yes")</c>.</summary>
    /// <param name="column">The column, from 0 on, or from the end, as in <c>^1</c>.</param>
    /// <param name="zero">The label that becomes 0.</param>
    /// <param name="one">The label that becomes 1.</param>
    /// <exception cref="ArgumentException">The labels are the same.</exception>
    public static CsvTarget Binary(Index column, string zero, string one) => new(isClass: true, [column], [], [zero, one], isBinary: true);

    /// <summary>One of two labels, which become one target of 0 and 1, for a network with a single output.</summary>
    /// <param name="name">The column's name in the header.</param>
    /// <param name="zero">The label that becomes 0.</param>
    /// <param name="one">The label that becomes 1.</param>
    /// <exception cref="ArgumentException">The labels are the same.</exception>
    public static CsvTarget Binary(string name, string zero, string one) => new(isClass: true, [], [name], [zero, one], isBinary: true);

    /// <summary>Numbers, in the order in which they are asked for.</summary>
    /// <param name="columns">The columns, from 0 on, or from the end, as in <c>^1</c>.</param>
    public static CsvTarget Numbers(params ReadOnlySpan<Index> columns) => new(isClass: false, columns.ToArray(), [], null);

    /// <summary>Numbers, in the order in which they are asked for.</summary>
    /// <param name="names">The columns' names in the header.</param>
    public static CsvTarget Numbers(params ReadOnlySpan<string> names) => new(isClass: false, [], names.ToArray(), null);

    private static string[] Checked(IReadOnlyList<string> classNames)
    {
        string[] names = [.. classNames];
        if (names.Length < 2)
            throw new ArgumentException($"Expected the names of at least 2 classes, but got {names.Length}.", nameof(classNames));
        if (names.Contains(null))
            throw new ArgumentException("The name of a class is null.", nameof(classNames));
        string? twice = names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null
            ? names
            : throw new ArgumentException($"The class name '{twice}' is given twice; each output stands for a class of its own.", nameof(classNames));
    }
}
