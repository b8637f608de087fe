using System;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Converts between the order in which a network keeps its parameters, which suits the kernels, and the canonical order:
/// per layer the weights (or centres) <c>[units][inputs]</c>, row-major, then the biases (or ρ = ln β). This is PyTorch's order.
/// </summary>
public static class ParameterOrder
{
    /// <summary>Copies parameters from a network's own order to the canonical order.</summary>
    /// <param name="shape">Where each parameter lies.</param>
    /// <param name="parameters">The network's parameter vector.</param>
    /// <param name="canonical">Receives one value per parameter. Must not overlap <paramref name="parameters"/>.</param>
    /// <exception cref="ArgumentException">A length is not <see cref="NetworkShape.ParameterCount"/>, or the spans overlap. Nothing is written.</exception>
    public static void Export<T>(NetworkShape shape, ReadOnlySpan<T> parameters, Span<T> canonical)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(shape);
        SpanArguments.RequireLength(parameters.Length, shape.ParameterCount, nameof(parameters));
        SpanArguments.RequireLength(canonical.Length, shape.ParameterCount, nameof(canonical));
        SpanArguments.RequireApart(parameters, canonical, nameof(parameters), nameof(canonical));
        for (int i = 0; i < shape.Layers.Count; i++)
        {
            LayerShape layer = shape.Layers[i];
            ReadOnlySpan<T> weights = parameters.Slice(layer.WeightsOffset, layer.WeightCount);
            if (layer.Order == WeightOrder.UnitsByInputs)
                weights.CopyTo(canonical);
            else
                Transpose(weights, layer.Inputs, layer.Units, canonical);

            parameters.Slice(layer.BiasOffset, layer.Units).CopyTo(canonical[layer.WeightCount..]);
            canonical = canonical[layer.ParameterCount..];
        }
    }

    /// <summary>Copies parameters from the canonical order to a network's own order.</summary>
    /// <param name="shape">Where each parameter lies.</param>
    /// <param name="canonical">One value per parameter.</param>
    /// <param name="parameters">Receives the network's parameter vector. Must not overlap <paramref name="canonical"/>.</param>
    /// <exception cref="ArgumentException">A length is not <see cref="NetworkShape.ParameterCount"/>, or the spans overlap. Nothing is written.</exception>
    public static void Import<T>(NetworkShape shape, ReadOnlySpan<T> canonical, Span<T> parameters)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(shape);
        SpanArguments.RequireLength(canonical.Length, shape.ParameterCount, nameof(canonical));
        SpanArguments.RequireLength(parameters.Length, shape.ParameterCount, nameof(parameters));
        SpanArguments.RequireApart(canonical, parameters, nameof(canonical), nameof(parameters));
        for (int i = 0; i < shape.Layers.Count; i++)
        {
            LayerShape layer = shape.Layers[i];
            Span<T> weights = parameters.Slice(layer.WeightsOffset, layer.WeightCount);
            if (layer.Order == WeightOrder.UnitsByInputs)
                canonical[..layer.WeightCount].CopyTo(weights);
            else
                Transpose(canonical, layer.Units, layer.Inputs, weights);

            canonical.Slice(layer.WeightCount, layer.Units).CopyTo(parameters[layer.BiasOffset..]);
            canonical = canonical[layer.ParameterCount..];
        }
    }

    /// <summary>Writes the transpose of a row-major matrix.</summary>
    internal static void Transpose<T>(ReadOnlySpan<T> source, int rows, int columns, Span<T> destination)
    {
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < rows; row++)
                destination[column * rows + row] = source[row * columns + column];
        }
    }
}
