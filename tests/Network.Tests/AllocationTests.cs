using System;
using System.Collections.Generic;
using System.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>No public member allocates, once a thread's scratch memory exists.</summary>
public class AllocationTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => EveryNetwork.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void NoMemberAllocates(string name) => EveryNetwork.Check<NoAllocation>(name);

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
            (int n, int m, int p) = (shape.InputSize, shape.OutputSize, shape.ParameterCount);
            T[] x = EveryNetwork.Inputs<T>(rows * n, 1), t = EveryNetwork.Targets<T>(rows, m, 2), weights = EveryNetwork.Weights<T>(rows, 3), y = new T[rows * m], upstream = new T[m];
            T[] gradient = new T[p], canonical = new T[p], inputGradient = new T[n], hidden = new T[shape.Layers[0].Units];

            void Everything()
            {
                network.Forward(x.AsSpan(0, n), y.AsSpan(0, m));
                network.ForwardBatch(x, y);
                network.Activate(x.AsSpan(0, n), 1, hidden);
                network.Backward<TLoss>(x.AsSpan(0, n), t.AsSpan(0, m), gradient);
                network.BackwardBatch<TLoss>(x, t, gradient);
                network.BackwardBatch<TLoss>(x, t, weights, gradient);
                network.Backward(x.AsSpan(0, n), upstream, gradient, inputGradient);
                network.ExportParameters(canonical);
                network.ImportParameters(canonical);
            }

            // The first calls compile the code and allocate the thread's scratch memory.
            Everything();
            Everything();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
                Everything();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }
}
