using System;
using System.Collections.Generic;

namespace Generated;

/// <summary>How a CSV file is laid out. The defaults suit a file whose last column is a class.</summary>
public sealed record CsvOptions
{
    // Of the characters that are neither letters nor digits, those that numbers, quoted fields and lines are made of.
    private const string NoSeparators = "\"+-.\r\n";

    /// <summary>
    /// Whether the first line names the columns. By default the line itself tells: it does if none of the fields that should be numbers is one (or
    /// if a target is asked for by name). A line of both is an error, as are other lines that may be a header or a faulty sample.
    /// <see cref="CsvSummary"/> says what was decided.
    /// </summary>
    public bool? HasHeader { get; init; }

    /// <summary>What stands between two fields. Default: a comma.</summary>
    /// <exception cref="ArgumentException">It is a quotation mark, a line break, or what numbers are made of: a letter, a digit, a sign or a point.</exception>
    public char Separator
    {
        get;
        init => field = IsSeparator(value) ? value : throw new ArgumentException(
            $"A separator cannot be {(char.IsControl(value) ? $"U+{(int)value:X4}" : $"'{value}'")}: "
            + "quotation marks, line breaks, letters, digits, signs and points are parts of fields and lines.", nameof(value));
    } = ',';

    /// <summary>
    /// Whether a number may be missing, which then reads as NaN and is counted in <see cref="CsvSummary.MissingCount"/>. By default it is an error
    /// that names line and column. A missing class always is.
    /// </summary>
    public bool MissingAsNaN { get; init; }

    /// <summary>
    /// The fields that are missing numbers if <see cref="MissingAsNaN"/> is set, in any case of their letters; a number may be one of them, as in
    /// <c>["-999"]</c>. Default: empty, <c>NA</c>, <c>?</c> and <c>NaN</c>.
    /// </summary>
    public IReadOnlyList<string> MissingValues
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = [.. value];
        }
    } = ["", "NA", "?", "NaN"];

    /// <summary>The columns that are to be predicted; all others are inputs. Default: the last one, a class.</summary>
    public CsvTarget Target { get; init; } = CsvTarget.Class(^1);

    /// <summary>How errors call the options.</summary>
    internal CsvAdvice Advice { get; init; } = CsvAdvice.OfLibrary;

    internal static bool IsSeparator(char character) => !char.IsAsciiLetterOrDigit(character) && !NoSeparators.Contains(character);

    /// <summary>Whether a field stands for a missing number.</summary>
    internal bool IsMissing(ReadOnlySpan<char> field)
    {
        // Not foreach, whose enumerator would be allocated for every field.
        for (int i = 0; i < MissingValues.Count; i++)
        {
            if (field.Equals(MissingValues[i], StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}

/// <summary>What errors tell to do, in the words of whoever asked for the file to be read.</summary>
/// <param name="Header">About a first line that may be a header.</param>
/// <param name="Missing">The same about one in which a number is missing.</param>
/// <param name="Separator">How to set another separator, which follows.</param>
internal sealed record CsvAdvice(string Header, string Missing, string Separator)
{
    public static CsvAdvice OfLibrary { get; } = new(
        "Set HasHeader to true if the line names the columns, or to false if it is a sample.",
        "Set HasHeader to true if the line names the columns; to false, and MissingAsNaN, if it is a sample with a missing number.",
        "set Separator to");
}
