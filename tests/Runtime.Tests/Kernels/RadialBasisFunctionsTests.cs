using System;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;
using Generated.Kernels;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public class RadialBasisFunctionsTests
{
    /// <summary>Rows, inputs, units: tails of every tile and register, and more rows and units than are kept on the stack at a time.</summary>
    public static TheoryData<int, int, int> Sizes => new(
        from rows in (int[])[1, 3, 17, 130]
        from inputs in (int[])[1, 2, 4, 7]
        from units in (int[])[1, 5, 16, 23, 40, 150]
        select (rows, inputs, units));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void KernelsFollowTheDefinitionInItsOrder(int rows, int inputs, int units)
    {
        Definition<float>(rows, inputs, units);
        Definition<double>(rows, inputs, units);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 5)]
    [InlineData(17, 5, 9)]
    public void GradientsAreTheSlopesOfTheOutput(int rows, int inputs, int units)
    {
        var layer = new Layer<double>(rows, inputs, units);
        layer.Forward();
        layer.Backward();
        double[] below = CentralDifference.Of(layer.Input, Loss),
            centres = CentralDifference.Of(layer.Centres, Loss), widths = CentralDifference.Of(layer.LogWidths, Loss);
        double tolerance = 1e-8 / Math.Pow(2, -53);
        layer.Below.AssertNear(below, 1, tolerance);
        layer.CentreGradient.AssertNear([.. centres.Zip(layer.CentreStart, (slope, start) => slope + start)], 1, tolerance);
        layer.LogWidthGradient.AssertNear([.. widths.Zip(layer.LogWidthStart, (slope, start) => slope + start)], 1, tolerance);

        double Loss()
        {
            layer.Forward();
            return CentralDifference.Dot(layer.Output, layer.Delta);
        }
    }

    [Fact]
    public void NothingIsAllocated()
    {
        var layer = new Layer<float>(33, 5, 40);
        Allocation.AssertNone(() =>
        {
            layer.Forward();
            layer.Backward();
        });
    }

    /// <summary>One value after the other, each sum in the order that the documentation promises: not near, but the same bits.</summary>
    private static void Definition<T>(int rows, int inputs, int units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layer = new Layer<T>(rows, inputs, units);
        layer.Forward();
        layer.Backward();
        T[] sums = new T[rows * units], output = new T[rows * units], below = new T[rows * inputs];
        T[] centreGradient = [.. layer.CentreStart], logWidthGradient = [.. layer.LogWidthStart];
        ReadOnlySpan<T> x = layer.Input.Values, c = layer.Centres.Values, rho = layer.LogWidths.Values, delta = layer.Delta.Values;
        for (int j = 0; j < units; j++)
        {
            T beta = Exp(rho[j]), ofRho = T.Zero;
            T[] ofCentres = new T[inputs];
            for (int row = 0; row < rows; row++)
            {
                int at = row * units + j;
                T distance = T.Zero;
                for (int i = 0; i < inputs; i++)
                    distance = MultiplyAdd(x[row * inputs + i] - c[i * units + j], x[row * inputs + i] - c[i * units + j], distance);
                sums[at] = -beta * distance;
                output[at] = Exp(sums[at]);
                ofRho = MultiplyAdd(delta[at], output[at] * sums[at], ofRho);
                T pull = (beta + beta) * (delta[at] * output[at]);
                for (int i = 0; i < inputs; i++)
                {
                    ofCentres[i] = MultiplyAdd(pull, x[row * inputs + i] - c[i * units + j], ofCentres[i]);
                    below[row * inputs + i] = MultiplyAdd(pull, c[i * units + j] - x[row * inputs + i], below[row * inputs + i]);
                }
            }

            logWidthGradient[j] += ofRho;
            for (int i = 0; i < inputs; i++)
                centreGradient[i * units + j] += ofCentres[i];
        }

        Same(sums, layer.Sums);
        Same(output, layer.Output);
        Same(centreGradient, layer.CentreGradient);
        Same(logWidthGradient, layer.LogWidthGradient);
        Same(below, layer.Below);

        static void Same(T[] expected, Guarded<T> actual) => actual.AssertSameBits(Guarded<T>.Of(expected));

        static T Exp(T value) => VectorMath.Exp<Scalar<T>, T>(new(value)).Value;

        static T MultiplyAdd(T left, T right, T addend) => Scalar<T>.MultiplyAdd(new(left), new(right), new(addend)).Value;
    }

    private sealed class Layer<T>(int rows, int inputs, int units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public readonly Guarded<T> Input = Guarded<T>.Random(rows * inputs, 1);
        public readonly Guarded<T> Centres = Guarded<T>.Random(inputs * units, 2);
        public readonly Guarded<T> LogWidths = Guarded<T>.Random(units, 3);
        public readonly Guarded<T> Sums = Guarded<T>.Empty(rows * units);
        public readonly Guarded<T> Output = Guarded<T>.Empty(rows * units);
        public readonly Guarded<T> Delta = Guarded<T>.Random(rows * units, 4);
        public readonly Guarded<T> Below = Guarded<T>.Empty(rows * inputs);
        public readonly Guarded<T> CentreGradient = Guarded<T>.Random(inputs * units, 5);
        public readonly Guarded<T> LogWidthGradient = Guarded<T>.Random(units, 6);
        public readonly T[] CentreStart = Guarded<T>.Random(inputs * units, 5).Values.ToArray();
        public readonly T[] LogWidthStart = Guarded<T>.Random(units, 6).Values.ToArray();

        public void Forward() => RadialBasisFunctions.Forward(
            ref Input.First, ref Centres.First, ref LogWidths.First, ref Sums.First, ref Output.First, (nuint)rows, (nuint)inputs, (nuint)units);

        public void Backward()
        {
            RadialBasisFunctions.AddGradient(
                ref Input.First, ref Centres.First, ref LogWidths.First, ref Sums.First, ref Output.First, ref Delta.First,
                ref CentreGradient.First, ref LogWidthGradient.First, (nuint)rows, (nuint)inputs, (nuint)units);
            RadialBasisFunctions.InputGradient(
                ref Input.First, ref Centres.First, ref LogWidths.First, ref Output.First, ref Delta.First, ref Below.First,
                (nuint)rows, (nuint)inputs, (nuint)units);
        }
    }
}
