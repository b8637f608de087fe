using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using Generated.Kernels;

namespace Generated;

/// <summary>Makes data sets of files and of rows.</summary>
public static class Dataset
{
    /// <summary>
    /// The most classes that are found in a file without being named. A column of other things, taken for classes, would make as many
    /// targets as there are rows, for each row.
    /// </summary>
    internal const int MostUnnamedClasses = 1000;

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

    /// <summary>
    /// Reads a CSV file (UTF-8, numbers with a decimal point): <c>Dataset.LoadCsv&lt;float&gt;("iris.csv")</c>. <see cref="Dataset{T}.Csv"/> says what
    /// was found and assumed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How the file is laid out; <c>new CsvOptions()</c> if null: the last column is a class.</param>
    /// <exception cref="DataFormatException">The file is not laid out like that, or a field is bad; the message names file, line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Dataset<T> LoadCsv<T>(string path, CsvOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var text = CsvText.Open(path);
        return ReadCsv<T>(text, path, options);
    }

    /// <summary>Reads comma-separated values from anywhere; a byte-order mark is skipped.</summary>
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

    /// <summary>Opens a CSV file to be read a few rows at a time, for example because it is larger than the memory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How the file is laid out. The classes of a class target must be named: they are not known before the end.</param>
    /// <exception cref="ArgumentException">The target is a class, and the classes are not named.</exception>
    /// <exception cref="DataFormatException">There is no data, or no such target; the message names file, line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DatasetReader<T> OpenCsv<T>(string path, CsvOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        var text = CsvText.Open(path);
        try
        {
            return new CsvDatasetReader<T>(text, path, options);
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    /// <summary>Reads two NumPy <c>.npy</c> files: <c>Dataset.LoadNpy&lt;float&gt;("x.npy", "y.npy")</c>.</summary>
    /// <param name="inputsPath">The inputs, an array of any number of dimensions whose first one counts the samples.</param>
    /// <param name="targetsPath">
    /// The targets: an array of as many samples. One whole number each, in an array of an integer type, is a class, counted from 0, and
    /// becomes a one-hot target; all else are numbers.
    /// </param>
    /// <param name="classNames">The names of the classes; their numbers if null.</param>
    /// <param name="inputScale">What each input is multiplied by, for example <c>1.0 / 255</c> for pixels in bytes.</param>
    /// <exception cref="ArgumentException">The targets are not classes, and there are more names or fewer.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or the two do not fit together.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Dataset<T> LoadNpy<T>(string inputsPath, string targetsPath, IReadOnlyList<string>? classNames = null, double inputScale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TensorFile inputs = OpenSingle(inputsPath), targets = OpenSingle(targetsPath);
        return FromTensors<T>(inputs.Tensors[0], targets.Tensors[0], classNames, inputScale);
    }

    /// <summary>Opens two NumPy <c>.npy</c> files to be read a few rows at a time; the parameters are those of <see cref="LoadNpy"/>.</summary>
    /// <exception cref="ArgumentException">The targets are classes without names, or are not classes, and there are more names or fewer.</exception>
    /// <exception cref="DataFormatException">A file is damaged or column-major, or the two do not fit together.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static DatasetReader<T> OpenNpy<T>(string inputsPath, string targetsPath, IReadOnlyList<string>? classNames = null, double inputScale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Open<T>(OpenSingle, inputsPath, targetsPath, classNames, inputScale);

    /// <summary>
    /// Reads two IDX files, plain or in gzip, as those of MNIST:
    /// <c>Dataset.LoadIdx&lt;float&gt;("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", inputScale: 1.0 / 255)</c>.
    /// </summary>
    /// <param name="inputsPath">The inputs, an array of any number of dimensions whose first one counts the samples.</param>
    /// <param name="targetsPath">The targets, as with <see cref="LoadNpy"/>.</param>
    /// <param name="classNames">The names of the classes; their numbers if null.</param>
    /// <param name="inputScale">What each input is multiplied by, for example <c>1.0 / 255</c> for pixels in bytes.</param>
    /// <exception cref="ArgumentException">The targets are not classes, and there are more names or fewer.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or the two do not fit together.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Dataset<T> LoadIdx<T>(string inputsPath, string targetsPath, IReadOnlyList<string>? classNames = null, double inputScale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using TensorFile inputs = Idx.Open(inputsPath), targets = Idx.Open(targetsPath);
        return FromTensors<T>(inputs.Tensors[0], targets.Tensors[0], classNames, inputScale);
    }

    /// <summary>Opens two IDX files to be read a few rows at a time; the parameters are those of <see cref="LoadIdx"/>.</summary>
    /// <exception cref="ArgumentException">The targets are classes without names, or are not classes, and there are more names or fewer.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or the two do not fit together.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static DatasetReader<T> OpenIdx<T>(string inputsPath, string targetsPath, IReadOnlyList<string>? classNames = null, double inputScale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Open<T>(Idx.Open, inputsPath, targetsPath, classNames, inputScale);

    /// <summary>
    /// Makes a data set of two tensors of a file, for example of Keras's <c>mnist.npz</c>: <c>FromTensors&lt;float&gt;(file["x_train"],
    /// file["y_train"])</c>.
    /// </summary>
    /// <param name="inputs">The inputs, of any number of dimensions, whose first one counts the samples.</param>
    /// <param name="targets">The targets, as with <see cref="LoadNpy"/>.</param>
    /// <param name="classNames">The names of the classes; their numbers if null.</param>
    /// <param name="inputScale">What each input is multiplied by, for example <c>1.0 / 255</c> for pixels in bytes.</param>
    /// <exception cref="ArgumentException">The targets are not classes, and there are more names or fewer.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or the two do not fit together.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Dataset<T> FromTensors<T>(StoredTensor inputs, StoredTensor targets, IReadOnlyList<string>? classNames = null, double inputScale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return new TensorRows(inputs, targets).ReadAll<T>(classNames, inputScale);
    }

    private static TensorDatasetReader<T> Open<T>(
        Func<string, TensorFile> open, string inputsPath, string targetsPath, IReadOnlyList<string>? classNames, double inputScale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TensorFile? inputs = null, targets = null;
        try
        {
            inputs = open(inputsPath);
            targets = open(targetsPath);
            return new TensorDatasetReader<T>(new TensorRows(inputs.Tensors[0], targets.Tensors[0]), classNames, inputScale, inputs, targets);
        }
        catch
        {
            inputs?.Dispose();
            targets?.Dispose();
            throw;
        }
    }

    private static TensorFile OpenSingle(string path)
    {
        var file = TensorFile.Open(path);
        if (file.Tensors.Count == 1)
            return file;
        file.Dispose();
        throw file.Error($"it holds {file.Tensors.Count} tensors where one is wanted; open it as a TensorFile and use FromTensors.");
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
