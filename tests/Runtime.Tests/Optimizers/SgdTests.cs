using System;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public class SgdTests
{
    public static TheoryData<string, double, double, bool, double> Trajectories => new()
    {
        { "SGD", 0.1, 0, false, 0 },
        { "SGD momentum 0.9", 0.05, 0.9, false, 0 },
        { "SGD Nesterov 0.9", 0.05, 0.9, true, 0 },
        { "SGD momentum 0.9 weight decay 0.01", 0.05, 0.9, false, 0.01 },
    };

    [Theory]
    [MemberData(nameof(Trajectories))]
    public void ParametersFollowPyTorch(string name, double learningRate, double momentum, bool nesterov, double weightDecay)
    {
        using var document = JsonDocument.Parse(TestData.Open("optimizers.json"));
        JsonElement golden = document.RootElement.EnumerateArray().Single(entry =>
            entry.GetProperty("optimizer").GetString() == name && entry.GetProperty("clipNorm").ValueKind == JsonValueKind.Null);
        var network = ReferenceNetwork<GoldenShape>.Create();
        network.ImportParameters(Canonical(golden));
        double[] inputs = Numbers(golden.GetProperty("inputs"));
        double[] targets = Numbers(golden.GetProperty("targets"));
        double[] losses = Numbers(golden.GetProperty("lossBeforeEachStep"));
        var optimizer = new Sgd<double>(learningRate) { Momentum = momentum, Nesterov = nesterov, WeightDecay = weightDecay };
        var gradient = new double[GoldenShape.Shape.ParameterCount];
        var canonical = new double[gradient.Length];

        int snapshots = 0;
        for (int step = 1; step <= losses.Length; step++)
        {
            AssertClose([losses[step - 1]], [network.BackwardBatch<MeanSquaredError>(inputs, targets, gradient)]);
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

    [Theory]
    [InlineData(0, false, 0, false)]
    [InlineData(0.9, false, 0, false)]
    [InlineData(0.9, true, 0.01, false)]
    [InlineData(0.5, false, 0.1, true)]
    [InlineData(0, false, 0.1, true)]
    public void EveryParameterMovesAsAlone(double momentum, bool nesterov, double weightDecay, bool decoupled)
    {
        Check<float>();
        Check<double>();

        void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            // As many as leave something over at every width.
            const int Count = 16 + 8 + 4 + 3;
            var random = new RandomGenerator(1);
            var together = New<T>();
            var alone = Enumerable.Range(0, Count).Select(_ => New<T>()).ToArray();
            T[] parameters = [.. Enumerable.Range(0, Count).Select(_ => T.CreateTruncating(random.NextGaussian()))];
            T[] copy = [.. parameters];
            for (int step = 0; step < 5; step++)
            {
                T[] gradient = [.. Enumerable.Range(0, Count).Select(_ => T.CreateTruncating(random.NextGaussian()))];
                for (int i = 0; i < Count; i++)
                    alone[i].Step(copy.AsSpan(i, 1), [gradient[i]]);
                together.Step(parameters, gradient);
                Assert.Equal(copy, parameters);
                Assert.All(gradient, value => Assert.Equal(T.Zero, value));
            }
        }

        Sgd<T> New<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            new(0.1) { Momentum = momentum, Nesterov = nesterov, WeightDecay = weightDecay, DecoupledWeightDecay = decoupled };
    }

    [Fact]
    public void DecoupledDecayDoesNotEnterTheVelocity()
    {
        double[] parameters = [2.0];
        var optimizer = new Sgd<double>(0.1) { Momentum = 0.5, WeightDecay = 0.01, DecoupledWeightDecay = true };
        optimizer.Step(parameters, [1.0]);
        Assert.Equal(2.0 * 0.999 - 0.1 * 1.0, parameters[0], 1e-15);
        optimizer.Step(parameters, [1.0]);
        Assert.Equal((2.0 * 0.999 - 0.1) * 0.999 - 0.1 * 1.5, parameters[0], 1e-15);
    }

    [Fact]
    public void LearningRateMayChangeBetweenSteps()
    {
        double[] parameters = [1.0];
        var optimizer = new Sgd<double>(0.5);
        optimizer.Step(parameters, [1.0]);
        optimizer.LearningRate = 0.25;
        optimizer.Step(parameters, [1.0]);
        Assert.Equal(0.25, parameters[0]);
    }

    [Fact]
    public void ResetForgetsTheVelocity()
    {
        double[] parameters = [0.0];
        var optimizer = new Sgd<double>(1) { Momentum = 0.5 };
        optimizer.Step(parameters, [1.0]);
        optimizer.Reset();
        parameters = [0.0, 0.0];
        optimizer.Step(parameters, [1.0, 1.0]);
        Assert.Equal([-1.0, -1.0], parameters);
    }

    [Fact]
    public void VelocityThatFadesEndsAtZero()
    {
        // Without an end it would shrink to the least subnormal number, and a step's time grow a hundredfold.
        float[] parameters = [0f];
        var optimizer = new Sgd<float>(1) { Momentum = 0.9 };
        optimizer.Step(parameters, [1f]);
        for (int i = 0; i < 1500; i++)
            optimizer.Step(parameters, [0f]);
        parameters[0] = 0;
        optimizer.Step(parameters, [0f]);
        Assert.Equal(0f, parameters[0]);
    }

    [Fact]
    public void WrongLengthsWriteNothing()
    {
        var optimizer = new Sgd<double>(1) { Momentum = 0.5 };
        double[] parameters = [1.0, 2.0];
        double[] gradient = [1.0, 1.0, 1.0];
        Assert.Throws<ArgumentException>(() => optimizer.Step(parameters, gradient));
        Assert.Equal([1.0, 2.0], parameters);

        optimizer.Step([1.0], [1.0]);
        double[] another = [1.0, 1.0];
        Assert.Throws<ArgumentException>(() => optimizer.Step(parameters, another));
        Assert.Equal([1.0, 2.0], parameters);
        Assert.Equal([1.0, 1.0], another);
    }

    [Fact]
    public void SettingsOutOfRangeAreNamed()
    {
        AssertNamed("LearningRate", "-1", () => new Sgd<float>(-1));
        AssertNamed("LearningRate", "NaN", () => new Sgd<float>(double.NaN));
        AssertNamed("Momentum", "1", () => new Sgd<float>(0.1) { Momentum = 1 });
        AssertNamed("Momentum", "-0.1", () => new Sgd<float>(0.1) { Momentum = -0.1 });
        AssertNamed("WeightDecay", "-0.1", () => new Sgd<float>(0.1) { WeightDecay = -0.1 });
        AssertNamed("LearningRate", "-2", () => new Sgd<float>(0.1).LearningRate = -2);

        static void AssertNamed(string name, string value, Func<object> create)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(create);
            Assert.Equal(name, error.ParamName);
            Assert.Contains("is wanted", error.Message, StringComparison.Ordinal);
            Assert.Contains(value, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void StepsAllocateNothing()
    {
        var optimizer = new Sgd<float>(0.1) { Momentum = 0.9, Nesterov = true, WeightDecay = 0.01 };
        var parameters = new float[1000];
        var gradient = new float[1000];
        Allocation.AssertNone(() => optimizer.Step(parameters, gradient));
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

    public sealed class GoldenShape : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([3, 6, 2], [Activation.Tanh, Activation.Linear]);
    }
}
