using System;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>What holds for every optimiser.</summary>
public class OptimizerTests
{
    // As many as leave something over at every width, behind several whole registers.
    private const int Count = 64 + 16 + 8 + 4 + 3;

    public static TheoryData<string> Cases => [.. OptimizerCase.All.Select(optimizer => optimizer.ToString())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryParameterMovesAsAlone(string name)
    {
        Check<float>();
        Check<double>();

        void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var random = new RandomGenerator(1);
            IOptimizer<T> together = OptimizerCase.Named(name).New<T>();
            IOptimizer<T>[] alone = [.. Enumerable.Range(0, Count).Select(_ => OptimizerCase.Named(name).New<T>())];
            T[] parameters = Gaussian<T>(random);
            T[] copy = [.. parameters];
            for (int step = 0; step < 5; step++)
            {
                T[] gradient = Gaussian<T>(random);
                for (int i = 0; i < Count; i++)
                    alone[i].Step(copy.AsSpan(i, 1), [gradient[i]]);
                together.Step(parameters, gradient);
                Assert.Equal(copy, parameters);
                Assert.All(gradient, value => Assert.Equal(T.Zero, value));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AStepByRangesOnSeveralThreadsGivesTheSameBits(string name)
    {
        Check<float>();
        Check<double>();

        void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var random = new RandomGenerator(2);
            IOptimizer<T> whole = OptimizerCase.Named(name).New<T>();
            IOptimizer<T> ranges = OptimizerCase.Named(name).New<T>();
            T[] parameters = Gaussian<T>(random);
            T[] copy = [.. parameters];
            for (int step = 0; step < 5; step++)
            {
                T[] gradient = Gaussian<T>(random);
                T[] gradientCopy = [.. gradient];
                whole.Step(parameters, gradient);

                // Cut anew in every step, where no register ends; an empty range does no harm.
                int[] cuts = [0, 0, 1 + step, 33, 50 + 7 * step, Count];
                ranges.BeginStep(Count);
                Parallel.For(0, cuts.Length - 1, i =>
                    ranges.StepRange(cuts[i], copy.AsSpan(cuts[i]..cuts[i + 1]), gradientCopy.AsSpan(cuts[i]..cuts[i + 1])));
                Assert.Equal(parameters, copy);
                Assert.All(gradientCopy, value => Assert.Equal(T.Zero, value));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void StepsAllocateNothing(string name)
    {
        IOptimizer<float> optimizer = OptimizerCase.Named(name).New<float>();
        var parameters = new float[1000];
        var gradient = new float[1000];
        Allocation.AssertNone(() => optimizer.Step(parameters, gradient));
        Allocation.AssertNone(() =>
        {
            optimizer.BeginStep(1000);
            optimizer.StepRange(0, parameters.AsSpan(0, 500), gradient.AsSpan(0, 500));
            optimizer.StepRange(500, parameters.AsSpan(500), gradient.AsSpan(500));
        });
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ResetForgetsAllSteps(string name)
    {
        var random = new RandomGenerator(3);
        IOptimizer<double> used = OptimizerCase.Named(name).New<double>();
        double[] start = Gaussian<double>(random);
        double[] gradient = Gaussian<double>(random);
        used.Step([1.0, 2.0], [3.0, 4.0]);
        used.Step([1.0, 2.0], [-3.0, 4.0]);
        used.Reset();
        double[] afterReset = [.. start];
        used.Step(afterReset, [.. gradient]);
        double[] fresh = [.. start];
        OptimizerCase.Named(name).New<double>().Step(fresh, [.. gradient]);
        Assert.Equal(fresh, afterReset);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WrongLengthsChangeNothing(string name)
    {
        IOptimizer<double> optimizer = OptimizerCase.Named(name).New<double>();
        IOptimizer<double> undisturbed = OptimizerCase.Named(name).New<double>();
        double[] parameters = [1.0, 2.0];
        double[] expected = [1.0, 2.0];
        optimizer.Step(parameters, [0.5, 0.25]);
        undisturbed.Step(expected, [0.5, 0.25]);

        double[] gradient = [1.0, 1.0, 1.0];
        Assert.Equal("gradient", Assert.Throws<ArgumentException>(() => optimizer.Step(parameters, gradient)).ParamName);
        Assert.Equal("gradient", Assert.Throws<ArgumentException>(() => optimizer.StepRange(0, parameters, gradient)).ParamName);
        Assert.Equal("start", Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.StepRange(1, parameters, gradient.AsSpan(1))).ParamName);
        Assert.Equal("start", Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.StepRange(-1, parameters, gradient.AsSpan(1))).ParamName);
        Assert.Equal("start", Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.StepRange(int.MaxValue, parameters, gradient.AsSpan(1))).ParamName);
        Assert.Equal("parameterCount", Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.BeginStep(-1)).ParamName);
        Assert.Equal("start", Assert.Throws<ArgumentOutOfRangeException>(() => OptimizerCase.Named(name).New<double>().StepRange(0, parameters, gradient.AsSpan(1))).ParamName);
        Assert.Equal(expected, parameters);
        Assert.Equal([1.0, 1.0, 1.0], gradient);

        optimizer.Step(parameters, [-0.5, 0.25]);
        undisturbed.Step(expected, [-0.5, 0.25]);
        Assert.Equal(expected, parameters);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnotherNetworkIsRefusedIfThereIsMemory(string name)
    {
        IOptimizer<double> optimizer = OptimizerCase.Named(name).New<double>();
        if (name is "SGD" or "SGD, decoupled decay")
            return;
        optimizer.Step([1.0], [1.0]);
        double[] parameters = [1.0, 2.0];
        double[] gradient = [1.0, 1.0];
        Assert.Equal("parameters", Assert.Throws<ArgumentException>(() => optimizer.Step(parameters, gradient)).ParamName);
        Assert.Equal("parameterCount", Assert.Throws<ArgumentException>(() => optimizer.BeginStep(2)).ParamName);
        Assert.Equal([1.0, 2.0], parameters);
        Assert.Equal([1.0, 1.0], gradient);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LearningRateMayChangeBetweenSteps(string name)
    {
        IOptimizer<double> optimizer = OptimizerCase.Named(name).New<double>();
        double[] parameters = [1.0];
        optimizer.Step(parameters, [1.0]);
        Assert.NotEqual(1.0, parameters[0]);
        double before = parameters[0];
        optimizer.LearningRate = 0;
        optimizer.Step(parameters, [1.0]);
        Assert.Equal(before, parameters[0]);
        Assert.Equal("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = -1).ParamName);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NotANumberIsNotHidden(string name)
    {
        // A training must find out that it has diverged.
        IOptimizer<float> optimizer = OptimizerCase.Named(name).New<float>();
        float[] parameters = [.. Enumerable.Repeat(1f, Count)];
        float[] gradient = [.. Enumerable.Repeat(float.NaN, Count)];
        optimizer.Step(parameters, gradient);
        Assert.All(parameters, parameter => Assert.True(float.IsNaN(parameter)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ImportedStateGivesTheSameNextSteps(string name)
    {
        var random = new RandomGenerator(4);
        IOptimizer<float> first = OptimizerCase.Named(name).New<float>();
        IOptimizer<float> second = OptimizerCase.Named(name).New<float>();
        float[] parameters = Gaussian<float>(random);
        for (int step = 0; step < 3; step++)
            first.Step(parameters, Gaussian<float>(random));
        first.LearningRate = 0.003;
        second.ImportState(first.ExportState());
        float[] copy = [.. parameters];
        for (int step = 0; step < 3; step++)
        {
            float[] gradient = Gaussian<float>(random);
            second.Step(copy, [.. gradient]);
            first.Step(parameters, gradient);
            Assert.Equal(parameters, copy);
        }
    }

    [Fact]
    public void TheStateOfAnotherOptimizerIsRefused()
    {
        foreach (OptimizerCase from in OptimizerCase.All)
        {
            IOptimizer<double> source = from.New<double>();
            source.Step([1.0], [1.0]);
            OptimizerState<double> state = source.ExportState();
            foreach (OptimizerCase to in OptimizerCase.All.Where(other => other != from))
            {
                IOptimizer<double> optimizer = to.New<double>();
                var error = Assert.Throws<ArgumentException>(() => optimizer.ImportState(state));
                Assert.Contains(state.Description, error.Message, StringComparison.Ordinal);
                Assert.Contains(optimizer.Description, error.Message, StringComparison.Ordinal);
                Assert.Equal(0, optimizer.ExportState().StepCount);
            }
        }

        var adam = new Adam<double>();
        Assert.Throws<ArgumentException>(() => adam.ImportState(new(adam.Description, 1, 0.1, [[1.0]])));
        Assert.Throws<ArgumentException>(() => adam.ImportState(new(adam.Description, 1, 0.1, [[1.0], [1.0, 2.0]])));
        Assert.Throws<ArgumentException>(() => adam.ImportState(new(adam.Description, 0, 0.1, [[1.0], [1.0]])));
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.ImportState(new(adam.Description, 1, double.NaN, [[1.0], [1.0]])));
        Assert.Equal(0, adam.StepCount);
    }

    private static T[] Gaussian<T>(RandomGenerator random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => [.. Enumerable.Range(0, Count).Select(_ => T.CreateTruncating(random.NextGaussian()))];
}
