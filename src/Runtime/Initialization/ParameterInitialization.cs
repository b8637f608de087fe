using System;
using System.Numerics;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated;

/// <summary>Fills parameter vectors with an initializer's numbers.</summary>
public static class ParameterInitialization
{
    /// <summary>Sets all parameters of a network anew: <c>network.Initialize(Initializer.GlorotUniform, seed: 1)</c>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="initializer">What the parameters are drawn from.</param>
    /// <param name="seed">Starts the <see cref="RandomGenerator"/>: the same seed gives the same parameters on every machine.</param>
    public static void Initialize<TNetwork, T>(this INetwork<TNetwork, T> network, Initializer initializer, ulong seed)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        Initialize(TNetwork.Shape, initializer, seed, network.Parameters);
    }

    /// <summary>Sets a parameter vector by <see cref="Initializer.ByActivation"/>.</summary>
    /// <param name="shape">Where each parameter lies.</param>
    /// <param name="seed">Starts the <see cref="RandomGenerator"/>.</param>
    /// <param name="parameters">Receives one value per parameter, in the order of <paramref name="shape"/>.</param>
    /// <exception cref="ArgumentException">
    /// The length of <paramref name="parameters"/> is not <see cref="NetworkShape.ParameterCount"/>. Nothing is written.
    /// </exception>
    public static void Initialize<T>(NetworkShape shape, ulong seed, Span<T> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Initialize(shape, Initializer.ByActivation, seed, parameters);

    /// <summary>Sets a parameter vector.</summary>
    /// <param name="shape">Where each parameter lies.</param>
    /// <param name="initializer">What the parameters are drawn from.</param>
    /// <param name="seed">Starts the <see cref="RandomGenerator"/>.</param>
    /// <param name="parameters">Receives one value per parameter, in the order of <paramref name="shape"/>.</param>
    /// <exception cref="ArgumentException">
    /// The length of <paramref name="parameters"/> is not <see cref="NetworkShape.ParameterCount"/>. Nothing is written.
    /// </exception>
    public static void Initialize<T>(NetworkShape shape, Initializer initializer, ulong seed, Span<T> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(initializer);
        SpanArguments.RequireLength(parameters.Length, shape.ParameterCount, nameof(parameters));

        var random = new RandomGenerator(seed);
        foreach (LayerShape layer in shape.Layers)
        {
            foreach (ParameterTensor tensor in layer.Parameters)
            {
                for (int row = 0; row < tensor.Rows; row++)
                {
                    for (int column = 0; column < tensor.Columns; column++)
                        parameters[tensor.Index(row, column)] = T.CreateTruncating(initializer.Next(layer, tensor, random));
                }
            }
        }
    }
}
