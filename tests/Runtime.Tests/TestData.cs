using System;
using System.IO;

namespace Generated.Tests;

/// <summary>The files that are embedded in the test assembly.</summary>
public static class TestData
{
    public static Stream Open(string name) =>
        typeof(TestData).Assembly.GetManifestResourceStream(name) ?? throw new ArgumentException($"There is no test data '{name}'.");

    public static Dataset<T> Csv<T>(string name, CsvOptions? options = null)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using var text = new StreamReader(Open(name));
        return Dataset.ReadCsv<T>(text, name, options);
    }

    public static Dataset<T> CsvText<T>(string text, CsvOptions? options = null)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => Dataset.ReadCsv<T>(new StringReader(text), "test.csv", options);
}
