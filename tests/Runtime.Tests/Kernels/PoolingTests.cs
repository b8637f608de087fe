using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;
using Generated.Kernels;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public class PoolingTests
{
    [Fact]
    public void OutputsAndGradientsFollowTheDefinition()
    {
        foreach (PoolShape shape in Shapes())
        {
            Definition<float>(shape);
            Definition<double>(shape);
        }
    }

    [Fact]
    public void GradientsAreTheSlopesOfTheOutput()
    {
        foreach (PoolShape shape in Shapes().Where(shape => shape.Height * shape.Width * shape.Channels <= 150))
        {
            Guarded<double> input = Guarded<double>.Random(shape.Height * shape.Width * shape.Channels, 1), below = Guarded<double>.Empty(input.Values.Length);
            int outputs = shape.OutputHeight * shape.OutputWidth * shape.Channels;
            Guarded<double> output = Guarded<double>.Empty(outputs), delta = Guarded<double>.Random(outputs, 2);
            double[] maximum = CentralDifference.Of(input, () => Loss(average: false)), average = CentralDifference.Of(input, () => Loss(average: true));

            Pooling.AverageBackward(ref delta.First, ref below.First, 1, shape);
            below.AssertNear(average, 1, 1e-8 / Math.Pow(2, -53));
            Pooling.MaxForward(ref input.First, ref output.First, 1, shape);
            Pooling.MaxBackward(ref input.First, ref output.First, ref delta.First, ref below.First, 1, shape);
            below.AssertNear(maximum, 1, 1e-8 / Math.Pow(2, -53));

            double Loss(bool average)
            {
                if (average)
                    Pooling.AverageForward(ref input.First, ref output.First, 1, shape);
                else
                    Pooling.MaxForward(ref input.First, ref output.First, 1, shape);
                return CentralDifference.Dot(output, delta);
            }
        }
    }

    [Fact]
    public void TheFirstOfEqualValuesGetsTheGradient()
    {
        float[] input = [1, 2, 2, 2], output = new float[1], delta = [3], below = new float[4];
        var shape = new PoolShape(2, 2, 1, 2, 2, 2, 2);
        Pooling.MaxForward(ref input[0], ref output[0], 1, shape);
        Pooling.MaxBackward(ref input[0], ref output[0], ref delta[0], ref below[0], 1, shape);
        Assert.Equal(2, output[0]);
        Assert.Equal([0, 3, 0, 0], below);
    }

    [Fact]
    public void AWindowWithNaNGivesNaN()
    {
        for (int place = 0; place < 4; place++)
        {
            float[] input = [1, 2, 3, 4], output = new float[1];
            input[place] = float.NaN;
            Pooling.MaxForward(ref input[0], ref output[0], 1, new(1, 4, 1, 1, 4, 1, 1));
            Assert.True(float.IsNaN(output[0]));
        }
    }

    private static IEnumerable<PoolShape> Shapes()
    {
        yield return new(8, 8, 16, 2, 2, 2, 2);
        yield return new(7, 7, 3, 3, 3, 2, 2);
        yield return new(5, 6, 4, 5, 6, 1, 1);
        yield return new(1, 11, 2, 1, 3, 1, 2);
        for (int channels = 1; channels <= 40; channels++)
            yield return new(3, 4, channels, 2, 3, 1, 1);
    }

    private static void Definition<T>(PoolShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int rows = 3;
        int inputs = shape.Height * shape.Width * shape.Channels, outputs = shape.OutputHeight * shape.OutputWidth * shape.Channels;
        Guarded<T> input = Guarded<T>.Random(rows * inputs, 1), delta = Guarded<T>.Random(rows * outputs, 2);
        Guarded<T> maxima = Guarded<T>.Empty(rows * outputs), means = Guarded<T>.Empty(rows * outputs);
        Guarded<T> ofMaxima = Guarded<T>.Empty(rows * inputs), ofMeans = Guarded<T>.Empty(rows * inputs);
        Pooling.MaxForward(ref input.First, ref maxima.First, rows, shape);
        Pooling.MaxBackward(ref input.First, ref maxima.First, ref delta.First, ref ofMaxima.First, rows, shape);
        Pooling.AverageForward(ref input.First, ref means.First, rows, shape);
        Pooling.AverageBackward(ref delta.First, ref ofMeans.First, rows, shape);

        double[] x = input.Doubles(), d = delta.Doubles();
        double[] maximum = new double[d.Length], mean = new double[d.Length], belowMaximum = new double[x.Length], belowMean = new double[x.Length];
        for (int o = 0; o < d.Length; o++)
        {
            int channel = o % shape.Channels, column = o / shape.Channels % shape.OutputWidth;
            int line = o / shape.Channels / shape.OutputWidth % shape.OutputHeight, row = o / outputs;
            int[] window = [.. from y in Enumerable.Range(line * shape.StrideHeight, shape.SizeHeight)
                               from z in Enumerable.Range(column * shape.StrideWidth, shape.SizeWidth)
                               select ((row * shape.Height + y) * shape.Width + z) * shape.Channels + channel];
            maximum[o] = window.Max(i => x[i]);
            mean[o] = window.Average(i => x[i]);
            belowMaximum[window.MaxBy(i => x[i])] += d[o];
            foreach (int i in window)
                belowMean[i] += d[o] / window.Length;
        }

        maxima.AssertNear(maximum, 0);
        means.AssertNear(mean, 32);
        ofMaxima.AssertNear(belowMaximum, 32, 4);
        ofMeans.AssertNear(belowMean, 32);
        SameBits<T>(shape, input, maxima, means, delta, ofMaxima, ofMeans);

        // A row of its own, and the registers of every width.
        Guarded<T> alone = Guarded<T>.Empty(outputs), second = Guarded<T>.Of(input.Values.Slice(inputs, inputs));
        Pooling.AverageForward(ref second.First, ref alone.First, 1, shape);
        alone.AssertSameBits(Guarded<T>.Of(means.Values.Slice(outputs, outputs)));
    }

    private static void SameBits<T>(
        PoolShape shape, Guarded<T> input, Guarded<T> maxima, Guarded<T> means, Guarded<T> delta, Guarded<T> ofMaxima, Guarded<T> ofMeans)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Same<Scalar<T>>();
        Same<Simd128<T>>();
        if (Vector256.IsHardwareAccelerated)
            Same<Simd256<T>>();
        if (Vector512.IsHardwareAccelerated)
            Same<Simd512<T>>();

        void Same<TVector>()
            where TVector : struct, ISimd<TVector, T>
        {
            if (shape.Channels % TVector.Count != 0)
                return;
            Guarded<T> output = Guarded<T>.Empty(maxima.Values.Length), below = Guarded<T>.Empty(input.Values.Length);
            below.Values.Clear();
            Run<Pooling.MaximumForward>(input, output, output, output);
            output.AssertSameBits(maxima);
            Run<Pooling.MaximumBackward>(input, output, delta, below);
            below.AssertSameBits(ofMaxima);
            Run<Pooling.MeanForward>(input, output, output, output);
            output.AssertSameBits(means);
            below.Values.Clear();
            Run<Pooling.MeanBackward>(below, delta, delta, below);
            below.AssertSameBits(ofMeans);

            void Run<TWindow>(Guarded<T> from, Guarded<T> to, Guarded<T> upstream, Guarded<T> under)
                where TWindow : struct, Pooling.IWindow
            {
                nuint channel = 0;
                Pooling.Run<TWindow, TVector, T>(ref channel, ref from.First, ref to.First, ref upstream.First, ref under.First, 3, shape);
            }
        }
    }
}
