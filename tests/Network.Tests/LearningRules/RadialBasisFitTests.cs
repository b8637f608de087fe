// Fits of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Linq;
using System.Threading;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>Radial basis networks fitted without a gradient, and trained on from there.</summary>
public partial class RadialBasisFitTests
{
    [Fact]
    public void ACurveIsFittedAndTrainingImprovesIt()
    {
        Dataset<double> sine = Sine(200);
        var network = new Curve();
        RadialBasisFitResult result = new RadialBasisFit<Curve, double>(network) { Seed = 1 }.Train(sine);
        Assert.Equal(9, result.Rank);
        double fitted = Error(network, sine);
        Assert.True(fitted < 0.05, $"{fitted}");

        var trainer = new Trainer<Curve, double>(network) { Epochs = 500, BatchSize = 50, Seed = 1 };
        trainer.Train<MeanSquaredError>(sine, new Sgd<double>(0.003) { Momentum = 0.9 });
        Assert.True(Error(network, sine) < 0.9 * fitted, $"{fitted} → {Error(network, sine)}");
    }

    [Fact]
    public void WidthsAreTheDistancesToTheNeighbours()
    {
        // As many samples as centres, so the centres are the samples: 0, 1, 3, 7 and those far off in a corner.
        Dataset<double> data = Dataset.FromRows([[0.0], [1.0], [3.0], [7.0], [100.0], [101.0], [103.0], [107.0]], [.. Enumerable.Range(0, 8).Select(i => new[] { (double)i })]);
        var network = new Curve();
        new RadialBasisFit<Curve, double>(network) { Seed = 1 }.Train(data);
        LayerShape basis = Curve.Shape.Layers[0];
        foreach ((double centre, double meanSquare) in new[] { (0.0, (1.0 + 9) / 2), (1, (1.0 + 4) / 2), (3, (4.0 + 9) / 2), (7, (16.0 + 36) / 2), (107, (16.0 + 36) / 2) })
        {
            int unit = Enumerable.Range(0, 8).Single(unit => network.Parameters[basis.WeightIndex(0, unit)] == centre);
            Assert.Equal(1 / (2 * meanSquare), Math.Exp(network.Parameters[basis.BiasIndex(unit)]), 1e-12);
        }
    }

    [Fact]
    public void TheOutputLayerIsOptimal()
    {
        // No small change of an output weight or bias lowers the error: its gradient is 0.
        Dataset<double> sine = Sine(50);
        var network = new Curve();
        new RadialBasisFit<Curve, double>(network) { Seed = 2 }.Train(sine);
        double[] gradient = new double[Curve.ParameterCount];
        network.BackwardBatch<MeanSquaredError>(sine.Inputs, sine.Targets, gradient);
        LayerShape output = Curve.Shape.Layers[1];
        Assert.All(gradient.AsSpan(output.WeightsOffset, output.ParameterCount).ToArray(), slope => Assert.Equal(0, slope, 1e-10));
        Assert.Contains(gradient[..output.WeightsOffset], slope => Math.Abs(slope) > 1e-4);
    }

    [Fact]
    public void SamplesAreMetExactlyWhereThereIsACentreForEach()
    {
        // Eight weights and a bias for eight samples: one more than needed, so the least norm decides.
        var random = new RandomGenerator(1);
        Dataset<double> data = Dataset.FromRows([.. Enumerable.Range(0, 8).Select(i => new[] { (double)i })], [.. Enumerable.Range(0, 8).Select(_ => new[] { random.NextGaussian() })]);
        var network = new Curve();
        Assert.Equal(8, new RadialBasisFit<Curve, double>(network).Train(data).Rank);
        double[] outputs = RuleData.Outputs(network, data);
        for (int row = 0; row < 8; row++)
            Assert.Equal(data.Target(row)[0], outputs[row], 1e-9);
    }

    [Fact]
    public void ASurfaceInSinglePrecisionWithSeveralOutputs()
    {
        var random = new RandomGenerator(1);
        float[] inputs = [.. Enumerable.Range(0, 800).Select(_ => (float)(2 * random.NextDouble() - 1))];
        float[] targets = [.. Enumerable.Range(0, 400).SelectMany(row => new[] { MathF.Sin(3 * inputs[2 * row]) * inputs[2 * row + 1], inputs[2 * row] * inputs[2 * row] })];
        var data = new Dataset<float>(inputs, 2, targets, 2);
        var network = new Surface();
        RadialBasisFitResult result = new RadialBasisFit<Surface, float>(network) { Seed = 1, Neighbours = 6 }.Train(data);
        float[] outputs = new float[targets.Length];
        network.ForwardBatch(inputs, outputs);
        Assert.True(Metrics.RootMeanSquaredError<float>(outputs, targets) < 0.02);
        Assert.InRange(result.Rank, 20, 31);
    }

    [Fact]
    public void OneCentreGetsTheSpreadOfTheSamples()
    {
        var network = new SingleCentre();
        new RadialBasisFit<SingleCentre, double>(network).Train(Dataset.FromRows([[1.0], [3.0], [5.0]], [[0.0], [1.0], [0.0]]));
        LayerShape basis = SingleCentre.Shape.Layers[0];
        Assert.Equal(3, network.Parameters[basis.WeightIndex(0, 0)]);
        Assert.Equal(1 / (2 * (8.0 / 3)), Math.Exp(network.Parameters[basis.BiasIndex(0)]), 1e-12);
        Assert.Equal([0, 1, 0], RuleData.Outputs(network, Dataset.FromRows([[1.0], [3.0], [5.0]], [[0.0], [1.0], [0.0]])), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var error = Assert.Throws<ArgumentException>("network", () => new RadialBasisFit<SigmoidNetwork, double>(new()));
        Assert.StartsWith("A radial basis layer and then a dense layer with the activation Linear are wanted", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("network", () => new RadialBasisFit<RadialNetwork, float>(new()));
        Assert.Throws<ArgumentOutOfRangeException>("Neighbours", () => new RadialBasisFit<Curve, double>(new()) { Neighbours = 0 });

        var network = new Curve(seed: 1);
        double[] before = network.Parameters.ToArray();
        var fit = new RadialBasisFit<Curve, double>(network);
        error = Assert.Throws<ArgumentException>("inputs", () => fit.Train(Dataset.FromRows([[1.0], [2.0]], [[0.0], [1.0]])));
        Assert.StartsWith("There are only 2 different rows, but 8 centres are wanted.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("data", () => fit.Train(Dataset.FromRows([[1.0, 2.0]], [[0.0]])));
        Assert.Throws<ArgumentException>("data", () => fit.Train(Dataset.FromRows([[1.0]], [[double.NaN]])));
        Assert.Throws<OperationCanceledException>(() => fit.Train(Sine(50), new CancellationToken(canceled: true)));
        Assert.Equal(before, network.Parameters.ToArray());
    }

    private static Dataset<double> Sine(int count) => new(
        [.. Enumerable.Range(0, count).Select(i => i / (count - 1.0))], 1,
        [.. Enumerable.Range(0, count).Select(i => Math.Sin(4 * Math.PI * i / (count - 1.0)))], 1);

    private static double Error(Curve network, Dataset<double> data) =>
        Metrics.RootMeanSquaredError<double>(RuleData.Outputs(network, data), data.Targets);

    [Network(1, Precision = Precision.Double)]
    [RadialBasis(8)]
    [Dense(1)]
    private sealed partial class Curve;

    [Network(2)]
    [RadialBasis(30)]
    [Dense(2)]
    private sealed partial class Surface;

    [Network(1, Precision = Precision.Double)]
    [RadialBasis(1)]
    [Dense(1)]
    private sealed partial class SingleCentre;
}
