using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Outputs, every value, losses and all gradients of PyTorch in float64 (golden/golden_layers.py) for networks of every kind of layer: every tensor to
/// 1e-12 of its largest magnitude in double precision, and to 5e-6 in single.
/// </summary>
public class GoldenGraphTests
{
    private static readonly JsonElement s_networks =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "layers.json"))).RootElement;

    [Theory]
    [InlineData("layer normalisation")]
    [InlineData("scale and PReLU")]
    [InlineData("no bias")]
    [InlineData("residual block")]
    [InlineData("two heads")]
    [InlineData("two inputs")]
    [InlineData("gated")]
    [InlineData("convolution over time")]
    [InlineData("causal dilated convolutions")]
    [InlineData("digits by convolution")]
    [InlineData("depthwise and pointwise")]
    [InlineData("plain recurrent")]
    [InlineData("gated recurrent unit")]
    [InlineData("long short-term memory")]
    [InlineData("last step only")]
    [InlineData("convolution, memory, residual")]
    public void AgreesWithPyTorch(string name)
    {
        JsonElement golden = s_networks.EnumerateArray().Single(network => network.GetProperty("name").GetString() == name);
        switch (name)
        {
            case "layer normalisation":
                Check<LayerNormalisationSingle, float, CategoricalCrossEntropy>(golden);
                Check<LayerNormalisationDouble, double, CategoricalCrossEntropy>(golden);
                break;
            case "scale and PReLU":
                Check<ScaleAndPReLUSingle, float, Huber>(golden);
                Check<ScaleAndPReLUDouble, double, Huber>(golden);
                break;
            case "no bias":
                Check<NoBiasSingle, float, MeanSquaredError>(golden);
                Check<NoBiasDouble, double, MeanSquaredError>(golden);
                break;
            case "residual block":
                Check<ResidualBlockSingle, float, MeanSquaredError>(golden);
                Check<ResidualBlockDouble, double, MeanSquaredError>(golden);
                break;
            case "two heads":
                Check<TwoHeadsSingle, float, Losses<float, CategoricalCrossEntropy, MeanSquaredError>>(golden);
                Check<TwoHeadsDouble, double, Losses<double, CategoricalCrossEntropy, MeanSquaredError>>(golden);
                break;
            case "two inputs":
                Check<TwoInputsSingle, float, HalfSquaredError>(golden);
                Check<TwoInputsDouble, double, HalfSquaredError>(golden);
                break;
            case "gated":
                Check<GatedSingle, float, MeanSquaredError>(golden);
                Check<GatedDouble, double, MeanSquaredError>(golden);
                break;
            case "convolution over time":
                Check<ConvolutionOverTimeSingle, float, CategoricalCrossEntropy>(golden);
                Check<ConvolutionOverTimeDouble, double, CategoricalCrossEntropy>(golden);
                break;
            case "causal dilated convolutions":
                Check<CausalDilatedConvolutionsSingle, float, MeanSquaredError>(golden);
                Check<CausalDilatedConvolutionsDouble, double, MeanSquaredError>(golden);
                break;
            case "digits by convolution":
                Check<DigitsByConvolutionSingle, float, CategoricalCrossEntropy>(golden);
                Check<DigitsByConvolutionDouble, double, CategoricalCrossEntropy>(golden);
                break;
            case "depthwise and pointwise":
                Check<DepthwiseAndPointwiseSingle, float, MeanSquaredError>(golden);
                Check<DepthwiseAndPointwiseDouble, double, MeanSquaredError>(golden);
                break;
            case "plain recurrent":
                Check<PlainRecurrentSingle, float, MeanSquaredError>(golden);
                Check<PlainRecurrentDouble, double, MeanSquaredError>(golden);
                break;
            case "gated recurrent unit":
                Check<GatedRecurrentUnitSingle, float, CategoricalCrossEntropy>(golden);
                Check<GatedRecurrentUnitDouble, double, CategoricalCrossEntropy>(golden);
                break;
            case "long short-term memory":
                Check<LongShortTermMemorySingle, float, MeanSquaredError>(golden);
                Check<LongShortTermMemoryDouble, double, MeanSquaredError>(golden);
                break;
            case "last step only":
                Check<LastStepOnlySingle, float, CategoricalCrossEntropy>(golden);
                Check<LastStepOnlyDouble, double, CategoricalCrossEntropy>(golden);
                break;
            case "convolution, memory, residual":
                Check<ConvolutionMemoryResidualSingle, float, BinaryCrossEntropy>(golden);
                Check<ConvolutionMemoryResidualDouble, double, BinaryCrossEntropy>(golden);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "There is no class for this network.");
        }
    }

    private static void Check<TNetwork, T, TLoss>(JsonElement golden)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, ILoss<T>
    {
        NetworkShape shape = TNetwork.Shape;
        var network = TNetwork.Create();
        network.ImportParameters([.. golden.GetProperty("parameters").EnumerateObject().SelectMany(parameter => Values(parameter.Value).Select(T.CreateChecked))]);
        int rows = golden.GetProperty("batch").GetInt32();
        T[] inputs = Rows<T>(golden.GetProperty("inputValues"), shape.Inputs, rows), targets = Rows<T>(golden.GetProperty("targets"), shape.Outputs, rows);

        var outputs = new T[rows * shape.OutputSize];
        network.ForwardBatch(inputs, outputs);
        double[] expected = Rows<double>(golden.GetProperty("outputValues"), shape.Outputs, rows);
        AssertClose("outputs", expected, outputs);
        var single = new T[outputs.Length];
        for (int row = 0; row < rows; row++)
            network.Forward(Row(inputs, row, shape.InputSize), Row(single, row, shape.OutputSize));
        Assert.Equal(outputs, single);

        for (int layer = 1; layer <= shape.Layers.Count; layer++)
        {
            var value = new T[rows * shape.Layers[layer - 1].OutputSize];
            for (int row = 0; row < rows; row++)
                network.Activate(Row(inputs, row, shape.InputSize), layer, Row(value, row, value.Length / rows));
            AssertClose($"value of layer {layer}", Values(golden.GetProperty("values").GetProperty(shape.NameOf(layer))), value);
        }

        var gradient = new T[shape.TrainableCount];
        T loss = network.BackwardBatch<TLoss>(inputs, targets, gradient);
        AssertClose("loss", [golden.GetProperty("lossValue").GetDouble()], [loss]);
        AssertGradients(golden.GetProperty("gradients"), shape, gradient);

        // Sample by sample: the mean of the gradients.
        var sum = new T[gradient.Length];
        for (int row = 0; row < rows; row++)
            network.Backward<TLoss>(Row(inputs, row, shape.InputSize), Row(targets, row, shape.OutputSize), sum);
        AssertGradients(golden.GetProperty("gradients"), shape, [.. sum.Select(element => element / T.CreateChecked(rows))]);
        CheckInputGradient<TNetwork, T, TLoss>(network, golden, shape, rows, inputs, targets);
    }

    /// <summary>PyTorch's gradients of the inputs, by way of those of the outputs: sample by sample, as a loss of the user's own would go.</summary>
    private static void CheckInputGradient<TNetwork, T, TLoss>(TNetwork network, JsonElement golden, NetworkShape shape, int rows, T[] inputs, T[] targets)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, ILoss<T>
    {
        T[] ofInputs = new T[inputs.Length], gradient = new T[shape.TrainableCount], output = new T[shape.OutputSize], upstream = new T[shape.OutputSize];
        for (int row = 0; row < rows; row++)
        {
            network.Forward(Row(inputs, row, shape.InputSize), output);
            for (int i = 0, at = 0; i < shape.Outputs.Count; i++)
            {
                (int features, int positions) = (shape.Outputs[i].Features, shape.Outputs[i].Positions);
                T scale = T.One / T.CreateChecked(rows * positions);
                for (int position = 0; position < positions; position++, at += features)
                {
                    Span<T> y = output.AsSpan(at, features), t = Row(targets, row, shape.OutputSize).Slice(at, features), g = upstream.AsSpan(at, features);
                    if (TLoss.OutputCount > 1)
                        TLoss.EvaluateOutput(i, y, t, features, matched: false, scale, g);
                    else
                        TLoss.Gradient(y, t, scale, g);
                }
            }

            network.Backward(Row(inputs, row, shape.InputSize), upstream, gradient, Row(ofInputs, row, shape.InputSize));
        }

        AssertGradients(golden.GetProperty("gradients"), shape, gradient);
        AssertClose("gradient of the inputs", Rows<double>(golden.GetProperty("inputGradients"), shape.Inputs, rows), ofInputs);
    }

    private static void AssertGradients<T>(JsonElement golden, NetworkShape shape, T[] gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var canonical = new T[shape.ParameterCount];
        ParameterOrder.Export<T>(shape, gradient, canonical);
        int at = 0;
        foreach (JsonProperty tensor in golden.EnumerateObject())
        {
            double[] expected = Values(tensor.Value);
            AssertClose($"gradient of {tensor.Name}", expected, canonical[at..(at + expected.Length)]);
            at += expected.Length;
        }

        Assert.Equal(canonical.Length, at);
    }

    private static Span<T> Row<T>(T[] rows, int row, int width) => rows.AsSpan(row * width, width);

    /// <summary>Values by name, put together row by row.</summary>
    private static T[] Rows<T>(JsonElement values, IReadOnlyList<ValueShape> shapes, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[][] all = [.. shapes.Select(shape => Values(values.GetProperty(shape.Name)))];
        return [.. Enumerable.Range(0, rows).SelectMany(row => shapes.SelectMany((shape, i) => all[i].Skip(row * shape.Size).Take(shape.Size))).Select(T.CreateChecked)];
    }

    private static double[] Values(JsonElement tensor) => [.. tensor.GetProperty("values").EnumerateArray().Select(value => value.GetDouble())];

    private static void AssertClose<T>(string tensor, double[] expected, T[] actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double tolerance = typeof(T) == typeof(double) ? 1e-12 : 5e-6, largest = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(double.CreateChecked(actual[i]) - expected[i]);
            Assert.True(error <= tolerance * largest, string.Create(CultureInfo.InvariantCulture,
                $"{tensor}[{i}] is {actual[i]}, PyTorch's {expected[i]}: {error / largest:E1} of the largest magnitude."));
        }
    }
}
