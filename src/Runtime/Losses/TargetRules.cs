using System;
using System.Globalization;
using System.Numerics;

namespace Generated;

/// <summary>What losses allow of a sample's target. Each rule says what is wrong in one sentence, or nothing.</summary>
internal static class TargetRules
{
    // Rounded to two decimals, probabilities sum to 0.99 or 1.01.
    private const double LeastSum = 0.989999, GreatestSum = 1.010001;

    /// <summary>Any finite numbers.</summary>
    public static string? FindNotFinite<T>(ReadOnlySpan<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < target.Length; i++)
        {
            if (!T.IsFinite(target[i]))
                return Of(i, target[i], "Expected finite numbers.");
        }

        return null;
    }

    /// <summary>Independent probabilities: numbers from 0 to 1.</summary>
    public static string? FindNotProbability<T>(ReadOnlySpan<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => FindOutside(target, "Expected numbers from 0 to 1.");

    /// <summary>A distribution: numbers from 0 to 1 whose sum is 1, or, since they may be rounded, within 0.01 of it.</summary>
    public static string? FindNotDistribution<T>(ReadOnlySpan<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (FindOutside(target, "Expected numbers from 0 to 1 whose sum is 1.") is { } error)
            return error;
        double sum = 0.0;
        foreach (T value in target)
            sum += double.CreateTruncating(value);
        return sum is >= LeastSum and <= GreatestSum ? null
            : string.Create(CultureInfo.InvariantCulture, $"Its sum is {sum:0.######}. Expected numbers from 0 to 1 whose sum is 1.");
    }

    private static string? FindOutside<T>(ReadOnlySpan<T> target, string expected)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < target.Length; i++)
        {
            if (!(target[i] >= T.Zero && target[i] <= T.One))
                return Of(i, target[i], expected);
        }

        return null;
    }

    private static string Of<T>(int index, T value, string expected) => string.Create(CultureInfo.InvariantCulture, $"Element {index} is {value}. {expected}");
}
