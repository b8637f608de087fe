using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Generated.Keras.Model;

namespace Generated.Keras.Layers;

/// <summary>Layers that scale and shift features.</summary>
internal static class NormalizationLayers
{
    public static int LayerNorm(LayerReader reader)
    {
        KerasLayer layer = reader.Layer;
        int[] lengths = reader.Lengths;
        layer.RequireLastAxis(lengths.Length);
        if (layer.Flag("rms_scaling", missing: false))
            throw new ModelException("it scales by the root mean square; layer normalisation is supported.");
        double epsilon = layer.Number("epsilon", 1e-3);
        if (!(epsilon > 0))
            throw new ModelException("its epsilon is not above 0.");
        (double[] gain, double[] shift, _) = Affine(reader, lengths[^1], []);
        return reader.Add(LayerKind.LayerNorm, [reader.Source], lengths, Tensors(gain, shift), new LayerSetting("Epsilon", epsilon));
    }

    /// <summary>γ·(x − μ)/√(σ² + ε) + β, whose constants are a gain and a shift.</summary>
    public static int BatchNorm(LayerReader reader)
    {
        KerasLayer layer = reader.Layer;
        int[] lengths = reader.Lengths;
        int features = lengths[^1];
        layer.RequireLastAxis(lengths.Length);
        double epsilon = layer.Number("epsilon", 1e-3);
        (double[] gain, double[] shift, Tensor[] moving) = Affine(reader, features, [("moving_mean", [features]), ("moving_variance", [features])]);
        for (int i = 0; i < features; i++)
        {
            gain[i] /= Math.Sqrt(moving[1].Values[i] + epsilon);
            shift[i] -= moving[0].Values[i] * gain[i];
            if (!double.IsFinite(gain[i]) || !double.IsFinite(shift[i]))
                throw new ModelException(FormattableString.Invariant($"feature {i} has the variance {moving[1].Values[i]}, or a constant that is not finite."));
        }

        return reader.Add(LayerKind.Scale, [reader.Source], lengths, Tensors(gain, shift));
    }

    public static int Normalization(LayerReader reader)
    {
        KerasLayer layer = reader.Layer;
        int[] lengths = reader.Lengths;
        int features = lengths[^1];
        layer.RequireLastAxis(lengths.Length);
        if (layer.Flag("invert", missing: false))
            throw new ModelException("it is inverted; a normalisation that takes the mean off is supported.");
        double[] mean, variance;
        if (layer.Value("mean") is { } statedMean && layer.Value("variance") is { } statedVariance)
        {
            (mean, variance) = (Numbers(statedMean, features), Numbers(statedVariance, features));
        }
        else
        {
            Tensor[] weights = reader.Weights(("mean", [features]), ("variance", [features]));
            (mean, variance) = (weights[0].Values, weights[1].Values);
        }

        // As Keras computes it: (x − m) / max(√v, 10⁻⁷).
        double[] deviation = Array.ConvertAll(variance, value => Math.Max(Math.Sqrt(value), 1e-7));
        if (!deviation.Concat(mean).All(double.IsFinite))
            throw new ModelException("a mean or a variance is not a finite number, or a variance is negative.");
        return reader.Add(
            LayerKind.Normalization, [reader.Source], lengths,
            [new("mean", ParameterRole.Mean, [features], mean), new("deviation", ParameterRole.Deviation, [features], deviation)],
            new LayerSetting("Clip", double.PositiveInfinity));
    }

    /// <summary>γ and β, 1 and 0 where the layer has none, and the weights that follow them.</summary>
    private static (double[] Gain, double[] Shift, Tensor[] Others) Affine(LayerReader reader, int features, (string Name, int[] Shape)[] rest)
    {
        bool hasGain = reader.Layer.Flag("scale", missing: true), hasShift = reader.Layer.Flag("center", missing: true);
        var weights = new List<(string Name, int[] Shape)>();
        if (hasGain)
            weights.Add(("gamma", [features]));
        if (hasShift)
            weights.Add(("beta", [features]));
        Tensor[] found = reader.Weights([.. weights, .. rest]);
        double[] gain = new double[features], shift = new double[features];
        Array.Fill(gain, 1);
        if (hasGain)
            found[0].Values.CopyTo(gain, 0);
        if (hasShift)
            found[hasGain ? 1 : 0].Values.CopyTo(shift, 0);
        return (gain, shift, found[weights.Count..]);
    }

    private static ModelTensor[] Tensors(double[] gain, double[] shift) =>
        [new("weight", ParameterRole.Gain, [gain.Length], gain), new("bias", ParameterRole.Bias, [shift.Length], shift)];

    /// <summary>Numbers of the architecture, one or one for each feature, in however many brackets.</summary>
    private static double[] Numbers(JsonElement element, int features)
    {
        var numbers = new List<double>();
        var open = new Stack<JsonElement>([element]);
        while (open.TryPop(out JsonElement next))
        {
            if (next.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement item in next.EnumerateArray().Reverse())
                    open.Push(item);
            }
            else
            {
                numbers.Add(next.ValueKind == JsonValueKind.Number && next.TryGetDouble(out double number) ? number
                    : throw new ModelException($"its mean or variance has the unexpected value {KerasLayer.ShortText(next)}."));
            }
        }

        return numbers.Count == features ? [.. numbers]
            : numbers.Count == 1 ? [.. Enumerable.Repeat(numbers[0], features)]
            : throw new ModelException(FormattableString.Invariant($"expected {features} means and variances, but got {numbers.Count}."));
    }
}
