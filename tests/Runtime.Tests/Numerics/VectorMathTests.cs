using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Threading.Tasks;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// The accuracy of the mathematical functions, and the same bits from every register. Single precision is sampled over
/// all bit patterns; with the environment variable GENERATED_EXHAUSTIVE=1 every one of the 2³² is tested, which takes minutes.
/// </summary>
public class VectorMathTests(ITestOutputHelper output)
{
    private static readonly bool s_exhaustive = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1";

    /// <summary>What <see cref="VectorMath"/> promises for processors without a fused multiply-add.</summary>
    private static readonly double s_slack = Fma.IsSupported || AdvSimd.IsSupported ? 1 : 1.25;

    [Fact]
    public void SinglePrecisionIsAccurateOverAllBitPatterns()
    {
        Accuracy<ExpFunction>(limit: 1, points: 20_000_000);
        Accuracy<TanhFunction>(limit: 2, points: 20_000_000);
        Accuracy<SigmoidFunction>(limit: 2, points: 20_000_000);
        Accuracy<LogFunction>(limit: 1, points: 4_000_000);
        Accuracy<Log1pFunction>(limit: 1, points: 4_000_000);
        Accuracy<SoftplusFunction>(limit: 2, points: 4_000_000);
        Accuracy<ErfFunction>(limit: 2, points: 4_000_000);
    }

    public static IEnumerable<TheoryDataRow<string>> Functions => References().Select(row => row.Function).Distinct().Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Functions))]
    public void DoublePrecisionIsAccurateToTwoUnitsInTheLastPlace(string function)
    {
        double worst = 0;
        foreach ((string name, double x, double high, double low) in References().Where(row => row.Function == function))
        {
            double actual = name switch
            {
                "Exp" => VectorMath.Exp(x),
                "Log" => VectorMath.Log(x),
                "Log1p" => VectorMath.Log1p(x),
                "Tanh" => VectorMath.Tanh(x),
                "Sigmoid" => VectorMath.Sigmoid(x),
                "Softplus" => VectorMath.Softplus(x),
                _ => VectorMath.Erf(x),
            };
            double error = Math.Abs(actual - high - low) / Math.Max(Math.BitIncrement(Math.Abs(high)) - Math.Abs(high), double.Epsilon);
            Assert.True(error <= 2 * s_slack, string.Create(CultureInfo.InvariantCulture, $"{name}({x:R}) is {actual:R}, {error:F2} units from {high:R}."));
            worst = Math.Max(worst, error);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{function}: {worst:F3} units in the last place"));
    }

    [Fact]
    public void SpecialValuesAreRight()
    {
        SpecialValues<float>();
        SpecialValues<double>();
    }

    [Fact]
    public void SubnormalResultsAreRoundedOnce()
    {
        for (double x = -745.2; x < -708; x += 0.0103)
        {
            double expected = Math.Exp(x);
            Assert.InRange(VectorMath.Exp(x), expected - double.Epsilon, expected + double.Epsilon);
            Assert.InRange(VectorMath.Sigmoid(x), expected - double.Epsilon, expected + double.Epsilon);
            Assert.InRange(VectorMath.Softplus(x), expected - double.Epsilon, expected + double.Epsilon);
        }
    }

    [Fact]
    public void EveryRegisterGivesTheSameBits()
    {
        SameBits<ExpFunction>();
        SameBits<LogFunction>();
        SameBits<Log1pFunction>();
        SameBits<TanhFunction>();
        SameBits<SigmoidFunction>();
        SameBits<SoftplusFunction>();
        SameBits<ErfFunction>();
    }

    private static void SameBits<TFunction>()
        where TFunction : IMathFunction
    {
        Lanes.SameInAllRegisters<OnLanes<TFunction>, float>(Lanes.Samples<float>(16 * 2000, bits => BitConverter.Int32BitsToSingle((int)bits)));
        Lanes.SameInAllRegisters<OnLanes<TFunction>, double>(Lanes.Samples<double>(8 * 2000, BitConverter.Int64BitsToDouble));
    }

    private static void SpecialValues<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T zero = T.Zero, minusZero = T.NegativeZero, one = T.One, infinity = T.PositiveInfinity, nan = T.NaN, least = T.Epsilon;
        T half = one / (one + one), greatest = T.BitDecrement(infinity), leastNormal = T.ScaleB(one, typeof(T) == typeof(float) ? -126 : -1022);
        Check<ExpFunction, T>((zero, one), (minusZero, one), (infinity, infinity), (-infinity, zero), (greatest, infinity), (-greatest, zero), (nan, nan), (least, one));
        Check<LogFunction, T>((zero, -infinity), (minusZero, -infinity), (one, zero), (infinity, infinity), (-one, nan), (-least, nan), (-infinity, nan), (nan, nan));
        Check<Log1pFunction, T>((zero, zero), (minusZero, minusZero), (-one, -infinity), (-one - one, nan), (-infinity, nan), (infinity, infinity), (nan, nan), (least, least), (-least, -least), (leastNormal, leastNormal));
        Check<TanhFunction, T>((zero, zero), (minusZero, minusZero), (infinity, one), (-infinity, -one), (greatest, one), (-greatest, -one), (nan, nan), (least, least), (-least, -least), (leastNormal, leastNormal));
        Check<SigmoidFunction, T>((zero, half), (minusZero, half), (infinity, one), (-infinity, zero), (greatest, one), (-greatest, zero), (nan, nan), (least, half));
        Check<SoftplusFunction, T>((infinity, infinity), (-infinity, zero), (greatest, greatest), (-greatest, zero), (nan, nan));
        Check<ErfFunction, T>((zero, zero), (minusZero, minusZero), (infinity, one), (-infinity, -one), (greatest, one), (-greatest, -one), (nan, nan), (least, least));
    }

    private static void Check<TFunction, T>(params (T X, T Y)[] values)
        where TFunction : IMathFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((T x, T y) in values)
        {
            T actual = TFunction.Vector<Scalar<T>, T>(new(x)).Value;
            bool same = T.IsNaN(y) ? T.IsNaN(actual) : actual == y && T.IsNegative(actual) == T.IsNegative(y);
            Assert.True(same, FormattableString.Invariant($"{typeof(TFunction).Name}({x}) is {actual}, not {y}."));
        }
    }

    private void Accuracy<TFunction>(double limit, long points)
        where TFunction : IMathFunction
    {
        // An odd step meets every bit pattern's lowest bits; steps of one meet every pattern.
        long step = s_exhaustive ? 1 : ((1L << 32) / points) | 1;
        const int parts = 64;
        double[] worst = new double[parts];
        float[] where = new float[parts];
        Parallel.For(0, parts, part => (worst[part], where[part]) = Worst<TFunction>((1L << 32) / parts * part, (1L << 32) / parts * (part + 1), step));
        int at = Array.IndexOf(worst, worst.Max());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{typeof(TFunction).Name}: {worst[at]:F3} units in the last place, at {where[at]:R}"));
        Assert.True(worst[at] <= limit * s_slack, string.Create(CultureInfo.InvariantCulture, $"{typeof(TFunction).Name}({where[at]:R}) is {worst[at]:F3} units off."));
    }

    private static (double Error, float At) Worst<TFunction>(long from, long to, long step)
        where TFunction : IMathFunction
    {
        const int block = 1024;
        float[] x = new float[block], y = new float[block];
        (double Error, float At) worst = (0, 0);
        for (long first = from; first < to; first += block * step)
        {
            for (int i = 0; i < block; i++)
                x[i] = BitConverter.UInt32BitsToSingle((uint)Math.Min(first + i * step, to - 1));
            Fill<TFunction>(x, y);
            for (int i = 0; i < block; i++)
            {
                double expected = TFunction.Reference(x[i]), error = Error(y[i], expected);
                if (!(error <= worst.Error))
                    worst = (double.IsNaN(error) ? double.PositiveInfinity : error, x[i]);
            }
        }

        return worst;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill<TFunction>(float[] x, float[] y)
        where TFunction : IMathFunction
    {
        for (int i = 0; i < x.Length; i += Simd128<float>.Count)
            TFunction.Vector<Simd128<float>, float>(Simd128<float>.Load(ref x[i])).Store(ref y[i]);
    }

    /// <summary>The distance in units of the last place of the single-precision number nearest to what is expected.</summary>
    private static double Error(float actual, double expected)
    {
        if (double.IsNaN(expected))
            return float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        float nearest = (float)expected;
        if (float.IsInfinity(nearest) || float.IsInfinity(actual))
            return actual == nearest || (float.IsInfinity(actual) && Math.Abs(expected) > 3.4028234e38) || (float.IsInfinity(nearest) && Math.Abs(actual) == float.MaxValue) ? 0 : double.PositiveInfinity;
        double unit = Math.Max(MathF.BitIncrement(MathF.Abs(nearest)) - (double)MathF.Abs(nearest), float.Epsilon);
        return Math.Abs(actual - expected) / unit;
    }

    private static IEnumerable<(string Function, double X, double High, double Low)> References()
    {
        using Stream stream = typeof(VectorMathTests).Assembly.GetManifestResourceStream("reference.csv")!;
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            double Bits(int field) => BitConverter.UInt64BitsToDouble(ulong.Parse(fields[field], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            yield return (fields[0], Bits(1), Bits(2), Bits(3));
        }
    }

    private readonly struct OnLanes<TFunction> : ILaneFunction
        where TFunction : IMathFunction
    {
        public static TVector Of<TVector, T>(TVector x)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TFunction.Vector<TVector, T>(x);
    }
}
