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

    // Whether the options left open what the first line is, and what is remembered of it until the classes are known.
    private readonly bool _isGuessed;
    private readonly int _firstLine;
    private readonly string _firstClass = "";
    private readonly bool _isNumbering;

    /// <summary>Reads the header, if there is one.</summary>
    /// <exception cref="DataFormatException">There is no data, or a target is not there, or the first line may be a header or not.</exception>
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
        _firstLine = _reader.Line;
        _isGuessed = options.HasHeader is null && options.Target.Names.Length == 0;
        if (options.Target.Names.Length > 0 || options.HasHeader == true)
            _names = Header();
        TargetColumns = FindTargets();
        InputColumns = [.. Enumerable.Range(0, _columns).Except(TargetColumns)];
        if (InputColumns.Length == 0)
        {
            bool isUnclear = _columns == 1 && SeparatorAdvice.Length == 0;
            throw Error($"every column is a target; at least one input is needed.{SeparatorAdvice}"
                + (isUnclear ? $" If the columns have a separator other than '{options.Separator}', {options.Advice.Separator} that." : ""));
        }

        if (_isGuessed)
        {
            _firstClass = options.Target.IsClass ? _reader[TargetColumns[0]].ToString() : "";
            _isNumbering = InputColumns.Length > 1
                && InputColumns.Index().All(input => _reader[input.Item].SequenceEqual(input.Index.ToString(CultureInfo.InvariantCulture)));
            if (IsFirstLineHeader())
                _names = Header();
        }

        Summary = new CsvSummary(_names);
        if (_isGuessed)
            Summary.AssumeFirstLine();
        if (_names.Length > 0 && !_reader.Read())
            throw Error("there is no data below the header.");
    }

    /// <summary>What is found and assumed.</summary>
    public CsvSummary Summary { get; }

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
        if (_options.MissingAsNaN && _options.IsMissing(field))
        {
            Summary.MissingCount++;
            return T.NaN;
        }

        if (T.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out T number) && T.IsFinite(number))
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
        {
            bool isHeaderPerhaps = _isGuessed && _reader.Line == _firstLine;
            throw Error($"'{field}' is none of the classes {string.Join(", ", known)}.{(isHeaderPerhaps ? $" {_options.Advice.Header}" : "")}", column);
        }

        if (_classNames.Count == Dataset.MostUnnamedClasses)
        {
            throw Error(string.Create(CultureInfo.InvariantCulture,
                $"the column was taken for a class, but '{field}' is value {_classNames.Count + 1} in it. ")
                + "Use CsvTarget.Numbers for a number, or give CsvTarget.Class the names of so many classes.", column);
        }

        return AddClass(field.ToString());
    }

    /// <summary>
    /// Looks at the first line again when all classes of the file are met: a column of classes that are numbers tells a header, or a fault, too;
    /// and so does a line 0, 1, 2, … with a class that no other line has, the header of columns without names.
    /// </summary>
    /// <param name="firstCount">How many rows are of the class that was met first.</param>
    /// <param name="leastOther">How many rows, at least, are of each of the others.</param>
    /// <exception cref="DataFormatException">The line may be a header or not.</exception>
    public void RequireClassOfFirstLine(int firstCount, int leastOther)
    {
        if (!_isGuessed || _options.Target.ClassNames is not null)
            return;
        bool isHeader = _names.Length > 0, isNumber = CsvFirstLine.IsNumber(_firstClass);
        bool areNumbersBelow = _classNames.Skip(isHeader ? 0 : 1)
            .All(name => CsvFirstLine.IsNumber(name) || (_options.MissingAsNaN && _options.IsMissing(name)));
        bool isOdd = isHeader ? isNumber && areNumbersBelow : !isNumber && firstCount == 1 && (areNumbersBelow || (_isNumbering && leastOther > 1));
        if (isOdd)
            throw Ambiguous(_firstClass, TargetColumns[0], _options.Advice.Header);
    }

    /// <summary>What may help where a line has one column: the separator that its text suggests; otherwise empty.</summary>
    public string SeparatorAdvice
    {
        get
        {
            int found = _columns == 1 ? _reader[0].IndexOfAny(",;\t|") : -1;
            if (found < 0)
                return "";
            string there = _reader[0][found] == '\t' ? "tabs" : $"'{_reader[0][found]}'";
            return $" The line has no '{_options.Separator}' but {there}: {_options.Advice.Separator} {(there == "tabs" ? "a tab" : there)}.";
        }
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
        {
            names[column] = _reader[column].ToString();
            int other = Array.IndexOf(names, names[column], 0, column);
            if (other >= 0 && names[column].Length > 0)
            {
                throw Error(string.Create(CultureInfo.InvariantCulture,
                    $"the name '{names[column]}' is that of column {other + 1} already; every column needs a name of its own."), column);
            }
        }

        return names;
    }

    private int[] FindTargets()
    {
        var targets = new List<int>();
        foreach (string name in _options.Target.Names)
        {
            int column = Array.IndexOf(_names, name);
            if (column < 0)
                throw Error($"there is no column '{name}'; the columns are {string.Join(", ", _names)}.{SeparatorAdvice}");
            targets.Add(column);
        }

        foreach (Index index in _options.Target.Columns)
        {
            int column = index.GetOffset(_columns);
            if (column < 0 || column >= _columns)
            {
                string columns = _columns == 1 ? "is 1 column" : string.Create(CultureInfo.InvariantCulture, $"are {_columns} columns");
                throw Error(string.Create(CultureInfo.InvariantCulture, $"there {columns}, so there is no column {index} (counted from 0).{SeparatorAdvice}"));
            }

            targets.Add(column);
        }

        return [.. targets];
    }

    /// <summary>Tells what the first line is, by its fields in columns of numbers: the inputs, and targets unless they are classes with other names.</summary>
    /// <exception cref="DataFormatException">It may be either.</exception>
    private bool IsFirstLineHeader()
    {
        bool areTargetsNumbers = !_options.Target.IsClass || (_options.Target.ClassNames is not null && _classNames.All(name => CsvFirstLine.IsNumber(name)));
        var line = new CsvFirstLine(_options);
        for (int column = 0; column < _columns; column++)
        {
            bool isTarget = Array.IndexOf(TargetColumns, column) >= 0;
            if (areTargetsNumbers || !isTarget)
                line.Add(column, _reader[column], isTarget && _classes.ContainsKey(_reader[column]));
        }

        return line.IsHeader ?? throw Ambiguous(
            _reader[line.OddColumn].ToString(), line.OddColumn, line.IsMissing && !_options.MissingAsNaN ? _options.Advice.Missing : _options.Advice.Header);
    }

    private DataFormatException Ambiguous(string field, int column, string advice)
    {
        string odd = field.Length == 0 ? "an empty field" : $"'{field}'";
        return new(_fileName, _firstLine, column + 1, $"with {odd}, the first line may name the columns or be a sample. {advice}{SeparatorAdvice}");
    }

    private int AddClass(string name)
    {
        _classes.Dictionary.Add(name, _classNames.Count);
        _classNames.Add(name);
        return _classNames.Count - 1;
    }
}
