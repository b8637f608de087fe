using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Generated.Numerics;
using Generated.Onnx;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// The built graphs are valid models, and mean what they are read as: ONNX Runtime gives the same outputs for a graph and for the network that was read from it.
/// </summary>
public class ImportInOnnxRuntimeTests
{
    private const int Rows = 32;

    [Fact]
    public async Task AGraphAndTheNetworkReadFromItGiveTheSame()
    {
        ComparedModel[] models =
        [
            .. ActivationForm.All.Where(form => form.Value.Operators > 0).Select(form => new ComparedModel(form.Key, form.Value.Model())),
            .. ExporterFormTests.Models().Concat(LayerFormTests.Models()).Select(model => new ComparedModel(model.Name, model.Model)),
            .. PublishedFormTests.Models(),
            .. SelectionTests.Models(),
            .. LinearModelTests.Models(),
            .. GraphFormTests.Models(),
        ];
        var random = new RandomGenerator(1);
        double[] batch = [.. Enumerable.Range(0, 3 * Rows).Select(_ => (double)(float)(4 * random.NextDouble() - 2))];
        string folder = Directory.CreateTempSubdirectory("generated-onnx-").FullName;
        try
        {
            var requests = new List<OnnxRequest>();
            for (int i = 0; i < models.Length; i++)
            {
                string path = Path.Combine(folder, $"{i}.onnx"), copy = Path.Combine(folder, $"{i}-copy.onnx");
                await File.WriteAllBytesAsync(path, models[i].Model.Bytes(), TestContext.Current.CancellationToken);
                NetworkModel model = OnnxReader.Import(path, models[i].Options).Model;
                OnnxWriter.Save(model, copy);
                requests.Add(new OnnxRequest(path, "float32", 3, [batch]) { Output = models[i].Output, Zeros = models[i].Zeros });
                requests.Add(new OnnxRequest(copy, "float32", 3, [batch])
                {
                    Parts = [.. model.Shape.Inputs.Zip(model.InputNames, (input, name) => new OnnxPart(name, [.. input.Lengths]))],
                });
            }

            OnnxAnswer[]? answers = await OnnxRuntime.RunAsync(requests);
            if (answers is null)
                ExternalTool.Missing(OnnxRuntime.HowToInstall);
            for (int i = 0; i < models.Length; i++)
                AssertSame(models[i].Name, answers[2 * i], answers[2 * i + 1]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertSame(string name, OnnxAnswer graph, OnnxAnswer network)
    {
        Assert.True(graph.Error is null && network.Error is null, $"{name}: {graph.Error} {network.Error}");
        double[] wanted = Assert.Single(graph.Batches!).Values, given = Assert.Single(network.Batches!).Values;

        Assert.True(wanted.Distinct().Count() > 1, $"{name} gives the same for all inputs.");

        // Of scikit-learn's two probabilities, the network gives the second.
        int columns = wanted.Length / Rows, units = given.Length / Rows;
        double tolerance = 5e-6 * wanted.Max(Math.Abs);
        for (int i = 0; i < given.Length; i++)
        {
            double value = wanted[i / units * columns + columns - units + i % units];
            Assert.True(Math.Abs(value - given[i]) <= tolerance, $"{name}: {given[i]} where {value} is wanted.");
        }
    }
}

/// <summary>A graph that ONNX Runtime computes too, of three inputs a sample.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Model">The graph.</param>
/// <param name="Output">The output that is read; null for the only one.</param>
/// <param name="Zeros">Further inputs, which are left out, by the dimensions of one sample.</param>
internal sealed record ComparedModel(string Name, ModelBuilder Model, string? Output = null, IReadOnlyDictionary<string, int[]>? Zeros = null)
{
    public OnnxReadOptions Options => new() { Outputs = Output is null ? [] : [Output] };
}
