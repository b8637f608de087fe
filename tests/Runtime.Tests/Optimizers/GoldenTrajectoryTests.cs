using System;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace Generated.Tests;

/// <summary>The optimisers follow PyTorch's, step by step.</summary>
public class GoldenTrajectoryTests
{
    private static readonly JsonElement[] s_golden = [.. JsonDocument.Parse(TestData.Open("optimizers.json")).RootElement.EnumerateArray()];

    public static TheoryData<int, string> Trajectories => [.. s_golden.Select((golden, i) => (i, golden.GetProperty("optimizer").GetString()!))];

    [Theory]
    [MemberData(nameof(Trajectories))]
    public void ParametersFollowPyTorch(int index, string name)
    {
        JsonElement golden = s_golden[index];
        if (golden.GetProperty("loss").GetString() == nameof(MeanSquaredError))
            Follow<RegressionShape, MeanSquaredError>(golden, New(name));
        else
            Follow<ClassificationShape, CategoricalCrossEntropy>(golden, New(name));
    }

    private static IOptimizer<double> New(string name) => name switch
    {
        "SGD" => new Sgd<double>(0.1),
        "SGD momentum 0.9" => new Sgd<double>(0.05) { Momentum = 0.9 },
        "SGD Nesterov 0.9" => new Sgd<double>(0.05) { Momentum = 0.9, Nesterov = true },
        "SGD momentum 0.9 weight decay 0.01" => new Sgd<double>(0.05) { Momentum = 0.9, WeightDecay = 0.01 },
        "RMSprop" => new RmsProp<double>(0.01),
        "Adagrad" => new Adagrad<double>(0.05),
        "Adam" => new Adam<double>(0.01),
        "AdamW weight decay 0.01" => new AdamW<double>(0.01) { WeightDecay = 0.01 },
        _ => throw new ArgumentException($"There is no optimiser for '{name}'."),
    };

    private static void Follow<TShape, TLoss>(JsonElement golden, IOptimizer<double> optimizer)
        where TShape : IReferenceShape
        where TLoss : struct, ILoss<double>
    {
        Assert.Equal(golden.GetProperty("sizes").EnumerateArray().Select(size => size.GetInt32()),
            TShape.Shape.Layers.Select(layer => layer.Units).Prepend(TShape.Shape.InputSize));
        Assert.Equal(golden.GetProperty("activations").EnumerateArray().Select(activation => activation.GetString()),
            TShape.Shape.Layers.Select(layer => layer.Activation.ToString()));
        var network = ReferenceNetwork<TShape>.Create();
        network.ImportParameters(Canonical(golden));
        double[] inputs = Numbers(golden.GetProperty("inputs"));
        double[] targets = Numbers(golden.GetProperty("targets"));
        double[] losses = Numbers(golden.GetProperty("lossBeforeEachStep"));
        var gradient = new double[TShape.Shape.ParameterCount];
        var canonical = new double[gradient.Length];

        int snapshots = 0;
        for (int step = 1; step <= losses.Length; step++)
        {
            AssertClose([losses[step - 1]], [network.BackwardBatch<TLoss>(inputs, targets, gradient)]);
            if (golden.GetProperty("clipNorm") is { ValueKind: JsonValueKind.Number } limit)
                GradientClipping.ClipByNorm<double>(gradient, limit.GetDouble());
            optimizer.Step(network.Parameters, gradient);
            foreach (JsonElement snapshot in golden.GetProperty("after").EnumerateArray().Where(entry => entry.GetProperty("step").GetInt32() == step))
            {
                network.ExportParameters(canonical);
                AssertClose(Canonical(snapshot), canonical);
                snapshots++;
            }
        }

        Assert.Equal(3, snapshots);
    }

    private static double[] Canonical(JsonElement element) =>
    [
        .. element.GetProperty("weights").EnumerateArray().Zip(element.GetProperty("biases").EnumerateArray())
            .SelectMany(layer => Numbers(layer.First).Concat(Numbers(layer.Second))),
    ];

    private static double[] Numbers(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number ? [element.GetDouble()] : [.. element.EnumerateArray().SelectMany(Numbers)];

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-12 * largest, $"{pair}"));
    }

    public sealed class RegressionShape : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([3, 6, 2], [Activation.Tanh, Activation.Linear]);
    }

    public sealed class ClassificationShape : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([3, 6, 3], [Activation.ReLU, Activation.Softmax]);
    }
}
