using System;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace Generated;

/// <summary>Sets the constants of normalisation layers, so that one file and one call hold what a standardiser and a network did.</summary>
public static class NormalizationConstants
{
    /// <summary>Gives a network's <c>[Normalization]</c> layer the means and deviations of a standardiser.</summary>
    /// <param name="network">The network.</param>
    /// <param name="standardizer">The statistics, one for each feature of the layer; usually <c>Standardizer&lt;T&gt;.Fit(training)</c>.</param>
    /// <param name="layer">The name of the layer; may be left out where the network has one such layer.</param>
    /// <exception cref="ArgumentException">
    /// There is no such layer, or several of which none is named, or the number of features is another. Nothing is written.
    /// </exception>
    public static void SetNormalization<TNetwork, T>(this INetwork<TNetwork, T> network, Standardizer<T> standardizer, string? layer = null)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(standardizer);
        NetworkShape shape = TNetwork.Shape;
        int[] layers = [.. Enumerable.Range(0, shape.Layers.Count).Where(index => IsNormalization(shape.Layers[index]))];
        int[] named = layer is null ? layers : [.. layers.Where(index => shape.NameOf(index + 1) == layer)];
        if (named.Length != 1)
        {
            string have = layers.Length == 0 ? "the network has none"
                : $"there are {string.Join(", ", layers.Select(index => $"'{shape.NameOf(index + 1)}'"))}";
            throw new ArgumentException(
                $"Expected the name of a layer that normalises, but got {(layer is null ? "none" : $"'{layer}'")}: {have}.", nameof(layer));
        }

        LayerShape normalization = shape.Layers[named[0]];
        if (standardizer.MeanInDouble.Length != normalization.Units)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Expected statistics of {normalization.Units} features, but got {standardizer.MeanInDouble.Length}."), nameof(standardizer));
        }

        foreach (ParameterTensor tensor in normalization.Parameters)
        {
            ReadOnlySpan<double> values = tensor.Role == ParameterRole.Mean ? standardizer.MeanInDouble : standardizer.StandardDeviationInDouble;
            for (int feature = 0; feature < values.Length; feature++)
                network.Parameters[tensor.Index(feature)] = T.CreateTruncating(values[feature]);
        }
    }

    private static bool IsNormalization(LayerShape layer) => layer.Parameters.Any(tensor => tensor.Role == ParameterRole.Mean);
}
