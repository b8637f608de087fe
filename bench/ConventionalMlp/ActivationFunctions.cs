using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Generated.Bench;

/// <summary>The activation functions of the conventional network and their derivatives, over all rows of a batch in one call.</summary>
internal static class ActivationFunctions
{
    /// <summary>Whether the conventional network has this activation.</summary>
    public static bool Supports(Activation activation) =>
        activation is Activation.Linear or Activation.Sigmoid or Activation.Tanh or Activation.ReLU or Activation.Softmax;

    /// <summary>
    /// The number of values that <see cref="Apply"/> wants for <paramref name="length"/> of them: whole vectors of four,
    /// since one vector takes a third of the time of three exponentials one by one.
    /// </summary>
    public static int Widened(int length) => (length + 3) & ~3;

    /// <summary>Replaces z by f(z). What stands in the padding and behind the rows is of no meaning, before and after.</summary>
    /// <param name="activation">The function f.</param>
    /// <param name="z">Rows of <paramref name="stride"/> values, <see cref="Widened"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">The padded length of a row.</param>
    /// <param name="units">The length of a row.</param>
    public static void Apply(Activation activation, Span<float> z, int rows, int stride, int units)
    {
        switch (activation)
        {
            case Activation.ReLU:
                TensorPrimitives.Max(z, 0f, z);
                break;
            case Activation.Sigmoid:
                TensorPrimitives.Sigmoid(z, z);
                break;
            case Activation.Tanh:
                TensorPrimitives.Tanh(z, z);
                break;
            case Activation.Softmax:
                Softmax(z, rows, stride, units);
                break;
        }
    }

    /// <summary>Multiplies each delta by f′, computed from a = f(z).</summary>
    public static void MultiplyByDerivative(Activation activation, ReadOnlySpan<float> activations, Span<float> deltas)
    {
        switch (activation)
        {
            case Activation.ReLU:
                Multiply<ReLUDerivative>(activations, deltas);
                break;
            case Activation.Sigmoid:
                Multiply<SigmoidDerivative>(activations, deltas);
                break;
            case Activation.Tanh:
                Multiply<TanhDerivative>(activations, deltas);
                break;
        }
    }

    /// <summary>
    /// The exponentials of all rows in one call, since many calls for a few units each cost more than the exponentials.
    /// The largest z of a row is subtracted first, so that none of them overflows.
    /// </summary>
    private static void Softmax(Span<float> z, int rows, int stride, int units)
    {
        for (int i = 0; i < rows; i++)
        {
            Span<float> row = z.Slice(i * stride, units);
            float largest = row[0];
            foreach (float value in row)
                largest = float.MaxNative(largest, value);
            foreach (ref float value in row)
                value -= largest;
        }

        TensorPrimitives.Exp(z, z);
        for (int i = 0; i < rows; i++)
        {
            Span<float> row = z.Slice(i * stride, units);
            float sum = 0;
            foreach (float value in row)
                sum += value;
            float scale = 1 / sum;
            foreach (ref float value in row)
                value *= scale;
        }
    }

    private static void Multiply<TDerivative>(ReadOnlySpan<float> activations, Span<float> deltas)
        where TDerivative : struct, IDerivative
    {
        int whole = deltas.Length - deltas.Length % Vector<float>.Count;
        ReadOnlySpan<Vector<float>> activationVectors = MemoryMarshal.Cast<float, Vector<float>>(activations[..whole]);
        Span<Vector<float>> deltaVectors = MemoryMarshal.Cast<float, Vector<float>>(deltas[..whole]);
        for (int i = 0; i < deltaVectors.Length; i++)
            deltaVectors[i] = TDerivative.Multiply(deltaVectors[i], activationVectors[i]);
        for (int i = whole; i < deltas.Length; i++)
            deltas[i] = TDerivative.Multiply(new Vector<float>(deltas[i]), new Vector<float>(activations[i]))[0];
    }

    private interface IDerivative
    {
        static abstract Vector<float> Multiply(Vector<float> delta, Vector<float> activation);
    }

    private readonly struct ReLUDerivative : IDerivative
    {
        public static Vector<float> Multiply(Vector<float> delta, Vector<float> activation) =>
            Vector.ConditionalSelect(Vector.GreaterThan(activation, Vector<float>.Zero), delta, Vector<float>.Zero);
    }

    private readonly struct SigmoidDerivative : IDerivative
    {
        public static Vector<float> Multiply(Vector<float> delta, Vector<float> activation) =>
            delta * (activation - activation * activation);
    }

    private readonly struct TanhDerivative : IDerivative
    {
        public static Vector<float> Multiply(Vector<float> delta, Vector<float> activation) =>
            delta * (Vector<float>.One - activation * activation);
    }
}
