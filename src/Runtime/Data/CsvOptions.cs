using System;
using System.Collections.Generic;

namespace Generated;

/// <summary>How a CSV file is laid out. What is not set suits a file whose last column is a class.</summary>
public sealed record CsvOptions
{
    /// <summary>
    /// Whether the first line names the columns. If not set, the file tells: it does if a field of it that should be
    /// a number is none (or if a target is asked for by name).
    /// </summary>
    public bool? HasHeader { get; init; }

    /// <summary>What stands between two fields; a comma unless set.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>
    /// Whether a number may be missing, which then reads as NaN: a field that is empty, <c>NaN</c>, <c>NA</c> or <c>?</c>. Unless set, it
    /// is an error that names line and column. A missing class always is.
    /// </summary>
    public bool MissingAsNaN { get; init; }

    /// <summary>The columns that are to be predicted; all others are inputs. The last one, a class, unless set.</summary>
    public CsvTarget Target { get; init; } = CsvTarget.Class(^1);
}

/// <summary>The columns of a CSV file that are to be predicted.</summary>
public sealed class CsvTarget
{
    private CsvTarget(bool isClass, Index[] columns, string[] names, IReadOnlyList<string>? classNames)
    {
        IsClass = isClass;
        Columns = columns;
        Names = names;
        ClassNames = classNames;
    }

    internal bool IsClass { get; }

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
    public static CsvTarget Class(Index column, IReadOnlyList<string>? classNames = null) => new(isClass: true, [column], [], classNames);

    /// <summary>A class, which becomes a one-hot target.</summary>
    /// <param name="name">The column's name in the header.</param>
    /// <param name="classNames">The classes in the order of the network's outputs, as with <see cref="Class(Index, IReadOnlyList{string}?)"/>.</param>
    public static CsvTarget Class(string name, IReadOnlyList<string>? classNames = null) => new(isClass: true, [], [name], classNames);

    /// <summary>Numbers, in the order in which they are asked for.</summary>
    /// <param name="columns">The columns, from 0 on, or from the end, as in <c>^1</c>.</param>
    public static CsvTarget Numbers(params ReadOnlySpan<Index> columns) => new(isClass: false, columns.ToArray(), [], null);

    /// <summary>Numbers, in the order in which they are asked for.</summary>
    /// <param name="names">The columns' names in the header.</param>
    public static CsvTarget Numbers(params ReadOnlySpan<string> names) => new(isClass: false, [], names.ToArray(), null);
}
