using System;
using System.Linq;
using Xunit;

namespace Generated.Tests;

public class LossTests
{
    // Fewer outputs than a 128-bit vector, whole vectors, whole 64-byte blocks in both precisions, and leftovers of each.
    private static readonly int[] s_sizes = [1, 2, 3, 4, 5, 8, 10, 16, 17, 31, 40, 100];

    public static TheoryData<string> Losses => LossCase.Names;

    public static TheoryData<string> ElementwiseLosses => LossCase.ElementwiseNames;

    [Theory]
    [MemberData(nameof(Losses))]
    public void ValueIsTheDefinition(string name)
    {
        var loss = LossCase.Named(name);
        foreach (int size in s_sizes)
        {
            (double[] y, double[] t) = loss.Sample(size, seed: (ulong)size);
            double expected = loss.Definition(y, t);
            AssertClose(expected, loss.Value(y, t), 1e-13);
            AssertClose(expected, loss.Value(ToSingle(y), ToSingle(t)), 2e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void GradientIsTheSlopeOfTheValue(string name)
    {
        var loss = LossCase.Named(name);
        foreach (int size in s_sizes)
        {
            (double[] y, double[] t) = loss.Sample(size, seed: (ulong)size);
            var gradient = new double[size];
            loss.Gradient(y, t, 2.5, gradient);
            for (int i = 0; i < size; i++)
                AssertClose(2.5 * CentralDifference(loss, y, t, i), gradient[i], 1e-6);

            var single = new float[size];
            loss.Gradient(ToSingle(y), ToSingle(t), 2.5f, single);
            for (int i = 0; i < size; i++)
                AssertClose(gradient[i], single[i], 5e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void GradientMayReplaceTheOutput(string name)
    {
        var loss = LossCase.Named(name);
        foreach (int size in s_sizes)
        {
            (double[] y, double[] t) = loss.Sample(size, seed: (ulong)size);
            var gradient = new double[size];
            loss.Gradient(y, t, 0.5, gradient);
            loss.Gradient(y, t, 0.5, y);
            Assert.Equal(gradient, y);
        }
    }

    [Theory]
    [MemberData(nameof(ElementwiseLosses))]
    public void GradientOfAnOutputHasTheBitsThatItHasAlone(string name)
    {
        var loss = LossCase.Named(name);
        foreach (int size in s_sizes)
        {
            (double[] y, double[] t) = loss.Sample(size, seed: (ulong)size);
            float scale = loss.IsMeanOverOutputs ? 2.5f / size : 2.5f;
            var together = new float[size];
            loss.Gradient(ToSingle(y), ToSingle(t), 2.5f, together);
            var alone = new float[size];
            for (int i = 0; i < size; i++)
                loss.Gradient([(float)y[i]], [(float)t[i]], scale, alone.AsSpan(i, 1));
            Assert.Equal(alone, together);
        }
    }

    [Theory]
    [MemberData(nameof(ElementwiseLosses))]
    public void ValueIsSummedInItsDocumentedOrder(string name)
    {
        var loss = LossCase.Named(name);
        const int BlockLength = 16;
        foreach (int size in s_sizes)
        {
            (double[] y, double[] t) = loss.Sample(size, seed: (ulong)size);
            float[] terms = [.. y.Zip(t, (output, target) => loss.Value([(float)output], [(float)target]))];
            int leftOver = size % BlockLength >= loss.LeastToFillBlock ? 0 : size % BlockLength;

            // Blocks lane by lane, then the upper half of the lanes to the lower half, then the outputs left over.
            var lanes = new float[BlockLength];
            for (int i = 0; i < size - leftOver; i++)
                lanes[i % BlockLength] += terms[i];
            for (int half = BlockLength / 2; half > 0; half /= 2)
            {
                for (int lane = 0; lane < half; lane++)
                    lanes[lane] += lanes[lane + half];
            }

            float sum = lanes[0];
            for (int i = size - leftOver; i < size; i++)
                sum += terms[i];
            Assert.Equal(loss.IsMeanOverOutputs ? sum / size : sum, loss.Value(ToSingle(y), ToSingle(t)));
        }
    }

    [Theory]
    [InlineData("HalfSquaredError", Activation.Linear)]
    [InlineData("MeanSquaredError", null)]
    [InlineData("MeanAbsoluteError", null)]
    [InlineData("Huber", null)]
    [InlineData("BinaryCrossEntropy", Activation.Sigmoid)]
    [InlineData("CategoricalCrossEntropy", Activation.Softmax)]
    [InlineData("KullbackLeibler", Activation.Softmax)]
    [InlineData("BinaryCrossEntropyFromLogits", null)]
    [InlineData("CategoricalCrossEntropyFromLogits", null)]
    [InlineData("KullbackLeiblerFromLogits", null)]
    public void MatchedGradientIsTheWholeChain(string name, Activation? activation)
    {
        var loss = LossCase.Named(name);
        Assert.Equal(activation, loss.Match);
        if (activation is not { } output)
            return;

        foreach (int size in s_sizes)
        {
            // A layer of one weight per unit and the input 1 has the biases' gradient δ.
            NetworkShape shape = ReferenceModel.Dense([1, size], [output]);
            var model = new ReferenceModel(shape);
            ParameterInitialization.Initialize(shape, Initializer.GlorotNormal, seed: (ulong)size, model.Parameters);
            double[] y = model.Output([1.0]).ToArray();
            double[] t = loss.Sample(size, seed: (ulong)size).Target;
            var slope = new double[size];
            loss.Gradient(y, t, 3.0, slope);
            var chain = new double[shape.ParameterCount];
            model.Backward(slope, chain);

            var delta = new double[size];
            loss.MatchedGradient(y, t, 3.0, delta);
            for (int unit = 0; unit < size; unit++)
                AssertClose(chain[shape.Layers[0].BiasIndex(unit)], delta[unit], 1e-13);
        }
    }

    [Theory]
    [InlineData("CategoricalCrossEntropy", 0.0, 0.0, 0.0)]
    [InlineData("CategoricalCrossEntropy", 0.0, 1.0, 100.0)]
    [InlineData("CategoricalCrossEntropy", 1.0, 1.0, 0.0)]
    [InlineData("KullbackLeibler", 0.0, 0.0, 0.0)]
    [InlineData("KullbackLeibler", 0.0, 1.0, 100.0)]
    [InlineData("BinaryCrossEntropy", 0.0, 0.0, 0.0)]
    [InlineData("BinaryCrossEntropy", 0.0, 1.0, 100.0)]
    [InlineData("BinaryCrossEntropy", 1.0, 0.0, 100.0)]
    [InlineData("BinaryCrossEntropy", 1.0, 1.0, 0.0)]
    public void ProbabilitiesOfZeroAndOneStayFinite(string name, double output, double target, double expected)
    {
        var loss = LossCase.Named(name);
        foreach (int size in new[] { 1, 16 })
        {
            double[] y = [.. Enumerable.Repeat(output, size)];
            double[] t = [.. Enumerable.Repeat(target, size)];
            double terms = name == "BinaryCrossEntropy" ? 1 : size;
            Assert.Equal(expected * terms, loss.Value(y, t));
            Assert.Equal((float)(expected * terms), loss.Value(ToSingle(y), ToSingle(t)));

            var gradient = new double[size];
            loss.Gradient(y, t, 1, gradient);
            Assert.All(gradient, slope => Assert.True(double.IsFinite(slope)));
            var single = new float[size];
            loss.Gradient(ToSingle(y), ToSingle(t), 1, single);
            Assert.All(single, slope => Assert.True(float.IsFinite(slope)));
        }
    }

    [Fact]
    public void AbsoluteErrorHasNoSlopeWhereItIsZero()
    {
        var gradient = new double[3];
        LossCase.Named("MeanAbsoluteError").Gradient([1, 2, 3], [2, 2, 2], 3, gradient);
        Assert.Equal([-1, 0, 1], gradient);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void NaNIsNotLost(string name)
    {
        var loss = LossCase.Named(name);
        foreach (int size in s_sizes)
        {
            double[] y = [.. Enumerable.Repeat(double.NaN, size)];
            double[] t = [.. Enumerable.Repeat(1.0, size)];
            Assert.Equal(double.NaN, loss.Value(y, t));
            loss.Gradient(y, t, 1, y);
            Assert.All(y, slope => Assert.Equal(double.NaN, slope));
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void LengthsThatDifferAreRefused(string name)
    {
        var loss = LossCase.Named(name);
        var error = Assert.Throws<ArgumentException>(() => loss.Value(new double[3], new double[4]));
        Assert.Contains("4", error.Message, StringComparison.Ordinal);
        Assert.Equal("target", error.ParamName);
        Assert.Throws<ArgumentException>(() => loss.Gradient(new double[3], new double[3], 1, new double[2]));
        if (loss.IsElementwise)
            Assert.Throws<ArgumentException>(() => loss.MatchedGradient(new double[3], new double[3], 1, new double[4]));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void NothingIsAllocated(string name)
    {
        var loss = LossCase.Named(name);
        (double[] y, double[] t) = loss.Sample(40, seed: 1);
        var gradient = new double[40];
        Allocation.AssertNone(() =>
        {
            loss.Value(y, t);
            loss.Gradient(y, t, 1, gradient);
            if (loss.IsElementwise)
                loss.MatchedGradient(y, t, 1, gradient);
        });
    }

    private static double CentralDifference(LossCase loss, double[] y, double[] t, int i)
    {
        const double Step = 1e-5;
        double[] above = [.. y];
        double[] below = [.. y];
        above[i] += Step;
        below[i] -= Step;
        return (loss.Value(above, t) - loss.Value(below, t)) / (2 * Step);
    }

    private static float[] ToSingle(double[] values) => [.. values.Select(value => (float)value)];

    private static void AssertClose(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(expected - actual) <= relative * Math.Max(1, Math.Abs(expected)), $"{expected:R} was expected, but {actual:R} found.");
}
