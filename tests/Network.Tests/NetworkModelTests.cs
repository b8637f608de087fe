using System;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Generated.Tests;

public class NetworkModelTests
{
    [Theory]
    [MemberData(nameof(EveryNetwork.Names), MemberType = typeof(EveryNetwork))]
    public void WhatIsCopiedOutAndBackHasTheSameBits(string name) => EveryNetwork.Check<RoundTrip>(name);

    [Fact]
    public void ValuesOfTheOtherPrecisionAreRoundedToTheNearest()
    {
        var single = new SingleOblongNetwork(1);
        var wide = new OblongNetwork();
        NetworkModel.Of(single).CopyTo(wide);
        float[] singles = new float[OblongNetwork.Shape.ParameterCount];
        double[] doubles = new double[singles.Length];
        single.ExportParameters(singles);
        wide.ExportParameters(doubles);
        Assert.Equal(singles.Select(value => (double)value), doubles);

        // Half-way between two singles, and a little more: the first goes to the even one.
        float even = 1, next = MathF.BitIncrement(even);
        doubles[0] = (even + (double)next) / 2;
        doubles[1] = Math.BitIncrement(doubles[0]);
        wide.ImportParameters(doubles);
        NetworkModel.Of(wide).CopyTo(single);
        single.ExportParameters(singles);
        Assert.Equal([even, next], singles[..2]);
    }

    [Fact]
    public void ValuesBeyondTheRangeAreRefusedAndTheNetworkStaysWhatItWas()
    {
        var wide = new OblongNetwork(1);
        wide.Parameters[^1] = 1e39;
        var single = new SingleOblongNetwork(2);
        float[] before = single.Parameters.ToArray();
        ArgumentException refused = Assert.Throws<ArgumentException>(() => NetworkModel.Of(wide).CopyTo(single));
        Assert.Contains("beyond the range of Single", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, single.Parameters.ToArray());

        wide.Parameters[^1] = double.PositiveInfinity;
        NetworkModel.Of(wide).CopyTo(single);
        Assert.Equal(float.PositiveInfinity, single.Parameters[^1]);
    }

    private sealed class RoundTrip : INetworkCheck
    {
        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            TNetwork network = TNetwork.Create(1);
            NetworkModel model = NetworkModel.Of(network);
            Assert.Equal(typeof(TNetwork).Name, model.Name);
            Assert.Equal(typeof(T) == typeof(double) ? Precision.Double : Precision.Single, model.Precision);
            TNetwork copy = TNetwork.Create();
            model.CopyTo(copy);
            Assert.Equal(network.Parameters, copy.Parameters);
            Assert.True(model.Shape.IsSameArchitecture(TNetwork.Shape));
            if (TNetwork.Shape.Layers.Any(layer => layer.Kind != LayerKind.Dense))
                Assert.Contains("a chain", Assert.Throws<NotSupportedException>(() => model.DenseLayers()).Message, StringComparison.Ordinal);
        }
    }
}

// As the oblong network, in single precision.
[Network(3, 5, 2)]
internal sealed partial class SingleOblongNetwork;
