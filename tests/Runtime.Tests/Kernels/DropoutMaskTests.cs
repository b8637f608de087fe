using System;
using System.Linq;
using System.Numerics;
using Generated.Kernels;
using Xunit;

namespace Generated.Tests;

public class DropoutMaskTests
{
    [Fact]
    public void TheShareThatIsKeptIsTheOneAskedFor()
    {
        foreach (double rate in (double[])[0.01, 0.1, 0.25, 0.5, 0.9])
        {
            const int count = 400 * 1000;
            float[] ones = [.. Enumerable.Repeat(1f, count)];
            DropoutMask.Apply(ref ones[0], ref ones[0], 400, 1000, rate, layer: 3, new DropoutStep(Seed: 1, Step: 2));
            int kept = ones.Count(value => value != 0);
            Assert.All(ones, value => Assert.True(value == 0 || value == (float)(1 / (1 - rate))));

            // Within four standard deviations of a binomial distribution.
            Assert.InRange(kept, count * (1 - rate) - 4 * Math.Sqrt(count * rate * (1 - rate)), count * (1 - rate) + 4 * Math.Sqrt(count * rate * (1 - rate)));
        }
    }

    [Fact]
    public void MasksOfNeighboursAreIndependent()
    {
        // Of two independent masks of rate ½, half the units agree. Four standard deviations.
        const int rows = 100, features = 500, count = rows * features;
        bool[] mask = Mask(1, 2, 3, 0);
        double tolerance = 4 * Math.Sqrt(count) / 2;
        Assert.All(
            (bool[][])[Mask(2, 2, 3, 0), Mask(1, 3, 3, 0), Mask(1, 2, 4, 0), Mask(1, 2, 3, 1),
                Mask(2, 1, 3, 0), [.. mask[1..], mask[0]], [.. mask[features..], .. mask[..features]]],
            other => Assert.InRange(mask.Zip(other).Count(pair => pair.First == pair.Second), count / 2 - tolerance, count / 2 + tolerance));

        // Every unit over the rows, and every row over the units.
        Assert.All(Enumerable.Range(0, features), unit => Assert.InRange(Enumerable.Range(0, rows).Count(row => mask[row * features + unit]), 25, 75));
        Assert.All(Enumerable.Range(0, rows), row => Assert.InRange(Enumerable.Range(0, features).Count(unit => mask[row * features + unit]), 190, 310));

        static bool[] Mask(ulong seed, long step, int layer, int firstRow)
        {
            float[] ones = [.. Enumerable.Repeat(1f, count)];
            DropoutMask.Apply(ref ones[0], ref ones[0], rows, features, 0.5, layer, new DropoutStep(seed, step) { FirstRow = firstRow });
            return [.. ones.Select(value => value != 0)];
        }
    }

    [Fact]
    public void TheMaskDependsOnTheRowNotOnTheBatch()
    {
        for (int features = 1; features <= 40; features++)
        {
            Rows<float>(features);
            Rows<double>(features);
        }
    }

    [Fact]
    public void TheMaskIsPartOfTheContract()
    {
        // Computed by hand, in Python, from the definition in DropoutMask: which of the first 64 units are kept at rate ½.
        float[] ones = [.. Enumerable.Repeat(1f, 64)];
        DropoutMask.Apply(ref ones[0], ref ones[0], 1, 64, 0.5, layer: 1, new DropoutStep(42, 7) { FirstRow = 5 });
        ulong kept = Enumerable.Range(0, 64).Aggregate(0UL, (bits, i) => bits | (ones[i] != 0 ? 1UL << i : 0));
        Assert.Equal(0x30F11CA1E51109DDUL, kept);
    }

    [Fact]
    public void NothingIsDroppedAtRateZero()
    {
        float[] values = [1, -2, float.NaN, 4, 5];
        DropoutMask.Apply(ref values[0], ref values[0], 1, 5, 0, layer: 3, new DropoutStep(1, 2) { FirstRow = 4 });
        Assert.Equal([1, -2, float.NaN, 4, 5], values);
    }

    [Fact]
    public void NothingIsDroppedWithoutAStep()
    {
        float[] values = [1, -2, float.NaN, 4, 5], output = new float[21];
        DropoutMask.Apply(ref values[0], ref output[0], 1, 5, 0.9, layer: 3, step: default);
        Assert.Equal([1, -2, float.NaN, 4, 5], output[..5]);
        Assert.False(default(DropoutStep).IsStep);
        Assert.True(new DropoutStep(0, 0).IsStep);
    }

    private static void Rows<T>(int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int rows = 5;
        Guarded<T> input = Guarded<T>.Random(rows * features, features), output = Guarded<T>.Empty(rows * features);
        DropoutMask.Apply(ref input.First, ref output.First, rows, (nuint)features, 0.3, layer: 3, new DropoutStep(1, 2) { FirstRow = 100 });
        T scale = T.CreateTruncating(1 / 0.7);
        for (int row = 0; row < rows; row++)
        {
            Guarded<T> own = Guarded<T>.Of(input.Values.Slice(row * features, features)),
                expected = Guarded<T>.Of(output.Values.Slice(row * features, features));
            DropoutMask.Apply(ref own.First, ref own.First, 1, (nuint)features, 0.3, layer: 3, new DropoutStep(1, 2) { FirstRow = 100 + row });
            own.AssertSameBits(expected);
            for (int unit = 0; unit < features; unit++)
                Assert.True(own.Values[unit] == T.Zero || own.Values[unit] == input.Values[row * features + unit] * scale);

            // A single precision and a double precision network, and a narrower layer, share the mask.
            float[] ones = [.. Enumerable.Repeat(1f, 40)];
            DropoutMask.Apply(ref ones[0], ref ones[0], 1, 40, 0.3, layer: 3, new DropoutStep(1, 2) { FirstRow = 100 + row });
            for (int unit = 0; unit < features; unit++)
                Assert.Equal(ones[unit] != 0, own.Values[unit] != T.Zero);
        }
    }
}
