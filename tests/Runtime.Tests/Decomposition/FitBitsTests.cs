using System;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using Generated.LinearAlgebra;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// The bits of all fits, as a checksum: the same at every register width, on every processor with a fused multiply-add. <see cref="RegisterWidthTests"/> runs
/// this with narrower registers.
/// </summary>
public class FitBitsTests
{
    [Fact]
    public void FitsInDoublePrecisionHaveTheseBits() => AssertBits<double>(1674653251);

    [Fact]
    public void FitsInSinglePrecisionHaveTheseBits() => AssertBits<float>(2907399923);

    private static void AssertBits<T>(uint expected)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.SkipUnless(Processor.HasFusedMultiplyAdd, "Without a fused multiply-add the last bits may differ.");
        var bits = new MemoryStream();
        var random = new RandomGenerator(21);

        // Odd sizes, so that every width has something left over; large enough for every route.
        T[] tall = Random(301, 53), wide = Random(41, 211), large = Random(400, 293);
        foreach (PcaRoute route in new[] { PcaRoute.Covariance, PcaRoute.Gram, PcaRoute.Iterative })
        {
            Add(Pca<T>.Fit(tall, 53, Components.Exactly(7), whiten: true, route), tall);
            Add(Pca<T>.Fit(wide, 211, Components.Exactly(7), whiten: true, route), wide);
        }

        Add(Pca<T>.Fit(large, 293, Components.Exactly(5)), large);
        Add(Pca<T>.Fit(tall, 53, Components.All), tall);
        var accumulator = new PcaAccumulator<T>(53);
        accumulator.Add(tall.AsSpan(0, 100 * 53));
        accumulator.Add(tall.AsSpan(100 * 53));
        Add(accumulator.Fit(Components.All), tall);

        var few = new ExpectationMaximization { MaximumIterations = 5, Tolerance = 0 };
        T[] gappy = [.. tall.Select((value, i) => i % 19 == 0 && i > 53 * 150 ? T.NaN : value)];
        var probabilistic = ProbabilisticPca<T>.FitByEM(gappy, 53, 5, few, cancellationToken: TestContext.Current.CancellationToken);
        Write(probabilistic.Loadings);
        Write([probabilistic.NoiseVariance]);
        bits.Write(MemoryMarshal.AsBytes<double>([.. probabilistic.LogLikelihoods]));
        var factors = FactorAnalysis<T>.Fit(tall, 53, 5, few, cancellationToken: TestContext.Current.CancellationToken);
        Write(factors.Loadings);
        bits.Write(MemoryMarshal.AsBytes<double>([.. factors.LogLikelihoods]));
        int[] labels = [.. Enumerable.Range(0, 301).Select(row => row % 4)];
        var discriminant = FisherDiscriminant<T>.Fit(tall, 53, labels);
        Write(discriminant.Axes);
        Write(IndependentComponents<T>.Fit(tall, 53, 5, maximumIterations: 5, cancellationToken: TestContext.Current.CancellationToken).Unmixing);
        Write(IndependentComponents<T>.Fit(tall, 53, 5, IcaContrast.Cube, maximumIterations: 5, cancellationToken: TestContext.Current.CancellationToken).Unmixing);
        T[] left = new T[53 * 301], values = new T[53], right = new T[53 * 53];
        SingularValues.Decompose<T>(tall, 301, 53, left, values, right);
        Write(left);
        Write(right);

        Assert.Equal(expected, ModelFile.Checksum(bits.ToArray()));

        T[] Random(int rows, int columns) => [.. Enumerable.Range(0, rows * columns)
            .Select(i => T.CreateTruncating(random.NextGaussian()) / T.CreateTruncating(1 + i % columns))];

        void Add(Pca<T> pca, T[] samples)
        {
            Write(pca.Mean);
            Write(pca.PrincipalAxes);
            Write(pca.ExplainedVariance);
            Write([pca.Distortion]);
            var scores = new T[samples.Length / pca.FeatureCount * pca.ComponentCount];
            pca.Transform(samples, scores);
            Write(scores);
            var back = new T[samples.Length];
            pca.InverseTransform(scores, back);
            Write(back);
        }

        void Write(ReadOnlySpan<T> some) => bits.Write(MemoryMarshal.AsBytes(some));
    }
}
