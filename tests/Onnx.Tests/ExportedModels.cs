using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using Generated.Onnx;

namespace Generated.Tests;

/// <summary>The networks, exported, with what they and ONNX Runtime compute; where a test asks for it, one process runs all of them.</summary>
public sealed class ExportedModels : IDisposable
{
    private static readonly int[] s_rows = [1, 3, 7];

    private static readonly Dictionary<string, Func<string, Exported>> s_exports = new(
    [
        Of<SingleLinear, float>(), Of<SingleStep, float>(), Of<SingleSigmoid, float>(), Of<SingleTanh, float>(), Of<SingleReLU, float>(),
        Of<SingleLeakyReLU, float>(), Of<SingleELU, float>(), Of<SingleSELU, float>(), Of<SingleGELU, float>(), Of<SingleSiLU, float>(),
        Of<SingleMish, float>(), Of<SingleSoftplus, float>(), Of<SingleSoftsign, float>(), Of<SingleHardTanh, float>(), Of<SingleSoftmax, float>(),
        Of<DoubleLinear, double>(), Of<DoubleStep, double>(), Of<DoubleSigmoid, double>(), Of<DoubleTanh, double>(), Of<DoubleReLU, double>(),
        Of<DoubleLeakyReLU, double>(), Of<DoubleELU, double>(), Of<DoubleSELU, double>(), Of<DoubleGELU, double>(), Of<DoubleSiLU, double>(),
        Of<DoubleMish, double>(), Of<DoubleSoftplus, double>(), Of<DoubleSoftsign, double>(), Of<DoubleHardTanh, double>(), Of<DoubleSoftmax, double>(),
        Of<SingleEveryActivation, float>(), Of<DoubleEveryActivation, double>(), Of<SingleDigits, float>(), Of<SingleWide, float>(), Of<SingleNeuron, float>(),
    ]);

    private readonly string _folder = Directory.CreateTempSubdirectory("onnx").FullName;
    private readonly Lazy<Task<OnnxAnswer[]?>> _answers;

    public ExportedModels()
    {
        Models = s_exports.ToDictionary(export => export.Key, export => export.Value(_folder));
        _answers = new(() => OnnxRuntime.RunAsync([.. Models.Values.Select(model => model.Request)]));
    }

    /// <summary>What the networks are called.</summary>
    public static IReadOnlyCollection<string> Names => s_exports.Keys;

    /// <summary>The networks and their files.</summary>
    internal IReadOnlyDictionary<string, Exported> Models { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What ONNX Runtime made of a network.</summary>
    internal async Task<OnnxAnswer> AnswerAsync(string name)
    {
        OnnxAnswer[]? answers = await _answers.Value;
        if (answers is null)
            ExternalTool.Missing(OnnxRuntime.HowToInstall);
        return answers[Models.Keys.Index().Single(key => key.Item == name).Index];
    }

    /// <remarks>
    /// Weights, biases and inputs are small multiples of 1/8 and 1/4: sums of them are exact in any order, and where a threshold
    /// unit's is 0, it is 0 for everybody.
    /// </remarks>
    private static KeyValuePair<string, Func<string, Exported>> Of<TNetwork, T>()
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(typeof(TNetwork).Name, folder =>
    {
        var random = new Random(typeof(TNetwork).Name.Sum(letter => letter));
        NetworkShape shape = TNetwork.Shape;
        TNetwork network = TNetwork.Create();
        foreach (ref T parameter in network.Parameters)
            parameter = T.CreateChecked(random.Next(-8, 9) / 8.0);
        string path = Path.Combine(folder, typeof(TNetwork).Name + ".onnx");
        network.SaveOnnx(path);

        List<double[]> inputs = [], outputs = [];
        foreach (int rows in s_rows)
        {
            T[] input = [.. Enumerable.Range(0, rows * shape.InputSize).Select(_ => T.CreateChecked(random.Next(-12, 13) / 4.0))];
            T[] output = new T[rows * shape.OutputSize];
            network.ForwardBatch(input, output);
            inputs.Add([.. input.Select(double.CreateChecked)]);
            outputs.Add([.. output.Select(double.CreateChecked)]);
        }

        return new Exported(shape, NetworkModel.Of(network), typeof(T) == typeof(double) ? Precision.Double : Precision.Single,
            new OnnxRequest(path, typeof(T) == typeof(double) ? "float64" : "float32", shape.InputSize, inputs), outputs);
    });

    /// <summary>A network that was exported.</summary>
    /// <param name="Shape">Its layers.</param>
    /// <param name="Model">Its layers and parameters.</param>
    /// <param name="Precision">Its precision.</param>
    /// <param name="Request">Its file, and inputs.</param>
    /// <param name="Outputs">Its own outputs for them.</param>
    internal sealed record Exported(NetworkShape Shape, NetworkModel Model, Precision Precision, OnnxRequest Request, IReadOnlyList<double[]> Outputs);
}
