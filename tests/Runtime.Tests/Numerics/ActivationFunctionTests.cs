using System;
using System.Linq;
using System.Numerics;
using Generated.Kernels;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>The activation functions in registers, and <see cref="Elementwise"/>, which applies them to rows.</summary>
public class ActivationFunctionTests
{
    [Theory]
    [MemberData(nameof(ActivationFunctions.All), MemberType = typeof(ActivationFunctions))]
    public void ValuesFollowTheDefinition(Activation activation) => new Values().Run(activation);

    [Theory]
    [MemberData(nameof(ActivationFunctions.All), MemberType = typeof(ActivationFunctions))]
    public void DerivativesAreTheSlopeOfTheValues(Activation activation) => new Slopes().Run(activation);

    [Theory]
    [MemberData(nameof(ActivationFunctions.All), MemberType = typeof(ActivationFunctions))]
    public void EveryRegisterGivesTheSameBits(Activation activation) => new SameBits().Run(activation);

    [Theory]
    [MemberData(nameof(ActivationFunctions.All), MemberType = typeof(ActivationFunctions))]
    public void RowsOfEveryLengthGetWhatSingleValuesGet(Activation activation) => new Rows().Run(activation);

    [Theory]
    [MemberData(nameof(ActivationFunctions.All), MemberType = typeof(ActivationFunctions))]
    public void NotANumberStaysVisible(Activation activation) => new NotANumber().Run(activation);

    /// <summary>The limits of f, but NaN where a product or a quotient has none at infinity.</summary>
    [Theory]
    [MemberData(nameof(ActivationFunctions.All), MemberType = typeof(ActivationFunctions))]
    public void InfinityGivesWhatTheDocumentationSays(Activation activation) => new Infinity().Run(activation);

    private static T Value<TActivation, T>(T z)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TActivation.Value<Scalar<T>, T>(new(z)).Value;

    private static T Derivative<TActivation, T>(T z)
        where TActivation : struct, IActivationFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            TActivation.Derivative<Scalar<T>, T>(new(TActivation.DerivativeTakesInput ? z : Value<TActivation, T>(z))).Value;

    private sealed class Values : IActivationCheck
    {
        public void Run<TActivation>(Activation activation)
            where TActivation : struct, IActivationFunction
        {
            for (double z = -30; z <= 30; z += 0.0371)
            {
                double expected = ReferenceMath.Value(activation, z);
                Assert.Equal(expected, Value<TActivation, double>(z), 1e-14 * (1 + Math.Abs(expected)));
                float single = (float)z;
                expected = ReferenceMath.Value(activation, single);
                Assert.Equal(expected, Value<TActivation, float>(single), 5e-7 * (1 + Math.Abs(expected)));
            }
        }
    }

    private sealed class Slopes : IActivationCheck
    {
        public void Run<TActivation>(Activation activation)
            where TActivation : struct, IActivationFunction
        {
            // The grid misses the kinks at −1, 0 and 1 by more than the difference's step.
            const double h = 1e-5;
            for (double z = -12.3456; z <= 12.4; z += 0.0371)
            {
                double slope = (Value<TActivation, double>(z + h) - Value<TActivation, double>(z - h)) / (2 * h);
                Assert.Equal(slope, Derivative<TActivation, double>(z), 1e-8);
                float single = (float)z;
                Assert.Equal(ReferenceMath.Derivative(activation, single), Derivative<TActivation, float>(single), 1e-6);
            }
        }
    }

    private sealed class SameBits : IActivationCheck
    {
        public void Run<TActivation>(Activation activation)
            where TActivation : struct, IActivationFunction
        {
            float[] singles = Lanes.Samples<float>(16 * 1000, bits => BitConverter.Int32BitsToSingle((int)bits));
            double[] doubles = Lanes.Samples<double>(8 * 1000, BitConverter.Int64BitsToDouble);
            Lanes.SameInAllRegisters<ValueOf<TActivation>, float>(singles);
            Lanes.SameInAllRegisters<ValueOf<TActivation>, double>(doubles);
            Lanes.SameInAllRegisters<DerivativeOf<TActivation>, float>(singles);
            Lanes.SameInAllRegisters<DerivativeOf<TActivation>, double>(doubles);
        }
    }

    private sealed class Rows : IActivationCheck
    {
        public void Run<TActivation>(Activation activation)
            where TActivation : struct, IActivationFunction
        {
            for (int length = 0; length <= 70; length++)
            {
                Check<TActivation, float>(length);
                Check<TActivation, double>(length);
            }
        }

        private static void Check<TActivation, T>(int length)
            where TActivation : struct, IActivationFunction
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var random = new Random(length);
            T[] Row() => [.. Enumerable.Range(0, length + 2).Select(_ => T.CreateTruncating(random.NextDouble() * 8 - 4))];
            T[] z = Row(), a = Row(), delta = Row();
            T[] values = [a[0], .. z[1..^1].Select(Value<TActivation, T>), a[^1]];
            T[] deltas = [delta[0], .. Enumerable.Range(1, length).Select(i => delta[i] * TActivation.Derivative<Scalar<T>, T>(new(z[i])).Value), delta[^1]];
            T[] inPlace = [z[0], .. values[1..^1], z[^1]];

            // The element before the row and the one behind it are sentinels.
            Elementwise.Apply<TActivation, T>(ref z[1], ref a[1], (nuint)length);
            Assert.Equal(values, a);
            Elementwise.ApplyDerivative<TActivation, T>(ref delta[1], ref z[1], (nuint)length);
            Assert.Equal(deltas, delta);
            Elementwise.Apply<TActivation, T>(ref z[1], ref z[1], (nuint)length);
            Assert.Equal(inPlace, z);
        }
    }

    private sealed class NotANumber : IActivationCheck
    {
        public void Run<TActivation>(Activation activation)
            where TActivation : struct, IActivationFunction
        {
            // A threshold has no other place for it than 0.
            Assert.Equal(activation != Activation.Step, float.IsNaN(Value<TActivation, float>(float.NaN)));
            Assert.Equal(activation != Activation.Step, double.IsNaN(Value<TActivation, double>(double.NaN)));
        }
    }

    private sealed class Infinity : IActivationCheck
    {
        public void Run<TActivation>(Activation activation)
            where TActivation : struct, IActivationFunction
        {
            (double below, double above) = activation switch
            {
                Activation.Linear or Activation.LeakyReLU => (double.NegativeInfinity, double.PositiveInfinity),
                Activation.Step or Activation.Sigmoid => (0, 1),
                Activation.Tanh or Activation.HardTanh => (-1, 1),
                Activation.ReLU or Activation.Softplus => (0, double.PositiveInfinity),
                Activation.ELU => (-1, double.PositiveInfinity),
                Activation.SELU => (-1.7580993408473766, double.PositiveInfinity),
                Activation.GELU or Activation.SiLU or Activation.Mish => (double.NaN, double.PositiveInfinity),
                Activation.Softsign => (double.NaN, double.NaN),
                _ => throw new InvalidOperationException($"What {activation} gives is not documented."),
            };
            Assert.Equal(below, Value<TActivation, double>(double.NegativeInfinity), 1e-15);
            Assert.Equal(above, Value<TActivation, double>(double.PositiveInfinity), 1e-15);
            Assert.Equal(below, Value<TActivation, float>(float.NegativeInfinity), 1e-7);
            Assert.Equal(above, Value<TActivation, float>(float.PositiveInfinity), 1e-7);
        }
    }

    private readonly struct ValueOf<TActivation> : ILaneFunction
        where TActivation : struct, IActivationFunction
    {
        public static TVector Of<TVector, T>(TVector x)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TActivation.Value<TVector, T>(x);
    }

    private readonly struct DerivativeOf<TActivation> : ILaneFunction
        where TActivation : struct, IActivationFunction
    {
        public static TVector Of<TVector, T>(TVector x)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => TActivation.Derivative<TVector, T>(x);
    }
}
