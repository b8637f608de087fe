using System;
using System.Linq;
using Xunit;

namespace Generated.Tests;

public class NetworkModelTests
{
    [Fact]
    public void ALayerHasAsManyValuesAsItsSizesAskFor()
    {
        AssertRefused("hidden has 5 weights, but 2 inputs and 3 units take 6.", () => Layer("hidden", 2, 3, weights: 5));
        AssertRefused("hidden has 4 biases, but 3 units.", () => Layer("hidden", 2, 3, biases: 4));
        AssertRefused("hidden has 0 weights, but 65536 inputs and 65536 units take 4294967296.", () => Layer("hidden", 65536, 65536, weights: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Layer("hidden", 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Layer("hidden", 2, -1));
        Assert.Throws<ArgumentException>(() => Layer("", 2, 3));
        Assert.Throws<ArgumentNullException>(() => Layer(null!, 2, 3));
    }

    [Fact]
    public void NeighboursFitAndThereIsALayer()
    {
        AssertRefused("Layer 2 takes 4 inputs, but layer 1 has 3 units.", () => NetworkModel.OfDense("model", [Layer("a", 2, 3), Layer("b", 4, 1)]));
        AssertRefused("A network has at least one layer.", () => NetworkModel.OfDense("model", []));
        AssertRefused("A layer is null.", () => NetworkModel.OfDense("model", [null!]));
        Assert.Throws<ArgumentException>(() => NetworkModel.OfDense("", [Layer("a", 2, 3)]));
        Assert.Throws<ArgumentNullException>(() => NetworkModel.OfDense("model", null!));
    }

    [Fact]
    public void AModelIsItsLayers()
    {
        DenseLayer[] layers = [Layer("hidden", 2, 3, Activation.Tanh), Layer("readout", 3, 1)];
        var model = NetworkModel.OfDense("gate", layers);
        Assert.Equal("gate: 2 → 3 Tanh → 1 Linear", model.ToString());
        Assert.Equal(("input", "output", Precision.Single), (model.InputNames[0], model.OutputNames[0], model.Precision));
        Assert.Equal(layers.Select(Values), model.DenseLayers().Select(Values));
        Assert.Equal(13, model.Shape.ParameterCount);
        // In canonical order: [units][inputs], then the bias.
        Assert.Equal((1, 6, 9, 12), (model.Shape.Layers[0].WeightIndex(input: 1, unit: 0), model.Shape.Layers[0].BiasIndex(0), model.Shape.Layers[1].WeightIndex(0, 0), model.Shape.Layers[1].BiasIndex(0)));

        // What was given as an array may be changed without the model.
        layers[0] = Layer("other", 2, 3);
        Assert.Equal("hidden", model.DenseLayers()[0].Name);
    }

    [Fact]
    public void ANetworkIsDescribedByItsDefinition()
    {
        var network = ReferenceNetwork<Described>.Create(1);
        NetworkModel model = NetworkModel.Of(network, "described");
        Assert.Equal(("described", Precision.Double), (model.Name, model.Precision));
        Assert.Equal(Described.Shape.ToString(), model.Shape.ToString());
        Assert.Equal(["layer1", "layer2"], model.DenseLayers().Select(layer => layer.Name));
        foreach ((LayerShape shape, DenseLayer layer) in Described.Shape.Layers.Zip(model.DenseLayers()))
        {
            for (int unit = 0; unit < shape.Units; unit++)
            {
                Assert.Equal(network.Parameters[shape.BiasIndex(unit)], layer.Bias.Span[unit]);
                for (int input = 0; input < shape.Inputs; input++)
                    Assert.Equal(network.Parameters[shape.WeightIndex(input, unit)], layer.Weights.Span[unit * shape.Inputs + input]);
            }
        }

        // It is a copy.
        double first = model.DenseLayers()[0].Weights.Span[0];
        network.Parameters.Clear();
        Assert.NotEqual(0, first);
        Assert.Equal(first, model.DenseLayers()[0].Weights.Span[0]);
    }

    [Fact]
    public void ANetworkOfAnotherShapeIsRefusedAndStaysWhatItWas()
    {
        NetworkModel model = NetworkModel.Of(ReferenceNetwork<Described>.Create(1), "described");
        AssertUntouched<OtherSize>();
        AssertUntouched<OtherActivation>();
        Assert.Throws<ArgumentNullException>(() => model.CopyTo<ReferenceNetwork<Described>, double>(null!));

        void AssertUntouched<TShape>()
            where TShape : IReferenceShape
        {
            var network = ReferenceNetwork<TShape>.Create(2);
            double[] before = network.Parameters.ToArray();
            AssertRefused($"described is 3 → 4 Tanh → 2 Softmax, but the network is {TShape.Shape}.", () => model.CopyTo(network));
            Assert.Equal(before, network.Parameters.ToArray());
        }
    }

    private static string Values(DenseLayer layer) =>
        $"{layer.Name} {layer.Inputs} {layer.Units} {layer.Activation} {string.Join(" ", layer.Weights.ToArray())} {string.Join(" ", layer.Bias.ToArray())}";

    private static void AssertRefused(string problem, Action act) => Assert.StartsWith(problem, Assert.Throws<ArgumentException>(act).Message, StringComparison.Ordinal);

    private static DenseLayer Layer(string name, int inputs, int units, Activation activation = Activation.Linear, int? weights = null, int? biases = null) =>
        new(name, inputs, units, activation, new double[weights ?? Math.Max(0, inputs * units)], new double[biases ?? Math.Max(0, units)]);

    private sealed class Described : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([3, 4, 2], [Activation.Tanh, Activation.Softmax]);
    }

    private sealed class OtherSize : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([3, 5, 2], [Activation.Tanh, Activation.Softmax]);
    }

    private sealed class OtherActivation : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([3, 4, 2], [Activation.Tanh, Activation.Sigmoid]);
    }
}
