using System;
using Generated.Numerics;

namespace Generated.Samples.Representation;

/// <summary>Two classes of points in the plane that no line separates.</summary>
internal static class PointSets
{
    /// <summary>Two half circles that reach into each other.</summary>
    public static Dataset<float> TwoMoons(int count, ulong seed) => Make(count, seed, (random, isOne) =>
    {
        (double sine, double cosine) = Math.SinCos(Math.PI * random.NextDouble());
        (double x, double y) = isOne ? (1 - cosine, 0.5 - sine) : (cosine, sine);
        return (x - 0.5 + 0.09 * random.NextGaussian(), y - 0.25 + 0.09 * random.NextGaussian());
    });

    /// <summary>Two arms that wind around each other, one and a half times.</summary>
    public static Dataset<float> TwoSpirals(int count, ulong seed) => Make(count, seed, (random, isOne) =>
    {
        double along = Math.Sqrt(random.NextDouble());
        (double sine, double cosine) = Math.SinCos(3 * Math.PI * along + (isOne ? Math.PI : 0));
        double radius = 0.1 + 1.3 * along;
        return (radius * cosine + 0.02 * random.NextGaussian(), radius * sine + 0.02 * random.NextGaussian());
    });

    private static Dataset<float> Make(int count, ulong seed, Func<RandomGenerator, bool, (double X, double Y)> draw)
    {
        var random = new RandomGenerator(seed);
        float[] inputs = new float[2 * count], targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            bool isOne = i % 2 == 1;
            (double x, double y) = draw(random, isOne);
            (inputs[2 * i], inputs[2 * i + 1], targets[i]) = ((float)x, (float)y, isOne ? 1 : 0);
        }

        return new Dataset<float>(inputs, 2, targets, 1);
    }
}
