using System;
using System.Globalization;
using System.Numerics;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>A function of a register whose lanes do not depend on one another.</summary>
public interface ILaneFunction
{
    static abstract TVector Of<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Compares registers of every width, also of those that the processor has not, with a single lane.</summary>
public static class Lanes
{
    /// <summary>Half of them of any bits, special values among them, half of them between −20 and 20.</summary>
    public static T[] Samples<T>(int count, Func<long, T> fromBits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] special = [T.Zero, T.NegativeZero, T.PositiveInfinity, T.NegativeInfinity, T.NaN, T.Epsilon, -T.Epsilon, T.One, T.NegativeOne];
        var random = new Random(5);
        T[] samples = new T[count];
        for (int i = 0; i < count; i++)
        {
            samples[i] = i < special.Length ? special[i]
                : i % 2 == 0 ? fromBits(random.NextInt64(long.MinValue, long.MaxValue))
                : T.CreateTruncating(random.NextDouble() * 40 - 20);
        }

        return samples;
    }

    public static void SameInAllRegisters<TFunction, T>(T[] x)
        where TFunction : ILaneFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] expected = Apply<TFunction, Scalar<T>, T>(x);
        Same(x, expected, Apply<TFunction, Simd128<T>, T>(x), "128 bits");
        Same(x, expected, Apply<TFunction, Simd256<T>, T>(x), "256 bits");
        Same(x, expected, Apply<TFunction, Simd512<T>, T>(x), "512 bits");
        Same(x, expected, Apply<TFunction, Pair<Simd256<T>, T>, T>(x), "2 × 256 bits");
        Same(x, expected, Apply<TFunction, Pair<Pair<Simd128<T>, T>, T>, T>(x), "4 × 128 bits");
    }

    private static T[] Apply<TFunction, TVector, T>(T[] x)
        where TFunction : ILaneFunction
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] y = new T[x.Length];
        for (int i = 0; i < x.Length; i += TVector.Count)
            TFunction.Of<TVector, T>(TVector.Load(ref x[i])).Store(ref y[i]);
        return y;
    }

    private static void Same<T>(T[] x, T[] expected, T[] actual, string register)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            bool same = T.IsNaN(expected[i]) ? T.IsNaN(actual[i]) : expected[i] == actual[i] && T.IsNegative(expected[i]) == T.IsNegative(actual[i]);
            Assert.True(same, string.Create(CultureInfo.InvariantCulture, $"f({x[i]:R}) is {actual[i]:R} in {register}, {expected[i]:R} in a single lane."));
        }
    }
}
