using System;

namespace Generated.Numerics;

/// <summary>The ranges that optimisers and schedules require of their settings.</summary>
internal static class HyperparameterRange
{
    /// <summary>Requires a finite number of at least 0.</summary>
    public static void RequireNotNegative(double value, string name)
    {
        if (!(value >= 0.0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, "A finite number of at least 0 is wanted.");
    }

    /// <summary>Requires a finite number above 0.</summary>
    public static void RequirePositive(double value, string name)
    {
        if (!(value > 0.0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, "A finite number above 0 is wanted.");
    }

    /// <summary>Requires a number from 0 to below 1.</summary>
    public static void RequireBelowOne(double value, string name)
    {
        if (!(value >= 0.0 && value < 1.0))
            throw new ArgumentOutOfRangeException(name, value, "A number from 0 to below 1 is wanted.");
    }

    /// <summary>Requires a number from 0 to 1.</summary>
    public static void RequireShare(double value, string name)
    {
        if (!(value >= 0.0 && value <= 1.0))
            throw new ArgumentOutOfRangeException(name, value, "A number from 0 to 1 is wanted.");
    }

    /// <summary>Requires a count of at least 1.</summary>
    public static long RequireCount(long value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
