using System;
using System.Collections.Generic;
using System.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>Wrong lengths and shared memory: the documented exception, and nothing written.</summary>
public class ContractTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => EveryNetwork.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AWrongLengthIsNamedAndNothingIsWritten(string name) => EveryNetwork.Check<WrongLengths>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void MemoryThatIsReadAndWrittenIsRefused(string name) => EveryNetwork.Check<Overlaps>(name);

    [Fact]
    public void TheMessageSaysWhatIsGivenAndWhatIsWanted()
    {
        var network = new DigitNetwork(1);
#pragma warning disable GEN0026 // The compiler sees it too.
        var error = Assert.Throws<ArgumentException>("output", () => network.Forward(new float[64], new float[9]));
        Assert.StartsWith("The length is 9, but 10 is wanted.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>("inputs", () => network.ForwardBatch(new float[65], new float[10]));
#pragma warning restore GEN0026
        Assert.StartsWith("The length is 65, but whole rows of 64 are wanted.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALayerThatDoesNotExistIsRefused()
    {
        var network = new DigitNetwork(1);
        Assert.Throws<ArgumentOutOfRangeException>("layer", () => network.Activate(new float[64], 0, new float[32]));
        Assert.Throws<ArgumentOutOfRangeException>("layer", () => network.Activate(new float[64], 3, new float[10]));
    }

    [Fact]
    public void ABatchWithoutRowsHasNoMean()
    {
        var network = new DigitNetwork(1);
        Assert.Throws<ArgumentException>("inputs", () => network.BackwardBatch<MeanSquaredError>([], [], new float[DigitNetwork.ParameterCount]));
        network.ForwardBatch([], []);
    }

    [Fact]
    public void NotANumberStaysNotANumber()
    {
        var network = new DigitNetwork(1);
        float[] input = new float[64], output = new float[10];
        input[5] = float.NaN;
        network.Forward(input, output);
        Assert.All(output, value => Assert.True(float.IsNaN(value)));
    }

    private sealed class WrongLengths : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            TNetwork network = TNetwork.Create(3);
            (int n, int m, int p) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize, TNetwork.Shape.ParameterCount);
            T[] X(int length) => new T[length];
            foreach (int off in new[] { -1, 1 })
            {
                T[] output = X(m), wide = X(m + off), gradient = X(p), wideGradient = X(p + off), inputGradient = X(n);
                T[] input = EveryNetwork.Inputs<T>(n, 1), target = EveryNetwork.Targets<T>(1, m, 2);

                Assert.Throws<ArgumentException>("input", () => network.Forward(X(n + off), output));
                Assert.Throws<ArgumentException>("output", () => network.Forward(input, wide));
                Assert.Throws<ArgumentException>("outputs", () => network.ForwardBatch(X(2 * n), X(2 * m + off)));
                Assert.Throws<ArgumentException>("input", () => network.Activate(X(n + off), 1, X(TNetwork.Shape.Layers[0].Units)));
                Assert.Throws<ArgumentException>("activation", () => network.Activate(input, 1, X(TNetwork.Shape.Layers[0].Units + off)));
                Assert.Throws<ArgumentException>("input", () => network.Backward<TLoss>(X(n + off), target, gradient));
                Assert.Throws<ArgumentException>("target", () => network.Backward<TLoss>(input, X(m + off), gradient));
                Assert.Throws<ArgumentException>("gradient", () => network.Backward<TLoss>(input, target, wideGradient));
                Assert.Throws<ArgumentException>("targets", () => network.BackwardBatch<TLoss>(X(3 * n), X(3 * m + off), gradient));
                Assert.Throws<ArgumentException>("gradient", () => network.BackwardBatch<TLoss>(X(3 * n), X(3 * m), wideGradient));
                Assert.Throws<ArgumentException>("weights", () => network.BackwardBatch<TLoss>(X(3 * n), X(3 * m), X(3 + off), gradient));
                Assert.Throws<ArgumentException>("outputGradient", () => network.Backward(input, X(m + off), gradient, inputGradient));
                Assert.Throws<ArgumentException>("inputGradient", () => network.Backward(input, target, gradient, X(n + off)));
                Assert.Throws<ArgumentException>("canonical", () => network.ExportParameters(wideGradient));
                Assert.Throws<ArgumentException>("canonical", () => network.ImportParameters(wideGradient));
                if (n > 1)
                    Assert.Throws<ArgumentException>("inputs", () => network.ForwardBatch(X(2 * n + off), X(2 * m)));

                foreach (T[] written in new[] { output, wide, gradient, wideGradient, inputGradient })
                    Assert.All(written, value => Assert.Equal(T.Zero, value));
            }
        }
    }

    private sealed class Overlaps : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            TNetwork network = TNetwork.Create(3);
            (int n, int m, int p) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize, TNetwork.Shape.ParameterCount);
            T[] memory = new T[2 * (n + m + p)], other = new T[n + m + p];
            Assert.Throws<ArgumentException>("input", () => network.Forward(memory.AsSpan(0, n), memory.AsSpan(n - 1, m)));
            Assert.Throws<ArgumentException>("inputs", () => network.ForwardBatch(memory.AsSpan(0, 2 * n), memory.AsSpan(2 * n - 1, 2 * m)));
            Assert.Throws<ArgumentException>("input", () => network.Activate(memory.AsSpan(0, n), 1, memory.AsSpan(n - 1, TNetwork.Shape.Layers[0].Units)));
            Assert.Throws<ArgumentException>("input", () => network.Backward<TLoss>(memory.AsSpan(0, n), other.AsSpan(0, m), memory.AsSpan(n - 1, p)));
            Assert.Throws<ArgumentException>("target", () => network.Backward<TLoss>(other.AsSpan(0, n), memory.AsSpan(0, m), memory.AsSpan(m - 1, p)));
            Assert.Throws<ArgumentException>("parameters", () => network.Backward<TLoss>(memory.AsSpan(0, n), other.AsSpan(0, m), network.Parameters));
            Assert.Throws<ArgumentException>("gradient", () => network.Backward(other.AsSpan(0, n), other.AsSpan(n, m), memory.AsSpan(0, p), memory.AsSpan(p - 1, n)));

            // Neighbours that share nothing are welcome.
            network.Forward(memory.AsSpan(0, n), memory.AsSpan(n, m));
        }
    }
}
