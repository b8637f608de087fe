using System;

namespace Generated.Tests;

/// <summary>y = w·x + b in single precision, with half the squared error.</summary>
internal sealed class SingleLinear : INetwork<SingleLinear, float>
{
    private readonly float[] _parameters = [0.5f, -0.25f, 0.125f];

    public static NetworkShape Shape { get; } = ReferenceModel.Dense([2, 1], [Activation.Linear]);

    public Span<float> Parameters => _parameters;

    public static int PartRows => 64;

    public static SingleLinear Create() => new();

    public static SingleLinear Create(ulong seed) => new();

    public float BackwardBatch<TLoss>(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient)
        where TLoss : struct, ILoss<float> => BackwardBatch<TLoss>(inputs, targets, default, gradient);

    public float BackwardBatch<TLoss>(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, Span<float> gradient)
        where TLoss : struct, ILoss<float>
    {
        float loss = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            ReadOnlySpan<float> x = inputs.Slice(row * 2, 2);
            float error = _parameters[0] * x[0] + _parameters[1] * x[1] + _parameters[2] - targets[row];
            gradient[0] += error * x[0] / targets.Length;
            gradient[1] += error * x[1] / targets.Length;
            gradient[2] += error / targets.Length;
            loss += error * error / 2;
        }

        return loss / targets.Length;
    }

    public double BackwardPart<TLoss>(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, int batchRows, Span<float> gradient)
        where TLoss : struct, ILoss<float> => throw new NotSupportedException();

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => throw new NotSupportedException();

    public void Forward(ReadOnlySpan<float> input, Span<float> output) => throw new NotSupportedException();

    public void Activate(ReadOnlySpan<float> input, int layer, Span<float> activation) => throw new NotSupportedException();

    public float Backward<TLoss>(ReadOnlySpan<float> input, ReadOnlySpan<float> target, Span<float> gradient)
        where TLoss : struct, ILoss<float> => throw new NotSupportedException();

    public void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> gradient, Span<float> inputGradient) =>
        throw new NotSupportedException();

    public void ExportParameters(Span<float> canonical) => throw new NotSupportedException();

    public void ImportParameters(ReadOnlySpan<float> canonical) => throw new NotSupportedException();
}
