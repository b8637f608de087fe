using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated;

/// <summary>What reading a CSV file found in it, and what was assumed about it because <see cref="CsvOptions"/> did not say.</summary>
public sealed class CsvSummary
{
    private const int MostShownClasses = 5;

    private readonly List<string> _assumptions = [];

    internal CsvSummary(IReadOnlyList<string> header) => Header = header;

    /// <summary>The names of all columns, from the first line; empty if that was read as a sample.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>How many numbers were missing and became NaN (<see cref="CsvOptions.MissingAsNaN"/>), in the rows that were read so far.</summary>
    public long MissingCount { get; internal set; }

    /// <summary>What was assumed, a sentence each: whether the first line names the columns, and that a column is a class. Empty if all was said.</summary>
    public IReadOnlyList<string> Assumptions => _assumptions;

    /// <summary>What was assumed about the target; null if all was said.</summary>
    internal string? TargetAssumption { get; private set; }

    /// <summary>The assumptions and the number of missing numbers, a line each.</summary>
    public override string ToString() => string.Join('\n', _assumptions.Concat(
        MissingCount == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"Missing numbers, read as NaN: {MissingCount}.")]));

    internal void AssumeFirstLine() => _assumptions.Add(Header.Count == 0
        ? "The first line was taken for a sample; HasHeader = true takes it for names."
        : $"The first line was taken for the names of the columns: {string.Join(", ", Header)}; HasHeader = false takes it for a sample.");

    internal void AssumeClass(int column, IReadOnlyList<string> classes, bool areNumbers)
    {
        string name = Header.Count == 0 ? "" : $" ({Header[column]})";
        string list = string.Join(", ", classes.Take(MostShownClasses)) + (classes.Count > MostShownClasses ? ", …" : "");
        string other = areNumbers ? " For numbers (0 and 1 too, for a single output), use CsvTarget.Numbers."
            : classes.Count == 2 ? " For one target of 0 and 1, for a single output, use CsvTarget.Binary."
            : "";
        TargetAssumption = string.Create(CultureInfo.InvariantCulture,
            $"Column {column + 1}{name} was taken for a class, with a target for each of its {classes.Count} values {list}.{other}");
        _assumptions.Add(TargetAssumption);
    }
}
