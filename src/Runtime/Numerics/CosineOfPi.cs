using System;

namespace Generated.Numerics;

/// <summary>cos πx by exactly rounded operations only: the same bits on every machine, which <see cref="Math.Cos"/> does not promise.</summary>
internal static class CosineOfPi
{
    /// <summary>cos πx, to 2⁻⁵² of its largest value.</summary>
    /// <param name="x">A number from 0 to 1.</param>
    public static double Of(double x)
    {
        // cos πx = −cos π(1 − x) = sin π(½ − x), with differences that are exact.
        if (x > 0.5)
            return -Of(1.0 - x);
        return x > 0.25 ? Sine(Math.PI * (0.5 - x)) : Cosine(Math.PI * x);
    }

    // Taylor's series; up to π/4 the terms left out are below 2⁻⁵⁸.
    private static double Cosine(double y)
    {
        double square = y * y;
        double sum = 0.0;
        for (int n = 16; n > 0; n -= 2)
            sum = square / (n * (n - 1)) * (1.0 - sum);
        return 1.0 - sum;
    }

    private static double Sine(double y)
    {
        double square = y * y;
        double sum = 0.0;
        for (int n = 17; n > 1; n -= 2)
            sum = square / (n * (n - 1)) * (1.0 - sum);
        return y * (1.0 - sum);
    }
}
