using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>All paths through a network agree: one sample, a batch of any size, a layer's activation.</summary>
public class PathTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => EveryNetwork.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void ForwardBatchGivesTheBitsOfForwardRowByRow(string name) => EveryNetwork.Check<BatchEqualsRows>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardBatchOfOneRowGivesTheBitsOfBackward(string name) => EveryNetwork.Check<OneRowBatch>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardSumsToBackwardBatch(string name) => EveryNetwork.Check<BackwardSums>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void TheLastActivationIsTheOutput(string name) => EveryNetwork.Check<LastActivation>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void ExportAndImportAreInverse(string name) => EveryNetwork.Check<ExportImport>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardAddsToTheGradient(string name) => EveryNetwork.Check<Accumulates>(name);

    private sealed class BatchEqualsRows : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            TNetwork network = TNetwork.Create(7);
            (int inputs, int outputs) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize);
            foreach (int rows in new[] { 0, 1, 2, 3, 5, 7, 12, 13, 64, 129, 250 })
            {
                T[] x = EveryNetwork.Inputs<T>(rows * inputs, rows), batch = new T[rows * outputs], single = new T[rows * outputs];
                network.ForwardBatch(x, batch);
                for (int row = 0; row < rows; row++)
                    network.Forward(x.AsSpan(row * inputs, inputs), single.AsSpan(row * outputs, outputs));
                Assert.Equal(single, batch);
                Assert.DoesNotContain(batch, T.IsNaN);
            }
        }
    }

    private sealed class OneRowBatch : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            TNetwork network = TNetwork.Create(8);
            NetworkShape shape = TNetwork.Shape;
            T[] x = EveryNetwork.Inputs<T>(shape.InputSize, 1), t = EveryNetwork.Targets<T>(1, shape.OutputSize, 2);
            T[] single = new T[shape.ParameterCount], batch = new T[shape.ParameterCount];
            Assert.Equal(network.Backward<TLoss>(x, t, single), network.BackwardBatch<TLoss>(x, t, batch));
            Assert.Equal(single, batch);
            Assert.Contains(batch, value => value != T.Zero);
        }
    }

    private sealed class BackwardSums : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            TNetwork network = TNetwork.Create(9);
            NetworkShape shape = TNetwork.Shape;
            (int inputs, int outputs, int rows) = (shape.InputSize, shape.OutputSize, 131);
            T[] x = EveryNetwork.Inputs<T>(rows * inputs, 3), t = EveryNetwork.Targets<T>(rows, outputs, 4);
            T[] batch = new T[shape.ParameterCount], one = new T[shape.ParameterCount];
            double[] sum = new double[shape.ParameterCount], magnitude = new double[shape.ParameterCount];
            double loss = double.CreateChecked(network.BackwardBatch<TLoss>(x, t, batch)), meanLoss = 0;
            for (int row = 0; row < rows; row++)
            {
                Array.Clear(one);
                meanLoss += double.CreateChecked(network.Backward<TLoss>(x.AsSpan(row * inputs, inputs), t.AsSpan(row * outputs, outputs), one)) / rows;
                for (int i = 0; i < one.Length; i++)
                {
                    sum[i] += double.CreateChecked(one[i]) / rows;
                    magnitude[i] += Math.Abs(double.CreateChecked(one[i])) / rows;
                }
            }

            // A sum of N terms in order has a relative error of at most about N roundings of what is summed.
            double tolerance = rows * (typeof(T) == typeof(float) ? Math.Pow(2, -24) : Math.Pow(2, -53));
            Assert.InRange(loss, meanLoss - tolerance * Math.Abs(meanLoss), meanLoss + tolerance * Math.Abs(meanLoss));
            for (int i = 0; i < batch.Length; i++)
                Assert.InRange(double.CreateChecked(batch[i]), sum[i] - tolerance * magnitude[i] - 1e-300, sum[i] + tolerance * magnitude[i] + 1e-300);
        }
    }

    private sealed class LastActivation : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            TNetwork network = TNetwork.Create(10);
            NetworkShape shape = TNetwork.Shape;
            T[] x = EveryNetwork.Inputs<T>(shape.InputSize, 5), output = new T[shape.OutputSize], activation = new T[shape.OutputSize];
            network.Forward(x, output);
            network.Activate(x, shape.Layers.Count, activation);
            Assert.Equal(output, activation);

            for (int layer = 1; layer < shape.Layers.Count; layer++)
            {
                T[] hidden = new T[shape.Layers[layer - 1].Units];
                network.Activate(x, layer, hidden);
                Assert.Contains(hidden, value => value != T.Zero);
                Assert.DoesNotContain(hidden, T.IsNaN);
            }
        }
    }

    private sealed class ExportImport : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            TNetwork network = TNetwork.Create(11), copy = TNetwork.Create();
            T[] canonical = new T[TNetwork.Shape.ParameterCount];
            network.ExportParameters(canonical);
            copy.ImportParameters(canonical);
            Assert.Equal(network.Parameters.ToArray(), copy.Parameters.ToArray());

            // The canonical order is that of the shape: weights [units][inputs], then the bias.
            LayerShape first = TNetwork.Shape.Layers[0];
            Assert.Equal(network.Parameters[first.WeightIndex(first.Inputs - 1, first.Units - 1)], canonical[first.WeightCount - 1]);
            Assert.Equal(network.Parameters[first.BiasIndex(first.Units - 1)], canonical[first.ParameterCount - 1]);
            int[] indices = [.. TNetwork.Shape.Layers.SelectMany(layer =>
                Enumerable.Range(0, layer.WeightCount).Select(i => layer.WeightIndex(i % layer.Inputs, i / layer.Inputs))
                    .Concat(Enumerable.Range(0, layer.Units).Select(layer.BiasIndex)))];
            Assert.Equal(Enumerable.Range(0, canonical.Length), indices.Order());
        }
    }

    private sealed class Accumulates : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            TNetwork network = TNetwork.Create(12);
            NetworkShape shape = TNetwork.Shape;
            T[] x = EveryNetwork.Inputs<T>(6 * shape.InputSize, 6), t = EveryNetwork.Targets<T>(6, shape.OutputSize, 7);
            T[] once = new T[shape.ParameterCount], onTop = [.. Enumerable.Repeat(T.One, shape.ParameterCount)];
            network.BackwardBatch<TLoss>(x, t, once);
            network.BackwardBatch<TLoss>(x, t, onTop);
            double largest = once.Max(value => Math.Abs(double.CreateChecked(value)));
            for (int i = 0; i < once.Length; i++)
                Assert.Equal(1 + double.CreateChecked(once[i]), double.CreateChecked(onTop[i]), 1e-5 * (1 + largest));
        }
    }
}
