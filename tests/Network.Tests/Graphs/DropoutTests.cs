using System;
using System.IO;
using System.Linq;
using System.Numerics;
using Generated.Kernels;
using Xunit;

namespace Generated.Tests;

/// <summary>Dropout: nothing in Forward; in training a mask that depends on seed, step, layer, row and unit alone.</summary>
public class DropoutTests
{
    private static readonly DropoutStep s_step = new(Seed: 42, Step: 7);

    [Fact]
    public void WithoutAStepTheBitsAreThoseOfTheNetworkWithoutDropout()
    {
        HasTheBitsOf<DroppedSingle, WholeSingle, float, CategoricalCrossEntropy>();
        HasTheBitsOf<DroppedSingle, WholeSingle, float, HalfSquaredError>();
        HasTheBitsOf<DroppedDouble, WholeDouble, double, CategoricalCrossEntropy>();
        HasTheBitsOf<TinyDropped, TinyWhole, float, HalfSquaredError>();
        HasTheBitsOf<DroppedGraphDouble, WholeGraphDouble, double, HalfSquaredError>();
    }

    [Fact]
    public void ForwardHasNoStepAndNoBufferForDropout()
    {
        // A layer is found in Activate, where it is what lies below it.
        var network = new DroppedSingle(1);
        float[] input = EveryNetwork.Inputs<float>(20, 1), dropped = new float[20], below = new float[33], above = new float[33];
        network.Activate(input, 1, dropped);
        network.Activate(input, 2, below);
        network.Activate(input, 3, above);
        Assert.Equal(input, dropped);
        Assert.Equal(below, above);
    }

    [Fact]
    public void TheGradientOfAStepIsTheSlopeOfItsLoss()
    {
        IsSlope<DroppedDouble, HalfSquaredError>();
        IsSlope<DroppedGraphDouble, HalfSquaredError>();
        IsSlope<DroppedLayer, HalfSquaredError>();
    }

    [Fact]
    public void TheLossAndTheGradientAreThoseOfTheMaskedNetwork()
    {
        const int row = 11;
        var network = new DroppedLayer(3);
        double[] x = EveryNetwork.Inputs<double>(6, 1), t = EveryNetwork.Targets<double>(1, 5, 2), gradient = new double[DroppedLayer.ParameterCount];
        double loss = network.Backward<HalfSquaredError>(x, t, gradient, s_step with { FirstRow = row });

        double[] inner = Mask(6, 0.3, layer: 1, row), outer = Mask(5, 0.4, layer: 3, row);
        Assert.Contains(0.0, inner.Concat(outer));
        LayerShape dense = DroppedLayer.Shape.Layers[1];
        double expected = 0.0;
        for (int j = 0; j < 5; j++)
        {
            double sum = network.Parameters[dense.BiasIndex(j)];
            for (int i = 0; i < 6; i++)
                sum += network.Parameters[dense.WeightIndex(i, j)] * x[i] * inner[i];
            double a = Math.Tanh(sum), error = a * outer[j] - t[j], delta = error * outer[j] * (1 - a * a);
            expected += error * error / 2;
            Assert.Equal(delta, gradient[dense.BiasIndex(j)], 1e-14);
            for (int i = 0; i < 6; i++)
                Assert.Equal(delta * x[i] * inner[i], gradient[dense.WeightIndex(i, j)], 1e-14);
        }

        Assert.Equal(expected, loss, 1e-14);
    }

    [Fact]
    public void ABatchIsItsRowsHoweverItIsTaken()
    {
        TakesRowsApart<DroppedSingle, float, CategoricalCrossEntropy>(1e-4);
        TakesRowsApart<DroppedDouble, double, CategoricalCrossEntropy>(1e-11);
        TakesRowsApart<DroppedGraphSingle, float, HalfSquaredError>(1e-4);
        TakesRowsApart<DroppedGraphDouble, double, HalfSquaredError>(1e-11);
    }

    [Fact]
    public void AnotherSeedOrStepIsAnotherMask()
    {
        var network = new DroppedDouble(1);
        double[] losses = [.. new DropoutStep[] { s_step, new(42, 8), new(43, 7), s_step with { FirstRow = 1 }, default }.Select(step => Loss(network, step))];
        Assert.Equal(5, losses.Distinct().Count());
        Assert.Equal(losses[0], Loss(network, new DropoutStep(42, 7)));
    }

    [Fact]
    public void TheMeanOverManyStepsIsNearForwardOfALinearLayer()
    {
        // Inverted dropout: the expectation of what a layer hands on is what Forward hands on. Ten standard deviations.
        const int steps = 4000;
        double[] ones = [.. Enumerable.Repeat(1.0, 8)], sum = new double[8], masked = new double[16];
        for (int step = 0; step < steps; step++)
        {
            DropoutMask.Apply(ref ones[0], ref masked[0], 1, 8, 0.3, layer: 2, new DropoutStep(1, step));
            for (int i = 0; i < 8; i++)
                sum[i] += masked[i];
        }

        Assert.All(sum, total => Assert.Equal(1, total / steps, tolerance: 10 * Math.Sqrt(0.3 / 0.7 / steps)));
    }

    [Fact]
    public void TrainingGivesTheSameBitsOnAnyNumberOfThreads()
    {
        float[] alone = Train(threads: 1);
        Assert.Equal(alone, Train(threads: 2));
        Assert.Equal(alone, Train(threads: 3));
        Assert.NotEqual(alone, Train(threads: 1, seed: 4));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheSeedOfTheTrainerDrawsTheMasks(bool shuffles)
    {
        // Without shuffling too, of which the seed is nothing else.
        Assert.Equal(Train(threads: 1, shuffles: shuffles), Train(threads: 1, shuffles: shuffles));
        Assert.NotEqual(Train(threads: 1, shuffles: shuffles), Train(threads: 1, seed: 4, shuffles: shuffles));
    }

    [Fact]
    public void TheTrainerTakesTheStepsThatItCounts()
    {
        const int samples = 50;
        Dataset<float> data = Data(samples);
        DroppedSingle trained = new(5), expected = new(5);
        var trainer = new Trainer<DroppedSingle, float>(trained) { Epochs = 3, BatchSize = 20, Seed = 9, Shuffle = false };
        TrainingHistory history = trainer.Train<CategoricalCrossEntropy>(data, new Sgd<float>(0.1), TestContext.Current.CancellationToken);

        var sgd = new Sgd<float>(0.1);
        var gradient = new float[DroppedSingle.ParameterCount];
        double sum = 0;
        for (int step = 0; step < 9; step++)
        {
            int first = step % 3 * 20, rows = Math.Min(20, samples - first);
            sum = (step % 3 == 0 ? 0 : sum) + rows * (double)expected.BackwardBatch<CategoricalCrossEntropy>(
                data.Inputs.Slice(first * 20, rows * 20), data.Targets.Slice(first * 3, rows * 3), default, gradient, new DropoutStep(9, step));
            sgd.Step(expected.Parameters, gradient);
        }

        Assert.Equal(expected.Parameters.ToArray(), trained.Parameters.ToArray());
        Assert.Equal(sum / samples, history.Epochs[^1].TrainingLoss);
    }

    [Fact]
    public void ACheckpointResumesBitForBit()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Dataset<float> data = Data(100);
            DroppedSingle whole = new(1), resumed = new(2);
            Trainer<DroppedSingle, float> trainer = null!;
            trainer = Trainer(whole, seed: 3, progress =>
            {
                if (progress.Epoch == 4)
                    trainer.SaveCheckpoint(path);
            });
            trainer.Train<CategoricalCrossEntropy>(data, new Adam<float>(0.01), TestContext.Current.CancellationToken);
            Trainer(resumed, seed: 3).Resume<CategoricalCrossEntropy>(path, data, new Adam<float>(0.01), TestContext.Current.CancellationToken);
            Assert.Equal(whole.Parameters.ToArray(), resumed.Parameters.ToArray());

            // The seed draws the masks, even if it does not shuffle.
            var error = Assert.Throws<CheckpointException>(() => Trainer(resumed, seed: 4)
                .Resume<CategoricalCrossEntropy>(path, data, new Adam<float>(0.01), TestContext.Current.CancellationToken));
            Assert.Contains("the dropout of the saved training is 'seed 3', but that of this one is 'seed 4'", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }

        static Trainer<DroppedSingle, float> Trainer(DroppedSingle network, ulong seed, Action<TrainingProgress>? completed = null) =>
            new(network) { Epochs = 10, BatchSize = 20, Seed = seed, Shuffle = false, EpochCompleted = completed };
    }

    [Theory]
    [InlineData(".safetensors")]
    [InlineData(".npz")]
    public void AFileDoesNotKnowOfDropout(string extension)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + extension);
        try
        {
            var whole = new WholeSingle(5);
            whole.SaveWeights(path);
            var dropped = new DroppedSingle();
            dropped.LoadWeights(path);
            AssertSameParameters(whole, dropped);

            dropped = new DroppedSingle(7);
            dropped.SaveWeights(path);
            whole.LoadWeights(path);
            AssertSameParameters(whole, dropped);
        }
        finally
        {
            File.Delete(path);
        }

        static void AssertSameParameters(WholeSingle whole, DroppedSingle dropped)
        {
            float[] expected = new float[WholeSingle.ParameterCount], actual = new float[DroppedSingle.ParameterCount];
            whole.ExportParameters(expected);
            dropped.ExportParameters(actual);
            Assert.Equal(expected, actual);
        }
    }

    private static double[] Mask(int features, double rate, int layer, int row)
    {
        double[] mask = [.. Enumerable.Repeat(1.0, features + 8)];
        DropoutMask.Apply(ref mask[0], ref mask[0], 1, (nuint)features, rate, layer, s_step with { FirstRow = row });
        return mask[..features];
    }

    private static double Loss(DroppedDouble network, DropoutStep step) => network.Backward<HalfSquaredError>(
        EveryNetwork.Inputs<double>(20, 1), EveryNetwork.Targets<double>(1, 3, 2), new double[DroppedDouble.ParameterCount], step);

    private static Dataset<float> Data(int samples) =>
        new(EveryNetwork.Inputs<float>(samples * 20, 1), 20, EveryNetwork.Targets<float>(samples, 3, 2), 3);

    private static float[] Train(int threads, ulong seed = 3, bool shuffles = true)
    {
        var network = new DroppedSingle(5);
        var trainer = new Trainer<DroppedSingle, float>(network) { Epochs = 4, BatchSize = 257, Seed = seed, Shuffle = shuffles, MaxDegreeOfParallelism = threads };
        trainer.Train<CategoricalCrossEntropy>(Data(900), new Adam<float>(0.001));
        Assert.DoesNotContain(network.Parameters.ToArray(), float.IsNaN);
        return network.Parameters.ToArray();
    }

    private static void HasTheBitsOf<TDropped, TWhole, T, TLoss>()
        where TDropped : class, INetwork<TDropped, T>
        where TWhole : class, INetwork<TWhole, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, ILoss<T>
    {
        const int rows = 150;
        TWhole whole = TWhole.Create(5);
        TDropped dropped = TDropped.Create();
        T[] canonical = new T[TWhole.Shape.ParameterCount];
        whole.ExportParameters(canonical);
        dropped.ImportParameters(canonical);
        (int n, int m) = (TWhole.Shape.InputSize, TWhole.Shape.OutputSize);
        T[] x = EveryNetwork.Inputs<T>(rows * n, 1), t = EveryNetwork.Targets<T>(rows, m, 2), weights = EveryNetwork.Weights<T>(rows, 3);
        Assert.Equal(Run(whole), Run(dropped));

        T[] Run<TNetwork>(TNetwork network)
            where TNetwork : class, INetwork<TNetwork, T>
        {
            T[] outputs = new T[rows * m], output = new T[m], gradient = new T[canonical.Length], inputGradient = new T[n], exported = new T[canonical.Length];
            network.ForwardBatch(x, outputs);
            network.Forward(x.AsSpan(0, n), output);
            T one = network.Backward<TLoss>(x.AsSpan(0, n), t.AsSpan(0, m), gradient), none = network.Backward<TLoss>(x.AsSpan(n, n), t.AsSpan(m, m), gradient, step: default);
            T all = network.BackwardBatch<TLoss>(x, t, gradient), weighted = network.BackwardBatch<TLoss>(x, t, weights, gradient, step: default);
            network.Backward(x.AsSpan(0, n), t.AsSpan(0, m), gradient, inputGradient);
            ParameterOrder.Export<T>(TNetwork.Shape, gradient, exported);
            return [.. outputs, .. output, one, none, all, weighted, .. exported, .. inputGradient];
        }
    }

    private static void IsSlope<TNetwork, TLoss>()
        where TNetwork : class, INetwork<TNetwork, double>
        where TLoss : struct, ILoss<double>
    {
        TNetwork network = TNetwork.Create(3);
        (int n, int m) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize);
        double[] x = EveryNetwork.Inputs<double>(n, 1), t = EveryNetwork.Targets<double>(1, m, 2), gradient = new double[TNetwork.Shape.TrainableCount];
        network.Backward<TLoss>(x, t, gradient, s_step);
        double[] scratch = new double[gradient.Length];
        for (int i = 0; i < gradient.Length; i++)
        {
            double centre = network.Parameters[i];
            double At(double step)
            {
                network.Parameters[i] = centre + step;
                return network.Backward<TLoss>(x, t, scratch, s_step);
            }

            double difference = (8 * (At(1e-4) - At(-1e-4)) - (At(2e-4) - At(-2e-4))) / 12e-4;
            // Nearer, where a kink of ReLU in between disturbs.
            if (Math.Abs(difference - gradient[i]) > 1e-8)
                difference = (At(1e-6) - At(-1e-6)) / 2e-6;
            network.Parameters[i] = centre;
            Assert.Equal(difference, gradient[i], 1e-8);
        }

        Assert.Contains(0.0, gradient);
        Assert.Contains(gradient, slope => Math.Abs(slope) > 1e-3);
    }

    private static void TakesRowsApart<TNetwork, T, TLoss>(double tolerance)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLoss : struct, ILoss<T>
    {
        const int rows = 300;
        TNetwork network = TNetwork.Create(5);
        (int n, int m, int length) = (TNetwork.Shape.InputSize, TNetwork.Shape.OutputSize, TNetwork.Shape.TrainableCount);
        T[] x = EveryNetwork.Inputs<T>(rows * n, 1), t = EveryNetwork.Targets<T>(rows, m, 2);
        T[] batch = new T[length], parts = new T[length], part = new T[length], single = new T[length];
        T mean = network.BackwardBatch<TLoss>(x, t, default, batch, s_step);

        // Parts in any order, on any thread: the bits.
        int size = BatchGradient.RowsOfPart(rows, TNetwork.PartRows);
        Assert.True(size < rows);
        double loss = 0.0;
        for (int first = 0; first < rows; first += size)
        {
            int count = Math.Min(size, rows - first);
            Array.Clear(part);
            loss += network.BackwardPart<TLoss>(
                x.AsSpan(first * n, count * n), t.AsSpan(first * m, count * m), default, rows, part, s_step with { FirstRow = first });
            for (int i = 0; i < length; i++)
                parts[i] += part[i];
        }

        Assert.Equal(mean, T.CreateTruncating(loss / rows));
        Assert.Equal(batch, parts);

        // Single rows: the same masks, and so the same sums but for rounding.
        double sum = 0.0;
        for (int row = 0; row < rows; row++)
            sum += double.CreateChecked(network.Backward<TLoss>(x.AsSpan(row * n, n), t.AsSpan(row * m, m), single, s_step with { FirstRow = row }));
        Assert.Equal(sum / rows, double.CreateChecked(mean), tolerance);
        for (int i = 0; i < length; i++)
            Assert.Equal(double.CreateChecked(single[i]) / rows, double.CreateChecked(batch[i]), tolerance);
    }
}
