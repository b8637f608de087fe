using System;
using System.Numerics;

namespace Generated;

/// <summary>What a linear layer's output says of its input when it goes back through the same weights.</summary>
internal static class Reconstruction
{
    /// <summary>Writes the residual x − Wᵀy and returns ½‖x − Wᵀy‖².</summary>
    public static double Residual<T>(Span<T> parameters, LayerShape layer, ReadOnlySpan<T> input, ReadOnlySpan<T> output, Span<T> residual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        input.CopyTo(residual);
        for (int unit = 0; unit < layer.Units; unit++)
        {
            var weights = new UnitWeights<T>(parameters, layer, unit);
            for (int i = 0; i < residual.Length; i++)
                residual[i] -= output[unit] * weights[i];
        }

        double squares = 0.0;
        foreach (T value in residual)
            squares += double.CreateTruncating(value) * double.CreateTruncating(value);
        return 0.5 * squares;
    }
}
