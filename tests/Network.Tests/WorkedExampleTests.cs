using System;
using Xunit;

namespace Generated.Tests;

/// <summary>Examples of the course notes that the project grew from, worked there by hand.</summary>
public partial class WorkedExampleTests
{
    [Fact]
    public void AReLULayerWithALinearOutput()
    {
        var network = new Example1();
        Set(network, [2, -1, 0, 4, 5, 2], layer: 0, bias: [3, -2, -2]);
        Set(network, [3, 2, -4], layer: 1, bias: [-4]);

        double[] hidden = new double[3], output = new double[1];
        network.Activate([3, -1], 1, hidden);
        network.Forward([3, -1], output);
        Assert.Equal([5, 0, 0], hidden);
        Assert.Equal([11], output);
    }

    [Fact]
    public void ThreeReLULayersForwardAndBackward()
    {
        var network = new Example2();
        Set(network, [2, -3, 2, 1], layer: 0, bias: [0, 0]);
        Set(network, [2, 1, 0, 1], layer: 1, bias: [0, 0]);
        Set(network, [3, -2], layer: 2, bias: [0]);

        double[] first = new double[2], second = new double[2], output = new double[1];
        network.Activate([2, 1], 1, first);
        network.Activate([2, 1], 2, second);
        network.Forward([2, 1], output);
        Assert.Equal([6, 0], first);
        Assert.Equal([12, 6], second);
        Assert.Equal([24], output);

        double[] gradient = new double[Example2.ParameterCount];
        network.Backward([2, 1], [1], gradient, new double[2]);
        Assert.Equal([8, 0, 4, 0], Weights(gradient, Example2.Shape.Layers[0]));
        Assert.Equal([18, -12, 0, 0], Weights(gradient, Example2.Shape.Layers[1]));
        Assert.Equal([12, 6], Weights(gradient, Example2.Shape.Layers[2]));
        Assert.Equal([4, 0], Bias(gradient, Example2.Shape.Layers[0]));
        Assert.Equal([3, -2], Bias(gradient, Example2.Shape.Layers[1]));
        Assert.Equal([1], Bias(gradient, Example2.Shape.Layers[2]));
    }

    [Fact]
    public void ASigmoidNetworkWithOneInput()
    {
        var network = new Example3();
        Set(network, [0.3, 0.4], layer: 0, bias: [0.1, 0.2]);
        Set(network, [1, -3], layer: 1, bias: [0.2]);

        double[] hidden = new double[2], output = new double[1], gradient = new double[Example3.ParameterCount];
        network.Activate([1], 1, hidden);
        network.Forward([1], output);
        Assert.Equal(0.60, hidden[0], 0.005);
        Assert.Equal(0.65, hidden[1], 0.005);
        Assert.Equal(1 / (1 + Math.Exp(-(0.2 + hidden[0] - 3 * hidden[1]))), output[0], 1e-15);
        Assert.Equal(0.24, output[0], 0.005);

        // J = ½(y − a)².
        double loss = network.Backward<HalfSquaredError>([1], [1], gradient);
        Assert.Equal(0.5 * (1 - output[0]) * (1 - output[0]), loss, 1e-15);
        Assert.Equal((output[0] - 1) * output[0] * (1 - output[0]), Bias(gradient, Example3.Shape.Layers[1])[0], 1e-15);
    }

    [Fact]
    public void ASigmoidNeuronWithLargeWeightsIsAnOrGate()
    {
        var network = new OneNeuron();
        Set(network, [20, 20], layer: 0, bias: [-10]);
        foreach ((double a, double b) in s_corners)
        {
            double[] output = new double[1];
            network.Forward([a, b], output);
            Assert.Equal(a + b > 0 ? 1 : 0, output[0], 1e-4);
        }
    }

    [Fact]
    public void AThresholdNetworkIsExclusiveOrAndNoSingleNeuronIs()
    {
        // One unit for OR, one for AND; OR and not AND.
        var network = new ThresholdNetwork();
        Set(network, [1, 1, 1, 1], layer: 0, bias: [-0.5, -1.5]);
        Set(network, [1, -1], layer: 1, bias: [-0.5]);
        foreach ((double a, double b) in s_corners)
        {
            double[] output = new double[1];
            network.Forward([a, b], output);
            Assert.Equal(a != b ? 1 : 0, output[0]);
        }

        // Over a grid of weights and biases, a single threshold unit never gets all four corners right: the four
        // conditions b < 0, b + w₁ ≥ 0, b + w₂ ≥ 0, b + w₁ + w₂ < 0 contradict each other.
        var neuron = new ThresholdNeuron();
        for (double w1 = -3; w1 <= 3; w1 += 0.5)
        {
            for (double w2 = -3; w2 <= 3; w2 += 0.5)
            {
                for (double bias = -3; bias <= 3; bias += 0.25)
                {
                    Set(neuron, [w1, w2], layer: 0, bias: [bias]);
                    int right = 0;
                    foreach ((double a, double b) in s_corners)
                    {
                        double[] output = new double[1];
                        neuron.Forward([a, b], output);
                        right += output[0] == (a != b ? 1 : 0) ? 1 : 0;
                    }

                    Assert.True(right < 4);
                }
            }
        }
    }

    private static readonly (double A, double B)[] s_corners = [(0, 0), (0, 1), (1, 0), (1, 1)];

    /// <summary>Sets a layer's weights as the notes index them: first index from, second index to.</summary>
    private static void Set<TNetwork>(TNetwork network, double[] fromTo, int layer, double[] bias)
        where TNetwork : class, INetwork<TNetwork, double>
    {
        LayerShape shape = TNetwork.Shape.Layers[layer];
        for (int i = 0; i < fromTo.Length; i++)
            network.Parameters[shape.WeightIndex(i / shape.Units, i % shape.Units)] = fromTo[i];
        for (int unit = 0; unit < bias.Length; unit++)
            network.Parameters[shape.BiasIndex(unit)] = bias[unit];
    }

    private static double[] Weights(double[] gradient, LayerShape shape)
    {
        double[] weights = new double[shape.WeightCount];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = gradient[shape.WeightIndex(i / shape.Units, i % shape.Units)];
        return weights;
    }

    private static double[] Bias(double[] gradient, LayerShape shape) => gradient.AsSpan(shape.BiasOffset, shape.Units).ToArray();

    [Network(2, 3, 1, Hidden = Activation.ReLU, Output = Activation.Linear, Precision = Precision.Double)]
    private sealed partial class Example1;

    [Network(2, 2, 2, 1, Hidden = Activation.ReLU, Output = Activation.ReLU, Precision = Precision.Double)]
    private sealed partial class Example2;

    [Network(1, 2, 1, Hidden = Activation.Sigmoid, Output = Activation.Sigmoid, Precision = Precision.Double)]
    private sealed partial class Example3;

    [Network(2, 1, Output = Activation.Sigmoid, Precision = Precision.Double)]
    private sealed partial class OneNeuron;

    [Network(2, 1, Output = Activation.Step, Precision = Precision.Double)]
    private sealed partial class ThresholdNeuron;

    [Network(2, 2, 1, Hidden = Activation.Step, Output = Activation.Step, Precision = Precision.Double)]
    private sealed partial class ThresholdNetwork;
}
