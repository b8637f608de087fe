using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using Generated.Onnx;
using Xunit;

namespace Generated.Tests;

/// <summary>ONNX Runtime computes what networks of every kind of layer compute.</summary>
public sealed class GraphExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("generated-").FullName;
    private readonly List<(string Name, NetworkShape Shape, double[] Expected, double Tolerance)> _expected = [];
    private readonly List<OnnxRequest> _requests = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task OnnxRuntimeGivesTheOutputsOfEveryKindOfLayer()
    {
        Add<LayerNormalisationSingle, float>();
        Add<LayerNormalisationDouble, double>();
        Add<ScaleAndPReLUSingle, float>();
        Add<ScaleAndPReLUDouble, double>();
        Add<NoBiasSingle, float>();
        Add<NoBiasDouble, double>();
        Add<ResidualBlockSingle, float>();
        Add<ResidualBlockDouble, double>();
        Add<TwoHeadsSingle, float>();
        Add<TwoHeadsDouble, double>();
        Add<TwoInputsSingle, float>();
        Add<TwoInputsDouble, double>();
        Add<GatedSingle, float>();
        Add<GatedDouble, double>();
        Add<ConvolutionOverTimeSingle, float>();
        Add<ConvolutionOverTimeDouble, double>();
        Add<CausalDilatedConvolutionsSingle, float>();
        Add<CausalDilatedConvolutionsDouble, double>();
        Add<DigitsByConvolutionSingle, float>();
        Add<DigitsByConvolutionDouble, double>();
        Add<DepthwiseAndPointwiseSingle, float>();
        Add<DepthwiseAndPointwiseDouble, double>();
        Add<PlainRecurrentSingle, float>();
        Add<PlainRecurrentDouble, double>();
        Add<GatedRecurrentUnitSingle, float>();
        Add<GatedRecurrentUnitDouble, double>();
        Add<LongShortTermMemorySingle, float>();
        Add<LongShortTermMemoryDouble, double>();
        Add<LastStepOnlySingle, float>();
        Add<LastStepOnlyDouble, double>();
        Add<ConvolutionMemoryResidualSingle, float>();
        Add<ConvolutionMemoryResidualDouble, double>();
        Add<TwoHeadedIris, float>();
        Add<Pilot, double>();
        Add<DroppedSingle, float>();
        Add<DroppedDouble, double>();
        Add<DroppedGraphSingle, float>();
        OnnxAnswer[]? answers = await OnnxRuntime.RunAsync(_requests);
        if (answers is null)
            ExternalTool.Missing(OnnxRuntime.HowToInstall);
        for (int i = 0; i < _requests.Count; i++)
        {
            (string name, NetworkShape shape, double[] expected, double tolerance) = _expected[i];
            Assert.True(answers[i].Error is null, $"{name}: {answers[i].Error}");
            Assert.Equal(shape.Inputs.Select(input => input.Name), answers[i].Inputs!);
            Assert.Equal(shape.Outputs.Select(output => output.Name), answers[i].Outputs!);
            double[] values = answers[i].Batches![0].Values;
            double largest = expected.Max(Math.Abs);
            Assert.Equal(expected.Length, values.Length);
            for (int j = 0; j < values.Length; j++)
            {
                Assert.True(Math.Abs(values[j] - expected[j]) <= tolerance * largest, string.Create(CultureInfo.InvariantCulture,
                    $"{name}[{j}] is {values[j]} with ONNX Runtime and {expected[j]} here."));
            }
        }
    }

    [Fact]
    public void AStreamingNetworkIsNotExported()
    {
        NotSupportedException exception = Assert.Throws<NotSupportedException>(() => new Stream(1).SaveOnnx(Path.Combine(_folder, "stream.onnx")));
        Assert.Contains("export one with a number of steps", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    /// <summary>Writes a network of random parameters, and asks for each of its outputs on some rows.</summary>
    private void Add<TNetwork, T>()
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NetworkShape shape = TNetwork.Shape;
        // ONNX Runtime has no convolution, no pooling and no recurrent layer of doubles.
        if (typeof(T) == typeof(double) && shape.Layers.Any(layer => layer.Kind is LayerKind.Conv1D or LayerKind.Conv2D or LayerKind.MaxPool
                or LayerKind.Rnn or LayerKind.Gru or LayerKind.Lstm))
            return;
        var network = TNetwork.Create(seed: 7);
        var random = new Random(11);
        foreach (ref T parameter in network.Parameters)
            parameter += T.CreateChecked(0.2 * random.NextDouble());
        string path = Path.Combine(_folder, $"{typeof(TNetwork).Name}.onnx");
        network.SaveOnnx(path);
        const int Rows = 5;
        var inputs = new T[Rows * shape.InputSize];
        foreach (ref T input in inputs.AsSpan())
            input = T.CreateChecked(2 * random.NextDouble() - 1);
        var outputs = new T[Rows * shape.OutputSize];
        network.ForwardBatch(inputs, outputs);
        bool isDouble = typeof(T) == typeof(double);
        // The error function and the ε of a layer normalisation are in single precision.
        bool isExact = isDouble && shape.Layers.All(layer => layer.Activation != Activation.GELU && layer.Kind != LayerKind.LayerNorm);
        int column = 0;
        foreach (ValueShape output in shape.Outputs)
        {
            _requests.Add(new OnnxRequest(path, isDouble ? "float64" : "float32", shape.InputSize, [[.. inputs.Select(double.CreateChecked)]])
            {
                Output = output.Name,
                Parts = [.. shape.Inputs.Select(input => new OnnxPart(input.Name, [.. input.Lengths]))],
            });
            double[] expected = [.. Enumerable.Range(0, Rows).SelectMany(row => outputs.Skip(row * shape.OutputSize + column).Take(output.Size)).Select(double.CreateChecked)];
            _expected.Add(($"{typeof(TNetwork).Name}, output '{output.Name}'", shape, expected, isExact ? 1e-12 : 1e-5));
            column += output.Size;
        }
    }
}

[Network(2)]
[Conv1D(4)]
[Gru(3)]
[Dense(1)]
internal sealed partial class Stream;
