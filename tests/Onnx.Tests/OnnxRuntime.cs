using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>A model, and batches of rows to run it on.</summary>
/// <param name="Path">The model's file.</param>
/// <param name="Type">The type of its values: <c>float32</c> or <c>float64</c>.</param>
/// <param name="Columns">The values of a row.</param>
/// <param name="Batches">Rows, row-major; a single is exact as a double.</param>
public sealed record OnnxRequest(string Path, string Type, int Columns, IReadOnlyList<double[]> Batches)
{
    /// <summary>The output that is asked for; null for the first.</summary>
    public string? Output { get; init; }

    /// <summary>The inputs that a row is taken apart into, in order, each with the dimensions of one sample; null for one of <see cref="Columns"/>.</summary>
    public IReadOnlyList<OnnxPart>? Parts { get; init; }

    /// <summary>Inputs that are fed zeros, by the dimensions of one sample.</summary>
    public IReadOnlyDictionary<string, int[]>? Zeros { get; init; }
}

/// <summary>An input, and the dimensions of one sample of it.</summary>
public sealed record OnnxPart(string Name, int[] Dimensions);

/// <summary>What ONNX Runtime made of a model.</summary>
/// <param name="Error">Why it does not run it.</param>
/// <param name="Inputs">What its inputs are called.</param>
/// <param name="Outputs">What its outputs are called.</param>
/// <param name="Batches">The output for each batch.</param>
public sealed record OnnxAnswer(string? Error, string[]? Inputs, string[]? Outputs, OnnxTensor[]? Batches);

/// <summary>An output.</summary>
/// <param name="Dimensions">Its dimensions.</param>
/// <param name="Values">Its values, row-major.</param>
public sealed record OnnxTensor(int[] Dimensions, double[] Values);

/// <summary>ONNX Runtime itself, npm's onnxruntime-node, in a process that runs many models.</summary>
internal static class OnnxRuntime
{
    public const string HowToInstall = "There is no ONNX Runtime; tests/Onnx.Tests/install.sh installs it.";

    /// <summary>Runs models; null where ONNX Runtime is not installed.</summary>
    public static async Task<OnnxAnswer[]?> RunAsync(IReadOnlyList<OnnxRequest> requests)
    {
        // Node looks for node_modules in the script's folder and all those around it, so also in that of the project.
        string script = Path.Combine(AppContext.BaseDirectory, "run-models.mjs");
        if (await ExternalTool.RunAsync("node", [script], JsonSerializer.Serialize(requests, JsonSerializerOptions.Web)) is not { ExitCode: not 3 } run)
            return null;
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonSerializer.Deserialize<OnnxAnswer[]>(run.Output, JsonSerializerOptions.Web);
    }
}
