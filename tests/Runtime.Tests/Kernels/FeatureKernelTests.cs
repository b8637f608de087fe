using System;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;
using Generated.Kernels;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>The kernels whose lanes hold features and need nothing of their neighbours: scale and shift, PReLU, normalisation by constants.</summary>
public class FeatureKernelTests
{
    private const int Rows = 5;

    [Fact]
    public void ScaleAndShiftFollowsTheDefinition() => EverySize(ScaleDefinition<float>, ScaleDefinition<double>);

    [Fact]
    public void PReLUFollowsTheDefinition() => EverySize(PReLUDefinition<float>, PReLUDefinition<double>);

    [Fact]
    public void NormalizingFollowsTheDefinition() => EverySize(NormalizingDefinition<float>, NormalizingDefinition<double>);

    [Fact]
    public void EveryRegisterGivesTheSameBits() => EverySize(
        features => Widths<float>(features), features => Widths<double>(features));

    [Fact]
    public void GradientsAreTheSlopesOfTheOutput()
    {
        // A difference's rounding over its step; the functions are linear in pieces.
        double tolerance = 1e-8 / Math.Pow(2, -53);
        foreach (int features in (int[])[1, 3, 8, 17, 40])
        {
            Guarded<double> x = Guarded<double>.Random(Rows * features, 1),
                y = Guarded<double>.Empty(Rows * features), delta = Guarded<double>.Random(Rows * features, 2);
            Guarded<double> below = Guarded<double>.Empty(Rows * features),
                gain = Guarded<double>.Random(features, 3), shift = Guarded<double>.Random(features, 4);
            Guarded<double> deviation = Guarded<double>.Random(features, 5, 0.5, 1), ofGain = Zeros(features), ofShift = Zeros(features);

            ScaleAndShift.AddGradient(ref x.First, ref delta.First, ref ofGain.First, ref ofShift.First, Rows, (nuint)features);
            ScaleAndShift.InputGradient(ref gain.First, ref delta.First, ref below.First, Rows, (nuint)features);
            below.AssertNear(CentralDifference.Of(x, Scale), 1, tolerance);
            ofGain.AssertNear(CentralDifference.Of(gain, Scale), 1, tolerance);
            ofShift.AssertNear(CentralDifference.Of(shift, Scale), 1, tolerance);

            foreach (bool perFeature in (bool[])[true, false])
            {
                Guarded<double> slope = Guarded<double>.Random(perFeature ? features : 1, 6), ofSlope = Zeros(slope.Values.Length);
                PReLUFunction.AddGradient(ref x.First, ref delta.First, ref ofSlope.First, Rows, (nuint)features, perFeature);
                PReLUFunction.InputGradient(ref x.First, ref slope.First, ref delta.First, ref below.First, Rows, (nuint)features, perFeature);
                below.AssertNear(CentralDifference.Of(x, PReLU), 1, tolerance);
                ofSlope.AssertNear(CentralDifference.Of(slope, PReLU), 1, tolerance);

                double PReLU()
                {
                    PReLUFunction.Forward(ref x.First, ref slope.First, ref y.First, Rows, (nuint)features, perFeature);
                    return CentralDifference.Dot(y, delta);
                }
            }

            double[] slopes = CentralDifference.Of(x, Normalize);
            Normalize();
            Normalizing.InputGradient(ref y.First, ref deviation.First, ref delta.First, ref below.First, Rows, (nuint)features, 0.7);
            below.AssertNear(slopes, 1, tolerance);

            double Scale()
            {
                ScaleAndShift.Forward(ref x.First, ref gain.First, ref shift.First, ref y.First, Rows, (nuint)features);
                return CentralDifference.Dot(y, delta);
            }

            double Normalize()
            {
                Normalizing.Forward(ref x.First, ref shift.First, ref deviation.First, ref y.First, Rows, (nuint)features, 0.7);
                return CentralDifference.Dot(y, delta);
            }
        }
    }

    [Fact]
    public void ZeroPassesAPReLU()
    {
        float[] x = [0, -0f, float.NaN], slope = [5], delta = [1, 1, 1], below = new float[3], gradient = [0];
        PReLUFunction.InputGradient(ref x[0], ref slope[0], ref delta[0], ref below[0], 1, 3, false);
        Assert.Equal([1, 1, 1], below);
        PReLUFunction.AddGradient(ref x[0], ref delta[0], ref gradient[0], 1, 3, false);
        Assert.Equal(0, gradient[0]);
    }

    [Fact]
    public void ALimitThatIsReachedStopsTheGradient()
    {
        float[] x = [-9, -2, 1, 2, 9, float.NaN], mean = new float[6], deviation = [1, 1, 1, 1, 1, 1], y = new float[6];
        float[] delta = [1, 1, 1, 1, 1, 1], below = new float[6];
        Normalizing.Forward(ref x[0], ref mean[0], ref deviation[0], ref y[0], 1, 6, 2);
        Normalizing.InputGradient(ref y[0], ref deviation[0], ref delta[0], ref below[0], 1, 6, 2);
        Assert.Equal([-2, -2, 1, 2, 2, float.NaN], y);
        Assert.Equal([0, 0, 1, 0, 0, 1], below);
        Normalizing.Forward(ref x[0], ref mean[0], ref deviation[0], ref y[0], 1, 6, float.PositiveInfinity);
        Assert.Equal(x, y);
    }

    private static void EverySize(Action<int> single, Action<int> @double)
    {
        for (int features = 1; features <= 40; features++)
        {
            single(features);
            @double(features);
        }
    }

    private static Guarded<double> Zeros(int count) => Guarded<double>.Of(new double[count]);

    private static void ScaleDefinition<T>(int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Guarded<T> input = Guarded<T>.Random(Rows * features, 1), delta = Guarded<T>.Random(Rows * features, 2), output = Guarded<T>.Empty(Rows * features);
        Guarded<T> below = Guarded<T>.Empty(Rows * features), gain = Guarded<T>.Random(features, 3), shift = Guarded<T>.Random(features, 4);
        Guarded<T> ofGain = Guarded<T>.Random(features, 5), ofShift = Guarded<T>.Random(features, 6);
        double[] x = input.Doubles(), d = delta.Doubles(), g = gain.Doubles(), s = shift.Doubles(),
            gainGradient = ofGain.Doubles(), shiftGradient = ofShift.Doubles();
        ScaleAndShift.Forward(ref input.First, ref gain.First, ref shift.First, ref output.First, Rows, (nuint)features);
        ScaleAndShift.AddGradient(ref input.First, ref delta.First, ref ofGain.First, ref ofShift.First, Rows, (nuint)features);
        ScaleAndShift.InputGradient(ref gain.First, ref delta.First, ref below.First, Rows, (nuint)features);
        for (int i = 0; i < x.Length; i++)
        {
            gainGradient[i % features] += d[i] * x[i];
            shiftGradient[i % features] += d[i];
        }

        output.AssertNear([.. x.Select((value, i) => g[i % features] * value + s[i % features])], 3);
        below.AssertNear([.. d.Select((value, i) => g[i % features] * value)], 1);
        ofGain.AssertNear(gainGradient, 3 * Rows, 3);
        ofShift.AssertNear(shiftGradient, 3 * Rows, 3);

        ScaleAndShift.Forward(ref input.First, ref gain.First, ref shift.First, ref input.First, Rows, (nuint)features);
        input.AssertSameBits(output);
        ScaleAndShift.InputGradient(ref gain.First, ref delta.First, ref delta.First, Rows, (nuint)features);
        delta.AssertSameBits(below);
    }

    private static void PReLUDefinition<T>(int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (bool perFeature in (bool[])[true, false])
        {
            int slopes = perFeature ? features : 1;
            Guarded<T> input = Guarded<T>.Random(Rows * features, 1), delta = Guarded<T>.Random(Rows * features, 2), output = Guarded<T>.Empty(Rows * features);
            Guarded<T> below = Guarded<T>.Empty(Rows * features), slope = Guarded<T>.Random(slopes, 3), ofSlope = Guarded<T>.Random(slopes, 4);
            double[] x = input.Doubles(), d = delta.Doubles(), a = slope.Doubles(), gradient = ofSlope.Doubles();
            PReLUFunction.Forward(ref input.First, ref slope.First, ref output.First, Rows, (nuint)features, perFeature);
            PReLUFunction.AddGradient(ref input.First, ref delta.First, ref ofSlope.First, Rows, (nuint)features, perFeature);
            PReLUFunction.InputGradient(ref input.First, ref slope.First, ref delta.First, ref below.First, Rows, (nuint)features, perFeature);
            for (int i = 0; i < x.Length; i++)
                gradient[i % slopes] += d[i] * Math.Min(x[i], 0);

            output.AssertNear([.. x.Select((value, i) => value >= 0 ? value : a[i % slopes] * value)], 1);
            below.AssertNear([.. d.Select((value, i) => x[i] >= 0 ? value : a[i % slopes] * value)], 1);
            ofSlope.AssertNear(gradient, Rows * features + 4, Math.Sqrt(Rows * features) + 3);

            PReLUFunction.InputGradient(ref input.First, ref slope.First, ref delta.First, ref delta.First, Rows, (nuint)features, perFeature);
            delta.AssertSameBits(below);
            PReLUFunction.Forward(ref input.First, ref slope.First, ref input.First, Rows, (nuint)features, perFeature);
            input.AssertSameBits(output);
        }
    }

    private static void NormalizingDefinition<T>(int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (double clip in (double[])[1.25, double.PositiveInfinity])
        {
            Guarded<T> input = Guarded<T>.Random(Rows * features, 1, 2),
                delta = Guarded<T>.Random(Rows * features, 2), output = Guarded<T>.Empty(Rows * features);
            Guarded<T> below = Guarded<T>.Empty(Rows * features), mean = Guarded<T>.Random(features, 3), deviation = Guarded<T>.Random(features, 4, 0.5, 1);
            double[] x = input.Doubles(), d = delta.Doubles(), m = mean.Doubles(), s = deviation.Doubles();
            Normalizing.Forward(ref input.First, ref mean.First, ref deviation.First, ref output.First, Rows, (nuint)features, T.CreateTruncating(clip));
            Normalizing.InputGradient(ref output.First, ref deviation.First, ref delta.First, ref below.First, Rows, (nuint)features, T.CreateTruncating(clip));
            double[] y = [.. x.Select((value, i) => (value - m[i % features]) / s[i % features])];
            output.AssertNear([.. y.Select(value => Math.Clamp(value, -clip, clip))], 3, 6);
            below.AssertNear([.. d.Select((value, i) => Math.Abs(y[i]) < clip ? value / s[i % features] : 0)], 1, 2);
        }
    }

    private static void Widths<T>(int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Guarded<T> x = Guarded<T>.Random(Rows * features, 1), delta = Guarded<T>.Random(Rows * features, 2);
        Guarded<T> gain = Guarded<T>.Random(features, 3), shift = Guarded<T>.Random(features, 4), deviation = Guarded<T>.Random(features, 5, 0.5, 1);
        Guarded<T>[] expected = Run<Scalar<T>>();
        Same(Run<Simd128<T>>());
        if (Vector256.IsHardwareAccelerated)
            Same(Run<Simd256<T>>());
        if (Vector512.IsHardwareAccelerated)
            Same(Run<Simd512<T>>());
        Same(RunPublic());

        void Same(Guarded<T>[] actual)
        {
            for (int i = 0; i < expected.Length; i++)
                actual[i].AssertSameBits(expected[i]);
        }

        // Whole registers, then what is left one by one.
        Guarded<T>[] Run<TVector>()
            where TVector : struct, ISimd<TVector, T>
        {
            Guarded<T>[] results = Results();
            nuint count = (nuint)features, i = 0;
            T clip = T.CreateTruncating(0.7), shared = T.Zero;
            ScaleAndShift.Forward<TVector, T>(ref i, ref x.First, ref gain.First, ref shift.First, ref results[0].First, Rows, count);
            ScaleAndShift.Forward<Scalar<T>, T>(ref i, ref x.First, ref gain.First, ref shift.First, ref results[0].First, Rows, count);
            i = 0;
            ScaleAndShift.AddGradient<TVector, T>(ref i, ref x.First, ref delta.First, ref results[1].First, ref results[2].First, Rows, count);
            ScaleAndShift.AddGradient<Scalar<T>, T>(ref i, ref x.First, ref delta.First, ref results[1].First, ref results[2].First, Rows, count);
            i = 0;
            ScaleAndShift.InputGradient<TVector, T>(ref i, ref gain.First, ref delta.First, ref results[3].First, Rows, count);
            ScaleAndShift.InputGradient<Scalar<T>, T>(ref i, ref gain.First, ref delta.First, ref results[3].First, Rows, count);
            i = 0;
            PReLUFunction.Scale<TVector, T>(ref i, ref x.First, ref gain.First, ref x.First, ref results[4].First, Rows, count, true);
            PReLUFunction.Scale<Scalar<T>, T>(ref i, ref x.First, ref gain.First, ref x.First, ref results[4].First, Rows, count, true);
            i = 0;
            PReLUFunction.AddGradient<TVector, T>(ref i, ref x.First, ref delta.First, ref results[5].First, ref shared, Rows, count, true);
            PReLUFunction.AddGradient<Scalar<T>, T>(ref i, ref x.First, ref delta.First, ref results[5].First, ref shared, Rows, count, true);
            i = 0;
            PReLUFunction.AddGradient<TVector, T>(ref i, ref x.First, ref delta.First, ref results[6].First, ref shared, Rows, count, false);
            PReLUFunction.AddGradient<Scalar<T>, T>(ref i, ref x.First, ref delta.First, ref results[6].First, ref shared, Rows, count, false);
            results[6].First += shared;
            i = 0;
            Normalizing.Forward<TVector, T>(ref i, ref x.First, ref shift.First, ref deviation.First, ref results[7].First, Rows, count, clip);
            Normalizing.Forward<Scalar<T>, T>(ref i, ref x.First, ref shift.First, ref deviation.First, ref results[7].First, Rows, count, clip);
            i = 0;
            Normalizing.InputGradient<TVector, T>(ref i, ref results[7].First, ref deviation.First, ref delta.First, ref results[8].First, Rows, count, clip);
            Normalizing.InputGradient<Scalar<T>, T>(ref i, ref results[7].First, ref deviation.First, ref delta.First, ref results[8].First, Rows, count, clip);
            return results;
        }

        Guarded<T>[] RunPublic()
        {
            Guarded<T>[] results = Results();
            nuint count = (nuint)features;
            T clip = T.CreateTruncating(0.7);
            ScaleAndShift.Forward(ref x.First, ref gain.First, ref shift.First, ref results[0].First, Rows, count);
            ScaleAndShift.AddGradient(ref x.First, ref delta.First, ref results[1].First, ref results[2].First, Rows, count);
            ScaleAndShift.InputGradient(ref gain.First, ref delta.First, ref results[3].First, Rows, count);
            PReLUFunction.Forward(ref x.First, ref gain.First, ref results[4].First, Rows, count, true);
            PReLUFunction.AddGradient(ref x.First, ref delta.First, ref results[5].First, Rows, count, true);
            PReLUFunction.AddGradient(ref x.First, ref delta.First, ref results[6].First, Rows, count, false);
            Normalizing.Forward(ref x.First, ref shift.First, ref deviation.First, ref results[7].First, Rows, count, clip);
            Normalizing.InputGradient(ref results[7].First, ref deviation.First, ref delta.First, ref results[8].First, Rows, count, clip);
            return results;
        }

        Guarded<T>[] Results() =>
        [
            Guarded<T>.Empty(Rows * features), Guarded<T>.Random(features, 6), Guarded<T>.Random(features, 7), Guarded<T>.Empty(Rows * features),
            Guarded<T>.Empty(Rows * features), Guarded<T>.Random(features, 8), Guarded<T>.Random(1, 9), Guarded<T>.Empty(Rows * features),
            Guarded<T>.Empty(Rows * features),
        ];
    }
}
