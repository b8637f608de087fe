using System;
using System.Linq;
using Xunit;

namespace Generated.Tests;

public class DatasetWeightsTests
{
    private static readonly double[] s_weights = [.. Enumerable.Range(0, 10).Select(i => i / 4.0)];

    /// <summary>Ten samples of three classes: six, three and one.</summary>
    private static Dataset<double> Rare => new(
        [.. Enumerable.Range(0, 10).Select(i => (double)i)], 1,
        [.. Enumerable.Range(0, 10).SelectMany<int, double>(i => i < 6 ? [1, 0, 0] : i < 9 ? [0, 1, 0] : [0, 0, 1])], 3);

    [Fact]
    public void ThereAreNoWeightsUnlessGiven()
    {
        Assert.True(Rare.Weights.IsEmpty);
        var weights = new double[2];
        Rare.GatherWeights([3, 1], weights);
        Assert.Equal([1, 1], weights);
    }

    [Fact]
    public void WeightsAreCarriedWhereverSamplesAre()
    {
        Dataset<double> data = Rare.WithWeights(s_weights);
        Assert.Equal(s_weights, data.Weights);
        Assert.Equal([0.75, 0.25, 0.75], data.Select([3, 1, 3]).Weights);

        // Input i has the weight i / 4.
        (Dataset<double> training, Dataset<double> test) = data.Split(7, seed: 1);
        Assert.Equal(training.Inputs.ToArray().Select(input => input / 4), training.Weights.ToArray());
        Assert.Equal(test.Inputs.ToArray().Select(input => input / 4), test.Weights.ToArray());
        Assert.Equal(s_weights, Standardizer<double>.Fit(data).Apply(data).Weights);

        var wide = new Dataset<double>([.. Enumerable.Range(0, 20).Select(i => Math.Sin(i * i))], 2, data.Targets, 3);
        wide = wide.WithWeights(s_weights);
        Assert.Equal(s_weights, Pca<double>.Fit(wide, Components.Exactly(1)).Transform(wide).Weights);

        Assert.True(data.WithWeights([]).Weights.IsEmpty);
        Assert.Equal(s_weights, data.Weights);
    }

    [Fact]
    public void WeightsDoNotFollowTheirSource()
    {
        double[] weights = [.. s_weights];
        Dataset<double> data = Rare.WithWeights(weights);
        weights[3] = 9;
        Assert.Equal(0.75, data.Weights[3]);
    }

    [Fact]
    public void BalancedIsScikitLearns()
    {
        // compute_class_weight("balanced", classes=np.arange(3), y=[0] * 6 + [1] * 3 + [2]) of scikit-learn 1.2.1.
        Assert.Equal([0.5555555555555556, 1.1111111111111112, 3.3333333333333335], Rare.BalancedClassWeights());
        Dataset<double> balanced = Rare.Balanced();
        Assert.Equal(Rare.Targets, balanced.Targets);
        Assert.Equal(10, balanced.Weights.ToArray().Sum(), 1e-14);
        for (int k = 0; k < 3; k++)
            Assert.Equal(10 / 3.0, Enumerable.Range(0, 10).Where(row => balanced.Target(row)[k] == 1).Sum(row => balanced.Weights[row]), 1e-14);

        // A class that does not occur is not counted among the classes.
        Assert.Equal([0.75, 1.5, 1], Rare.Select([0, 1, 2, 3, 6, 7]).BalancedClassWeights());

        // A single target of 0 or 1 has two classes.
        var single = new Dataset<float>([1, 2, 3, 4], 1, [0, 0, 1, 0], 1);
        Assert.Equal([2f / 3, 2f], single.BalancedClassWeights());
        Assert.Equal([2f / 3, 2f / 3, 2f, 2f / 3], single.Balanced().Weights);
    }

    [Fact]
    public void ClassWeightsMultiplyTheWeightsOfSamples()
    {
        Dataset<double> data = Rare.WithClassWeights(1, 1, 4);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 4], data.Weights);
        data = Rare.WithWeights(s_weights).WithClassWeights(1, 0, 4);
        Assert.Equal([0, 0.25, 0.5, 0.75, 1, 1.25, 0, 0, 0, 9], data.Weights);
    }

    [Fact]
    public void WeightsThatAreNoneAreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Rare.WithWeights(new double[9]));
        Assert.Equal("weights", error.ParamName);
        AssertRefused("The weight of sample 2 is -1. Weights must be finite and at least 0.", () => Rare.WithWeights([1, 1, -1, 1, 1, 1, 1, 1, 1, 1]));
        AssertRefused("The weight of sample 1 is NaN.", () => Rare.WithWeights([1, double.NaN, 1, 1, 1, 1, 1, 1, 1, 1]));
        AssertRefused("The weight of sample 0 is Infinity.", () => Rare.WithWeights([double.PositiveInfinity, 1, 1, 1, 1, 1, 1, 1, 1, 1]));
        AssertRefused("All weights are 0. At least one must be greater.", () => Rare.WithWeights(new double[10]));
        AssertRefused("The weight of class 1 is -2.", () => Rare.WithClassWeights(1, -2, 1));
        Assert.Equal("classWeights", Assert.Throws<ArgumentException>(() => Rare.WithClassWeights(1, 2)).ParamName);

        var numbers = new Dataset<double>([1, 2], 1, [0.25, 0.5], 1);
        Assert.Throws<InvalidOperationException>(() => numbers.WithClassWeights(1, 2));
        Assert.Contains("WithWeights", Assert.Throws<InvalidOperationException>(numbers.Balanced).Message, StringComparison.Ordinal);

        static void AssertRefused(string message, Func<object> make) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GatheringAllocatesNothing()
    {
        Dataset<double> data = Rare.WithWeights(s_weights);
        var weights = new double[3];
        Allocation.AssertNone(() => data.GatherWeights([9, 0, 4], weights));
        Assert.Equal([2.25, 0, 1], weights);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.GatherWeights([10], new double[1]));
        Assert.Throws<ArgumentException>(() => data.GatherWeights([1], new double[2]));
    }
}
