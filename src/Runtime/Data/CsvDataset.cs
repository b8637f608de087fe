using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;

namespace Generated;

/// <summary>Makes a data set of all rows of a CSV file.</summary>
internal sealed class CsvDataset<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CsvRows<T> _rows;
    private readonly CsvTarget _target;

    private readonly List<T> _inputs = [];
    private readonly List<T> _targets = [];

    // Of a class target: the class of each row.
    private readonly List<int> _labels = [];

    private CsvDataset(TextReader text, string fileName, CsvOptions options)
    {
        _rows = new CsvRows<T>(text, fileName, options);
        _target = options.Target;
    }

    /// <summary>Reads all records.</summary>
    public static Dataset<T> Read(TextReader text, string fileName, CsvOptions options) => new CsvDataset<T>(text, fileName, options).Read();

    private Dataset<T> Read()
    {
        while (_rows.Next())
            AddRow();

        if (_target.IsClass && !_target.IsBinary)
            return ReadClasses();
        int targetSize = _target.IsBinary ? 1 : _rows.TargetColumns.Length;
        return new Dataset<T>([.. _inputs], _rows.InputColumns.Length, [.. _targets], targetSize, _rows.InputNames, []) { Csv = _rows.Summary };
    }

    private Dataset<T> ReadClasses()
    {
        if (_target.ClassNames is { } known)
            return OfClasses([.. known]);

        // One output for one class would read as the probability of a second one.
        if (_rows.ClassNames.Count < 2)
            throw _rows.Error($"'{_rows.ClassNames[0]}' is the only class; at least two are needed.");
        int[] counts = [.. _labels.CountBy(label => label).OrderBy(count => count.Key).Select(count => count.Value)];
        _rows.RequireClassOfFirstLine(counts[0], counts[1..].Min());
        string[] classNames = Sorted(_rows.ClassNames);
        _rows.Summary.AssumeClass(_rows.TargetColumns[0], classNames, AreNumbers(classNames));
        return OfClasses(classNames);
    }

    private Dataset<T> OfClasses(string[] classNames) =>
        new([.. _inputs], _rows.InputColumns.Length, OneHot(classNames), classNames.Length, _rows.InputNames, classNames) { Csv = _rows.Summary };

    private void AddRow()
    {
        foreach (int column in _rows.InputColumns)
            _inputs.Add(_rows.Number(column));
        foreach (int column in _rows.TargetColumns)
        {
            if (_target.IsBinary)
                _targets.Add(T.CreateTruncating(_rows.Class(column)));
            else if (_target.IsClass)
                _labels.Add(_rows.Class(column));
            else
                _targets.Add(_rows.Number(column));
        }
    }

    private static bool AreNumbers(IEnumerable<string> names) =>
        names.All(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number));

    private static string[] Sorted(IReadOnlyCollection<string> names) => AreNumbers(names)
        ? [.. names.OrderBy(name => double.Parse(name, NumberStyles.Float, CultureInfo.InvariantCulture)).ThenBy(name => name, StringComparer.Ordinal)]
        : [.. names.Order(StringComparer.Ordinal)];

    private T[] OneHot(string[] classNames)
    {
        var targets = new T[checked(_labels.Count * classNames.Length)];
        int[] outputs = [.. _rows.ClassNames.Select(name => Array.IndexOf(classNames, name))];
        for (int row = 0; row < _labels.Count; row++)
            targets[row * classNames.Length + outputs[_labels[row]]] = T.One;
        return targets;
    }
}
