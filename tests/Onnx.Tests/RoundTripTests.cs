using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Generated.Onnx;
using Xunit;

namespace Generated.Tests;

/// <summary>What is exported is imported again; what is imported is exported again.</summary>
public sealed class RoundTripTests(ExportedModels models) : IClassFixture<ExportedModels>
{
    private static readonly string[] s_golden = ["iris-mlp", "digits-mlp", "regressor", "many-activations"];

    public static TheoryData<string> Names() => [.. ExportedModels.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatIsExportedIsReadBack(string name)
    {
        ExportedModels.Exported exported = models.Models[name];
        AssertSame(exported.Model, OnnxReader.Load(exported.Request.Path));
    }

    /// <summary>Models of PyTorch, read and written: ONNX Runtime gives PyTorch's outputs, to 1e-6 of the largest, and what is read of the copy is what was written.</summary>
    [Fact]
    public async Task ModelsOfPyTorchStayWhatTheyAre()
    {
        string folder = Directory.CreateTempSubdirectory("onnx").FullName;
        try
        {
            using var golden = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "golden", "models.json"), TestContext.Current.CancellationToken));
            var requests = new List<OnnxRequest>();
            var wanted = new List<double[]>();
            foreach (string name in s_golden)
            {
                NetworkModel model = OnnxReader.Load(Path.Combine(AppContext.BaseDirectory, "golden", "models", name + ".onnx"));
                string copy = Path.Combine(folder, name + ".onnx");
                OnnxWriter.Save(model, copy);
                AssertSame(model, OnnxReader.Load(copy));

                JsonElement samples = golden.RootElement.EnumerateArray().Single(sample => sample.GetProperty("name").GetString() == name);
                requests.Add(new OnnxRequest(copy, "float32", model.Shape.InputSize, [Flat(samples.GetProperty("inputs"))]));
                wanted.Add(Flat(samples.GetProperty("outputs")));
            }

            OnnxAnswer[]? answers = await OnnxRuntime.RunAsync(requests);
            if (answers is null)
                ExternalTool.Missing(OnnxRuntime.HowToInstall);
            foreach ((OnnxAnswer answer, double[] outputs) in answers.Zip(wanted))
            {
                Assert.Null(answer.Error);
                OnnxTensor given = Assert.Single(answer.Batches!);
                Assert.Equal(outputs.Length, given.Values.Length);
                double tolerance = 1e-6 * outputs.Max(Math.Abs);
                for (int i = 0; i < outputs.Length; i++)
                    Assert.Equal(outputs[i], given.Values[i], tolerance);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertSame(NetworkModel wanted, NetworkModel read)
    {
        Assert.Equal(wanted.ToString(), read.ToString());
        Assert.Equal((wanted.InputNames[0], wanted.OutputNames[0], wanted.Precision), (read.InputNames[0], read.OutputNames[0], read.Precision));
        foreach ((DenseLayer layer, DenseLayer copy) in wanted.DenseLayers().Zip(read.DenseLayers()))
        {
            Assert.Equal(layer.Name, copy.Name);
            Assert.Equal(layer.Weights.Span, copy.Weights.Span);
            Assert.Equal(layer.Bias.Span, copy.Bias.Span);
        }
    }

    private static double[] Flat(JsonElement rows) => [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble())];
}
