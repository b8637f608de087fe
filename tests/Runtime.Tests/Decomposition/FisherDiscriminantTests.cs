using System;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace Generated.Tests;

public class FisherDiscriminantTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AxesAndClassesAgreeWithScikitLearn(int index)
    {
        JsonElement golden = Golden.Cases("lda.json")[index];
        Dataset<double> data = TestData.Csv<double>($"{golden.GetProperty("name").GetString()}.csv");
        var discriminant = FisherDiscriminant<double>.Fit(data);
        Assert.Equal(golden.GetProperty("components").GetInt32(), discriminant.ComponentCount);
        Golden.AssertClose(golden.Numbers("explainedVarianceRatio"), discriminant.ExplainedVarianceRatio, 1e-11, "ratio");

        // scikit-learn leaves the signs to LAPACK.
        double[] expected = golden.Numbers("firstFiveProjected");
        var projected = new double[10];
        discriminant.Transform(data.Inputs[..(5 * data.InputSize)], projected);
        int[] signs = [Math.Sign(expected[0] * projected[0]), Math.Sign(expected[1] * projected[1])];
        for (int i = 0; i < 10; i++)
            expected[i] *= signs[i % 2];
        Golden.AssertClose(expected, projected, 1e-9, "projection");

        var labels = new int[data.Count];
        discriminant.Predict(data.Inputs, labels);
        int right = labels.Where((label, row) => data.Target(row)[label] == 1).Count();
        Assert.Equal(golden.Number("trainAccuracy"), (double)right / data.Count, 1e-12);
    }

    [Fact]
    public void SamplesAreWhiteWithinTheirClasses()
    {
        Dataset<double> data = TestData.Csv<double>("wine.csv");
        var discriminant = FisherDiscriminant<double>.Fit(data);
        var projected = new double[data.Count * 2];
        discriminant.Transform(data.Inputs, projected);
        int[] labels = [.. Enumerable.Range(0, data.Count).Select(row => data.Target(row).IndexOf(1.0))];
        double[] means = [.. Enumerable.Range(0, 6).Select(i => Enumerable.Range(0, data.Count).Where(row => labels[row] == i / 2).Average(row => projected[row * 2 + i % 2]))];
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                double sum = Enumerable.Range(0, data.Count).Sum(row => (projected[row * 2 + i] - means[labels[row] * 2 + i]) * (projected[row * 2 + j] - means[labels[row] * 2 + j]));
                Assert.Equal(i == j ? 1 : 0, sum / (data.Count - 3), 1e-10);
            }
        }
    }

    [Fact]
    public void ConstantAndDependentFeaturesAreLeftOut()
    {
        Dataset<double> iris = TestData.Csv<double>("iris.csv");
        int[] labels = [.. Enumerable.Range(0, 150).Select(row => iris.Target(row).IndexOf(1.0))];
        double[] wider = [.. Enumerable.Range(0, 150).SelectMany(row => iris.Input(row).ToArray().Concat([7.7, iris.Input(row)[0] + iris.Input(row)[1]]))];
        var discriminant = FisherDiscriminant<double>.Fit(wider, 6, labels);
        var plain = FisherDiscriminant<double>.Fit(iris);
        Assert.Equal(0, discriminant.Axes[4]);
        Golden.AssertClose(plain.ExplainedVarianceRatio.ToArray(), discriminant.ExplainedVarianceRatio, 1e-9, "ratio");
        var expected = new int[150];
        plain.Predict(iris.Inputs, expected);
        var predicted = new int[150];
        discriminant.Predict(wider, predicted);
        Assert.Equal(expected, predicted);
    }

    [Fact]
    public void SinglePrecisionFollowsDouble()
    {
        var single = FisherDiscriminant<float>.Fit(TestData.Csv<float>("iris.csv"));
        var exact = FisherDiscriminant<double>.Fit(TestData.Csv<double>("iris.csv"));
        Golden.AssertClose(exact.Axes.ToArray(), [.. single.Axes.ToArray().Select(value => (double)value)], 1e-4, "axis");
    }

    [Fact]
    public void WhatCannotBeFittedIsNamed()
    {
        double[] samples = [1, 2, 3, 5, 4, 1, 2, 2];
        AssertNamed("labels", "length is 3", () => FisherDiscriminant<double>.Fit(samples, 2, [0, 1, 0]));
        AssertNamed("labels", "Class 1 of 3 has no sample", () => FisherDiscriminant<double>.Fit(samples, 2, [0, 2, 0, 2]));
        AssertNamed("labels", "at least two", () => FisherDiscriminant<double>.Fit(samples, 2, [0, 0, 0, 0]));
        AssertNamed("labels", "-1", () => FisherDiscriminant<double>.Fit(samples, 2, [0, -1, 0, 0]));
        AssertNamed("labels", "class 2000000000", () => FisherDiscriminant<double>.Fit(samples, 2, [0, 1, 0, 2000000000]));
        AssertNamed("samples", "more samples than classes", () => FisherDiscriminant<double>.Fit(samples, 2, [0, 1, 2, 3]));
        AssertNamed("samples", "Nothing varies within", () => FisherDiscriminant<double>.Fit([1, 1, 2, 2], 1, [0, 0, 1, 1]));
        AssertNamed("samples", "same mean", () => FisherDiscriminant<double>.Fit([1, 2, 2, 1], 1, [0, 0, 1, 1]));
        AssertNamed("samples", "Feature 1 of sample 0 is NaN", () => FisherDiscriminant<double>.Fit([1, double.NaN, 2, 1, 3, 4], 2, [0, 0, 1]));
        AssertNamed("data", "no classes", () => FisherDiscriminant<double>.Fit(new Dataset<double>([1, 2, 3], 1, [0.5, 1, 1], 1)));

        static void AssertNamed(string name, string message, Action act)
        {
            var error = Assert.ThrowsAny<ArgumentException>(act);
            Assert.Equal(name, error.ParamName);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }
}
