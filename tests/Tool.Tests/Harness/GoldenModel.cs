using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace Generated.Tests;

/// <summary>A model of golden/models.json, with the outputs that PyTorch has for some inputs.</summary>
internal sealed record GoldenModel(string Name, string[] Activations, double[][] Inputs, double[][] Outputs)
{
    /// <summary>The models' names.</summary>
    public static TheoryData<string> Names => ["iris-mlp", "digits-mlp", "regressor", "many-activations"];

    /// <summary>The file of its weights as PyTorch wrote it.</summary>
    public string Safetensors => Path.Combine(Folder, "models", Name + ".safetensors");

    /// <summary>The model as PyTorch exported it.</summary>
    public string Onnx => Path.Combine(Folder, "models", Name + ".onnx");

    /// <summary>The activations as an option has them.</summary>
    public string ActivationList => string.Join(',', Activations).ToLowerInvariant();

    /// <summary>The inputs as lines of a CSV file.</summary>
    public string Csv => string.Concat(Inputs.Select(row => string.Join(',', row.Select(value => value.ToString(CultureInfo.InvariantCulture))) + "\n"));

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "golden");

    /// <summary>Reads a model.</summary>
    public static GoldenModel Load(string name)
    {
        using var models = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "models.json")));
        JsonElement model = models.RootElement.EnumerateArray().Single(model => model.GetProperty("name").GetString() == name);
        return new GoldenModel(
            name,
            [.. model.GetProperty("activations").EnumerateArray().Select(activation => activation.GetString()!)],
            Rows(model.GetProperty("inputs")),
            Rows(model.GetProperty("outputs")));
    }

    /// <summary>Asserts that lines of a CSV file are the outputs.</summary>
    public void AssertOutputs(string csv)
    {
        string[] lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Outputs.Length, lines.Length);
        for (int row = 0; row < lines.Length; row++)
        {
            double[] values = [.. lines[row].Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
            Assert.Equal(Outputs[row].Length, values.Length);
            for (int i = 0; i < values.Length; i++)
                Assert.True(Math.Abs(values[i] - Outputs[row][i]) <= 2e-6, $"Row {row}, output {i}: {values[i]}, but PyTorch has {Outputs[row][i]}.");
        }
    }

    private static double[][] Rows(JsonElement rows) => [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray())];
}
