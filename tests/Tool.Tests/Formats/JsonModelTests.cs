using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;
using static Generated.Tests.PlainSequence;

namespace Generated.Tests.Formats;

/// <summary>Models in JSON, as RTNeural, AIDA-X, GuitarML and Neural Amp Modeler write them, compute what the definitions of their layers say.</summary>
public sealed class JsonModelTests : IDisposable
{
    private const int Units = 3;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ConvolutionsNormalisationsAndRectifiersOfRTNeural()
    {
        double[][] first = Matrix(2, 4, 1), inner = Matrix(6, 3, 2), last = Matrix(3, 2, 3), steps = Matrix(40, 2, 4);
        double[][][] grouped = [.. Matrix(6, 6, 5).Chunk(2)], narrow = [.. Matrix(6, 6, 6).Chunk(6)];
        double[] gain = Vector(6, 7), shift = Vector(6, 8), mean = Vector(6, 9), variance = [.. Vector(6, 10).Select(Math.Abs)], slopes = Vector(6, 11);
        string model = Write(2,
            Layer("dense", "tanh", (double[][])first, Vector(4, 12)),
            Convolution("relu", 3, 2, 2, grouped, Vector(6, 13)),
            Normalization(0.01, gain, shift, mean, variance),
            Layer("prelu", "", (object)new[] { slopes }),
            Convolution("", 1, 1, 1, narrow, Vector(6, 14)),
            Normalization(5.0, mean, variance),
            Layer("prelu", "", (object)new[] { new[] { 0.3 } }),
            Layer("time-distributed-dense", "elu", inner, Vector(3, 15)),
            Layer("activation", "softmax"),
            Layer("dense", "sigmoid", (object)last));

        double[][] values = Dense(steps, first, Vector(4, 12), Math.Tanh);
        values = PlainSequence.Convolution(values, grouped, Vector(6, 13), 2, 2, value => Math.Max(value, 0));
        values = Map(values, step => [.. step.Select((x, i) => gain[i] * (x - mean[i]) / Math.Sqrt(variance[i] + 0.01) + shift[i])]);
        values = Map(values, step => [.. step.Select((x, i) => x < 0 ? slopes[i] * x : x)]);
        values = PlainSequence.Convolution(values, narrow, Vector(6, 14), 1, 1, value => value);
        values = Map(values, step => [.. step.Select((x, i) => (x - mean[i]) / Math.Sqrt(variance[i] + 5))]);
        values = Map(values, step => [.. step.Select(x => x < 0 ? 0.3 * x : x)]);
        values = Dense(values, inner, Vector(3, 15), x => x < 0 ? Math.Exp(x) - 1 : x);
        values = Map(values, step => [.. step.Select(x => Math.Exp(x) / step.Sum(Math.Exp))]);
        AssertRuns(Dense(values, last, null, Sigmoid), model, steps);
    }

    [Fact]
    public void RecurrentLayersOfRTNeuralHaveKerassGates()
    {
        double[][] steps = Matrix(40, 2, 1), gru = Matrix(2, 9, 2), ofGru = Matrix(3, 9, 3), lstm = Matrix(3, 8, 4), ofLstm = Matrix(2, 8, 5), last = Matrix(2, 1, 6);
        double[][] biases = Matrix(2, 9, 7);
        string model = Write(2, Layer("gru", "tanh", gru, ofGru, biases), Layer("lstm", "tanh", lstm, ofLstm, Vector(8, 8)), Layer("dense", "", last, Vector(1, 9)));
        double[][] values = Lstm(Gru(steps, gru, ofGru, biases[0], biases[1]), lstm, ofLstm, Vector(8, 8));
        AssertRuns(Dense(values, last, Vector(1, 9)), model, steps);
    }

    [Theory]
    [InlineData(1, 1, 0, 0)]
    [InlineData(1, 1, -6, 3.5)]
    [InlineData(2, 1, 2, 0)]
    [InlineData(2, 0, 0, -2)]
    public void WhatAidaAddsIsTheInputAndTwoGains(int inputs, int skip, double inGain, double outGain)
    {
        double[][] steps = Matrix(30, inputs, 1), kernel = Matrix(inputs, 12, 2), recurrent = Matrix(3, 12, 3), last = Matrix(3, 1, 4);
        string model = Save("aida.json", new
        {
            in_shape = new int?[] { null, null, inputs },
            in_skip = skip,
            in_gain = inGain,
            out_gain = outGain,
            layers = new[] { Layer("lstm", "", kernel, recurrent, Vector(12, 5)), Layer("dense", "", last, Vector(1, 6)) },
        });
        double[][] louder = Map(steps, step => [.. step.Select(x => x * Math.Pow(10, inGain / 20))]);
        double[][] values = Dense(Lstm(louder, kernel, recurrent, Vector(12, 5)), last, Vector(1, 6));
        AssertRuns([.. values.Select((step, t) => new[] { (step[0] + skip * louder[t][0]) * Math.Pow(10, outGain / 20) })], model, steps);
    }

    [Theory]
    [InlineData("LSTM", 1, 1, 1)]
    [InlineData("LSTM", 2, 1, 1)]
    [InlineData("LSTM", 2, 2, 0)]
    [InlineData("GRU", 1, 1, 1)]
    public void RecurrentModelsOfGuitarMLAddTheirInput(string unit, int inputs, int layers, int skip)
    {
        int gates = unit == "LSTM" ? 4 : 3;
        var tensors = new Dictionary<string, object>();
        double[][] steps = Matrix(30, inputs, 1), values = steps, last = Matrix(Units, 1, 2);
        for (int i = 0; i < layers; i++)
        {
            double[][] kernel = Matrix(values[0].Length, gates * Units, 10 + i), recurrent = Matrix(Units, gates * Units, 20 + i);
            double[] bias = Vector(gates * Units, 30 + i), recurrentBias = Vector(gates * Units, 40 + i);
            // PyTorch's GRU has the gates r, z, n, Keras's z, r, h; the LSTMs have the same order.
            Func<double[], double[]> order = unit == "LSTM" ? row => row : row => [.. row[Units..(2 * Units)], .. row[..Units], .. row[(2 * Units)..]];
            tensors[$"rec.weight_ih_l{i}"] = Transposed(Map(kernel, order));
            tensors[$"rec.weight_hh_l{i}"] = Transposed(Map(recurrent, order));
            tensors[$"rec.bias_ih_l{i}"] = order(bias);
            tensors[$"rec.bias_hh_l{i}"] = order(recurrentBias);
            values = unit == "LSTM"
                ? Lstm(values, kernel, recurrent, [.. bias.Zip(recurrentBias, (own, before) => own + before)])
                : Gru(values, kernel, recurrent, bias, recurrentBias);
        }

        (tensors["lin.weight"], tensors["lin.bias"]) = (Transposed(last), Vector(1, 3));
        string model = Save("amp.json", new
        {
            model_data = new { model = "SimpleRNN", input_size = inputs, skip, output_size = 1, unit_type = unit, num_layers = layers, hidden_size = Units },
            state_dict = tensors,
        });
        AssertRuns([.. Dense(values, last, Vector(1, 3)).Select((step, t) => new[] { step[0] + skip * steps[t][0] })], model, steps);
    }

    [Fact]
    public void TensorsOfPyTorchAloneAreRecurrentLayersAndADenseOne()
    {
        double[][] steps = Matrix(30, 2, 1), kernel = Matrix(2, 3, 2), recurrent = Matrix(3, 3, 3), last = Matrix(3, 2, 4);
        string model = Save("net.json", new Dictionary<string, object>
        {
            ["rnn.weight_ih_l0"] = Transposed(kernel),
            ["rnn.weight_hh_l0"] = Transposed(recurrent),
            ["rnn.bias_ih_l0"] = Vector(3, 5),
            ["dense.weight"] = Transposed(last),
        });
        AssertRuns(Dense(Rnn(steps, kernel, recurrent, Vector(3, 5)), last, null), model, steps);
    }

    [Fact]
    public void ModelsOfNeuralAmpModelerStartFromTheirOwnState()
    {
        double[][] steps = Matrix(30, 1, 1), values = steps, last = Matrix(Units, 1, 2);
        var numbers = new List<double>();
        for (int i = 0; i < 2; i++)
        {
            double[][] kernel = Matrix(values[0].Length, 4 * Units, 10 + i), recurrent = Matrix(Units, 4 * Units, 20 + i);
            double[] bias = Vector(4 * Units, 30 + i), hidden = Vector(Units, 40 + i), cell = Vector(Units, 50 + i);
            numbers.AddRange([.. Transposed([.. kernel, .. recurrent]).SelectMany(row => row), .. bias, .. hidden, .. cell]);
            values = Lstm(values, kernel, recurrent, bias, hidden, cell);
        }

        string model = Save("amp.nam", new
        {
            version = "0.5.4",
            architecture = "LSTM",
            config = new { input_size = 1, hidden_size = Units, num_layers = 2 },
            weights = (double[])[.. numbers, .. Transposed(last)[0], 0.25],
        });
        AssertRuns(Dense(values, last, [0.25]), model, steps);
        Assert.Contains("The file has a state that the first step starts from", ToolRun.Succeed("inspect", model), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void AWaveNetOfNeuralAmpModelerIsASumOfDilatedConvolutions(bool gated, bool headBias)
    {
        (int Inputs, int Channels, int Outputs, int[] Dilations)[] arrays = [(1, 4, 2, [1, 2, 4]), (4, 2, 1, [8, 1])];
        var numbers = new List<double>();
        double[][] steps = Matrix(60, 1, 1), values = steps, sum = [];
        int seed = 1;
        double[] Take(int length)
        {
            double[] taken = [.. Vector(length, seed++).Select(x => x / 2)];
            numbers.AddRange(taken);
            return taken;
        }

        // The numbers of a product are those of PyTorch: [units][inputs].
        double[][] Product(double[][] taken, int units, bool hasBias) =>
            Dense(taken, Transposed([.. Take(units * taken[0].Length).Chunk(taken[0].Length)]), hasBias ? Take(units) : null);
        double[][] Sum(double[][] one, double[][] other) => [.. one.Zip(other, (a, b) => a.Zip(b, (x, y) => x + y).ToArray())];

        foreach ((int _, int channels, int outputs, int[] dilations) in arrays)
        {
            values = Product(values, channels, hasBias: false);
            foreach (int dilation in dilations)
            {
                int filters = gated ? 2 * channels : channels;
                double[] weights = Take(filters * channels * 3), bias = Take(filters);
                double[][][] kernel = [.. Enumerable.Range(0, 3).Select(k => Enumerable.Range(0, channels).Select(i =>
                    Enumerable.Range(0, filters).Select(filter => weights[(filter * channels + i) * 3 + k]).ToArray()).ToArray())];
                double[][] inner = Sum(PlainSequence.Convolution(values, kernel, bias, dilation, 1, x => x), Product(steps, filters, hasBias: false));
                double[][] gate = Map(inner, step => [.. step.Take(channels).Select((x, i) => Math.Tanh(x) * (gated ? Sigmoid(step[channels + i]) : 1))]);
                sum = sum.Length == 0 ? gate : Sum(sum, gate);
                values = Sum(values, Product(gate, channels, hasBias: true));
            }

            sum = Product(sum, outputs, headBias);
        }

        string model = Save("wave.nam", new
        {
            version = "0.5.4",
            architecture = "WaveNet",
            config = new
            {
                layers = arrays.Select(array => new
                {
                    input_size = array.Inputs,
                    condition_size = 1,
                    head_size = array.Outputs,
                    channels = array.Channels,
                    kernel_size = 3,
                    dilations = array.Dilations,
                    activation = "Tanh",
                    gated,
                    head_bias = headBias,
                }),
                head = (object?)null,
                head_scale = 0.3,
            },
            weights = (double[])[.. numbers, 0.3],
        });
        AssertRuns(Map(sum, step => [.. step.Select(x => 0.3 * x)]), model, steps);
    }

    [Fact]
    public void EveryCommandTakesTheFile()
    {
        double[][] steps = Matrix(20, 1, 1);
        string model = Save("small.json", Small());
        Assert.StartsWith($"{model}: RTNeural, single precision, ", ToolRun.Succeed("inspect", model), StringComparison.Ordinal);
        ToolRun.Succeed("export", model, "-o", _folder["small.safetensors"]);
        Assert.Equal(Run(model, steps), Run(_folder["small.safetensors"], steps));
        ToolRun.Succeed("import", model, "-o", _folder["Small"], "--project");
        Assert.Contains("network.Step(input, state, output);", File.ReadAllText(Path.Combine(_folder["Small"], "Program.cs")), StringComparison.Ordinal);
        Assert.Contains("[Lstm(2)]", File.ReadAllText(Path.Combine(_folder["Small"], "Small.cs")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"lstm\"", "\"conv2d\"", "layers[0].type: expected dense, time-distributed-dense, conv1d, gru, lstm, batchnorm, prelu or activation, but got 'conv2d'.")]
    [InlineData("\"lstm\"", "\"gru\"", "layers[0].weights[0]: expected the shape [1, 6], but got [1, 8].")]
    [InlineData("\"type\":\"lstm\"", "\"kind\":0", "layers[0]: expected the property 'type', but it is missing.")]
    [InlineData("\"activation\":\"\"", "\"activation\":\"sin\"", "layers[1].activation: expected tanh, relu, sigmoid, softmax, elu or linear, but got 'sin'.")]
    [InlineData("\"activation\":\"tanh\"", "\"activation\":\"relu\"", "layers[0].activation: expected tanh, which is what RTNeural computes.")]
    [InlineData("[null,null,1]", "[null,null,0]", "in_shape[2]: expected a whole number from 1 to 1048576, but got 0.")]
    [InlineData("[null,null,1]", "[null,null,2]", "layers[0].weights[0]: expected the shape [2, 8], but got [1, 8].")]
    [InlineData("[null,null,1]", "[]", "in_shape: expected at least one length.")]
    [InlineData("[0.5]", "[1e300]", "layers[1].weights[1][0]: expected a finite number.")]
    [InlineData("[0.5]", "[\"a\"]", "layers[1].weights[1][0]: expected a number.")]
    [InlineData("[0.5]", "[]", "layers[1].weights[1]: expected numbers, but the array is empty.")]
    [InlineData("\"layers\"", "\"layers\":0,\"others\"", "layers: expected an array.")]
    [InlineData("\"lstm\"", "\"\\ud800\"", "it is JSON text, but a text in it is not valid: ")]
    [InlineData("[0.5]", "[NaN]", "it starts as JSON text, but is not valid: ")]
    public void WhatIsWrongIsNamedWithItsPlace(string part, string other, string problem)
    {
        string text = JsonSerializer.Serialize(Small());
        Assert.Contains(part, text, StringComparison.Ordinal);
        string model = _folder.Write("model.json", text.Replace(part, other, StringComparison.Ordinal));
        Assert.StartsWith($"{model}: {problem}", ToolRun.Fail("run", model, "-i", "-"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a.weight\":[[1]],\"b.weight_ih_l0\":[[1]],\"b.weight_hh_l0\":[[1]]}", "a.weight: the file does not say which activation follows this layer: expected recurrent layers, and one dense layer as the last.")]
    [InlineData("{\"b.weight_ih_l0\":[[1],[1]],\"b.weight_hh_l0\":[[1],[1]]}", "b.weight_hh_l0: expected 1, 3 or 4 times as many rows as columns, but got 2 and 1.")]
    [InlineData("{\"b.weight_ih_l0\":[[1]],\"b.weight_hh_l0\":[[1]],\"b.weight_ih_l0_reverse\":[[1]]}", "the tensor 'b.weight_ih_l0_reverse' belongs to no recurrent or dense layer that is read.")]
    [InlineData("{\"b.weight_ih_l0\":[[1]]}", "expected the property 'b.weight_hh_l0', but it is missing.")]
    [InlineData("{\"state_dict\":{},\"model_data\":{}}", "state_dict: expected tensors such as 'rec.weight_ih_l0', but got none.")]
    [InlineData("{\"state_dict\":{\"b.weight_ih_l0\":[[1]],\"b.weight_hh_l0\":[[1]]},\"model_data\":{\"unit_type\":\"LSTM\"}}", "state_dict.b.weight_hh_l0: unit_type is 'LSTM', but the sizes are those of RNN.")]
    [InlineData("{\"state_dict\":{\"b.weight_ih_l0\":[[1]],\"b.weight_hh_l0\":[[1]]},\"model_data\":{\"skip\":2}}", "model_data.skip: expected 0, or the number of outputs, 1, which is not more than that of inputs, 1.")]
    [InlineData("{\"architecture\":\"LSTM\",\"config\":{\"input_size\":1,\"hidden_size\":3,\"num_layers\":1},\"weights\":[1]}", "weights: expected more numbers for these sizes, but got 1.")]
    public void TensorsThatDoNotFitAreNamed(string text, string problem)
    {
        string model = _folder.Write("model.json", text);
        Assert.Equal($"{model}: {problem}", ToolRun.Fail("run", model, "-i", "-"));
    }

    private static object Small() => new
    {
        in_shape = new int?[] { null, null, 1 },
        layers = new[] { Layer("lstm", "tanh", Matrix(1, 8, 1), Matrix(2, 8, 2), Vector(8, 3)), Layer("dense", "", Matrix(2, 1, 4), (double[])[0.5]) },
    };

    private static object Layer(string type, string activation, params object[] weights) => new { type, activation, weights };

    private static object Convolution(string activation, int kernel, int dilation, int groups, params object[] weights) => new
    {
        type = "conv1d",
        activation,
        kernel_size = (object)(groups == 1 ? kernel : (int[])[kernel]),
        dilation = new[] { dilation },
        groups,
        weights,
    };

    private static object Normalization(double epsilon, params object[] weights) => new { type = "batchnorm", activation = "", epsilon, weights };

    private static void AssertRuns(double[][] expected, string model, double[][] steps)
    {
        double[][] outputs = Run(model, steps);
        Assert.Equal(expected.Length, outputs.Length);
        for (int t = 0; t < expected.Length; t++)
        {
            Assert.Equal(expected[t].Length, outputs[t].Length);
            for (int i = 0; i < expected[t].Length; i++)
                Assert.True(Math.Abs(expected[t][i] - outputs[t][i]) <= 2e-6, $"Step {t}, output {i}: expected {expected[t][i]}, but got {outputs[t][i]}.");
        }
    }

    private string Write(int inputs, params object[] layers) => Save("model.json", new { in_shape = new int?[] { null, null, inputs }, layers });

    private string Save(string name, object content) => _folder.Write(name, JsonSerializer.Serialize(content));
}
