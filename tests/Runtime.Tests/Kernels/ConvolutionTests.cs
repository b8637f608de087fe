using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;
using Generated.Kernels;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public class ConvolutionTests
{
    /// <summary>Shapes that people use, shapes of odd sizes, and shapes whose windows lie beyond the image in part or altogether.</summary>
    public static IEnumerable<ConvolutionShape> Shapes()
    {
        yield return new(8, 8, 1, 8, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        yield return new(8, 8, 16, 16, 3, 3, 1, 1, 1, 1, 0, 0, 0, 0, 1);
        yield return new(1, 20, 3, 5, 1, 3, 1, 1, 1, 4, 0, 0, 8, 0, 1);
        yield return new(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1);
        yield return new(9, 9, 3, 33, 3, 3, 2, 2, 1, 1, 0, 1, 0, 1, 1);
        yield return new(5, 5, 8, 8, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 8);
        yield return new(2, 3, 2, 3, 2, 1, 1, 1, 3, 1, 5, 4, 3, 2, 1);
        for (int size = 1; size <= 40; size++)
        {
            yield return new(3, 4, size, 41 - size, 2, 3, 1, 1, 1, 1, 0, 1, 1, 1, 1);
            yield return new(3, 4, size, size, 2, 3, 1, 2, 1, 1, 1, 0, 1, 1, size);
        }

        var random = new Random(1);
        for (int i = 0; i < 150;)
        {
            int groups = random.Next(4) == 0 ? random.Next(1, 5) : 1;
            var shape = new ConvolutionShape(
                random.Next(1, 8), random.Next(1, 14), groups * random.Next(1, 12), groups * random.Next(1, 40), random.Next(1, 5), random.Next(1, 5),
                random.Next(1, 4), random.Next(1, 4), random.Next(1, 3), random.Next(1, 4),
                random.Next(4), random.Next(4), random.Next(4), random.Next(4), groups);
            if (Extent(shape.Height, shape.PadTop, shape.PadBottom, shape.DilationHeight, shape.KernelHeight) < 0
                || Extent(shape.Width, shape.PadLeft, shape.PadRight, shape.DilationWidth, shape.KernelWidth) < 0)
            {
                continue;
            }

            i++;
            yield return shape;
        }

        static int Extent(int size, int before, int after, int dilation, int kernel) => size + before + after - dilation * (kernel - 1) - 1;
    }

    [Fact]
    public void OutputsFollowTheDefinition()
    {
        foreach (ConvolutionShape shape in Shapes())
        {
            Definition<float>(shape);
            Definition<double>(shape);
        }
    }

    [Fact]
    public void GradientsAreTheSlopesOfTheOutput()
    {
        foreach (ConvolutionShape shape in Shapes().Where(shape => shape.Height * shape.Width * shape.Channels <= 200).Take(40))
        {
            var layer = new Layer<double>(shape, 2);
            layer.Forward(2);
            layer.Backward(2);
            double[] below = CentralDifference.Of(layer.Input, Loss, step: 1e-3), weights = CentralDifference.Of(layer.Weights, Loss, step: 1e-3);
            double[] bias = CentralDifference.Of(layer.Bias, Loss, step: 1e-3);

            // The function is linear in each: differences of any width are its slopes but for rounding, 2⁻⁵³ of some hundreds over 2·10⁻³.
            layer.Below.AssertNear(below, 1, 1e-9 / Math.Pow(2, -53));
            layer.WeightGradient.AssertNear([.. weights.Zip(layer.WeightStart, (slope, start) => slope + start)], 1, 1e-9 / Math.Pow(2, -53));
            layer.BiasGradient.AssertNear([.. bias.Zip(layer.BiasStart, (slope, start) => slope + start)], 1, 1e-9 / Math.Pow(2, -53));

            double Loss()
            {
                layer.Forward(2);
                return CentralDifference.Dot(layer.Output, layer.Delta);
            }
        }
    }

    [Fact]
    public void EveryRegisterGivesTheSameBits()
    {
        foreach (ConvolutionShape shape in Shapes())
        {
            SameBits<float>(shape);
            SameBits<double>(shape);
        }
    }

    [Fact]
    public void AnImageHasTheSameBitsAloneAndInABatch()
    {
        foreach (ConvolutionShape shape in Shapes())
        {
            Alone<float>(shape);
            Alone<double>(shape);
        }
    }

    [Fact]
    public void NothingIsAllocated()
    {
        var layer = new Layer<float>(new(8, 8, 3, 16, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1), 2);
        Allocation.AssertNone(() =>
        {
            layer.Forward(2);
            layer.Backward(2);
        });
    }

    private static void Definition<T>(ConvolutionShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int rows = 3;
        var layer = new Layer<T>(shape, rows);
        layer.Forward(rows);
        layer.Backward(rows);

        int channels = shape.Channels / shape.Groups, filters = shape.Filters / shape.Groups;
        double[] x = layer.Input.Doubles(), w = layer.Weights.Doubles(), b = layer.Bias.Doubles(), delta = layer.Delta.Doubles();
        double[] y = new double[delta.Length], below = new double[x.Length];
        double[] weightGradient = [.. layer.WeightStart.Select(double.CreateChecked)], biasGradient = [.. layer.BiasStart.Select(double.CreateChecked)];
        for (int o = 0; o < y.Length; o++)
        {
            int f = o % shape.Filters, column = o / shape.Filters % shape.OutputWidth;
            int line = o / shape.Filters / shape.OutputWidth % shape.OutputHeight, row = o / (y.Length / rows);
            y[o] = b[f];
            biasGradient[f] += delta[o];
            for (int t = 0; t < shape.KernelHeight * shape.KernelWidth * channels; t++)
            {
                int c = f / filters * channels + t % channels, tapColumn = t / channels % shape.KernelWidth, tapLine = t / channels / shape.KernelWidth;
                int inputLine = line * shape.StrideHeight - shape.PadTop + tapLine * shape.DilationHeight;
                int inputColumn = column * shape.StrideWidth - shape.PadLeft + tapColumn * shape.DilationWidth;
                if (inputLine < 0 || inputLine >= shape.Height || inputColumn < 0 || inputColumn >= shape.Width)
                    continue;
                int i = ((row * shape.Height + inputLine) * shape.Width + inputColumn) * shape.Channels + c;
                y[o] += x[i] * w[t * shape.Filters + f];
                below[i] += delta[o] * w[t * shape.Filters + f];
                weightGradient[t * shape.Filters + f] += delta[o] * x[i];
            }
        }

        int terms = shape.KernelHeight * shape.KernelWidth * channels + 1;
        layer.Output.AssertNear(y, terms, terms);
        layer.Below.AssertNear(below, terms, shape.KernelHeight * shape.KernelWidth * filters + 1);
        int positions = rows * shape.OutputHeight * shape.OutputWidth + 1;
        layer.WeightGradient.AssertNear(weightGradient, positions, Math.Sqrt(positions) + 4);
        layer.BiasGradient.AssertNear(biasGradient, positions, Math.Sqrt(positions) + 4);
    }

    private static void SameBits<T>(ConvolutionShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int rows = 2;
        var expected = new Layer<T>(shape, rows);
        expected.Forward(rows);
        expected.Backward(rows);
        Same<Scalar<T>>();
        Same<Simd128<T>>();
        if (Vector256.IsHardwareAccelerated)
            Same<Simd256<T>>();
        if (Vector512.IsHardwareAccelerated)
        {
            Same<Simd512<T>>();
            Same<Pair<Simd512<T>, T>>();
        }

        void Same<TVector>()
            where TVector : struct, ISimd<TVector, T>
        {
            var layer = new Layer<T>(shape, rows);
            bool isDepthwise = shape.Groups == shape.Channels && shape.Groups == shape.Filters;
            if ((isDepthwise ? shape.Filters : shape.Filters / shape.Groups) >= TVector.Count)
            {
                Convolution.Forward<TVector, T>(ref layer.Input.First, ref layer.Weights.First, ref layer.Bias.First, ref layer.Output.First, rows, shape);
                layer.Output.AssertSameBits(expected.Output);
                Convolution.AddGradient<TVector, T>(ref layer.Input.First, ref layer.Delta.First, ref layer.WeightGradient.First, rows, shape);
                layer.WeightGradient.AssertSameBits(expected.WeightGradient);
            }

            if ((isDepthwise ? shape.Channels : shape.Channels / shape.Groups) >= TVector.Count)
            {
                layer.Below.Values.Clear();
                Convolution.InputGradient<TVector, T>(ref layer.Weights.First, ref layer.Delta.First, ref layer.Below.First, rows, shape);
                layer.Below.AssertSameBits(expected.Below);
            }
        }
    }

    private static void Alone<T>(ConvolutionShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int rows = 11;
        var batch = new Layer<T>(shape, rows);
        batch.Forward(rows);
        batch.Backward(rows);
        for (int row = 0; row < rows; row += 5)
        {
            Layer<T> alone = batch.Row(row);
            alone.Forward(1);
            alone.Backward(1);
            Assert.Equal(Slice(batch.Output, row), alone.Output.Values);
            Assert.Equal(Slice(batch.Below, row), alone.Below.Values);
        }

        static ReadOnlySpan<T> Slice(Guarded<T> all, int row) => all.Values.Slice(row * (all.Values.Length / rows), all.Values.Length / rows);
    }

    private sealed class Layer<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ConvolutionShape _shape;

        public Layer(ConvolutionShape shape, int rows)
        {
            _shape = shape;
            int inputs = rows * shape.Height * shape.Width * shape.Channels, outputs = rows * shape.OutputHeight * shape.OutputWidth * shape.Filters;
            int weights = shape.KernelHeight * shape.KernelWidth * shape.Channels / shape.Groups * shape.Filters;
            Input = Guarded<T>.Random(inputs, 1);
            Weights = Guarded<T>.Random(weights, 2);
            Bias = Guarded<T>.Random(shape.Filters, 3);
            Output = Guarded<T>.Empty(outputs);
            Delta = Guarded<T>.Random(outputs, 4);
            Below = Guarded<T>.Empty(inputs);
            WeightGradient = Guarded<T>.Random(weights, 5);
            BiasGradient = Guarded<T>.Random(shape.Filters, 6);
            (WeightStart, BiasStart) = (WeightGradient.Values.ToArray(), BiasGradient.Values.ToArray());
        }

        public Guarded<T> Input { get; private init; }

        public Guarded<T> Weights { get; }

        public Guarded<T> Bias { get; }

        public Guarded<T> Output { get; }

        public Guarded<T> Delta { get; private init; }

        public Guarded<T> Below { get; }

        public Guarded<T> WeightGradient { get; }

        public Guarded<T> BiasGradient { get; }

        public T[] WeightStart { get; }

        public T[] BiasStart { get; }

        public Layer<T> Row(int row)
        {
            int inputs = _shape.Height * _shape.Width * _shape.Channels, outputs = _shape.OutputHeight * _shape.OutputWidth * _shape.Filters;
            return new(_shape, 1)
            {
                Input = Guarded<T>.Of(Input.Values.Slice(row * inputs, inputs)),
                Delta = Guarded<T>.Of(Delta.Values.Slice(row * outputs, outputs)),
            };
        }

        public void Forward(int rows) =>
            Convolution.Forward(ref Input.First, ref Weights.First, ref Bias.First, ref Output.First, (nuint)rows, _shape);

        public void Backward(int rows)
        {
            Convolution.AddGradient(ref Input.First, ref Delta.First, ref WeightGradient.First, ref BiasGradient.First, (nuint)rows, _shape);
            Convolution.InputGradient(ref Weights.First, ref Delta.First, ref Below.First, (nuint)rows, _shape);
        }
    }
}
