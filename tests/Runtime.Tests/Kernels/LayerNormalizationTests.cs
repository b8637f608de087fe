using System;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;
using Generated.Kernels;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public class LayerNormalizationTests
{
    private const int Rows = 3;

    [Fact]
    public void RowsOfEveryLengthFollowTheDefinition()
    {
        for (int features = 1; features <= 70; features++)
        {
            Definition<float>(features);
            Definition<double>(features);
        }
    }

    [Fact]
    public void GradientsAreTheSlopesOfTheOutput()
    {
        foreach (int features in (int[])[1, 2, 3, 7, 8, 9, 15, 16, 17, 33])
        {
            var layer = new Layer<double>(features);
            layer.Forward();
            layer.Backward();
            double[] gain = [.. CentralDifference.Of(layer.Gain, Loss).Zip(layer.Start, (slope, start) => slope + start)];
            double[] shift = [.. CentralDifference.Of(layer.Shift, Loss).Zip(layer.Start, (slope, start) => slope + start)];

            // An error of the differences' step squared times the third derivative, and of rounding over the step.
            double tolerance = 2e-8 / Math.Pow(2, -53);
            layer.GainGradient.AssertNear(gain, 1, tolerance);
            layer.ShiftGradient.AssertNear(shift, 1, tolerance);
            if (features > 2)
                layer.Below.AssertNear(CentralDifference.Of(layer.Input, Loss), 1, 10 * tolerance);

            double Loss()
            {
                layer.Forward();
                return CentralDifference.Dot(layer.Output, layer.Delta);
            }
        }
    }

    [Fact]
    public void EveryRegisterGivesTheSameBits()
    {
        for (int features = 1; features <= 70; features++)
        {
            SameBits<float>(features);
            SameBits<double>(features);
        }
    }

    [Fact]
    public void ARowHasTheSameBitsAloneAndInPlace()
    {
        for (int features = 1; features <= 40; features++)
        {
            Alone<float>(features);
            Alone<double>(features);
        }
    }

    [Fact]
    public void AMeanFarFromZeroCostsNoVariance()
    {
        // In one pass, the squares' mean less the mean's square would have no correct digit.
        float[] input = [.. Enumerable.Range(0, 32).Select(i => 4096f + i % 2)], output = new float[32], statistics = new float[2];
        float[] gain = [.. Enumerable.Repeat(1f, 32)], shift = new float[32];
        LayerNormalization.Forward(ref input[0], ref gain[0], ref shift[0], ref output[0], ref statistics[0], 1, 32, 0);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => i % 2 == 0 ? -1f : 1f), output);
        Assert.Equal([4096.5f, 2f], statistics);
    }

    private static void Definition<T>(int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layer = new Layer<T>(features);
        layer.Forward();
        layer.Backward();
        double[] x = layer.Input.Doubles(), gain = layer.Gain.Doubles(), shift = layer.Shift.Doubles(), delta = layer.Delta.Doubles();
        double[] y = new double[x.Length], below = new double[x.Length], statistics = new double[2 * Rows];
        double[] gainGradient = [.. layer.Start.Select(double.CreateChecked)], shiftGradient = [.. layer.Start.Select(double.CreateChecked)];
        double largest = 1;
        for (int row = 0; row < Rows; row++)
        {
            int first = row * features;
            double mean = Enumerable.Range(first, features).Average(i => x[i]);
            double scale = 1 / Math.Sqrt(Enumerable.Range(first, features).Average(i => (x[i] - mean) * (x[i] - mean)) + Layer<T>.Epsilon);
            double[] normalized = [.. Enumerable.Range(first, features).Select(i => (x[i] - mean) * scale)];
            double[] g = [.. Enumerable.Range(0, features).Select(j => gain[j] * delta[first + j])];
            double products = g.Zip(normalized, (a, b) => a * b).Average();
            for (int j = 0; j < features; j++)
            {
                y[first + j] = gain[j] * normalized[j] + shift[j];
                gainGradient[j] += delta[first + j] * normalized[j];
                shiftGradient[j] += delta[first + j];

                // The derivative of the j-th value is the sum over all outputs, by the quotient rule.
                below[first + j] = scale * (g[j] - g.Average() - normalized[j] * products);
            }

            (statistics[2 * row], statistics[2 * row + 1]) = (mean, scale);
            largest = Math.Max(largest, scale);
        }

        // A mean's rounding is magnified by the scale, in a gradient by its square.
        layer.Output.AssertNear(y, 30, largest);
        layer.Statistics.AssertNear(statistics, 30, largest * largest);
        layer.Below.AssertNear(below, 100, largest * largest);
        layer.GainGradient.AssertNear(gainGradient, 60, largest);
        layer.ShiftGradient.AssertNear(shiftGradient, 8);
    }

    private static void SameBits<T>(int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var expected = new Layer<T>(features);
        expected.Forward();
        expected.Backward();
        if (features >= Simd512<T>.Count)
        {
            if (Vector512.IsHardwareAccelerated)
                Same<Simd512<T>>();
            if (Vector256.IsHardwareAccelerated)
                Same<Pair<Simd256<T>, T>>();
            Same<Pair<Pair<Simd128<T>, T>, T>>();
        }
        else if (features >= Simd256<T>.Count)
        {
            if (Vector256.IsHardwareAccelerated)
                Same<Simd256<T>>();
            Same<Pair<Simd128<T>, T>>();
        }

        Gradient<Scalar<T>>();
        Gradient<Simd128<T>>();
        if (Vector256.IsHardwareAccelerated)
            Gradient<Simd256<T>>();

        void Same<TBlock>()
            where TBlock : struct, ISimdBlock<TBlock, T>
        {
            var layer = new Layer<T>(features);
            LayerNormalization.Forward<TBlock, T>(
                ref layer.Input.First, ref layer.Gain.First, ref layer.Shift.First, ref layer.Output.First, ref layer.Statistics.First,
                Rows, (nuint)features, T.CreateTruncating(Layer<T>.Epsilon));
            layer.Output.AssertSameBits(expected.Output);
            layer.Statistics.AssertSameBits(expected.Statistics);
            LayerNormalization.InputGradient<TBlock, T>(
                ref layer.Input.First, ref layer.Gain.First, ref layer.Statistics.First, ref layer.Delta.First, ref layer.Below.First, Rows, (nuint)features);
            layer.Below.AssertSameBits(expected.Below);
        }

        void Gradient<TVector>()
            where TVector : struct, ISimd<TVector, T>
        {
            var layer = new Layer<T>(features);
            layer.Forward();
            nuint feature = 0;
            LayerNormalization.AddGradient<TVector, T>(
                ref feature, ref layer.Input.First, ref layer.Statistics.First,
                ref layer.Delta.First, ref layer.GainGradient.First, ref layer.ShiftGradient.First,
                Rows, (nuint)features);
            LayerNormalization.AddGradient<Scalar<T>, T>(
                ref feature, ref layer.Input.First, ref layer.Statistics.First,
                ref layer.Delta.First, ref layer.GainGradient.First, ref layer.ShiftGradient.First,
                Rows, (nuint)features);
            layer.GainGradient.AssertSameBits(expected.GainGradient);
            layer.ShiftGradient.AssertSameBits(expected.ShiftGradient);
        }
    }

    private static void Alone<T>(int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layer = new Layer<T>(features);
        layer.Forward();
        layer.Backward();
        for (int row = 0; row < Rows; row++)
        {
            Guarded<T> values = Row(layer.Input), x = Row(layer.Input), delta = Row(layer.Delta), statistics = Guarded<T>.Empty(2);
            LayerNormalization.Forward(
                ref values.First, ref layer.Gain.First, ref layer.Shift.First, ref values.First, ref statistics.First, 1, (nuint)features,
                T.CreateTruncating(Layer<T>.Epsilon));
            values.AssertSameBits(Row(layer.Output));
            LayerNormalization.InputGradient(
                ref x.First, ref layer.Gain.First, ref statistics.First, ref delta.First, ref delta.First, 1, (nuint)features);
            delta.AssertSameBits(Row(layer.Below));

            Guarded<T> Row(Guarded<T> all) => Guarded<T>.Of(all.Values.Slice(row * features, features));
        }
    }

    private sealed class Layer<T>(int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public const double Epsilon = 1e-5;

        public readonly Guarded<T> Input = Guarded<T>.Random(Rows * features, features, centre: 0.5);
        public readonly Guarded<T> Gain = Guarded<T>.Random(features, 2);
        public readonly Guarded<T> Shift = Guarded<T>.Random(features, 3);
        public readonly Guarded<T> Output = Guarded<T>.Empty(Rows * features);
        public readonly Guarded<T> Statistics = Guarded<T>.Empty(2 * Rows);
        public readonly Guarded<T> Delta = Guarded<T>.Random(Rows * features, 4);
        public readonly Guarded<T> Below = Guarded<T>.Empty(Rows * features);
        public readonly Guarded<T> GainGradient = Guarded<T>.Random(features, 5);
        public readonly Guarded<T> ShiftGradient = Guarded<T>.Random(features, 5);
        public readonly T[] Start = Guarded<T>.Random(features, 5).Values.ToArray();

        public void Forward() => LayerNormalization.Forward(
            ref Input.First, ref Gain.First, ref Shift.First, ref Output.First, ref Statistics.First, Rows, (nuint)features, T.CreateTruncating(Epsilon));

        public void Backward()
        {
            LayerNormalization.AddGradient(
                ref Input.First, ref Statistics.First, ref Delta.First, ref GainGradient.First, ref ShiftGradient.First, Rows, (nuint)features);
            LayerNormalization.InputGradient(
                ref Input.First, ref Gain.First, ref Statistics.First, ref Delta.First, ref Below.First, Rows, (nuint)features);
        }
    }
}
