using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace Generated.Tests;

/// <summary>scikit-learn's answers, and the data that they belong to.</summary>
internal static class Golden
{
    public static JsonElement[] Cases(string file)
    {
        using var document = JsonDocument.Parse(TestData.Open(file));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    public static double[] Numbers(this JsonElement entry, string name) => Numbers(entry.GetProperty(name));

    public static double Number(this JsonElement entry, string name) => entry.GetProperty(name).GetDouble();

    public static double[] Samples(string name) => name switch
    {
        "digits" => Digits(),
        "wide-20x200" => Wide(),
        _ => TestData.Csv<double>($"{name}.csv").Inputs.ToArray(),
    };

    /// <summary>Equal to <paramref name="relative"/> of the greatest magnitude.</summary>
    public static void AssertClose(double[] expected, ReadOnlySpan<double> actual, double relative, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= relative * largest, $"{what}[{i}] is {actual[i]:r}, not {expected[i]:r}.");
    }

    private static double[] Digits()
    {
        Dataset<double> digits = TestData.Csv<double>("digits.csv");
        return digits.Inputs.ToArray();
    }

    /// <summary>The samples of the wide case, drawn by NumPy's generator.</summary>
    private static double[] Wide()
    {
        using var text = new StreamReader(TestData.Open("wide-20x200.csv"));
        return [.. text.ReadToEnd().Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    private static double[] Numbers(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number ? [element.GetDouble()] : [.. element.EnumerateArray().SelectMany(Numbers)];
}
