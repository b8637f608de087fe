using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>The layers that the built models of these tests hold: 3-2-1 units with weights that show every transposition.</summary>
internal static class Layers
{
    /// <summary>[in][out] and [out][in] of the first layer.</summary>
    public static readonly double[] W1 = [1, 2, 3, 4, 5, 6], W1T = [1, 3, 5, 2, 4, 6];

    public static readonly double[] B1 = [0.5, -0.25], W2 = [7, -8], B2 = [0.125];

    /// <summary>Adds x and the tensors W1 [3][2], W1T [2][3], b1, W2 [2][1], b2.</summary>
    public static ModelBuilder Model() => new ModelBuilder().Input("x", [null, 3])
        .Tensor("W1", [3, 2], W1).Tensor("W1T", [2, 3], W1T).Tensor("b1", [2], B1).Tensor("W2", [2, 1], W2).Tensor("b2", [1], B2);

    /// <summary>The first layer's sums, z, from x.</summary>
    public static ModelBuilder WithSums(this ModelBuilder model) => model.Node("Gemm", "x W1 b1", "z");

    /// <summary>The output y from the hidden layer's activation a.</summary>
    public static ModelBuilder WithReadout(this ModelBuilder model) => model.Node("Gemm", "a W2 b2", "y").Output("y");

    /// <summary>Both layers, exactly as they are stored.</summary>
    public static void AssertIs(NetworkModel model, Activation hidden, Activation output = Activation.Linear)
    {
        Assert.Equal([hidden, output], model.DenseLayers().Select(layer => layer.Activation));
        AssertIs(model.DenseLayers()[0], W1T, B1);
        AssertIs(model.DenseLayers()[1], W2, B2);
    }

    public static void AssertIs(DenseLayer layer, double[] weights, double[] bias)
    {
        Assert.Equal(weights, layer.Weights.ToArray());
        Assert.Equal(bias, layer.Bias.ToArray());
    }
}
