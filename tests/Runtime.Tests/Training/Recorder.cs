using System;
using System.Collections.Generic;

namespace Generated.Tests;

/// <summary>A network of one input and one output that tells what the trainer does with it. Its output is its first parameter.</summary>
public sealed class Recorder : INetwork<Recorder, double>
{
    private readonly double[] _parameters = new double[2];

    public static NetworkShape Shape { get; } = ReferenceModel.Dense([1, 1], [Activation.Linear]);

    /// <summary>Called with the inputs and targets of every batch.</summary>
    public Action<double[], double[]>? OnBackward { get; set; }

    /// <summary>Called with the inputs that are evaluated.</summary>
    public Action<double[]>? OnForward { get; set; }

    /// <summary>Tells the loss of the next batch.</summary>
    public Func<double>? LossOfBatch { get; set; }

    /// <summary>The gradient of every batch; zero unless set.</summary>
    public double[]? GradientOfBatch { get; set; }

    public List<int> BatchSizes { get; } = [];

    public Span<double> Parameters => _parameters;

    public static int PartRows => 16;

    public static Recorder Create() => new();

    public static Recorder Create(ulong seed) => new();

    public void ForwardBatch(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        OnForward?.Invoke(inputs.ToArray());
        outputs.Fill(_parameters[0]);
    }

    public double BackwardBatch<TLoss>(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, Span<double> gradient)
        where TLoss : struct, ILoss<double> => BackwardBatch<TLoss>(inputs, targets, default, gradient);

    public double BackwardBatch<TLoss>(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, Span<double> gradient)
        where TLoss : struct, ILoss<double>
    {
        BatchSizes.Add(inputs.Length);
        double loss = LossOfBatch?.Invoke() ?? 1;
        OnBackward?.Invoke(inputs.ToArray(), targets.ToArray());
        GradientOfBatch?.CopyTo(gradient);
        return loss;
    }

    public double BackwardPart<TLoss>(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, int batchRows, Span<double> gradient)
        where TLoss : struct, ILoss<double> => throw new NotSupportedException();

    public void Forward(ReadOnlySpan<double> input, Span<double> output) => throw new NotSupportedException();

    public void Activate(ReadOnlySpan<double> input, int layer, Span<double> activation) => throw new NotSupportedException();

    public double Backward<TLoss>(ReadOnlySpan<double> input, ReadOnlySpan<double> target, Span<double> gradient)
        where TLoss : struct, ILoss<double> => throw new NotSupportedException();

    public void Backward(ReadOnlySpan<double> input, ReadOnlySpan<double> outputGradient, Span<double> gradient, Span<double> inputGradient) =>
        throw new NotSupportedException();

    public void ExportParameters(Span<double> canonical) => throw new NotSupportedException();

    public void ImportParameters(ReadOnlySpan<double> canonical) => throw new NotSupportedException();
}
