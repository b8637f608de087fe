using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Generated.Tests;

public class StandardizerTests
{
    [Fact]
    public void InputsGetMeanZeroAndDeviationOne()
    {
        Dataset<double> data = TestData.Csv<double>("wine.csv");
        Dataset<double> standardized = Standardizer<double>.Fit(data).Apply(data);
        for (int input = 0; input < data.InputSize; input++)
        {
            double[] column = [.. Enumerable.Range(0, data.Count).Select(row => standardized.Input(row)[input])];
            Assert.Equal(0, column.Average(), 1e-13);
            Assert.Equal(1, column.Average(x => x * x), 1e-13);
        }

        Assert.Equal(data.Targets, standardized.Targets);
        Assert.Equal(data.InputNames, standardized.InputNames);
        Assert.Equal(data.ClassNames, standardized.ClassNames);
    }

    [Fact]
    public void StandardiseKeepsTheTrainingStatistics()
    {
        Dataset<double> training = Dataset.FromRows([[1.0, 5.0], [3.0, 5.0]], [[0.0], [1.0]]);
        Dataset<double> test = Dataset.FromRows([[4.0, 7.0]], [[0.0]]);
        var standardizer = Standardizer<double>.Fit(training);
        Assert.Equal([2.0, 5.0], standardizer.Mean);
        Assert.Equal([1.0, 1.0], standardizer.StandardDeviation);
        Assert.Equal([2.0, 2.0], standardizer.Apply(test).Inputs);
    }

    [Fact]
    public void ConstantInputsAreOnlyCentred()
    {
        // 0.1 ten times has a rounded mean that is not 0.1.
        Dataset<double> data = new([.. Enumerable.Repeat(0.1, 10)], 1, new double[10], 1);
        Dataset<double> standardized = Standardizer<double>.Fit(data).Apply(data);
        Assert.All(standardized.Inputs.ToArray(), value => Assert.Equal(0, value));
        Assert.Equal([1], Standardizer<double>.Fit(data).StandardDeviation);
    }

    [Fact]
    public void DeviationTooSmallForTheTypeIsNoDivisor()
    {
        Dataset<double> data = Dataset.FromRows([[0.0], [1e-300]], [[0.0], [0.0]]);
        Assert.All(Standardizer<double>.Fit(data).Apply(data).Inputs.ToArray(), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void OneSampleIsStandardisedInPlaceWithoutAllocating()
    {
        Dataset<double> data = TestData.Csv<double>("wine.csv");
        var standardizer = Standardizer<double>.Fit(data);
        double[] sample = data.Input(5).ToArray();
        standardizer.Apply(sample, sample);
        Assert.Equal(standardizer.Apply(data).Input(5), sample);
        Allocation.AssertNone(() => standardizer.Apply(sample, sample));
    }

    [Fact]
    public void KnownStatisticsGiveTheSameStandardizer()
    {
        Dataset<double> data = TestData.Csv<double>("iris.csv");
        var fitted = Standardizer<double>.Fit(data);
        var restored = new Standardizer<double>(fitted.Mean, fitted.StandardDeviation);
        Assert.Equal(fitted.Apply(data).Inputs, restored.Apply(data).Inputs);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var standardizer = new Standardizer<double>([1, 2], [1, 1]);
        var error = Assert.Throws<ArgumentException>(() => standardizer.Apply(TestData.Csv<double>("iris.csv")));
        Assert.Contains("has 4 inputs, but 2 were fitted", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => standardizer.Apply(new double[3], new double[3]));
        Assert.Throws<ArgumentException>(() => standardizer.Apply(new double[4], new double[2]));
        Assert.Throws<ArgumentException>(() => new Standardizer<double>([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => new Standardizer<double>([1, 2], [1, 0]));
        Assert.Throws<ArgumentException>(() => new Standardizer<double>([1, 2], [1, double.NaN]));
    }

    [Fact]
    public void ScaleAndOriginDoNotMatter() => Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll<int[], int>((values, offset) =>
    {
        if (values.Length == 0)
            return true;
        double[] column = [.. values.Select(value => (double)value)];
        double[] moved = [.. column.Select(value => 4 * value + offset)];
        return Standardized(column).Zip(Standardized(moved)).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9);

        static double[] Standardized(double[] column)
        {
            var data = new Dataset<double>(column, 1, column, 1);
            return Standardizer<double>.Fit(data).Apply(data).Inputs.ToArray();
        }
    }));
}
