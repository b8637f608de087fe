using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>What a frozen network computes: the bits of the generated one.</summary>
public class FreezingTests
{
    private static readonly bool s_exhaustive = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1";

    public static IEnumerable<TheoryDataRow<int>> Seeds => Enumerable.Range(1, s_exhaustive ? 50 : 3).Select(seed => new TheoryDataRow<int>(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void HasTheBitsOfTheGeneratedNetwork(int seed)
    {
        DenseModel[] models = RandomModels.Of(seed, count: 24);
        using var networks = new FrozenNetworks(models);
        for (int i = 0; i < models.Length; i++)
        {
            (string frozen, string generated) = networks.Bits(i, RandomModels.Samples(models[i].Shape.InputSize, seed));
            Assert.True(frozen == generated, $"Model {i} of seed {seed}, {models[i]}, in {models[i].Precision}:\n{frozen}\nis not\n{generated}");
        }
    }
}
