// Trainings of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>Targets that a loss does not allow are found before anything is trained.</summary>
public class TargetTests
{
    private const string Distribution = "Expected numbers from 0 to 1 whose sum is 1.", Probability = "Expected numbers from 0 to 1.", Finite = "Expected finite numbers.";

    [Theory]
    [InlineData(7, "Element 0 is 7. " + Probability)]
    [InlineData(-0.125, "Element 0 is -0.125. " + Probability)]
    [InlineData(1.0000001, "Element 0 is 1.0000001. " + Probability)]
    [InlineData(double.NaN, "Element 0 is NaN. " + Probability)]
    public void BinaryCrossEntropiesTakeNumbersFromZeroToOne(double target, string message)
    {
        AssertRefused<BinaryCrossEntropy>([target], message);
        AssertRefused<BinaryCrossEntropyFromLogits>([target], message);
        foreach (double allowed in new[] { 0, 1, 0.5, 1e-300 })
        {
            AssertAllowed<BinaryCrossEntropy>([allowed]);
            AssertAllowed<BinaryCrossEntropyFromLogits>([allowed]);
        }
    }

    [Theory]
    [InlineData(new[] { 7.0, 7, 7 }, "Element 0 is 7. " + Distribution)]
    [InlineData(new[] { 1.0, 0, -0.5 }, "Element 2 is -0.5. " + Distribution)]
    [InlineData(new[] { 0.0, 0, 0 }, "Its sum is 0. " + Distribution)]
    [InlineData(new[] { 1.0, 1, 0 }, "Its sum is 2. " + Distribution)]
    [InlineData(new[] { 0.5, 0.25, 0.125 }, "Its sum is 0.875. " + Distribution)]
    [InlineData(new[] { 0.0, double.NaN, 1 }, "Element 1 is NaN. " + Distribution)]
    public void CategoricalCrossEntropiesTakeDistributions(double[] target, string message)
    {
        AssertRefused<CategoricalCrossEntropy>(target, message);
        AssertRefused<KullbackLeibler>(target, message);
        AssertRefused<CategoricalCrossEntropyFromLogits>(target, message);
        AssertRefused<KullbackLeiblerFromLogits>(target, message);

        // One-hot, smoothed, rounded to two decimals, and thirds in single precision.
        foreach (double[] allowed in new double[][] { [0, 1, 0], [0.9, 0.05, 0.05], [0.33, 0.33, 0.33], [0.34, 0.34, 0.33], [1f / 3, 1f / 3, 1f / 3] })
        {
            AssertAllowed<CategoricalCrossEntropy>(allowed);
            AssertAllowed<KullbackLeibler>(allowed);
            AssertAllowed<CategoricalCrossEntropyFromLogits>(allowed);
            AssertAllowed<KullbackLeiblerFromLogits>(allowed);
        }
    }

    [Theory]
    [InlineData(double.NaN, "Element 0 is NaN. " + Finite)]
    [InlineData(double.NegativeInfinity, "Element 0 is -Infinity. " + Finite)]
    public void ErrorsTakeFiniteNumbers(double target, string message)
    {
        AssertRefused<HalfSquaredError>([target], message);
        AssertRefused<MeanSquaredError>([target], message);
        AssertRefused<MeanAbsoluteError>([target], message);
        AssertRefused<Huber>([target], message);
        AssertAllowed<Huber>([-1e300]);
    }

    [Fact]
    public void TheSampleIsNamedInTrainingAndValidationBeforeAnythingIsTrained()
    {
        var network = new Recorder();
        int steps = 0;
        network.OnBackward = (_, _) => steps++;
        Dataset<double> good = Dataset.FromRows([[0.0], [1.0], [2.0]], [[0.0], [1.0], [0.5]]), bad = Dataset.FromRows([[0.0], [1.0], [2.0]], [[0.0], [1.0], [7.0]]);
        var optimizer = new Sgd<double>(0.1);

        var error = Assert.Throws<ArgumentException>("training", () => new Trainer<Recorder, double>(network).Train<BinaryCrossEntropyFromLogits>(bad, optimizer));
        Assert.StartsWith(
            "BinaryCrossEntropyFromLogits does not allow the target of sample 2, counted from 0. Element 0 is 7. Expected numbers from 0 to 1.", error.Message, StringComparison.Ordinal);
        // The sample is that of the whole data, of which a share is for validation.
        Assert.Contains("sample 2,", Assert.Throws<ArgumentException>("training", () =>
            new Trainer<Recorder, double>(network) { ValidationShare = 0.3 }.Train<BinaryCrossEntropyFromLogits>(bad, optimizer)).Message, StringComparison.Ordinal);
        Assert.Contains("sample 2,", Assert.Throws<ArgumentException>("Validation", () =>
            new Trainer<Recorder, double>(network) { Validation = bad }.Train<BinaryCrossEntropyFromLogits>(good, optimizer)).Message, StringComparison.Ordinal);
        Assert.Equal(0, steps);
        Assert.Equal(0, optimizer.StepCount);

        // A sample of weight 0 is left out: its target may be missing.
        new Trainer<Recorder, double>(network) { Epochs = 1 }.Train<BinaryCrossEntropyFromLogits>(bad.WithWeights([1, 1, 0]), optimizer);
        Assert.Equal(1, steps);
    }

    [Fact]
    public void ALossOfOnesOwnAllowsAllUnlessItSaysWhatNot()
    {
        var trainer = new Trainer<Recorder, double>(new Recorder()) { Epochs = 1 };
        Dataset<double> data = Dataset.FromRows([[0.0]], [[-7.0]]);
        trainer.Train<OwnLoss>(data, new Sgd<double>(0.1));
        var error = Assert.Throws<ArgumentException>(() => trainer.Train<CountLoss>(data, new Sgd<double>(0.1)));
        Assert.StartsWith("CountLoss does not allow the target of sample 0, counted from 0. Counts are not negative.", error.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused<TLoss>(double[] target, string message)
        where TLoss : struct, ILoss<double>, ILoss<float>
    {
        Assert.Equal(message, Find<TLoss>(target));
        // In single precision a value may have other digits.
        string? single = FindSingle<TLoss>([.. target.Select(value => (float)value)]);
        if (target[0] != 1.0000001)
            Assert.Equal(message, single);
        else
            Assert.NotNull(single);
    }

    private static void AssertAllowed<TLoss>(double[] target)
        where TLoss : struct, ILoss<double>, ILoss<float>
    {
        Assert.Null(Find<TLoss>(target));
        if (Math.Abs(target[0]) < 1e30)
            Assert.Null(FindSingle<TLoss>([.. target.Select(value => (float)value)]));
    }

    private static string? Find<TLoss>(double[] target)
        where TLoss : struct, ILoss<double> => TLoss.FindTargetError(target);

    private static string? FindSingle<TLoss>(float[] target)
        where TLoss : struct, ILoss<float> => TLoss.FindTargetError(target);

    private readonly struct OwnLoss : ILoss<double>
    {
        public static double Value(ReadOnlySpan<double> output, ReadOnlySpan<double> target) => 0;

        public static void Gradient(ReadOnlySpan<double> output, ReadOnlySpan<double> target, double scale, Span<double> outputGradient) => outputGradient.Clear();
    }

    private readonly struct CountLoss : ILoss<double>
    {
        public static double Value(ReadOnlySpan<double> output, ReadOnlySpan<double> target) => 0;

        public static void Gradient(ReadOnlySpan<double> output, ReadOnlySpan<double> target, double scale, Span<double> outputGradient) => outputGradient.Clear();

        public static string? FindTargetError(ReadOnlySpan<double> target) => target[0] < 0 ? "Counts are not negative." : null;
    }
}
