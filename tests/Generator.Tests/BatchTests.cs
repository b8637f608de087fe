using System;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>What a row gets does not depend on the batch that it rides in.</summary>
public class BatchTests
{
    private static readonly int[] s_sizes = [1, 2, 3, 7, 36, 37, 64, 129];

    [Fact]
    public void ForwardBatchGivesEveryRowTheBitsOfForward() =>
        RandomNetworks.Check(CompareRows<float>, CompareRows<double>);

    [Fact]
    public void ForwardBatchGivesEveryRowTheBitsOfForwardInTinyNetworks()
    {
        // A single sample of these is computed without loops, in other ways where a layer fills whole registers.
        Architecture[] batch = [..
            from precision in Enum.GetValues<Precision>()
            let lanes = precision == Precision.Single ? 16 : 8
            from inputs in new[] { 3, lanes }
            from first in new[] { 1, lanes }
            from second in new[] { 3, lanes }
            select Architecture.Dense(precision, inputs, new(first, Activation.Tanh), new(second, Activation.ReLU), new(1, Activation.Sigmoid))];
        RandomNetworks.Check(batch, CompareRows, CompareRows);
    }

    [Fact]
    public void ActivateOfTheLastLayerHasTheBitsOfForward() =>
        RandomNetworks.Check(CompareActivation<float>, CompareActivation<double>);

    [Fact]
    public void BackwardBatchOfOneRowHasTheBitsOfBackward() =>
        RandomNetworks.Check(CompareOneRow<float>, CompareOneRow<double>);

    [Fact]
    public void BackwardAddsToTheGradient() => RandomNetworks.Check(specimen => CompareSum(specimen, 1e-6), specimen => CompareSum(specimen, 1e-15));

    [Fact]
    public void BackwardBatchIsTheMeanOfBackward() =>
        RandomNetworks.Check(specimen => CompareMean(specimen, 2e-5), specimen => CompareMean(specimen, 1e-13));

    private static void CompareRows<T>(Specimen<T> specimen)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int inputs, int outputs) = (specimen.Shape.InputSize, specimen.Shape.OutputSize);
        T[] parameters = specimen.Network.Parameters.ToArray();
        foreach (int rows in s_sizes)
        {
            var input = new Guarded<T>(specimen.Inputs(rows));
            var batch = new Guarded<T>(rows * outputs);
            specimen.Network.ForwardBatch(input.Span, batch.Span);

            for (int row = 0; row < rows; row++)
            {
                var single = new Guarded<T>(outputs);
                specimen.Network.Forward(new Guarded<T>(input.Span.Slice(row * inputs, inputs)).Span, single.Span);
                Guarded<T>.AssertSameBits(single.Intact(), batch.Intact().Slice(row * outputs, outputs), $"row {row} of {rows}");
            }
        }

        Guarded<T>.AssertSameBits(parameters, specimen.Network.Parameters, "parameters");
    }

    private static void CompareActivation<T>(Specimen<T> specimen)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var input = new Guarded<T>(specimen.Inputs(rows: 1));
        var output = new Guarded<T>(specimen.Shape.OutputSize);
        var activation = new Guarded<T>(specimen.Shape.OutputSize);
        specimen.Network.Forward(input.Span, output.Span);
        specimen.Network.Activate(input.Span, specimen.Shape.Layers.Count, activation.Span);
        Guarded<T>.AssertSameBits(output.Intact(), activation.Intact(), "activation");
    }

    private static void CompareOneRow<T>(Specimen<T> specimen)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Loss<T> loss in Losses.For<T>(specimen.Shape.Layers[^1]))
        {
            (Guarded<T> input, Guarded<T> target) = Sample(specimen, loss, rows: 1);
            T[] before = specimen.Numbers(specimen.Shape.ParameterCount, -1, 1);
            var ofSample = new Guarded<T>(before);
            var ofBatch = new Guarded<T>(before);

            T sampleLoss = specimen.Network.Backward(loss, input.Span, target.Span, ofSample.Span);
            T batchLoss = specimen.Network.BackwardBatch(loss, input.Span, target.Span, ofBatch.Span);

            Guarded<T>.AssertSameBits([sampleLoss], [batchLoss], $"{loss}");
            Guarded<T>.AssertSameBits(ofSample.Intact(), ofBatch.Intact(), $"{loss}: gradient");
        }
    }

    private static void CompareSum<T>(Specimen<T> specimen, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Loss<T> loss = Losses.For<T>(specimen.Shape.Layers[^1]).First();
        (Guarded<T> input, Guarded<T> target) = Sample(specimen, loss, rows: 1);
        T[] before = specimen.Numbers(specimen.Shape.ParameterCount, -1, 1);
        var after = new Guarded<T>(before);
        var added = new Guarded<T>(before.Length);
        specimen.Network.Backward(loss, input.Span, target.Span, after.Span);
        specimen.Network.Backward(loss, input.Span, target.Span, added.Span);
        for (int i = 0; i < before.Length; i++)
        {
            double sum = double.CreateTruncating(before[i]) + double.CreateTruncating(added.Intact()[i]);
            Assert.Equal(sum, double.CreateTruncating(after.Intact()[i]), tolerance * (1 + Math.Abs(sum)));
        }
    }

    private static void CompareMean<T>(Specimen<T> specimen, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int inputs, int outputs) = (specimen.Shape.InputSize, specimen.Shape.OutputSize);
        foreach (int rows in new[] { 7, 8, 128, 129 })
        {
            foreach (Loss<T> loss in Losses.For<T>(specimen.Shape.Layers[^1]))
            {
                (Guarded<T> input, Guarded<T> target) = Sample(specimen, loss, rows);
                var ofBatch = new Guarded<T>(specimen.Shape.ParameterCount);
                double batchLoss = double.CreateTruncating(specimen.Network.BackwardBatch(loss, input.Span, target.Span, ofBatch.Span));

                double meanLoss = 0;
                double[] mean = new double[specimen.Shape.ParameterCount];
                double[] magnitude = new double[specimen.Shape.ParameterCount];
                for (int row = 0; row < rows; row++)
                {
                    var gradient = new Guarded<T>(specimen.Shape.ParameterCount);
                    meanLoss += double.CreateTruncating(specimen.Network.Backward(
                        loss, input.Span.Slice(row * inputs, inputs), target.Span.Slice(row * outputs, outputs), gradient.Span)) / rows;
                    for (int i = 0; i < mean.Length; i++)
                    {
                        double part = double.CreateTruncating(gradient.Span[i]) / rows;
                        mean[i] += part;
                        magnitude[i] += Math.Abs(part);
                    }
                }

                Assert.Equal(meanLoss, batchLoss, tolerance * Math.Max(1, Math.Abs(meanLoss)));
                // A power of two divides without rounding, so that every term is the same and only their sum is rounded.
                double largest = magnitude.Max();
                for (int i = 0; i < mean.Length; i++)
                {
                    double error = Math.Abs(double.CreateTruncating(ofBatch.Intact()[i]) - mean[i]);
                    double terms = int.IsPow2(rows) ? magnitude[i] : largest;
                    Assert.True(error <= tolerance * terms, $"{loss} of {rows} rows: gradient[{i}] is off by {error:E2}, with terms of {terms:E2}.");
                }
            }
        }
    }

    private static (Guarded<T> Input, Guarded<T> Target) Sample<T>(Specimen<T> specimen, Loss<T> loss, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int inputs, int outputs) = (specimen.Shape.InputSize, specimen.Shape.OutputSize);
        var input = new Guarded<T>(specimen.Inputs(rows));
        var target = new Guarded<T>(rows * outputs);
        T[] output = new T[outputs];
        for (int row = 0; row < rows; row++)
        {
            specimen.Network.Forward(input.Span.Slice(row * inputs, inputs), output);
            specimen.Target(loss, output).CopyTo(target.Span.Slice(row * outputs, outputs));
        }

        return (input, target);
    }
}
