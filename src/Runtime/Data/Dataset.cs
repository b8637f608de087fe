using System;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text;
using Generated.Numerics;

namespace Generated;

/// <summary>Makes data sets of files and of rows.</summary>
public static class Dataset
{
    /// <summary>Makes a data set of rows: <c>Dataset.FromRows([[0f, 1f], [1f, 1f]], [[1f], [0f]])</c>. The values are copied.</summary>
    /// <param name="inputs">The inputs, one array per sample.</param>
    /// <param name="targets">The targets, one array per sample.</param>
    /// <exception cref="ArgumentException">There is no row, or rows differ in length, or there are more of one than of the other.</exception>
    public static Dataset<T> FromRows<T>(T[][] inputs, T[][] targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return new Dataset<T>(Flatten(inputs, nameof(inputs)), inputs[0].Length, Flatten(targets, nameof(targets)), targets[0].Length);
    }

    /// <summary>Reads a CSV file (UTF-8, numbers with a decimal point): <c>Dataset.LoadCsv&lt;float&gt;("iris.csv")</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How the file is laid out; <c>new CsvOptions()</c> if null: the last column is a class.</param>
    /// <exception cref="DataFormatException">The file is not laid out like that, or a field is bad; the message names file, line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Dataset<T> LoadCsv<T>(string path, CsvOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var text = new StreamReader(path, Encoding.UTF8);
        return ReadCsv<T>(text, path, options);
    }

    /// <summary>Reads comma-separated values from anywhere.</summary>
    /// <param name="text">Where to read.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="options">How the text is laid out; <c>new CsvOptions()</c> if null: the last column is a class.</param>
    /// <exception cref="DataFormatException">The text is not laid out like that, or a field is bad; the message names line and column.</exception>
    public static Dataset<T> ReadCsv<T>(TextReader text, string name, CsvOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(text);
        return CsvDataset<T>.Read(text, name, options ?? new CsvOptions());
    }

    private static T[] Flatten<T>(T[][] rows, string name)
    {
        if (rows.Length == 0)
            throw new ArgumentException("There is no row; at least one is wanted.", name);
        foreach (T[] row in rows)
            SpanArguments.RequireLength(row.Length, rows[0].Length, name);
        return [.. rows.SelectMany(row => row)];
    }
}
