using System;
using System.Linq;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Generated.Tests;

public class MetricsTests
{
    [Fact]
    public void PredictedClassIsTheFirstOfTheLargest()
    {
        Assert.Equal(1, Metrics.PredictedClass<double>([0.1, 0.7, 0.2]));
        Assert.Equal(0, Metrics.PredictedClass<double>([0.4, 0.2, 0.4]));
        Assert.Equal(2, Metrics.PredictedClass<float>([-3, -2, -1]));
    }

    [Fact]
    public void SingleOutputIsAThresholdAtOneHalf()
    {
        Assert.Equal(0, Metrics.PredictedClass<double>([0.49]));
        Assert.Equal(1, Metrics.PredictedClass<double>([0.5]));
        Assert.Throws<ArgumentException>(() => Metrics.PredictedClass<double>([]));
    }

    [Fact]
    public void AccuracyIsTheShareOfRightRows()
    {
        Assert.Equal(0.75, Metrics.Accuracy<double>([0.9, 0.1, 0.4, 0.6, 0.3, 0.7, 0.8, 0.2], [1, 0, 0, 1, 1, 0, 1, 0], 2));
        Assert.Equal(0.5, Metrics.Accuracy<float>([0.9f, 0.9f], [1, 0], 1));
        Assert.Throws<ArgumentException>(() => Metrics.Accuracy<double>([1, 0, 1], [1, 0, 1], 2));
        Assert.Throws<ArgumentException>(() => Metrics.Accuracy<double>([1, 0], [1, 0, 1, 0], 2));
        Assert.Throws<ArgumentException>(() => Metrics.Accuracy<double>([], [], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Metrics.Accuracy<double>([1], [1], 0));
    }

    [Fact]
    public void PredictionsThatAreNotNumbersAreWrong()
    {
        AssertWrong<float>(float.NaN);
        AssertWrong<double>(double.NaN);

        static void AssertWrong<T>(T nan)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            T one = T.One, zero = T.Zero;
            Assert.Equal(Metrics.NoClass, Metrics.PredictedClass<T>([nan, one]));
            Assert.Equal(Metrics.NoClass, Metrics.PredictedClass<T>([zero, one, nan]));
            Assert.Equal(Metrics.NoClass, Metrics.PredictedClass<T>([nan]));
            Assert.Equal(0, Metrics.Accuracy<T>([nan, nan, nan, nan, nan, nan], [one, zero, zero, one, zero, zero], 3));
            Assert.Equal(0.5, Metrics.Accuracy<T>([nan, one, one, zero], [one, zero, one, zero], 2));
            Assert.Equal(0.5, Metrics.Accuracy<T>([nan, zero], [zero, zero], 1));

            // Three rows of class 0: one is right, two are not numbers. One of class 1, which is right.
            var matrix = ConfusionMatrix.Of<T>([one, zero, nan, nan, nan, zero, zero, one], [one, zero, one, zero, one, zero, zero, one], 2);
            Assert.Equal([1, 0, 0, 1], [matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]]);
            Assert.Equal(4, matrix.Total);
            Assert.Equal(2, matrix.NaNPredictions);
            Assert.Equal(0.5, matrix.Accuracy);
            Assert.Equal(1, matrix.Precision(0));
            Assert.Equal(1.0 / 3, matrix.Recall(0));
            Assert.Equal(0.5, matrix.F1(0));
            Assert.Equal("    1     0\n    0     1\npredictions that are not numbers, counted as wrong: 2", matrix.ToString());

            Assert.Equal(double.NaN, Metrics.RootMeanSquaredError<T>([one, nan], [one, one]));
            Assert.Equal(double.NaN, Metrics.RSquared<T>([one, nan], [one, zero]));
            Assert.Equal(double.NaN, Metrics.RSquared<T>([one, nan], [one, one]));
            Assert.Equal(double.NaN, Metrics.RSquared<T>([one, zero], [one, nan]));
        }
    }

    [Fact]
    public void PredictionsAreAddedAsTheyAreFound()
    {
        var matrix = new ConfusionMatrix(2);
        matrix.Add(1, Metrics.PredictedClass<float>([float.NaN, 1]));
        Assert.Equal(1, matrix.Total);
        Assert.Equal(1, matrix.NaNPredictions);
        Assert.Equal(0, matrix.Recall(1));
        Assert.Throws<IndexOutOfRangeException>(() => matrix.Add(2, Metrics.NoClass));
        Assert.Throws<IndexOutOfRangeException>(() => matrix.Add(Metrics.NoClass, 0));
        Assert.Equal(1, matrix.Total);
    }

    [Theory]
    [InlineData(new double[] { 0, 0, 0 }, "[0, 0, 0]")]
    [InlineData(new double[] { 1, 1, 0 }, "[1, 1, 0]")]
    [InlineData(new double[] { 1, double.NaN, 0 }, "[1, NaN, 0]")]
    [InlineData(new double[] { 0, double.PositiveInfinity, 0 }, "[0, Infinity, 0]")]
    public void TargetsThatAreNoClassAreAnErrorOrLeftOutAndCounted(double[] target, string text)
    {
        double[] outputs = [0.8, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8, 0.1], targets = [1, 0, 0, .. target, 1, 0, 0];
        string message = $"Expected one-hot targets, but row 1 (counted from 0) is {text}, which is no class. Leave such rows out; ConfusionMatrix.Of does, "
            + "and counts them. (Parameter 'targets')";
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Metrics.Accuracy<double>(outputs, targets, 3)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Metrics.Accuracy<float>(Single(outputs), Single(targets), 3)).Message);

        foreach (ConfusionMatrix matrix in new[] { ConfusionMatrix.Of<double>(outputs, targets, 3),
            ConfusionMatrix.Of<float>(Single(outputs), Single(targets), 3) })
        {
            Assert.Equal(1, matrix.RowsLeftOut);
            Assert.Equal(2, matrix.Total);
            Assert.Equal([1, 1], [matrix[0, 0], matrix[0, 1]]);
            Assert.Equal(0.5, matrix.Accuracy);
            Assert.EndsWith("\nrows left out, whose targets are no class: 1", matrix.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TargetsOfOneOutputThatAreNoClassAreNamed()
    {
        AssertRefused("Expected targets of 0 and 1, but row 1 (counted from 0) is [7]", [1, 7]);
        AssertRefused("Expected targets of 0 and 1, but row 0 (counted from 0) is [0.5]", [0.5, 1]);
        AssertRefused("Expected targets of 0 and 1, but row 1 (counted from 0) is [NaN]", [1, double.NaN]);
        AssertRefused("Expected targets of −1 and 1, but row 0 (counted from 0) is [0]", [0, -1]);
        AssertRefused("Expected targets of −1 and 1, but row 1 (counted from 0) is [-2]", [1, -2]);

        static void AssertRefused(string message, double[] targets)
        {
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Metrics.Accuracy<double>([1, 1], targets, 1)).Message, StringComparison.Ordinal);
            Assert.Equal(1, ConfusionMatrix.Of<double>([1, 1], targets, 1).RowsLeftOut);
        }
    }

    [Fact]
    public void BipolarTargetsAreToldByTheirSign()
    {
        // As a Tanh unit gives them: all right, then the second one wrong.
        double[] targets = [-1, 1, 1], right = [-0.2, 0.3, 0.9], wrong = [-0.2, -0.3, 0.9];
        Assert.Equal(1, Metrics.Accuracy<double>(right, targets, 1));
        Assert.Equal(1, Metrics.Accuracy<float>(Single(right), Single(targets), 1));
        Assert.Equal(2.0 / 3, Metrics.Accuracy<double>(wrong, targets, 1));
        Assert.Equal([1, 0, 0, 2], Counts(ConfusionMatrix.Of<double>(right, targets, 1)));
        Assert.Equal([1, 0, 1, 1], Counts(ConfusionMatrix.Of<float>(Single(wrong), Single(targets), 1)));
        Assert.Equal(1, Metrics.Accuracy<double>([0.3, -0.2, 0.4, 0.9], [1, -1, -1, 1], 2));

        static int[] Counts(ConfusionMatrix matrix) => [matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]];
    }

    [Fact]
    public void LogitsHaveTheThresholdZero()
    {
        double[] logits = [-0.2, 0.3, 2, -3], targets = [0, 1, 1, 1];
        Assert.Equal(0.5, Metrics.Accuracy<double>(logits, targets, 1));
        Assert.Equal(0.75, Metrics.Accuracy<double>(logits, targets, 1, threshold: 0));
        Assert.Equal(0.75, Metrics.Accuracy<float>(Single(logits), Single(targets), 1, threshold: 0));
        Assert.Equal(0.75, ConfusionMatrix.Of<double>(logits, targets, 1, threshold: 0).Accuracy);
        Assert.Equal(2, ConfusionMatrix.Of<float>(Single(logits), Single(targets), 1, threshold: 0)[1, 1]);
        Assert.Throws<ArgumentException>(() => Metrics.Accuracy<double>(logits, [0, 1, 1, 0.5], 1, threshold: 0));
    }

    [Fact]
    public void SmoothedTargetsAreTheirClass()
    {
        Assert.Equal(1, Metrics.Accuracy<double>([0.8, 0.1, 0.1, 0.2, 0.3, 0.5], [0.9, 0.05, 0.05, 0.05, 0.05, 0.9], 3));
        Assert.Equal(1, Metrics.Accuracy<double>([0.8, 0.4], [0.9, 0.1], 1));
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    [InlineData(1e-308)]
    public void ExtremeErrorsAreInRange(double scale)
    {
        // Errors 1, −1, 2, 0 of targets whose squared deviations from 3.75 sum up to 18.75.
        double[] outputs = [2 * scale, 3 * scale, 5 * scale, 7 * scale], targets = [scale, 4 * scale, 3 * scale, 7 * scale];
        Assert.Equal(Math.Sqrt(1.5) * scale, Metrics.RootMeanSquaredError<double>(outputs, targets), 1e-14 * scale);
        Assert.Equal(1 - 6 / 18.75, Metrics.RSquared<double>(outputs, targets), 1e-14);
    }

    [Fact]
    public void RSquaredOfGreatTargetsKeepsTheirDifferences()
    {
        // Around 16777216 in both precisions: errors 0, 2 of deviations ±1.
        Assert.Equal(-1, Metrics.RSquared<float>([16777216, 16777216, 16777216, 16777216], [16777216, 16777218, 16777216, 16777218]));
        Assert.Equal(-1, Metrics.RSquared<double>([16777216, 16777216, 16777216, 16777216], [16777216, 16777218, 16777216, 16777218]));
    }

    [Fact]
    public void RootMeanSquaredErrorIsInTheUnitOfTheTargets()
    {
        // Errors 1, −1, 2, 0: √(6/4).
        Assert.Equal(Math.Sqrt(1.5), Metrics.RootMeanSquaredError<double>([2, 3, 5, 7], [1, 4, 3, 7]), 1e-15);
        Assert.Equal(0, Metrics.RootMeanSquaredError<double>([2, 3], [2, 3]));
    }

    [Fact]
    public void RSquaredComparesWithTheMean()
    {
        // Mean 2.5, total 5, residuals 0.25 + 0.25 + 0 + 0.25.
        Assert.Equal(1 - 0.75 / 5, Metrics.RSquared<double>([1.5, 1.5, 3, 4.5], [1, 2, 3, 4]), 1e-15);
        Assert.Equal(1, Metrics.RSquared<double>([1, 2, 3], [1, 2, 3]));
        Assert.Equal(0, Metrics.RSquared<double>([2, 2, 2], [1, 2, 3]));
        Assert.Equal(-3, Metrics.RSquared<double>([3, 2, 1], [1, 2, 3]));
    }

    [Fact]
    public void RSquaredOfSeveralOutputsIsTheirMean() =>
        Assert.Equal(0.5, Metrics.RSquared<double>([1, 2, 2, 2, 3, 2], [1, 1, 2, 2, 3, 3], outputSize: 2));

    [Fact]
    public void RSquaredOfEqualTargetsIsAllOrNothing()
    {
        Assert.Equal(1, Metrics.RSquared<double>([0.1, 0.1, 0.1], [0.1, 0.1, 0.1]));
        Assert.Equal(0, Metrics.RSquared<double>([0.1, 0.1, 0.2], [0.1, 0.1, 0.1]));
    }

    [Fact]
    public void ConfusionMatrixOfAWorkedExample()
    {
        // Class 0: 3 right, 1 taken for 1. Class 1: 2 right, 1 taken for 0, 1 for 2. Class 2: 2 right.
        var matrix = new ConfusionMatrix(3);
        (int Actual, int Predicted)[] samples = [(0, 0), (0, 0), (0, 0), (0, 1), (1, 1), (1, 1), (1, 0), (1, 2), (2, 2), (2, 2)];
        foreach ((int actual, int predicted) in samples)
            matrix.Add(actual, predicted);

        Assert.Equal(10, matrix.Total);
        Assert.Equal(1, matrix[1, 2]);
        Assert.Equal(0, matrix[2, 1]);
        Assert.Equal(0.7, matrix.Accuracy);
        Assert.Equal(3.0 / 4, matrix.Precision(0));
        Assert.Equal(2.0 / 3, matrix.Precision(1));
        Assert.Equal(2.0 / 3, matrix.Precision(2));
        Assert.Equal(3.0 / 4, matrix.Recall(0));
        Assert.Equal(2.0 / 4, matrix.Recall(1));
        Assert.Equal(1, matrix.Recall(2));
        Assert.Equal(3.0 / 4, matrix.F1(0));
        Assert.Equal(4.0 / 7, matrix.F1(1));
        Assert.Equal(4.0 / 5, matrix.F1(2));
        Assert.Equal((3.0 / 4 + 2.0 / 3 + 2.0 / 3) / 3, matrix.MacroPrecision, 1e-15);
        Assert.Equal(0.75, matrix.MacroRecall, 1e-15);
        Assert.Equal((3.0 / 4 + 4.0 / 7 + 4.0 / 5) / 3, matrix.MacroF1, 1e-15);
        Assert.Equal("    3     1     0\n    1     2     1\n    0     0     2", matrix.ToString());
    }

    [Fact]
    public void ClassesThatDoNotOccurDoNotCount()
    {
        // Class 2 is only predicted, class 3 does not occur at all.
        var matrix = new ConfusionMatrix(4);
        matrix.Add(0, 0);
        matrix.Add(1, 2);
        Assert.Equal(0, matrix.Precision(3));
        Assert.Equal(0, matrix.Recall(2));
        Assert.Equal(0, matrix.F1(3));
        Assert.Equal(1.0 / 3, matrix.MacroPrecision);
        Assert.Equal(1.0 / 3, matrix.MacroRecall);
        Assert.Equal(1.0 / 3, matrix.MacroF1);
        Assert.Equal(0, new ConfusionMatrix(2).Accuracy);
        Assert.Equal(0, new ConfusionMatrix(2).MacroF1);
    }

    [Fact]
    public void ConfusionMatrixOfOutputs()
    {
        var matrix = ConfusionMatrix.Of<double>([0.9, 0.1, 0.4, 0.6, 0.3, 0.7], [1, 0, 0, 1, 1, 0], 2);
        Assert.Equal([1, 1, 0, 1], [matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]]);
        var ofOne = ConfusionMatrix.Of<double>([0.9, 0.2, 0.3], [1, 1, 0], 1);
        Assert.Equal([1, 0, 1, 1], [ofOne[0, 0], ofOne[0, 1], ofOne[1, 0], ofOne[1, 1]]);
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of<double>([1, 0, 1], [1, 0, 1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(1));
    }

    [Fact]
    public void ClassThatIsNoneCountsNothing()
    {
        var matrix = new ConfusionMatrix(2);
        Assert.Throws<IndexOutOfRangeException>(() => matrix.Add(0, 2));
        Assert.Equal(0, matrix.Total);
    }

    [Fact]
    public void FiguresOfAnyMatrixAgreeWithEachOther() => Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll<Tuple<byte, byte>[]>(samples =>
    {
        var matrix = new ConfusionMatrix(4);
        foreach ((byte actual, byte predicted) in samples)
            matrix.Add(actual % 4, predicted % 4);

        double right = samples.Count(sample => sample.Item1 % 4 == sample.Item2 % 4);
        bool sums = Enumerable.Range(0, 16).Sum(i => matrix[i / 4, i % 4]) == samples.Length && matrix.Total == samples.Length;
        bool accuracy = samples.Length == 0 || Math.Abs(matrix.Accuracy - right / samples.Length) < 1e-15;
        bool harmonic = Enumerable.Range(0, 4).All(c =>
        {
            double sum = matrix.Precision(c) + matrix.Recall(c);
            return Math.Abs(matrix.F1(c) - (sum == 0 ? 0 : 2 * matrix.Precision(c) * matrix.Recall(c) / sum)) < 1e-14;
        });
        return sums && accuracy && harmonic;
    }));

    [Fact]
    public void RSquaredDoesNotDependOnScaleOrOrigin() => Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll<Tuple<short, short>[]>(pairs =>
    {
        if (pairs.Length == 0)
            return true;
        double[] outputs = [.. pairs.Select(pair => (double)pair.Item1)];
        double[] targets = [.. pairs.Select(pair => (double)pair.Item2)];
        double plain = Metrics.RSquared<double>(outputs, targets);
        double moved = Metrics.RSquared<double>([.. outputs.Select(y => 8 * y - 64)], [.. targets.Select(t => 8 * t - 64)]);
        return Math.Abs(plain - moved) <= 1e-9 * Math.Max(1, Math.Abs(plain));
    }));

    private static float[] Single(double[] values) => [.. values.Select(value => (float)value)];
}
