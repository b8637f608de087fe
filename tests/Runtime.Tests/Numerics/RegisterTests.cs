using System;
using System.Linq;
using System.Numerics;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>The operations of <see cref="ISimd{TSelf, T}"/>, lane by lane against plain arithmetic.</summary>
public class RegisterTests
{
    private static readonly float[] s_singles = Lanes.Samples<float>(16 * 40, bits => BitConverter.Int32BitsToSingle((int)bits));
    private static readonly double[] s_doubles = Lanes.Samples<double>(8 * 80, BitConverter.Int64BitsToDouble);

    [Fact]
    public void OneLaneDoesWhatItsNameSays() => Check<Scalar<float>, Scalar<double>>();

    [Fact]
    public void Lanes128DoWhatTheirNamesSay() => Check<Simd128<float>, Simd128<double>>();

    [Fact]
    public void Lanes256DoWhatTheirNamesSay() => Check<Simd256<float>, Simd256<double>>();

    [Fact]
    public void Lanes512DoWhatTheirNamesSay() => Check<Simd512<float>, Simd512<double>>();

    [Fact]
    public void PairsDoWhatTheirNamesSay() => Check<Pair<Pair<Simd128<float>, float>, float>, Pair<Simd256<double>, double>>();

    [Fact]
    public void LanesAreFoldedHalfOnHalf()
    {
        Folds<Simd512<float>, Pair<Simd256<float>, float>, Pair<Pair<Simd128<float>, float>, float>, float>();
        Folds<Simd512<double>, Pair<Simd256<double>, double>, Pair<Pair<Simd128<double>, double>, double>, double>();
    }

    private static void Check<TSingle, TDouble>()
        where TSingle : struct, ISimd<TSingle, float>
        where TDouble : struct, ISimd<TDouble, double>
    {
        Arithmetic<TSingle, float>(s_singles);
        Arithmetic<TDouble, double>(s_doubles);

        static float Single(int bits) => BitConverter.Int32BitsToSingle(bits);
        static double Double(long bits) => BitConverter.Int64BitsToDouble(bits);
        static int SingleBits(float x) => BitConverter.SingleToInt32Bits(x);
        static long DoubleBits(double x) => BitConverter.DoubleToInt64Bits(x);
        Binary<TSingle, float>(s_singles, TSingle.And, (x, y) => Single(SingleBits(x) & SingleBits(y)));
        Binary<TSingle, float>(s_singles, TSingle.Or, (x, y) => Single(SingleBits(x) | SingleBits(y)));
        Binary<TSingle, float>(s_singles, TSingle.AddBits, (x, y) => Single(SingleBits(x) + SingleBits(y)));
        Binary<TSingle, float>(s_singles, (x, _) => TSingle.ShiftBitsLeft(x, 23), (x, _) => Single(SingleBits(x) << 23));
        Binary<TSingle, float>(s_singles, (x, _) => TSingle.ShiftBitsRight(x, 23), (x, _) => Single(SingleBits(x) >> 23));
        Binary<TSingle, float>(s_singles, (x, _) => TSingle.ConvertBitsToFloat(TSingle.ShiftBitsRight(x, 8)), (x, _) => SingleBits(x) >> 8);
        Binary<TDouble, double>(s_doubles, TDouble.And, (x, y) => Double(DoubleBits(x) & DoubleBits(y)));
        Binary<TDouble, double>(s_doubles, TDouble.Or, (x, y) => Double(DoubleBits(x) | DoubleBits(y)));
        Binary<TDouble, double>(s_doubles, TDouble.AddBits, (x, y) => Double(DoubleBits(x) + DoubleBits(y)));
        Binary<TDouble, double>(s_doubles, (x, _) => TDouble.ShiftBitsLeft(x, 52), (x, _) => Double(DoubleBits(x) << 52));
        Binary<TDouble, double>(s_doubles, (x, _) => TDouble.ShiftBitsRight(x, 52), (x, _) => Double(DoubleBits(x) >> 52));
        Binary<TDouble, double>(s_doubles, (x, _) => TDouble.ConvertBitsToFloat(TDouble.ShiftBitsRight(x, 11)), (x, _) => DoubleBits(x) >> 11);

        float[] wholeSingles = [.. s_singles.Select((_, i) => (i - 300) * 1001f)];
        double[] wholeDoubles = [.. s_doubles.Select((_, i) => (i - 300) * 1e12)];
        Binary<TSingle, float>(wholeSingles, (x, _) => TSingle.ConvertFloatToBits(x), (x, _) => Single((int)x));
        Binary<TDouble, double>(wholeDoubles, (x, _) => TDouble.ConvertFloatToBits(x), (x, _) => Double((long)x));
    }

    private static void Arithmetic<TVector, T>(T[] samples)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Binary<TVector, T>(samples, (x, y) => x + y, (x, y) => x + y);
        Binary<TVector, T>(samples, (x, y) => x - y, (x, y) => x - y);
        Binary<TVector, T>(samples, (x, y) => x * y, (x, y) => x * y);
        Binary<TVector, T>(samples, (x, y) => x / y, (x, y) => x / y);
        Binary<TVector, T>(samples, (x, y) => TVector.MultiplyAdd(x, y, y), (x, y) => Scalar<T>.MultiplyAdd(new(x), new(y), new(y)).Value);
        Binary<TVector, T>(samples, (x, _) => TVector.Sqrt(x), (x, _) => T.Sqrt(x));
        Binary<TVector, T>(samples, (x, _) => TVector.Abs(x), (x, _) => T.Abs(x));
        Binary<TVector, T>(samples, (x, _) => TVector.Round(x), (x, _) => T.Round(x, MidpointRounding.ToEven));
        Binary<TVector, T>(samples, TVector.CopySign, T.CopySign);
        Binary<TVector, T>(samples, (x, y) => TVector.SelectLess(x, y, x, y), (x, y) => x < y ? x : y);
        Binary<TVector, T>(samples, (x, y) => TVector.Select(TVector.LessThan(x, y), x, y), (x, y) => x < y ? x : y);
        Binary<TVector, T>(samples, (x, y) => TVector.Select(TVector.LessThanOrEqual(x, y), y, x), (x, y) => x <= y ? y : x);
        Binary<TVector, T>(samples, (x, y) => TVector.Select(TVector.Equals(x, y), TVector.Zero, x), (x, y) => x == y ? T.Zero : x);
    }

    private static void Binary<TVector, T>(T[] samples, Func<TVector, TVector, TVector> registers, Func<T, T, T> single)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Against itself too, so that some pairs are equal.
        T[] others = [.. samples.Select((x, i) => i % 5 == 0 ? x : samples[(i * 7 + 3) % samples.Length])];
        T[] results = new T[samples.Length];
        for (nuint i = 0; i < (nuint)samples.Length; i += (nuint)TVector.Count)
            registers(TVector.Load(ref samples[0], i), TVector.Load(ref others[0], i)).Store(ref results[0], i);
        for (int i = 0; i < samples.Length; i++)
        {
            T expected = single(samples[i], others[i]);
            bool same = T.IsNaN(expected) ? T.IsNaN(results[i]) : expected == results[i] && T.IsNegative(expected) == T.IsNegative(results[i]);
            Assert.True(same, FormattableString.Invariant($"{samples[i]}, {others[i]} give {results[i]}, not {expected}."));
        }
    }

    private static void Folds<TWide, TPair, TPairOfPairs, T>()
        where TWide : struct, ISimdBlock<TWide, T>
        where TPair : struct, ISimdBlock<TPair, T>
        where TPairOfPairs : struct, ISimdBlock<TPairOfPairs, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(9);
        T[] lanes = [.. Enumerable.Range(0, TWide.Count).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];
        T[] sums = lanes;
        while (sums.Length > 1)
            sums = [.. sums[..(sums.Length / 2)].Zip(sums[(sums.Length / 2)..], (lower, upper) => lower + upper)];
        Assert.Equal(sums[0], Simd128<T>.Sum(TWide.Fold(TWide.Load(ref lanes[0]))));
        Assert.Equal(sums[0], Simd128<T>.Sum(TPair.Fold(TPair.Load(ref lanes[0]))));
        Assert.Equal(sums[0], Simd128<T>.Sum(TPairOfPairs.Fold(TPairOfPairs.Load(ref lanes[0]))));
        Assert.Equal(lanes.Max(), Simd128<T>.Maximum(TWide.FoldMaximum(TWide.Load(ref lanes[0]))));
        Assert.Equal(lanes.Max(), Simd128<T>.Maximum(TPair.FoldMaximum(TPair.Load(ref lanes[0]))));
        Assert.Equal(lanes.Max(), Simd128<T>.Maximum(TPairOfPairs.FoldMaximum(TPairOfPairs.Load(ref lanes[0]))));
    }
}
