using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;

namespace Generated;

/// <summary>The rows of numbers and classes that the records of a CSV file are.</summary>
internal sealed class CsvRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CsvReader _reader;
    private readonly string _fileName;
    private readonly CsvOptions _options;
    private readonly int _columns;

    // Per column of the file: its name, if there is a header.
    private readonly string[] _names = [];

    // Of a class target: the classes, by their first appearance unless given.
    private readonly List<string> _classNames = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _classes =
        new Dictionary<string, int>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    // The constructor reads the first row, to see that there is one.
    private bool _isRowRead = true;

    /// <summary>Reads the header, if there is one.</summary>
    /// <exception cref="DataFormatException">There is no data, or a target is not there.</exception>
    public CsvRows(TextReader text, string fileName, CsvOptions options)
    {
        _reader = new CsvReader(text, fileName, options.Separator);
        _fileName = fileName;
        _options = options;
        foreach (string name in options.Target.ClassNames ?? [])
            AddClass(name);

        if (!_reader.Read())
            throw Error("there is no data.");
        _columns = _reader.FieldCount;
        if (options.Target.Names.Length > 0 || options.HasHeader == true)
            _names = Header();
        TargetColumns = FindTargets();
        InputColumns = [.. Enumerable.Range(0, _columns).Except(TargetColumns)];
        if (InputColumns.Length == 0)
            throw Error("every column is a target; at least one input is wanted.");
        if (_names.Length == 0 && options.HasHeader != false && LooksLikeHeader())
            _names = Header();
        if (_names.Length > 0 && !_reader.Read())
            throw Error("there is no data below the header.");
    }

    /// <summary>The columns that are inputs, in their order.</summary>
    public int[] InputColumns { get; }

    /// <summary>The columns that are targets, in the order in which they are asked for.</summary>
    public int[] TargetColumns { get; }

    /// <summary>The names of the inputs; empty if there is no header.</summary>
    public string[] InputNames => _names.Length == 0 ? [] : [.. InputColumns.Select(column => _names[column])];

    /// <summary>The classes: those that were given, or those that were met so far.</summary>
    public IReadOnlyList<string> ClassNames => _classNames;

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="DataFormatException">It has more columns than the first, or fewer.</exception>
    public bool Next()
    {
        if (!_isRowRead && !_reader.Read())
            return false;
        _isRowRead = false;
        return _reader.FieldCount == _columns
            ? true
            : throw Error(string.Create(CultureInfo.InvariantCulture, $"there are {_reader.FieldCount} columns, but {_columns} in the first line."));
    }

    /// <summary>The number in a column of the current row.</summary>
    /// <exception cref="DataFormatException">There is none.</exception>
    public T Number(int column)
    {
        ReadOnlySpan<char> field = _reader[column];
        if (TryParse(field, out T number))
            return number;
        throw Error(field.IsEmpty ? "a number is missing." : $"'{field}' is not a finite number.", column);
    }

    /// <summary>The class in a column of the current row, by its index in <see cref="ClassNames"/>.</summary>
    /// <exception cref="DataFormatException">There is none, or not one of those that were given.</exception>
    public int Class(int column)
    {
        ReadOnlySpan<char> field = _reader[column];
        if (_classes.TryGetValue(field, out int label))
            return label;
        if (field.IsEmpty)
            throw Error("the class is missing.", column);
        if (_options.Target.ClassNames is { } known)
            throw Error($"'{field}' is none of the classes {string.Join(", ", known)}.", column);
        if (_classNames.Count == Dataset.MostUnnamedClasses)
            throw Error($"'{field}' is class {_classNames.Count + 1}, more than a column of classes is thought to have; give CsvTarget.Class their names if there are so many.", column);
        return AddClass(field.ToString());
    }

    /// <summary>An error in the current record; in one of its columns, counted from 0, if that is given.</summary>
    public DataFormatException Error(string problem, int column = -1)
    {
        string name = column >= 0 && _names.Length > 0 ? $"({_names[column]}) " : "";
        return new DataFormatException(_fileName, Math.Max(_reader.Line, 1), column + 1, name + problem);
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

    private int[] FindTargets()
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
            int column = index.GetOffset(_columns);
            if (column < 0 || column >= _columns)
                throw Error(string.Create(CultureInfo.InvariantCulture, $"there are {_columns} columns, so there is no column {index} (counted from 0)."));
            targets.Add(column);
        }

        return [.. targets];
    }

    /// <summary>Whether a field of the first line should be a number and is none.</summary>
    private bool LooksLikeHeader()
    {
        for (int column = 0; column < _reader.FieldCount; column++)
        {
            bool isClass = _options.Target.IsClass && Array.IndexOf(TargetColumns, column) >= 0;
            if (!isClass && !TryParse(_reader[column], out _))
                return true;
        }

        return false;
    }

    private bool TryParse(ReadOnlySpan<char> field, out T number)
    {
        if (T.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && T.IsFinite(number))
            return true;
        number = T.NaN;
        return _options.MissingAsNaN && (field is "" or "NA" or "?" || field.Equals("NaN", StringComparison.OrdinalIgnoreCase));
    }

    private int AddClass(string name)
    {
        _classes.Dictionary.Add(name, _classNames.Count);
        _classNames.Add(name);
        return _classNames.Count - 1;
    }
}
