using System;

namespace Generated.Bench;

/// <summary>The losses of the conventional network, one per kind of output, as the library defines them.</summary>
internal static class Losses
{
    /// <summary>Keeps the logarithm of a saturated output finite.</summary>
    private const float Smallest = 1e-30f;

    /// <summary>The loss of one sample.</summary>
    public static float Value(Activation outputActivation, ReadOnlySpan<float> output, ReadOnlySpan<float> target) => outputActivation switch
    {
        Activation.Softmax => CategoricalCrossEntropy(output, target),
        Activation.Sigmoid => BinaryCrossEntropy(output, target),
        _ => HalfSquaredError(output, target),
    };

    private static float CategoricalCrossEntropy(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
    {
        float loss = 0;
        for (int i = 0; i < output.Length; i++)
        {
            // Of a one-hot target a single logarithm is left.
            if (target[i] != 0)
                loss -= target[i] * MathF.Log(MathF.Max(output[i], Smallest));
        }

        return loss;
    }

    private static float BinaryCrossEntropy(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
    {
        float loss = 0;
        for (int i = 0; i < output.Length; i++)
        {
            loss -= target[i] * MathF.Log(MathF.Max(output[i], Smallest))
                + (1 - target[i]) * MathF.Log(MathF.Max(1 - output[i], Smallest));
        }

        return loss / output.Length;
    }

    private static float HalfSquaredError(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
    {
        float sum = 0;
        for (int i = 0; i < output.Length; i++)
        {
            float error = output[i] - target[i];
            sum += error * error;
        }

        return sum / 2;
    }
}
