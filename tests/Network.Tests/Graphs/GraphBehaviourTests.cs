using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>Graphs allocate nothing once a thread's scratch memory exists, and are trained to the same bits on any number of threads.</summary>
public class GraphBehaviourTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => EveryGraph.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void NoMemberAllocates(string name) => EveryGraph.Check<NoAllocation>(name);

    [Fact]
    public void ForwardByNamesAllocatesNothing()
    {
        var network = new EveryKindSingle(1);
        float[] image = new float[84], signal = new float[27], pose = new float[5], policy = new float[3], value = new float[1], steps = new float[30], trunk = new float[17];
        network.Forward(image, signal, pose, policy, value, steps, trunk);
        network.Forward(image, signal, pose, policy, value, steps, trunk);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            network.Forward(image, signal, pose, policy, value, steps, trunk);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1, policy.Sum(), 1e-6f);
    }

    [Fact]
    public void TwoHeadsAndAConvolutionAreTrainedToTheSameBitsOnThreeThreads()
    {
        float[] alone = Train(threads: 1), before = new ConvolutionWithTwoHeads(5).Parameters.ToArray();
        Assert.DoesNotContain(alone, float.IsNaN);
        Assert.NotEqual(before, alone);
        Assert.Equal(alone, Train(threads: 3));
    }

    private static float[] Train(int threads)
    {
        const int samples = 900;
        float[] policy = EveryNetwork.Targets<float>(samples, 4, 2), value = EveryNetwork.Targets<float>(samples, 1, 3);
        float[] targets = [.. Enumerable.Range(0, samples).SelectMany(row => policy.Skip(4 * row).Take(4).Append(value[row]))];
        int inputs = ConvolutionWithTwoHeads.InputSize;
        var data = new Dataset<float>(EveryNetwork.Inputs<float>(samples * inputs, 1), inputs, targets, 5);
        var network = new ConvolutionWithTwoHeads(5);
        var trainer = new Trainer<ConvolutionWithTwoHeads, float>(network) { Epochs = 5, BatchSize = 257, Seed = 3, MaxDegreeOfParallelism = threads };
        trainer.Train<Losses<float, CategoricalCrossEntropy, MeanSquaredError>>(data, new Adam<float>(0.001));
        return network.Parameters.ToArray();
    }

    private sealed class NoAllocation : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            const int rows = 40;
            TNetwork network = TNetwork.Create(3);
            NetworkShape shape = TNetwork.Shape;
            (int n, int m, int part) = (shape.InputSize, shape.OutputSize, Math.Min(rows, TNetwork.PartRows));
            T[] x = EveryNetwork.Inputs<T>(rows * n, 1), t = EveryNetwork.Targets<T>(rows, m, 2), weights = EveryNetwork.Weights<T>(rows, 3), y = new T[rows * m];
            T[] upstream = new T[m], gradient = new T[shape.TrainableCount], inputGradient = new T[n], first = new T[shape.Layers[0].OutputSize];

            void everything()
            {
                network.Forward(x.AsSpan(0, n), y.AsSpan(0, m));
                network.ForwardBatch(x, y);
                network.Activate(x.AsSpan(0, n), 1, first);
                network.Backward<TLoss>(x.AsSpan(0, n), t.AsSpan(0, m), gradient);
                network.BackwardBatch<TLoss>(x, t, gradient);
                network.BackwardBatch<TLoss>(x, t, weights, gradient);
                network.Backward(x.AsSpan(0, n), upstream, gradient, inputGradient);
                network.Backward<TLoss>(x.AsSpan(0, n), t.AsSpan(0, m), gradient, new DropoutStep(1, 2));
                network.BackwardBatch<TLoss>(x, t, weights, gradient, new DropoutStep(1, 2));
                network.BackwardPart<TLoss>(
                    x.AsSpan(0, part * n), t.AsSpan(0, part * m), weights.AsSpan(0, part), rows, gradient, new DropoutStep(1, 2));
            }

            // The first calls compile the code and allocate the thread's scratch memory.
            everything();
            everything();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
                everything();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }
}
