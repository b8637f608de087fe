using System;
using System.Globalization;

namespace Generated;

/// <summary>
/// A file cannot be read as what it should be, or does not hold what is wanted of it. The message is one line that says where
/// and why.
/// </summary>
public sealed class DataFormatException : FormatException
{
    /// <summary>An error in a line of text.</summary>
    /// <param name="fileName">The file, or another name of the data's origin.</param>
    /// <param name="line">The line, counted from 1.</param>
    /// <param name="column">The column (field) of the line, counted from 1; 0 if the whole line is meant.</param>
    /// <param name="problem">What is wrong there.</param>
    public DataFormatException(string fileName, int line, int column, string problem)
        : base(PrintableText.Of(Describe(fileName, line, column, problem)))
    {
        FileName = fileName;
        Line = line;
        Column = column;
    }

    /// <summary>An error in a file that has no lines.</summary>
    /// <param name="fileName">The file, or another name of the data's origin.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="cause">What the error was found by, if that was another exception.</param>
    public DataFormatException(string fileName, string problem, Exception? cause = null)
        : base(PrintableText.Of($"{fileName}: {problem}"), cause) => FileName = fileName;

    /// <summary>The file, or another name of the data's origin.</summary>
    public string FileName { get; }

    /// <summary>The line, counted from 1; 0 in a file that has no lines.</summary>
    public int Line { get; }

    /// <summary>The column (field) of the line, counted from 1; 0 if the whole line is meant.</summary>
    public int Column { get; }

    private static string Describe(string fileName, int line, int column, string problem) => column == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{fileName}, line {line}: {problem}")
        : string.Create(CultureInfo.InvariantCulture, $"{fileName}, line {line}, column {column}: {problem}");
}
