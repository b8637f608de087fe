using System;

namespace Generated.Tests;

/// <summary>
/// Where activations are not smooth. There a finite difference says nothing, and a rounding error may turn a derivative
/// (or a step) over: comparisons keep away from these points.
/// </summary>
internal static class Kinks
{
    /// <summary>The least distance of any unit's z from a point where its activation, or a derivative of it, jumps.</summary>
    public static double Distance(ReferenceModel reference, NetworkShape shape, ReadOnlySpan<double> input)
    {
        double least = double.PositiveInfinity;
        ReadOnlySpan<double> below = input;
        for (int number = 1; number <= shape.Layers.Count; number++)
        {
            LayerShape layer = shape.Layers[number - 1];
            if (IsKinked(layer.Activation))
            {
                for (int unit = 0; unit < layer.Units; unit++)
                    least = Math.Min(least, Distance(layer.Activation, Sum(reference, layer, unit, below)));
            }

            below = reference.Activation(input, number).ToArray();
        }

        return least;
    }

    private static bool IsKinked(Activation activation) => activation is Activation.Step or Activation.ReLU or Activation.LeakyReLU
        or Activation.ELU or Activation.SELU or Activation.Softsign or Activation.HardTanh;

    private static double Distance(Activation activation, double z) =>
        activation == Activation.HardTanh ? Math.Min(Math.Abs(z - 1), Math.Abs(z + 1)) : Math.Abs(z);

    private static double Sum(ReferenceModel reference, LayerShape layer, int unit, ReadOnlySpan<double> below)
    {
        double z = reference.Parameters[layer.BiasIndex(unit)];
        for (int input = 0; input < layer.Inputs; input++)
            z += reference.Parameters[layer.WeightIndex(input, unit)] * below[input];
        return z;
    }
}
