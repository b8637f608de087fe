using System;
using Generated.Kernels;

namespace Generated;

/// <summary>
/// Converts between the order in which a network keeps its parameters, which suits the kernels, and the canonical order:
/// layer after layer its tensors, each in its canonical shape, row-major: the weights (or centres) <c>[units][inputs]</c>, then the biases (or
/// ρ = ln β). This is PyTorch's order.
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
        foreach (ParameterTensor tensor in shape.Tensors)
        {
            ReadOnlySpan<T> own = parameters.Slice(tensor.Offset, tensor.Length);
            if (tensor.Order == WeightOrder.UnitsByInputs)
            {
                own.CopyTo(canonical);
            }
            else if (tensor.Order == WeightOrder.InputsByUnits)
            {
                Transpose(own, tensor.Columns, tensor.Rows, canonical);
            }
            else
            {
                for (int i = 0; i < tensor.Length; i++)
                    canonical[i] = parameters[tensor.Index(i / tensor.Columns, i % tensor.Columns)];
            }

            canonical = canonical[tensor.Length..];
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
        foreach (ParameterTensor tensor in shape.Tensors)
        {
            Span<T> own = parameters.Slice(tensor.Offset, tensor.Length);
            if (tensor.Order == WeightOrder.UnitsByInputs)
            {
                canonical[..tensor.Length].CopyTo(own);
            }
            else if (tensor.Order == WeightOrder.InputsByUnits)
            {
                Transpose(canonical, tensor.Rows, tensor.Columns, own);
            }
            else
            {
                for (int i = 0; i < tensor.Length; i++)
                    parameters[tensor.Index(i / tensor.Columns, i % tensor.Columns)] = canonical[i];
            }

            canonical = canonical[tensor.Length..];
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
