using System;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// PyTorch's answers in float64 (golden/golden_layers.py) for networks with memory that are run as streams: outputs, states, losses and gradients, each tensor
/// to 1e-12 of its largest magnitude in double precision, and to 5e-6 in single.
/// </summary>
public class GoldenStreamTests
{
    private static readonly JsonElement s_networks =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "layers.json"))).RootElement;

    [Fact]
    public void APlainRecurrentNetworkAgreesWithPyTorch()
    {
        Check<PlainRecurrentStreamSingle, float, PlainRecurrentStreamSingle.State, MeanSquaredError>("plain recurrent");
        Check<PlainRecurrentStreamDouble, double, PlainRecurrentStreamDouble.State, MeanSquaredError>("plain recurrent");
    }

    [Fact]
    public void AGatedRecurrentUnitAgreesWithPyTorch()
    {
        Check<GatedRecurrentUnitStreamSingle, float, GatedRecurrentUnitStreamSingle.State, CategoricalCrossEntropy>("gated recurrent unit");
        Check<GatedRecurrentUnitStreamDouble, double, GatedRecurrentUnitStreamDouble.State, CategoricalCrossEntropy>("gated recurrent unit");
    }

    [Fact]
    public void LongShortTermMemoryAgreesWithPyTorch()
    {
        Check<LongShortTermMemoryStreamSingle, float, LongShortTermMemoryStreamSingle.State, MeanSquaredError>("long short-term memory");
        Check<LongShortTermMemoryStreamDouble, double, LongShortTermMemoryStreamDouble.State, MeanSquaredError>("long short-term memory");
    }

    [Fact]
    public void MemoryFromAStateAgreesWithPyTorch()
    {
        Check<MemoryFromAStateStreamSingle, float, MemoryFromAStateStreamSingle.State, MeanSquaredError>("memory from a state");
        Check<MemoryFromAStateStreamDouble, double, MemoryFromAStateStreamDouble.State, MeanSquaredError>("memory from a state");
    }

    [Fact]
    public void CausalConvolutionsAgreeWithPyTorch()
    {
        Check<CausalConvolutionsStreamSingle, float, CausalConvolutionsStreamSingle.State, MeanSquaredError>("causal dilated convolutions");
        Check<CausalConvolutionsStreamDouble, double, CausalConvolutionsStreamDouble.State, MeanSquaredError>("causal dilated convolutions");
    }

    [Fact]
    public void ConvolutionMemoryAndResidualAgreeWithPyTorch()
    {
        Check<ConvolutionMemoryResidualStreamSingle, float, ConvolutionMemoryResidualStreamSingle.State, BinaryCrossEntropy>("convolution, memory, residual");
        Check<ConvolutionMemoryResidualStreamDouble, double, ConvolutionMemoryResidualStreamDouble.State, BinaryCrossEntropy>("convolution, memory, residual");
    }

    private static void Check<TNetwork, T, TState, TLoss>(string name)
        where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TState : NetworkState<T>, new()
        where TLoss : struct, ILoss<T>
    {
        JsonElement golden = s_networks.EnumerateArray().Single(network => network.GetProperty("name").GetString() == name);
        NetworkShape shape = TNetwork.Shape;
        Assert.True(shape.IsStreaming);
        var network = TNetwork.Create();
        network.ImportParameters([.. golden.GetProperty("parameters").EnumerateObject().SelectMany(parameter => Values(parameter.Value).Select(T.CreateChecked))]);
        int sequences = golden.GetProperty("batch").GetInt32();
        T[] inputs = Only<T>(golden.GetProperty("inputValues")), targets = Only<T>(golden.GetProperty("targets")), outputs = new T[targets.Length];
        int steps = inputs.Length / sequences / shape.InputSize;

        TState[] states = [.. Enumerable.Range(0, sequences).Select(sequence => Start<T, TState>(golden, sequence))];
        for (int sequence = 0; sequence < sequences; sequence++)
        {
            network.Sequence(
                inputs.AsSpan(sequence * steps * shape.InputSize, steps * shape.InputSize), states[sequence],
                outputs.AsSpan(sequence * steps * shape.OutputSize, steps * shape.OutputSize));
        }

        AssertClose("outputs", Only<double>(golden.GetProperty("outputValues")), outputs);
        AssertStates<T, TState>(golden, states);

        states = [.. Enumerable.Range(0, sequences).Select(sequence => Start<T, TState>(golden, sequence))];
        var gradient = new T[shape.TrainableCount];
        T loss = network.BackwardSequences<TLoss>(inputs, targets, states, warmUp: 0, gradient);
        AssertClose("loss", [golden.GetProperty("lossValue").GetDouble()], [loss]);
        AssertStates<T, TState>(golden, states);
        var canonical = new T[shape.ParameterCount];
        ParameterOrder.Export<T>(shape, gradient, canonical);
        int at = 0;
        foreach (JsonProperty tensor in golden.GetProperty("gradients").EnumerateObject())
        {
            double[] expected = Values(tensor.Value);
            AssertClose($"gradient of {tensor.Name}", expected, canonical[at..(at += expected.Length)]);
        }

        Assert.Equal(canonical.Length, at);
    }

    /// <summary>The state that a sequence starts from: zeros, unless the file has another.</summary>
    private static TState Start<T, TState>(JsonElement golden, int sequence)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TState : NetworkState<T>, new()
    {
        var state = new TState();
        double[] values = Row(golden.GetProperty("initialStates"), state.Tensors, sequence);
        if (values.Length > 0)
            state.Import([.. values.Select(T.CreateChecked)]);
        return state;
    }

    private static void AssertStates<T, TState>(JsonElement golden, TState[] states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TState : NetworkState<T>, new()
    {
        for (int sequence = 0; sequence < states.Length; sequence++)
        {
            var values = new T[states[sequence].Length];
            states[sequence].Export(values);
            int at = 0;
            foreach (StateTensor tensor in states[sequence].Tensors)
            {
                // PyTorch has no states of convolutions.
                if (!tensor.Name.EndsWith("history", StringComparison.Ordinal))
                    AssertClose(tensor.Name, Row(golden.GetProperty("finalStates"), [tensor], sequence), values[at..(at + tensor.Length)]);
                at += tensor.Length;
            }
        }
    }

    /// <summary>A sequence's states: layer1.h is called layer1.hidden here, layer1.c layer1.cell.</summary>
    private static double[] Row(JsonElement states, System.Collections.Generic.IEnumerable<StateTensor> tensors, int sequence) =>
        [.. from tensor in tensors
            let name = tensor.Name.Replace(".hidden", ".h", StringComparison.Ordinal).Replace(".cell", ".c", StringComparison.Ordinal)
            where states.TryGetProperty(name, out _)
            from value in Values(states.GetProperty(name)).Skip(sequence * tensor.Length).Take(tensor.Length)
            select value];

    private static T[] Only<T>(JsonElement values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. Values(values.EnumerateObject().Single().Value).Select(T.CreateChecked)];

    private static double[] Values(JsonElement tensor) => [.. tensor.GetProperty("values").EnumerateArray().Select(value => value.GetDouble())];

    private static void AssertClose<T>(string tensor, double[] expected, T[] actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double tolerance = typeof(T) == typeof(double) ? 1e-12 : 5e-6, largest = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(double.CreateChecked(actual[i]) - expected[i]);
            Assert.True(error <= tolerance * largest, $"{tensor}[{i}] is {actual[i]}, but expected {expected[i]:R} (error {error / largest:E1})");
        }
    }
}
