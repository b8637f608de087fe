using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;

namespace Generated;

/// <summary>Makes a data set of the records of a CSV file.</summary>
internal sealed class CsvDataset<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CsvReader _reader;
    private readonly string _fileName;
    private readonly CsvOptions _options;

    // Per column of the file: its name, if there is a header.
    private string[] _names = [];
    private int[] _targetColumns = [];
    private int[] _inputColumns = [];

    private readonly List<T> _inputs = [];
    private readonly List<T> _targets = [];

    // Of a class target: the classes, by their first appearance unless given, and the class of each row.
    private readonly List<string> _classNames = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _classes =
        new Dictionary<string, int>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    private readonly List<int> _labels = [];

    private CsvDataset(TextReader text, string fileName, CsvOptions options)
    {
        _reader = new CsvReader(text, fileName, options.Separator);
        _fileName = fileName;
        _options = options;
        foreach (string name in options.Target.ClassNames ?? [])
            AddClass(name);
    }

    /// <summary>Reads all records.</summary>
    public static Dataset<T> Read(TextReader text, string fileName, CsvOptions options) => new CsvDataset<T>(text, fileName, options).Read();

    private Dataset<T> Read()
    {
        if (!_reader.Read())
            throw Error("there is no data.");

        int columns = _reader.FieldCount;
        if (_options.Target.Names.Length > 0 || _options.HasHeader == true)
            _names = Header();
        _targetColumns = FindTargets(columns);
        _inputColumns = [.. Enumerable.Range(0, columns).Except(_targetColumns)];
        if (_inputColumns.Length == 0)
            throw Error("every column is a target; at least one input is wanted.");
        if (_names.Length == 0 && _options.HasHeader != false && LooksLikeHeader())
            _names = Header();

        bool isThere = _names.Length == 0 || _reader.Read();
        if (!isThere)
            throw Error("there is no data below the header.");
        for (; isThere; isThere = _reader.Read())
            AddRow(columns);

        string[] inputNames = _names.Length == 0 ? [] : [.. _inputColumns.Select(column => _names[column])];
        if (!_options.Target.IsClass)
            return new Dataset<T>([.. _inputs], _inputColumns.Length, [.. _targets], _targetColumns.Length, inputNames, []);

        // One output for one class would read as the probability of a second one.
        if (_classNames.Count < 2)
            throw Error($"'{_classNames[0]}' is the only class; at least two are wanted.");
        string[] classNames = [.. _options.Target.ClassNames ?? Sorted(_classNames)];
        return new Dataset<T>([.. _inputs], _inputColumns.Length, OneHot(classNames), classNames.Length, inputNames, classNames);
    }

    private string[] Header()
    {
        if (_options.HasHeader == false)
            throw new ArgumentException("A target can be asked for by name only if the file has a header.", "options");
        var names = new string[_reader.FieldCount];
        for (int column = 0; column < names.Length; column++)
            names[column] = _reader[column].ToString();
        return names;
    }

    private int[] FindTargets(int columns)
    {
        var targets = new List<int>();
        foreach (string name in _options.Target.Names)
        {
            int column = Array.IndexOf(_names, name);
            if (column < 0)
                throw Error($"there is no column '{name}'; the columns are {string.Join(", ", _names)}.");
            targets.Add(column);
        }

        foreach (Index index in _options.Target.Columns)
        {
            int column = index.GetOffset(columns);
            if (column < 0 || column >= columns)
                throw Error(string.Create(CultureInfo.InvariantCulture, $"there are {columns} columns, so there is no column {index} (counted from 0)."));
            targets.Add(column);
        }

        return [.. targets];
    }

    /// <summary>Whether a field of the first line should be a number and is none.</summary>
    private bool LooksLikeHeader()
    {
        for (int column = 0; column < _reader.FieldCount; column++)
        {
            bool isClass = _options.Target.IsClass && Array.IndexOf(_targetColumns, column) >= 0;
            if (!isClass && !TryParse(_reader[column], out _))
                return true;
        }

        return false;
    }

    private void AddRow(int columns)
    {
        if (_reader.FieldCount != columns)
            throw Error(string.Create(CultureInfo.InvariantCulture, $"there are {_reader.FieldCount} columns, but {columns} in the first line."));

        foreach (int column in _inputColumns)
            _inputs.Add(Number(column));
        foreach (int column in _targetColumns)
        {
            if (_options.Target.IsClass)
                _labels.Add(Class(column));
            else
                _targets.Add(Number(column));
        }
    }

    private T Number(int column)
    {
        ReadOnlySpan<char> field = _reader[column];
        if (TryParse(field, out T number))
            return number;
        throw Error(field.IsEmpty ? "a number is missing." : $"'{field}' is not a finite number.", column);
    }

    private static bool TryParse(ReadOnlySpan<char> field, out T number) =>
        T.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && T.IsFinite(number);

    private int Class(int column)
    {
        ReadOnlySpan<char> field = _reader[column];
        if (_classes.TryGetValue(field, out int label))
            return label;
        if (field.IsEmpty)
            throw Error("the class is missing.", column);
        if (_options.Target.ClassNames is { } known)
            throw Error($"'{field}' is none of the classes {string.Join(", ", known)}.", column);
        return AddClass(field.ToString());
    }

    private int AddClass(string name)
    {
        _classes.Dictionary.Add(name, _classNames.Count);
        _classNames.Add(name);
        return _classNames.Count - 1;
    }

    private static string[] Sorted(IReadOnlyCollection<string> names)
    {
        bool areNumbers = names.All(name => TryParse(name, out _));
        return areNumbers
            ? [.. names.OrderBy(name => double.Parse(name, NumberStyles.Float, CultureInfo.InvariantCulture)).ThenBy(name => name, StringComparer.Ordinal)]
            : [.. names.Order(StringComparer.Ordinal)];
    }

    private T[] OneHot(string[] classNames)
    {
        var targets = new T[checked(_labels.Count * classNames.Length)];
        int[] outputs = [.. _classNames.Select(name => Array.IndexOf(classNames, name))];
        for (int row = 0; row < _labels.Count; row++)
            targets[row * classNames.Length + outputs[_labels[row]]] = T.One;
        return targets;
    }

    /// <summary>An error in the current record; in one of its columns, counted from 0, if that is given.</summary>
    private DataFormatException Error(string problem, int column = -1)
    {
        string name = column >= 0 && _names.Length > 0 ? $"({_names[column]}) " : "";
        return new DataFormatException(_fileName, Math.Max(_reader.Line, 1), column + 1, name + problem);
    }
}
