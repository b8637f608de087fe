using System;
using System.Globalization;

namespace Generated;

/// <summary>Data cannot be read as what they should be. The message is one line that says where and why.</summary>
/// <param name="fileName">The file, or another name of the data's origin.</param>
/// <param name="line">The line, counted from 1.</param>
/// <param name="column">The column (field) of the line, counted from 1; 0 if the whole line is meant.</param>
/// <param name="problem">What is wrong there.</param>
public sealed class DataFormatException(string fileName, int line, int column, string problem)
    : FormatException(Describe(fileName, line, column, problem))
{
    /// <summary>The file, or another name of the data's origin.</summary>
    public string FileName { get; } = fileName;

    /// <summary>The line, counted from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The column (field) of the line, counted from 1; 0 if the whole line is meant.</summary>
    public int Column { get; } = column;

    private static string Describe(string fileName, int line, int column, string problem) => column == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{fileName}, line {line}: {problem}")
        : string.Create(CultureInfo.InvariantCulture, $"{fileName}, line {line}, column {column}: {problem}");
}
