using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Threading.Tasks;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// The functions in double precision on many points, measured against <see cref="DoubleDouble{TVector}"/>, which itself is held
/// against reference.csv. Two million points each; ten million with the environment variable GENERATED_EXHAUSTIVE=1.
/// </summary>
public class DoublePrecisionTests(ITestOutputHelper output)
{
    private static readonly long s_points = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1" ? 10_000_000 : 2_000_000;

    private static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

    [Fact]
    public void ExpIsRightToOneUnitInTheLastPlace() => Accuracy<ExpFunction>(1, (-660, 700), (-1, 1));

    [Fact]
    public void LogIsRightToOneUnitInTheLastPlace() => Accuracy<LogFunction>(1, (0.25, 4), (0, 1e6), (0.99, 1.01));

    [Fact]
    public void Log1pIsRightToOneUnitInTheLastPlace() => Accuracy<Log1pFunction>(1, (-0.9999, 2), (-0.1, 0.1), (0, 1e6));

    [Fact]
    public void TanhIsRightToTwoUnitsInTheLastPlace() => Accuracy<TanhFunction>(2, (-20, 20), (0.3, 0.9), (-0.1, 0.1));

    [Fact]
    public void SigmoidIsRightToTwoUnitsInTheLastPlace() => Accuracy<SigmoidFunction>(2, (-40, 40), (-2, 2), (-660, -30));

    [Fact]
    public void SoftplusIsRightToTwoUnitsInTheLastPlace() => Accuracy<SoftplusFunction>(2, (-40, 40), (-2, 2), (-600, -30));

    [Fact]
    public void ErfIsRightToTwoUnitsInTheLastPlace() => Accuracy<ErfFunction>(HasFusedMultiplyAdd ? 2 : 2.5, (-1.3, 1.3), (-6, 6));

    private void Accuracy<TFunction>(double limit, params (double From, double To)[] ranges)
        where TFunction : IMathFunction
    {
        const int parts = 16;
        double[] worst = new double[parts], where = new double[parts];
        Parallel.For(0, parts, part =>
        {
            foreach ((double from, double to) in ranges)
            {
                (double error, double at) = Vector512.IsHardwareAccelerated ? Worst<TFunction, Simd512<double>>(from, to, part)
                    : Vector256.IsHardwareAccelerated ? Worst<TFunction, Simd256<double>>(from, to, part)
                    : Worst<TFunction, Simd128<double>>(from, to, part);
                if (!(error <= worst[part]))
                    (worst[part], where[part]) = (error, at);
            }
        });
        int largest = Array.IndexOf(worst, worst.Max());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{typeof(TFunction).Name}: {worst[largest]:F3} units in the last place, at {where[largest]:R}"));
        Assert.True(worst[largest] <= limit, string.Create(CultureInfo.InvariantCulture, $"{typeof(TFunction).Name}({where[largest]:R}) is {worst[largest]:F3} units off."));

        (double Error, double At) Worst<T, TVector>(double from, double to, int part)
            where T : IMathFunction
            where TVector : struct, ISimd<TVector, double> => WorstOf<T, TVector>(from, to, s_points / parts / ranges.Length, seed: part);
    }

    private static (double Error, double At) WorstOf<TFunction, TVector>(double from, double to, long points, int seed)
        where TFunction : IMathFunction
        where TVector : struct, ISimd<TVector, double>
    {
        var random = new Random(seed);
        double[] x = new double[512], errors = new double[512];
        (double Error, double At) worst = (0, 0);
        for (long done = 0; done < points; done += x.Length)
        {
            for (int i = 0; i < x.Length; i++)
                x[i] = from + (to - from) * random.NextDouble();
            Errors<TFunction, TVector>(x, errors);
            for (int i = 0; i < x.Length; i++)
            {
                if (!(errors[i] <= worst.Error))
                    worst = (double.IsNaN(errors[i]) ? double.PositiveInfinity : errors[i], x[i]);
            }
        }

        return worst;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Errors<TFunction, TVector>(double[] x, double[] errors)
        where TFunction : IMathFunction
        where TVector : struct, ISimd<TVector, double>
    {
        for (int i = 0; i < x.Length; i += TVector.Count)
        {
            TVector argument = TVector.Load(ref x[i]);
            Error(TFunction.Vector<TVector, double>(argument), TFunction.Exact(argument)).Store(ref errors[i]);
        }

        static TVector Error(TVector actual, DoubleDouble<TVector> exact) => DoubleDouble<TVector>.Error(actual, exact);
    }
}
