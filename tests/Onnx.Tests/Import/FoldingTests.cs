using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using Generated.Numerics;
using Generated.Onnx.Proto;
using Xunit;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Tests;

/// <summary>
/// Scaling by constants goes into a dense layer where that costs no more than rounding, and is refused where it would lose the answer. GENERATED_EXHAUSTIVE=1
/// takes fifty times as many models.
/// </summary>
public sealed class FoldingTests : IDisposable
{
    private const int Rows = 32;

    /// <summary>How far an output may be from ONNX Runtime's, as a share of the largest; in double precision, as many units of it.</summary>
    private const double SingleTolerance = 5e-6, DoubleTolerance = 5e-6 / (1 << 29);

    private static readonly int s_models = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1" ? 12_000 : 240;

    private readonly string _folder = Directory.CreateTempSubdirectory("generated-folding-").FullName;

    /// <summary>Networks of every size, and what computes their outputs here.</summary>
    private static readonly (DataType Type, Func<NetworkModel, double[], double[]> Run)[] s_networks =
    [
        (DataType.Float, Outputs<OneLinear, float>), (DataType.Float, Outputs<OneTanh, float>), (DataType.Float, Outputs<FiveTanh, float>),
        (DataType.Float, Outputs<ThirteenReLU, float>), (DataType.Float, Outputs<ThirtySigmoid, float>), (DataType.Float, Outputs<SixtyFiveReLU, float>),
        (DataType.Double, Outputs<OneTanhDouble, double>), (DataType.Double, Outputs<FiveTanhDouble, double>),
        (DataType.Double, Outputs<SixtyFiveReLUDouble, double>),
    ];

    private static readonly NetworkShape[] s_shapes =
    [
        OneLinear.Shape, OneTanh.Shape, FiveTanh.Shape, ThirteenReLU.Shape, ThirtySigmoid.Shape, SixtyFiveReLU.Shape,
        OneTanhDouble.Shape, FiveTanhDouble.Shape, SixtyFiveReLUDouble.Shape,
    ];

    /// <summary>The ways to write (x − mean)/deviation.</summary>
    private static readonly string[] s_forms = ["Sub, Div", "Sub, Mul", "Mul, Add", "Scaler", "BatchNormalization"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>y = ((x + 1)·10⁷)·0.7 + 0.123 is 0.123 at −1; folded, it would be 7·10⁶·x + 7000000.123, which in single precision is 0 there.</summary>
    [Theory]
    [InlineData((int)DataType.Float)]
    [InlineData((int)DataType.Double)]
    public void TheSmallestCaseIsReadAsALayerThatNormalises(int type)
    {
        ModelBuilder model = Model((DataType)type, 1).Tensor(Values("m", [1], (DataType)type, -1)).Tensor(Values("s", [1], (DataType)type, 1e7))
            .Tensor(Values("W", [1, 1], (DataType)type, 0.7)).Tensor(Values("b", [1], (DataType)type, 0.123))
            .Node("Sub", "x m", "c").Node("Mul", "c s", "n").Node("Gemm", "n W b", "y").Output("y", (DataType)type);
        NetworkModel read = model.Read();
        Assert.Equal("1 → 1 Normalization → 1 Linear", read.Shape.ToString());
        Assert.Equal([-1, 1e-7, 0.7, 0.123], read.Parameters.ToArray(), (wanted, given) => Math.Abs(wanted - given) <= 1e-7 * Math.Abs(wanted));
    }

    /// <summary>Whichever nodes say it. The fourth input is −1 ± 10⁻⁷.</summary>
    [Theory]
    [InlineData("Sub, Div")]
    [InlineData("Sub, Mul")]
    [InlineData("Mul, Add")]
    [InlineData("Scaler")]
    [InlineData("BatchNormalization")]
    public void OneInputOfManyThatHardlyVariesIsEnough(string form)
    {
        double[] mean = [0.5, -0.25, 3, -1, 0], deviation = [1, 2, 1, 1e-7, 1];
        var random = new RandomGenerator(1);
        NetworkModel read = Scaled(s_shapes[2], DataType.Float, form, mean, deviation, 1, random).Read();
        Assert.Equal(form == "Mul, Add" ? LayerKind.Scale : LayerKind.Normalization, read.Shape.Layers[0].Kind);
        double[] first = form == "Mul, Add" ? [.. deviation.Select(value => 1 / value)] : mean;
        Assert.Equal(first, read.ValuesOf(0, 0).ToArray(), (wanted, given) => Math.Abs(wanted - given) <= 1e-6 * Math.Max(1, Math.Abs(wanted)));
    }

    [Fact]
    public void AHiddenLayersOutputsAreHeldToTheSame()
    {
        // The first unit is nearly constant, 1 ± 10⁻⁶.
        ModelBuilder model = Layers.Model().WithSums().Node("Sigmoid", "z", "a")
            .Tensor("g", [2], 1, 1).Tensor("s", [2], 0, 0).Tensor("m", [2], 1, 0.5).Tensor("v", [2], 1e-12, 0.25)
            .Node("BatchNormalization", "a g s m v", "n", ("epsilon", 0.0)).Node("Gemm", "n W2 b2", "y").Output("y");
        Assert.Equal("3 → 2 Sigmoid → 2 Scale → 1 Linear", model.Read().Shape.ToString());
    }

    /// <summary>One input and Tanh. Folded at 10² the error was 3·10⁻⁶, at 10⁴ 7·10⁻⁵, at 10⁶ 1.5·10⁻².</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(10, true)]
    [InlineData(20, true)]
    [InlineData(1e2, false)]
    [InlineData(1e4, false)]
    [InlineData(1e6, false)]
    public void WhereAMeanIsManyDeviationsALayerNormalises(double ratio, bool isRead)
    {
        foreach (DataType type in (ReadOnlySpan<DataType>)[DataType.Float, DataType.Double])
        {
            ModelBuilder model = Model(type, 1).Tensor(Values("m", [1], type, 3 * ratio)).Tensor(Values("d", [1], type, 3))
                .Tensor(Values("W", [1, 1], type, 0.7)).Tensor(Values("b", [1], type, 0.123))
                .Node("Sub", "x m", "c").Node("Div", "c d", "n").Node("Gemm", "n W b", "z").Node("Tanh", "z", "y").Output("y", type);
            if (isRead)
                Assert.Equal(Activation.Tanh, Assert.Single(model.Read().DenseLayers()).Activation);
            else
                Assert.Equal("1 → 1 Normalization → 1 Tanh", model.Read().Shape.ToString());
        }
    }

    /// <summary>Data as it usually is: no feature's mean is more than three deviations, as of ages, sizes, pixels, counts.</summary>
    [Fact]
    public void OrdinaryDataIsRead()
    {
        var random = new RandomGenerator(3);
        for (int i = 0; i < 20 * s_shapes.Length; i++)
        {
            NetworkShape shape = s_shapes[i % s_shapes.Length];
            double[] deviation = [.. Enumerable.Range(0, shape.InputSize).Select(_ => Math.Pow(10, 8 * random.NextDouble() - 4))];
            double[] mean = [.. deviation.Select(value => value * (6 * random.NextDouble() - 3))];
            NetworkModel model = Scaled(shape, s_networks[i % s_shapes.Length].Type, s_forms[i % 3], mean, deviation, 1, random).Read();
            Assert.Equal(shape.ToString(), model.Shape.ToString());
        }
    }

    /// <summary>Whatever is read gives ONNX Runtime's outputs for rows such as it was trained on; the rest is refused.</summary>
    [Fact]
    public async Task WhatIsReadGivesTheOutputsOfOnnxRuntime()
    {
        var random = new RandomGenerator(4);
        int refused = 0, read = 0;
        for (int start = 0; start < s_models; start += 240)
        {
            var models = new List<Compared>();
            for (int i = start; i < start + 240; i++)
            {
                int network = i % s_networks.Length;
                NetworkShape shape = s_shapes[network];
                DataType type = s_networks[network].Type;
                // Deviations and means from 10⁻³ to 10³, and the one up to 1000 times the other.
                double ratio = Math.Pow(10, 4 * random.NextDouble() - 1);
                double[] deviation = [.. Enumerable.Range(0, shape.InputSize).Select(_ => Math.Pow(10, 6 * random.NextDouble() - 3))];
                double[] mean = [.. deviation.Select(value => value * ratio * Math.Pow(10, -random.NextDouble()) * (random.NextDouble() < 0.5 ? -1 : 1))];
                string form = s_forms[random.NextInt(type == DataType.Double ? 3 : s_forms.Length)];
                ModelBuilder model = Scaled(shape, type, form, mean, deviation, Math.Pow(10, 0.8 * random.NextDouble() - 0.5), random);
                double[] rows = [.. Enumerable.Range(0, Rows * mean.Length)
                    .Select(j => Round(type, mean[j % mean.Length] + deviation[j % mean.Length] * random.NextGaussian()))];
                if (TryRead(model) is not { } layers)
                {
                    refused++;
                    continue;
                }

                string name = string.Create(CultureInfo.InvariantCulture, $"model {i}, {shape}, {type}, {form}");
                models.Add(new Compared(name, model, type, rows, s_networks[network].Run(layers, rows)));
            }

            read += models.Count;
            await Compare(models);
        }

        Assert.True(read > s_models / 5 && refused > s_models / 5, $"{read} are read, and {refused} refused");
    }

    /// <summary>Batch normalisation of hidden units, of which some hardly vary.</summary>
    [Fact]
    public async Task NormalisedHiddenUnitsGiveTheOutputsOfOnnxRuntime()
    {
        var random = new RandomGenerator(5);
        int refused = 0, read = 0;
        for (int start = 0; start < s_models; start += 240)
        {
            var models = new List<Compared>();
            for (int i = start; i < start + 240; i++)
            {
                // What varies of the first layer's sums is small beside their biases.
                double[] first = Normals(40, Math.Pow(10, -4 * random.NextDouble()), random), bias = Normals(8, 1, random);
                double[] rows = [.. Normals(Rows * 5, 1, random).Select(value => Round(DataType.Float, value))];
                double[] hidden = [.. Enumerable.Range(0, Rows * 8)
                    .Select(j => Math.Tanh(bias[j % 8] + Enumerable.Range(0, 5).Sum(k => first[k * 8 + j % 8] * rows[j / 8 * 5 + k])))];
                double[] mean = [.. Enumerable.Range(0, 8).Select(unit => Enumerable.Range(0, Rows).Average(row => hidden[row * 8 + unit]))];
                double[] variance = [.. Enumerable.Range(0, 8)
                    .Select(unit => Enumerable.Range(0, Rows).Average(row => Math.Pow(hidden[row * 8 + unit] - mean[unit], 2)))];
                ModelBuilder model = Model(DataType.Float, 5).Tensor("W1", [5, 8], first).Tensor("b1", [8], bias)
                    .Tensor("g", [8], [.. Enumerable.Repeat(1.0, 8)]).Tensor("s", [8], new double[8]).Tensor("m", [8], mean).Tensor("v", [8], variance)
                    .Tensor("W2", [8, 2], Normals(16, 1, random)).Tensor("b2", [2], Normals(2, 0.1, random))
                    .Node("Gemm", "x W1 b1", "z").Node("Tanh", "z", "a").Node("BatchNormalization", "a g s m v", "n", ("epsilon", 1e-12))
                    .Node("Gemm", "n W2 b2", "y").Output("y");
                if (TryRead(model) is not { } layers)
                {
                    refused++;
                    continue;
                }

                string name = string.Create(CultureInfo.InvariantCulture, $"model {i}");
                models.Add(new Compared(name, model, DataType.Float, rows, Outputs<FiveTanh, float>(layers, rows)));
            }

            read += models.Count;
            await Compare(models);
        }

        Assert.True(read > s_models / 5 && refused > s_models / 5, $"{read} are read, and {refused} refused");
    }

    /// <summary>
    /// After a layer, scaling is folded whatever it is: the sums are rounded before it anyway. So ONNX Runtime's own errors, beside the same model
    /// in double precision, are as large. Five inputs of 1 ± 0.001 each, whose sum is normalised.
    /// </summary>
    [Fact]
    public async Task AfterALayerFoldingCostsNoMoreThanTheRoundingOfItsSums()
    {
        var random = new RandomGenerator(6);
        double ownWorst = 0, theirWorst = 0;
        var requests = new List<OnnxRequest>();
        var own = new List<double[]>();
        for (int i = 0; i < 40; i++)
        {
            double[] weights = [.. Normals(5, 1, random).Select(weight => Round(DataType.Float, weight))];
            double[] bias = [Round(DataType.Float, random.NextGaussian())];
            double[] rows = [.. Normals(Rows * 5, 1e-3, random).Select(value => Round(DataType.Float, 1 + value))];
            double mean = Round(DataType.Float, weights.Sum() + bias[0]);
            double scale = Round(DataType.Float, 1e3 / Math.Sqrt(weights.Sum(weight => weight * weight)));
            ModelBuilder Build(DataType type) => Model(type, 5).Tensor(Values("W", [5, 1], type, weights)).Tensor(Values("b", [1], type, bias))
                .Tensor(Values("m", [1], type, mean)).Tensor(Values("s", [1], type, scale))
                .Tensor(Values("V", [1, 2], type, 1, -0.5)).Tensor(Values("c", [2], type, 0, 0))
                .Node("MatMul", "x W", "p").Node("Add", "p b", "z").Node("Sub", "z m", "d").Node("Mul", "d s", "n").Node("Tanh", "n", "a")
                .Node("Gemm", "a V c", "y").Output("y", type);
            requests.Add(Request(Build(DataType.Float), DataType.Float, 5, rows));
            requests.Add(Request(Build(DataType.Double), DataType.Double, 5, rows));
            own.Add(Outputs<NormalizedSum, float>(Build(DataType.Float).Read(), rows));
        }

        OnnxAnswer[] answers = await Answers(requests);
        for (int i = 0; i < own.Count; i++)
        {
            double[] theirs = answers[2 * i].Batches![0].Values, exact = answers[2 * i + 1].Batches![0].Values;
            ownWorst += own[i].Zip(exact, (value, right) => Math.Abs(value - right)).Max();
            theirWorst += theirs.Zip(exact, (value, right) => Math.Abs(value - right)).Max();
        }

        Assert.True(theirWorst > 40 * 1e-5, $"ONNX Runtime is off by {theirWorst / 40} only, so that nothing is compared");
        Assert.True(ownWorst < 2 * theirWorst, $"folded, the worst error is {ownWorst / 40} on average, and {theirWorst / 40} in ONNX Runtime");
    }

    [Fact]
    public void WhatWouldLeaveSinglePrecisionIsNotFolded()
    {
        ModelBuilder model = Layers.Model().Tensor("s", [3], 1, 1e38, 1).Node("Mul", "x s", "n").Node("Gemm", "n W1 b1", "y").Output("y");
        Assert.Equal("3 → 3 Scale → 2 Linear", model.Read().Shape.ToString());

        // 10⁻⁴³ has 6 of the 24 bits.
        ModelBuilder small = Layers.Model().Tensor("s", [3], 1, 1e-43, 1).Node("Mul", "x s", "n").Node("Gemm", "n W1 b1", "y").Output("y");
        Assert.Equal("3 → 3 Scale → 2 Linear", small.Read().Shape.ToString());
    }

    /// <summary>A model with scaled inputs and random weights.</summary>
    private static ModelBuilder Scaled(NetworkShape shape, DataType type, string form, double[] mean, double[] deviation, double size, RandomGenerator random)
    {
        ModelBuilder model = Model(type, mean.Length);
        long[] vector = [mean.Length];
        model.Tensor(Values("mean", vector, type, mean)).Tensor(Values("deviation", vector, type, deviation))
            .Tensor(Values("scale", vector, type, [.. deviation.Select(value => 1 / value)]))
            .Tensor(Values("shift", vector, type, [.. mean.Zip(deviation, (m, d) => -m / d)]))
            .Tensor(Values("variance", vector, type, [.. deviation.Select(value => value * value)]))
            .Tensor(Values("one", vector, type, [.. mean.Select(_ => 1.0)])).Tensor(Values("zero", vector, type, [.. mean.Select(_ => 0.0)]));
        model = form switch
        {
            "Sub, Div" => model.Node("Sub", "x mean", "c").Node("Div", "c deviation", "a"),
            "Sub, Mul" => model.Node("Sub", "x mean", "c").Node("Mul", "scale c", "a"),
            "Mul, Add" => model.Node("Mul", "x scale", "c").Node("Add", "shift c", "a"),
            "Scaler" => model.Operators(1, "ai.onnx.ml").Node("ai.onnx.ml::Scaler", "x", "a",
                ("offset", Array.ConvertAll(mean, value => (float)value)), ("scale", Array.ConvertAll(deviation, value => (float)(1 / value)))),
            _ => model.Node("BatchNormalization", "x one zero mean variance", "a", ("epsilon", 0.0)),
        };
        string input = "a";
        foreach ((LayerShape layer, int i) in shape.Layers.Select((layer, i) => (layer, i)))
        {
            string output = i == shape.Layers.Count - 1 ? "y" : $"a{i}", sums = layer.Activation == Activation.Linear ? output : $"z{i}";
            model.Tensor(Values($"W{i}", [layer.Inputs, layer.Units], type, Normals(layer.WeightCount, size / Math.Sqrt(layer.Inputs), random)))
                .Tensor(Values($"b{i}", [layer.Units], type, Normals(layer.Units, 0.1, random)))
                .Node("Gemm", $"{input} W{i} b{i}", sums);
            if (sums != output)
                model.Node(layer.Activation == Activation.ReLU ? "Relu" : layer.Activation.ToString(), sums, output);
            input = output;
        }

        return model.Output("y", type);
    }

    /// <summary>What is read as dense layers alone; null where a layer scales or normalises apart from them.</summary>
    private static NetworkModel? TryRead(ModelBuilder model) =>
        model.Read() is var read && read.Shape.Layers.All(layer => layer.Kind == LayerKind.Dense) ? read : null;

    private async Task Compare(List<Compared> models)
    {
        OnnxAnswer[] answers = await Answers(
            [.. models.Select(compared => Request(compared.Model, compared.Type, compared.Inputs.Length / Rows, compared.Inputs))]);
        foreach ((Compared compared, OnnxAnswer answer) in models.Zip(answers))
        {
            Assert.True(answer.Error is null, $"{compared.Name}: {answer.Error}");
            double[] right = answer.Batches![0].Values;
            double largest = right.Max(Math.Abs), error = right.Zip(compared.Outputs, (value, own) => Math.Abs(value - own)).Max();
            double tolerance = compared.Type == DataType.Float ? SingleTolerance : DoubleTolerance;
            Assert.True(error <= largest * tolerance, $"{compared.Name}: off by {error} where the largest output is {largest}");
        }
    }

    private OnnxRequest Request(ModelBuilder model, DataType type, int columns, double[] rows)
    {
        string path = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllBytes(path, model.Bytes());
        return new OnnxRequest(path, type == DataType.Float ? "float32" : "float64", columns, [rows]);
    }

    private static async Task<OnnxAnswer[]> Answers(IReadOnlyList<OnnxRequest> requests)
    {
        OnnxAnswer[]? answers = await OnnxRuntime.RunAsync(requests);
        if (answers is null)
            ExternalTool.Missing(OnnxRuntime.HowToInstall);
        return answers;
    }

    private static double[] Outputs<TNetwork, T>(NetworkModel model, double[] rows)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TNetwork network = TNetwork.Create();
        model.CopyTo(network);
        var outputs = new T[Rows * TNetwork.Shape.OutputSize];
        network.ForwardBatch(Array.ConvertAll(rows, T.CreateTruncating), outputs);
        return Array.ConvertAll(outputs, double.CreateTruncating);
    }

    private static ModelBuilder Model(DataType type, int inputs) => new ModelBuilder().Input("x", [null, inputs], type);

    private static TensorProto Values(string name, long[] shape, DataType type, params double[] values)
    {
        if (type == DataType.Float)
            return ModelBuilder.Raw(name, shape, values);
        return new TensorProto { Name = name, DataType = (int)type, Dims = { shape }, DoubleData = { values } };
    }

    private static double Round(DataType type, double value) => type == DataType.Float ? (float)value : value;

    private static double[] Normals(int count, double size, RandomGenerator random) =>
        [.. Enumerable.Range(0, count).Select(_ => size * random.NextGaussian())];

    /// <summary>A model that is read, and what it gives here.</summary>
    private sealed record Compared(string Name, ModelBuilder Model, DataType Type, double[] Inputs, double[] Outputs);
}
