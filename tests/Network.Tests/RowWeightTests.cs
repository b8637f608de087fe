using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>The weights of a batch's rows.</summary>
public partial class RowWeightTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => EveryNetwork.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void WeightsOfOneGiveTheBitsOfNone(string name) => EveryNetwork.Check<Ones>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void AWeightedBatchIsTheWeightedSumOfItsRows(string name) => EveryNetwork.Check<WeightedSums>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void PartsWithTheirWeightsSumToTheBatch(string name) => EveryNetwork.Check<Parts>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void ARowOfWeightZeroIsLeftOutEvenIfItsTargetIsMissing(string name) => EveryNetwork.Check<LeftOut>(name);

    /// <summary>The recipe that docs/training.md once gave has the gradients .374, 7.7e-10 and 0 there.</summary>
    [Theory]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(110)]
    public void ASureWrongAnswerOfWeightFourHasTheGradientFour(double logit)
    {
        Assert.Equal(4, Gradient<SureSigmoid, double, BinaryCrossEntropy>(logit, [0]), 1e-12);
        Assert.Equal(4, Gradient<SureLinear, double, BinaryCrossEntropyFromLogits>(logit, [0]), 1e-12);
        Assert.Equal(4, Gradient<SureSingleSigmoid, float, BinaryCrossEntropy>(logit, [0]), 1e-6);
        Assert.Equal(4, Gradient<SureSingleLinear, float, BinaryCrossEntropyFromLogits>(logit, [0]), 1e-6);
        Assert.Equal(4, Gradient<SureSoftmax, double, CategoricalCrossEntropy>(logit, [0, 1]), 1e-12);
        Assert.Equal(4, Gradient<SureLogits, double, CategoricalCrossEntropyFromLogits>(logit, [0, 1]), 1e-12);
    }

    [Fact]
    public void AWrongOverlapIsRefused()
    {
        var network = new DigitNetwork(1);
        float[] memory = new float[DigitNetwork.ParameterCount];
        Assert.Throws<ArgumentException>("weights", () =>
            network.BackwardBatch<CategoricalCrossEntropy>(new float[128], new float[20], memory.AsSpan(0, 2), memory));
    }

    /// <summary>∂(4L)/∂b₁ where the first output is such a logit, the others 0.</summary>
    private static double Gradient<TNetwork, T, TLoss>(double logit, double[] target)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, ILoss<T>
    {
        TNetwork network = TNetwork.Create();
        int bias = TNetwork.Shape.Layers[0].BiasIndex(0);
        network.Parameters[bias] = T.CreateChecked(logit);
        T[] gradient = new T[TNetwork.Shape.ParameterCount];
        network.BackwardBatch<TLoss>([T.Zero], target.Select(T.CreateChecked).ToArray(), [T.CreateChecked(4)], gradient);
        return double.CreateChecked(gradient[bias]);
    }

    private sealed class Ones : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            foreach (int rows in new[] { 1, 2, 17, 200 })
            {
                (TNetwork network, T[] x, T[] t, _) = Sample<TNetwork, T>(rows);
                T[] plain = new T[TNetwork.Shape.ParameterCount], empty = new T[plain.Length], ones = new T[plain.Length];
                T loss = network.BackwardBatch<TLoss>(x, t, plain);
                Assert.Equal(loss, network.BackwardBatch<TLoss>(x, t, default, empty));
                Assert.Equal(loss, network.BackwardBatch<TLoss>(x, t, [.. Enumerable.Repeat(T.One, rows)], ones));
                Assert.Equal(plain, empty);
                Assert.Equal(plain, ones);
            }
        }
    }

    private sealed class WeightedSums : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            // Powers of two, by which nothing is rounded, so that only the sum over the rows is.
            foreach (int rows in new[] { 1, 4, 16 })
            {
                double tolerance = rows * (typeof(T) == typeof(float) ? Math.Pow(2, -24) : Math.Pow(2, -53));
                (TNetwork network, T[] x, T[] t, _) = Sample<TNetwork, T>(rows);
                T[] weights = [.. Enumerable.Range(0, rows).Select(row => T.CreateChecked(new[] { 4, 0.5, 0, 1, 2 }[row % 5]))];
                NetworkShape shape = TNetwork.Shape;
                T[] batch = new T[shape.ParameterCount], single = new T[shape.ParameterCount];
                double loss = double.CreateChecked(network.BackwardBatch<TLoss>(x, t, weights, batch)), meanLoss = 0;
                double[] mean = new double[batch.Length], magnitude = new double[batch.Length];
                for (int row = 0; row < rows; row++)
                {
                    Array.Clear(single);
                    double weight = double.CreateChecked(weights[row]) / rows;
                    meanLoss += weight * double.CreateChecked(network.Backward<TLoss>(
                        x.AsSpan(row * shape.InputSize, shape.InputSize), t.AsSpan(row * shape.OutputSize, shape.OutputSize), single));
                    for (int i = 0; i < mean.Length; i++)
                    {
                        mean[i] += weight * double.CreateChecked(single[i]);
                        magnitude[i] += Math.Abs(weight * double.CreateChecked(single[i]));
                    }
                }

                Assert.InRange(loss, meanLoss - tolerance * Math.Abs(meanLoss), meanLoss + tolerance * Math.Abs(meanLoss));
                for (int i = 0; i < mean.Length; i++)
                    Assert.InRange(double.CreateChecked(batch[i]), mean[i] - tolerance * magnitude[i] - 1e-300, mean[i] + tolerance * magnitude[i] + 1e-300);
            }
        }
    }

    private sealed class Parts : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            const int rows = 300;
            (TNetwork network, T[] x, T[] t, T[] weights) = Sample<TNetwork, T>(rows);
            (int n, int m) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize);
            T[] batch = new T[TNetwork.Shape.ParameterCount], sum = new T[batch.Length], part = new T[batch.Length];
            T loss = network.BackwardBatch<TLoss>(x, t, weights, batch);
            int partRows = Generated.Kernels.BatchGradient.RowsOfPart(rows, TNetwork.PartRows);
            double losses = 0;
            for (int done = 0; done < rows; done += partRows)
            {
                int count = Math.Min(partRows, rows - done);
                Array.Clear(part);
                losses += network.BackwardPart<TLoss>(x.AsSpan(done * n, count * n), t.AsSpan(done * m, count * m), weights.AsSpan(done, count), rows, part);
                for (int i = 0; i < sum.Length; i++)
                    sum[i] += part[i];
            }

            Assert.Equal(batch, sum);
            Assert.Equal(loss, T.CreateChecked(losses / rows));
        }
    }

    private sealed class LeftOut : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            const int rows = 12;
            (TNetwork network, T[] x, T[] t, T[] weights) = Sample<TNetwork, T>(rows);
            T[] expected = new T[TNetwork.Shape.ParameterCount], actual = new T[expected.Length];
            T loss = network.BackwardBatch<TLoss>(x, t, weights, expected);
            int m = TNetwork.Shape.OutputSize;
            for (int row = 0; row < rows; row++)
            {
                if (weights[row] == T.Zero)
                    t.AsSpan(row * m, m).Fill(T.NaN);
            }

            Assert.Contains(T.NaN, t);
            Assert.Equal(loss, network.BackwardBatch<TLoss>(x, t, weights, actual));
            Assert.Equal(expected, actual);
            Assert.DoesNotContain(T.NaN, actual);
        }
    }

    private static (TNetwork Network, T[] X, T[] T, T[] Weights) Sample<TNetwork, T>(int rows)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (TNetwork.Create(3), EveryNetwork.Inputs<T>(rows * TNetwork.Shape.InputSize, 1), EveryNetwork.Targets<T>(rows, TNetwork.Shape.OutputSize, 2), EveryNetwork.Weights<T>(rows, 4));

    [Network(1, 1, Output = Activation.Sigmoid, Precision = Precision.Double)]
    private sealed partial class SureSigmoid;

    [Network(1, 1, Precision = Precision.Double)]
    private sealed partial class SureLinear;

    [Network(1, 1, Output = Activation.Sigmoid)]
    private sealed partial class SureSingleSigmoid;

    [Network(1, 1)]
    private sealed partial class SureSingleLinear;

    [Network(1, 2, Output = Activation.Softmax, Precision = Precision.Double)]
    private sealed partial class SureSoftmax;

    [Network(1, 2, Precision = Precision.Double)]
    private sealed partial class SureLogits;
}
