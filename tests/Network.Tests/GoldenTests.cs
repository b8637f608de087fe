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
/// Outputs, losses and gradients of PyTorch in float64 (golden/golden.py): every tensor to 1e-12 of its largest
/// magnitude in double, 5e-6 in single.
/// </summary>
public class GoldenTests
{
    private static readonly JsonElement s_networks =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "networks.json"))).RootElement;

    public static IEnumerable<TheoryDataRow<string, Precision>> Networks() => s_networks.EnumerateArray()
        .SelectMany(network => Enum.GetValues<Precision>().Select(precision => new TheoryDataRow<string, Precision>(network.GetProperty("name").GetString()!, precision)));

    [Theory]
    [MemberData(nameof(Networks))]
    public void AgreesWithPyTorch(string name, Precision precision)
    {
        JsonElement golden = s_networks.EnumerateArray().Single(network => network.GetProperty("name").GetString() == name);
        Action<JsonElement> check = (name, precision) switch
        {
            ("perceptron shape", Precision.Single) => Check<PerceptronShapeSingle, float, BinaryCrossEntropy>,
            ("perceptron shape", Precision.Double) => Check<PerceptronShapeDouble, double, BinaryCrossEntropy>,
            ("xor", Precision.Single) => Check<XorSingle, float, HalfSquaredError>,
            ("xor", Precision.Double) => Check<XorDouble, double, HalfSquaredError>,
            ("iris", Precision.Single) => Check<IrisSingle, float, CategoricalCrossEntropy>,
            ("iris", Precision.Double) => Check<IrisDouble, double, CategoricalCrossEntropy>,
            ("softmax inside squared error", Precision.Single) => Check<SoftmaxInsideSquaredErrorSingle, float, HalfSquaredError>,
            ("softmax inside squared error", Precision.Double) => Check<SoftmaxInsideSquaredErrorDouble, double, HalfSquaredError>,
            ("softmax hidden", Precision.Single) => Check<SoftmaxHiddenSingle, float, MeanSquaredError>,
            ("softmax hidden", Precision.Double) => Check<SoftmaxHiddenDouble, double, MeanSquaredError>,
            ("every activation", Precision.Single) => Check<EveryActivationSingle, float, MeanSquaredError>,
            ("every activation", Precision.Double) => Check<EveryActivationDouble, double, MeanSquaredError>,
            ("regression", Precision.Single) => Check<RegressionSingle, float, Huber>,
            ("regression", Precision.Double) => Check<RegressionDouble, double, Huber>,
            ("absolute", Precision.Single) => Check<AbsoluteSingle, float, MeanAbsoluteError>,
            ("absolute", Precision.Double) => Check<AbsoluteDouble, double, MeanAbsoluteError>,
            ("multi-label", Precision.Single) => Check<MultiLabelSingle, float, BinaryCrossEntropy>,
            ("multi-label", Precision.Double) => Check<MultiLabelDouble, double, BinaryCrossEntropy>,
            ("distribution", Precision.Single) => Check<DistributionSingle, float, KullbackLeibler>,
            ("distribution", Precision.Double) => Check<DistributionDouble, double, KullbackLeibler>,
            ("policy", Precision.Single) => Check<PolicySingle, float, MeanSquaredError>,
            ("policy", Precision.Double) => Check<PolicyDouble, double, MeanSquaredError>,
            ("odd widths", Precision.Single) => Check<OddWidthsSingle, float, CategoricalCrossEntropy>,
            ("odd widths", Precision.Double) => Check<OddWidthsDouble, double, CategoricalCrossEntropy>,
            ("autoencoder", Precision.Single) => Check<AutoencoderSingle, float, HalfSquaredError>,
            ("autoencoder", Precision.Double) => Check<AutoencoderDouble, double, HalfSquaredError>,
            _ => throw new InvalidOperationException($"There is no network for '{name}'."),
        };
        check(golden);
    }

    private static void Check<TNetwork, T, TLoss>(JsonElement golden)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, ILoss<T>
    {
        NetworkShape shape = TNetwork.Shape;
        TNetwork network = TNetwork.Create();
        network.ImportParameters(Canonical<T>(golden, shape, "weights", "biases"));
        T[] inputs = Flat<T>(golden.GetProperty("inputs")), targets = Flat<T>(golden.GetProperty("targets"));
        int rows = inputs.Length / shape.InputSize;

        T[] outputs = new T[rows * shape.OutputSize];
        network.ForwardBatch(inputs, outputs);
        AssertClose("outputs", Flat<double>(golden.GetProperty("outputs")), outputs);

        T[] gradient = new T[shape.ParameterCount];
        T loss = network.BackwardBatch<TLoss>(inputs, targets, gradient);
        AssertClose("loss", [golden.GetProperty("lossValue").GetDouble()], [loss]);
        AssertLayers(golden, shape, gradient);

        // The same once more, sample by sample, through the vector-Jacobian product, which also gives the inputs' gradient.
        T[] gradientBySample = new T[shape.ParameterCount], inputGradients = new T[inputs.Length];
        T[] upstream = new T[shape.OutputSize];
        for (int row = 0; row < rows; row++)
        {
            TLoss.Gradient(outputs.AsSpan(row * shape.OutputSize, shape.OutputSize), targets.AsSpan(row * shape.OutputSize, shape.OutputSize),
                T.One / T.CreateChecked(rows), upstream);
            network.Backward(inputs.AsSpan(row * shape.InputSize, shape.InputSize), upstream, gradientBySample,
                inputGradients.AsSpan(row * shape.InputSize, shape.InputSize));
        }

        AssertLayers(golden, shape, gradientBySample);
        AssertClose("input gradients", Flat<double>(golden.GetProperty("inputGradients")), inputGradients);
    }

    private static void AssertLayers<T>(JsonElement golden, NetworkShape shape, T[] gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] canonical = new T[gradient.Length];
        ParameterOrder.Export<T>(shape, gradient, canonical);
        int offset = 0;
        for (int layer = 0; layer < shape.Layers.Count; layer++)
        {
            int weights = shape.Layers[layer].WeightCount, units = shape.Layers[layer].Units;
            AssertClose($"weight gradient of layer {layer + 1}", Flat<double>(golden.GetProperty("weightGradients")[layer]), canonical[offset..(offset + weights)]);
            AssertClose($"bias gradient of layer {layer + 1}", Flat<double>(golden.GetProperty("biasGradients")[layer]), canonical[(offset + weights)..(offset + weights + units)]);
            offset += weights + units;
        }
    }

    private static void AssertClose<T>(string tensor, double[] expected, T[] actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double tolerance = typeof(T) == typeof(double) ? 1e-12 : 5e-6;
        double largest = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(double.CreateChecked(actual[i]) - expected[i]);
            Assert.True(error <= tolerance * largest, string.Create(CultureInfo.InvariantCulture,
                $"{tensor}[{i}] is {actual[i]}, PyTorch's {expected[i]}: {error / largest:E1} of the largest magnitude."));
        }
    }

    private static T[] Canonical<T>(JsonElement golden, NetworkShape shape, string weights, string biases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, shape.Layers.Count).SelectMany(layer => (T[])[.. Flat<T>(golden.GetProperty(weights)[layer]), .. Flat<T>(golden.GetProperty(biases)[layer])])];

    private static T[] Flat<T>(JsonElement element)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Flat<T>)] : [T.CreateChecked(element.GetDouble())];
}
