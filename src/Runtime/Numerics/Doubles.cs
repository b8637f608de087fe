using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Generated.Numerics;

/// <summary>Numbers of either precision as doubles, and back: what is summed is summed in double.</summary>
internal static class Doubles
{
    /// <summary>The values as doubles: the same memory where they are, otherwise a copy.</summary>
    public static ReadOnlySpan<double> Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
            return MemoryMarshal.Cast<T, double>(values);
        var wide = new double[values.Length];
        Widen(values, wide);
        return wide;
    }

    /// <summary>The values as doubles: the same memory where they are, otherwise copied to the room given.</summary>
    public static ReadOnlySpan<double> Of<T>(ReadOnlySpan<T> values, Span<double> room)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
            return MemoryMarshal.Cast<T, double>(values);
        Widen(values, room);
        return room[..values.Length];
    }

    /// <summary>Copies values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="wide">Receives as many doubles, which are the same numbers.</param>
    public static void Widen<T>(ReadOnlySpan<T> values, Span<double> wide)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
        {
            MemoryMarshal.Cast<T, double>(values).CopyTo(wide);
            return;
        }

        ReadOnlySpan<float> narrow = MemoryMarshal.Cast<T, float>(values);
        ref float source = ref MemoryMarshal.GetReference(narrow);
        ref double target = ref MemoryMarshal.GetReference(wide[..narrow.Length]);
        int i = 0;
        for (; i <= narrow.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.LoadUnsafe(ref source, (nuint)i));
            lower.StoreUnsafe(ref target, (nuint)i);
            upper.StoreUnsafe(ref target, (nuint)(i + Vector256<double>.Count));
        }

        for (; i < narrow.Length; i++)
            wide[i] = narrow[i];
    }

    /// <summary>The doubles, rounded to T.</summary>
    public static T[] Round<T>(ReadOnlySpan<double> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rounded = new T[values.Length];
        Round(values, rounded);
        return rounded;
    }

    /// <summary>Writes the doubles, rounded to T.</summary>
    public static void Round<T>(ReadOnlySpan<double> values, Span<T> rounded)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
            rounded[i] = T.CreateTruncating(values[i]);
    }

    /// <summary>Whether T holds a number to four digits: it neither overflows nor loses more to a subnormal number.</summary>
    public static bool Holds<T>(double value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            Math.Abs(double.CreateTruncating(T.CreateTruncating(value)) - value) <= 1e-4 * Math.Abs(value) && double.IsFinite(value);

    /// <summary>Requires that T holds numbers that follow from samples, to four digits.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="what">What they are, as in "The noise variance".</param>
    /// <exception cref="ArgumentException">It does not hold one of them.</exception>
    public static void RequireHeld<T>(ReadOnlySpan<double> values, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (double value in values)
        {
            if (!Holds<T>(value))
                ThrowNotHeld<T>(value, what);
        }
    }

    private static void ThrowNotHeld<T>(double value, string what) => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
        $"{what} of {value:g3} is out of the range of {typeof(T).Name}; scale the samples {(Math.Abs(value) > 1.0 ? "down" : "up")}."), "samples");
}
