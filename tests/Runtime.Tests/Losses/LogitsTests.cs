using System;
using System.Linq;
using System.Numerics;
using Generated.Kernels;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>The losses of logits at their extremes, where a probability in between would be rounded to 0 or 1.</summary>
public class LogitsTests
{
    // −1000 to 1000, on both sides of where e^z leaves the range of float and of double.
    private static readonly double[] s_logits = [-1000, -750, -700, -110, -90, -50, -30, -5, -0.5, 0, 1e-3, 0.5, 5, 30, 50, 90, 110, 700, 750, 1000];

    [Theory]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(110)]
    public void AWrongAnswerOfWeightFourHasTheGradientFourHoweverSure(double logit)
    {
        Assert.Equal(4.0, WeightedGradient<BinaryCrossEntropyFromLogits, double>([logit], [0], 4), 1e-12);
        Assert.Equal(4f, WeightedGradient<BinaryCrossEntropyFromLogits, float>([logit], [0], 4), 1e-6f);
        Assert.Equal(-4.0, WeightedGradient<BinaryCrossEntropyFromLogits, double>([-logit], [1], 4), 1e-12);
        Assert.Equal(4.0, WeightedGradient<CategoricalCrossEntropyFromLogits, double>([logit, 0], [0, 1], 4), 1e-12);
        Assert.Equal(4f, WeightedGradient<CategoricalCrossEntropyFromLogits, float>([logit, 0], [0, 1], 4), 1e-6f);
        Assert.Equal(4.0, WeightedGradient<KullbackLeiblerFromLogits, double>([logit, 0], [0, 1], 4), 1e-12);

        // Through a Sigmoid or Softmax output: the weight comes after the derivatives have cancelled.
        Assert.Equal(4.0, WeightedGradient<BinaryCrossEntropy, double>([VectorMath.Sigmoid(logit)], [0], 4, matched: true), 1e-12);
        Assert.Equal(4f, WeightedGradient<BinaryCrossEntropy, float>([VectorMath.Sigmoid(logit)], [0], 4, matched: true), 1e-6f);
        Assert.Equal(4.0, WeightedGradient<CategoricalCrossEntropy, double>([1, 0], [0, 1], 4, matched: true), 1e-12);
    }

    /// <remarks>The absolute tolerances are those of subnormal numbers.</remarks>
    [Fact]
    public void BinaryValuesAndSlopesAreTheirClosedForms()
    {
        foreach (double z in s_logits)
        {
            foreach (double t in new[] { 0, 0.25, 0.5, 1 })
            {
                // ln(1 + e^z) is max(z, 0) + ln(1 + e^−|z|), and σ(−|z|) is e^−|z| / (1 + e^−|z|).
                double tail = Math.Exp(-Math.Abs(z)), smaller = tail / (1 + tail), larger = 1 / (1 + tail);
                double value = (z > 0 ? 1 - t : t) * Math.Abs(z) + Log1p(tail);
                double slope = z > 0 ? (1 - t) * larger - t * smaller : (1 - t) * smaller - t * larger;
                AssertClose(value, Value<BinaryCrossEntropyFromLogits, double>([z], [t]), 4e-15, 1e-307);
                // Between 0 and 1, a target has a slope that is a difference: what is left of it has its terms' errors.
                double cancelled = t is 0 or 1 ? 0 : 1e-16;
                AssertClose(slope, WeightedGradient<BinaryCrossEntropyFromLogits, double>([z], [t], 1), 4e-15, 1e-307 + cancelled);
                AssertClose(value, Value<BinaryCrossEntropyFromLogits, float>([z], [t]), 1e-6, 1e-37);
                AssertClose(slope, WeightedGradient<BinaryCrossEntropyFromLogits, float>([z], [t], 1), 1e-6, 1e-37 + cancelled * (1 << 29));
            }
        }
    }

    [Fact]
    public void CategoricalValuesAndSlopesOfTwoClassesAreTheBinaryOnes()
    {
        // softmax(z, 0) = (σ(z), σ(−z)), whatever is added to both.
        foreach (double z in s_logits)
        {
            foreach (double offset in new[] { 0.0, -640, 640 })
            {
                foreach (double t in new[] { 0, 0.25, 1 })
                {
                    double value = Value<BinaryCrossEntropyFromLogits, double>([z], [t]), slope = WeightedGradient<BinaryCrossEntropyFromLogits, double>([z], [t], 1);
                    double entropy = t is 0 or 1 ? 0 : -(t * Math.Log(t) + (1 - t) * Math.Log(1 - t));
                    // Where the sum is rounded, the logits are others.
                    if (z + offset - offset != z)
                        continue;
                    AssertClose(value, Value<CategoricalCrossEntropyFromLogits, double>([z + offset, offset], [t, 1 - t]), 1e-14);
                    AssertClose(slope, WeightedGradient<CategoricalCrossEntropyFromLogits, double>([z + offset, offset], [t, 1 - t], 1), 1e-14);
                    AssertClose(value - entropy, Value<KullbackLeiblerFromLogits, double>([z + offset, offset], [t, 1 - t]), 1e-13, 1e-15);
                    AssertClose(slope, WeightedGradient<KullbackLeiblerFromLogits, double>([z + offset, offset], [t, 1 - t], 1), 1e-14);
                }
            }
        }
    }

    [Fact]
    public void KnownValuesOfSeveralClasses()
    {
        // PyTorch: F.cross_entropy(torch.tensor([[1., 2., 3.]]), torch.tensor([0])) is 2.4076059644443806 in double.
        Assert.Equal(2.4076059644443806, Value<CategoricalCrossEntropyFromLogits, double>([1, 2, 3], [1, 0, 0]), 1e-15);
        // All equal: ln K. Far below the others: 0 probability, without harm.
        Assert.Equal(Math.Log(300), Value<CategoricalCrossEntropyFromLogits, double>(new double[300], OneHot(300, 7)), 1e-13);
        Assert.Equal(Math.Log(2), Value<CategoricalCrossEntropyFromLogits, double>([0, 0, -1e300], [1, 0, 0]), 1e-15);
        Assert.Equal(0f, Value<CategoricalCrossEntropyFromLogits, float>([3e38, 0], [1, 0]));
        Assert.Equal(3e38f, Value<CategoricalCrossEntropyFromLogits, float>([3e38, 0], [0, 1]));
    }

    [Fact]
    public void SinglePrecisionIsThatOfDoubleRounded()
    {
        var random = new RandomGenerator(7);
        foreach (int classes in new[] { 1, 2, 3, 4, 7, 8, 16, 17, 100, 256, 257, 1000 })
        {
            foreach (double scale in new[] { 1e-3, 1.0, 10.0, 1000.0 })
            {
                // Logits that both precisions have.
                double[] z = [.. Enumerable.Range(0, classes).Select(_ => (double)(float)(scale * random.NextGaussian()))], t = OneHot(classes, random.NextInt(classes));
                var gradient = new double[classes];
                var single = new float[classes];
                Gradient<CategoricalCrossEntropyFromLogits, double>(z, t, gradient);
                Gradient<CategoricalCrossEntropyFromLogits, float>([.. z.Select(x => (float)x)], [.. t.Select(x => (float)x)], single);
                for (int i = 0; i < classes; i++)
                    AssertClose(gradient[i], single[i], 1e-5, 1e-37);
                AssertClose(Value<CategoricalCrossEntropyFromLogits, double>(z, t), Value<CategoricalCrossEntropyFromLogits, float>(z, t), 2e-6, 1e-37);
                // Σ(p − t) = 0.
                Assert.Equal(0, gradient.Sum(), 1e-13);
            }
        }
    }

    [Fact]
    public void ManyRowsAreTheSumOfEach()
    {
        const int rows = 5, classes = 11;
        var random = new RandomGenerator(3);
        double[] z = [.. Enumerable.Range(0, rows * classes).Select(_ => 5 * random.NextGaussian())];
        double[] t = [.. Enumerable.Range(0, rows).SelectMany(row => OneHot(classes, row))];
        var together = new double[z.Length];
        double sum = Rows<KullbackLeiblerFromLogits, double>(z, t, default, together, rows);
        double ofEach = 0;
        for (int row = 0; row < rows; row++)
        {
            var alone = new double[classes];
            ofEach += Value<KullbackLeiblerFromLogits, double>(z[(row * classes)..((row + 1) * classes)], t[(row * classes)..((row + 1) * classes)]);
            Gradient<KullbackLeiblerFromLogits, double>(z[(row * classes)..((row + 1) * classes)], t[(row * classes)..((row + 1) * classes)], alone);
            Assert.Equal(alone, together[(row * classes)..((row + 1) * classes)]);
        }

        Assert.Equal(ofEach, sum);
    }

    /// <summary>ln(1 + x) by Kahan's quotient, which .NET's LogP1 does not take: it adds the 1.</summary>
    private static double Log1p(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }

    private static double[] OneHot(int classes, int which) => [.. Enumerable.Range(0, classes).Select(i => i == which ? 1.0 : 0.0)];

    private static T Value<TLoss, T>(double[] output, double[] target)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLoss.Value(Of<T>(output), Of<T>(target));

    private static void Gradient<TLoss, T>(T[] output, T[] target, T[] gradient)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLoss.Gradient(output, target, T.One, gradient);

    /// <summary>The first element of the gradient of one row with a weight, as the kernels compute it.</summary>
    private static T WeightedGradient<TLoss, T>(double[] output, double[] target, double weight, bool matched = false)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] gradient = new T[output.Length], y = Of<T>(output);
        LossRows.Evaluate<TLoss, T>(ref y[0], new LossTargets<T>(Of<T>(target), Of<T>([weight]), batchRows: 1), ref gradient[0], rows: 1, (nuint)output.Length, matched);
        return gradient[0];
    }

    private static double Rows<TLoss, T>(T[] outputs, T[] targets, ReadOnlySpan<T> weights, T[] gradients, int rows)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        LossRows.Evaluate<TLoss, T>(ref outputs[0], new LossTargets<T>(targets, weights, batchRows: 1), ref gradients[0], (nuint)rows, (nuint)(outputs.Length / rows), matched: false);

    private static T[] Of<T>(double[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. values.Select(T.CreateTruncating)];

    private static void AssertClose(double expected, double actual, double relative, double absolute = 0) =>
        Assert.True(Math.Abs(expected - actual) <= relative * Math.Abs(expected) + absolute, $"Expected {expected:R}, but got {actual:R}.");
}
