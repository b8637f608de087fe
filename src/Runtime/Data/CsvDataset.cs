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

        if (!_target.IsClass)
            return new Dataset<T>([.. _inputs], _rows.InputColumns.Length, [.. _targets], _rows.TargetColumns.Length, _rows.InputNames, []);

        // One output for one class would read as the probability of a second one.
        if (_rows.ClassNames.Count < 2)
            throw _rows.Error($"'{_rows.ClassNames[0]}' is the only class; at least two are wanted.");
        string[] classNames = [.. _target.ClassNames ?? Sorted(_rows.ClassNames)];
        return new Dataset<T>([.. _inputs], _rows.InputColumns.Length, OneHot(classNames), classNames.Length, _rows.InputNames, classNames);
    }

    private void AddRow()
    {
        foreach (int column in _rows.InputColumns)
            _inputs.Add(_rows.Number(column));
        foreach (int column in _rows.TargetColumns)
        {
            if (_target.IsClass)
                _labels.Add(_rows.Class(column));
            else
                _targets.Add(_rows.Number(column));
        }
    }

    private static string[] Sorted(IReadOnlyCollection<string> names)
    {
        bool areNumbers = names.All(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number));
        return areNumbers
            ? [.. names.OrderBy(name => double.Parse(name, NumberStyles.Float, CultureInfo.InvariantCulture)).ThenBy(name => name, StringComparer.Ordinal)]
            : [.. names.Order(StringComparer.Ordinal)];
    }

    private T[] OneHot(string[] classNames)
    {
        var targets = new T[checked(_labels.Count * classNames.Length)];
        int[] outputs = [.. _rows.ClassNames.Select(name => Array.IndexOf(classNames, name))];
        for (int row = 0; row < _labels.Count; row++)
            targets[row * classNames.Length + outputs[_labels[row]]] = T.One;
        return targets;
    }
}
