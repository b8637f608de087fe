using System;
using System.Numerics;
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
    /// <exception cref="ArgumentException">The length of <paramref name="parameters"/> is not <see cref="NetworkShape.ParameterCount"/>. Nothing is written.</exception>
    public static void Initialize<T>(NetworkShape shape, ulong seed, Span<T> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Initialize(shape, Initializer.ByActivation, seed, parameters);

    /// <summary>Sets a parameter vector.</summary>
    /// <param name="shape">Where each parameter lies.</param>
    /// <param name="initializer">What the parameters are drawn from.</param>
    /// <param name="seed">Starts the <see cref="RandomGenerator"/>.</param>
    /// <param name="parameters">Receives one value per parameter, in the order of <paramref name="shape"/>.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="parameters"/> is not <see cref="NetworkShape.ParameterCount"/>. Nothing is written.</exception>
    public static void Initialize<T>(NetworkShape shape, Initializer initializer, ulong seed, Span<T> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(initializer);
        SpanArguments.RequireLength(parameters.Length, shape.ParameterCount, nameof(parameters));

        var random = new RandomGenerator(seed);
        foreach (LayerShape layer in shape.Layers)
        {
            for (int unit = 0; unit < layer.Units; unit++)
            {
                for (int input = 0; input < layer.Inputs; input++)
                    parameters[layer.WeightIndex(input, unit)] = T.CreateTruncating(initializer.NextWeight(layer, random));
            }

            for (int unit = 0; unit < layer.Units; unit++)
                parameters[layer.BiasIndex(unit)] = T.CreateTruncating(initializer.NextBias(layer, random));
        }
    }
}
