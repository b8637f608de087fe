using System;
using System.Linq;
using System.Numerics;
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
    public void GreatMeansAreKeptInDouble()
    {
        AssertStandardized<float>([16777216, 16777218, 16777216, 16777218], [-1, 1, -1, 1], 0);
        AssertStandardized<double>([16777216, 16777218, 16777216, 16777218], [-1, 1, -1, 1], 0);

        // 16777217 is not a float.
        Standardizer<float> fitted = Fit<float>([16777216, 16777218, 16777216, 16777218]);
        Assert.Equal([16777217.0], fitted.MeanInDouble);
        Assert.Equal([1.0], fitted.StandardDeviationInDouble);
        Assert.Equal([16777216f], fitted.Mean);
    }

    [Fact]
    public void UnixTimesOfTenMinutesGetMeanZeroAndDeviationOne()
    {
        MeanAndDeviation<float>(1e-6);
        MeanAndDeviation<double>(1e-9);

        static void MeanAndDeviation<T>(double tolerance)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            T[] times = [.. Enumerable.Range(0, 600).Select(second => T.CreateTruncating(1_700_000_000.0 + second))];
            double[] standardized = [.. Standardized(times).Select(value => double.CreateTruncating(value))];
            Assert.Equal(0, standardized.Average(), tolerance);
            Assert.Equal(1, standardized.Average(value => value * value), tolerance);
        }
    }

    [Theory]
    [InlineData(1e160)]
    [InlineData(1.5e308)]
    [InlineData(1e-162)]
    [InlineData(1e-300)]
    [InlineData(1e-308)]
    public void ExtremeValuesAreScaled(double scale)
    {
        // Deviations of −¼, 0, ¼, 0: their mean square is half of (¼)².
        double deviation = Math.Sqrt(0.5);
        AssertStandardized<double>([0.25 * scale, 0.5 * scale, 0.75 * scale, 0.5 * scale], [-0.25 / (0.25 * deviation), 0, 0.25 / (0.25 * deviation), 0],
            1e-14);
        AssertStandardized<double>([-scale, scale], [-1, 1], 0);
        Assert.Equal(scale, Fit<double>([-scale, scale]).StandardDeviation[0], scale * 1e-15);
    }

    [Theory]
    [InlineData(3e38f)]
    [InlineData(1e-30f)]
    [InlineData(1e-44f)]
    public void ExtremeSinglesAreScaled(float scale)
    {
        AssertStandardized<float>([-scale, scale], [-1, 1], 0);
        AssertStandardized<float>([-scale, scale, scale, scale], [-Math.Sqrt(3), Math.Sqrt(1.0 / 3), Math.Sqrt(1.0 / 3), Math.Sqrt(1.0 / 3)], 1e-6);
    }

    [Fact]
    public void DifferencesBeyondTheRangeHaveQuotientsWithinIt()
    {
        // 99 values at the one end and one at the other: μ = −0.98·x, σ = √(1 − 0.98²)·x.
        double[] column = [.. Enumerable.Repeat(-1.7e308, 99), 1.7e308];
        Assert.Equal(1.98 / Math.Sqrt(1 - 0.98 * 0.98), Standardized(column)[99], 1e-10);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void InputsThatAreNotNumbersAreNamed(float value, string text)
    {
        string expected = $"Expected finite inputs, but input 1 of row 2, both counted from 0, is {text}. Fill in what is missing, or leave the row out. "
            + "(Parameter 'data')";
        Dataset<float> single = Dataset.FromRows<float>([[1, 2], [3, 4], [5, value]], [[0], [0], [0]]);
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => Standardizer<float>.Fit(single)).Message);
        Dataset<double> precise = Dataset.FromRows<double>([[1, 2], [3, 4], [5, value]], [[0], [0], [0]]);
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => Standardizer<double>.Fit(precise)).Message);

        Dataset<double> named = TestData.CsvText<double>("u,v,w\n1,2,3\n4,NA,6\n", new CsvOptions { Target = CsvTarget.Numbers(^1), MissingAsNaN = true });
        Assert.StartsWith("Expected finite inputs, but input 1 (v) of row 1,", Assert.Throws<ArgumentException>(() => Standardizer<double>.Fit(named)).Message,
            StringComparison.Ordinal);
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
    public void FilesCarryTheStatisticsWithoutLoss()
    {
        float[] column = [16777216, 16777218, 16777216, 16777218];
        Standardizer<float> fitted = Fit(column);
        using var folder = new TemporaryFolder();
        TensorFile.Save(folder["statistics.safetensors"], [
            new NamedTensor<double>("mean", [1], fitted.MeanInDouble.ToArray()),
            new NamedTensor<double>("standardDeviation", [1], fitted.StandardDeviationInDouble.ToArray())]);
        Assert.Equal([-1, 1, -1, 1], Apply(Restored("statistics.safetensors")));

        // A file of rounded statistics, as they used to be stored.
        TensorFile.Save(folder["single.safetensors"], [
            new NamedTensor<float>("mean", [1], fitted.Mean.ToArray()), new NamedTensor<float>("standardDeviation", [1], fitted.StandardDeviation.ToArray())]);
        Assert.Equal([0, 2, 0, 2], Apply(Restored("single.safetensors")));
        Assert.Equal([0, 2, 0, 2], Apply(new Standardizer<float>(fitted.Mean, fitted.StandardDeviation)));

        Standardizer<float> Restored(string name)
        {
            using var file = TensorFile.Open(folder[name]);
            return Standardizer<float>.FromStatistics(file["mean"].ToArray<double>(), file["standardDeviation"].ToArray<double>());
        }

        float[] Apply(Standardizer<float> standardizer)
        {
            var standardized = new float[column.Length];
            standardizer.Apply(column, standardized);
            return standardized;
        }
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
        AssertRefused("Expected standard deviations that are finite and greater than 0, but that of input 1 is NaN. (Parameter 'standardDeviation')", [1, 2],
            [1, double.NaN]);
        AssertRefused("Expected standard deviations that are finite and greater than 0, but that of input 0 is Infinity. (Parameter 'standardDeviation')",
            [1, 2], [double.PositiveInfinity, 1]);
        AssertRefused("Expected finite means, but that of input 1 is NaN. (Parameter 'mean')", [1, double.NaN], [1, 1]);

        static void AssertRefused(string message, double[] mean, double[] standardDeviation)
        {
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Standardizer<double>(mean, standardDeviation)).Message);
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => Standardizer<float>.FromStatistics(mean, standardDeviation)).Message);
        }
    }

    [Fact]
    public void ScaleAndOriginDoNotMatter() => Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll<int[], int>((values, offset) =>
    {
        if (values.Length == 0)
            return true;
        double[] column = [.. values.Select(value => (double)value)];
        double[] moved = [.. column.Select(value => 4 * value + offset)];
        return Standardized(column).Zip(Standardized(moved)).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
    }));

    private static void AssertStandardized<T>(T[] column, double[] expected, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] standardized = Standardized(column);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], double.CreateTruncating(standardized[i]), tolerance);
    }

    private static T[] Standardized<T>(T[] column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fit(column).Apply(new Dataset<T>(column, 1, column, 1)).Inputs.ToArray();

    private static Standardizer<T> Fit<T>(T[] column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Standardizer<T>.Fit(new Dataset<T>(column, 1, column, 1));
}
