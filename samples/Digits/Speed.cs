using System;
using System.Collections.Generic;
using Generated.Bench;

namespace Generated.Samples.Digits;

/// <summary>What an inference and a training step take, beside a conventional MLP whose shape is data.</summary>
internal sealed record Speed(CallCost Inference, CallCost ConventionalInference, CallCost Step, CallCost ConventionalStep, int BatchSize)
{
    public IEnumerable<string> Lines =>
    [
        Line("Inference of one image", Inference, ConventionalInference),
        Line($"Training step of {BatchSize} images", Step, ConventionalStep),
    ];

    public IEnumerable<(string Name, string Value)> Facts =>
    [
        ("Inference of one image", Fact(Inference, ConventionalInference)),
        ($"Training step, {BatchSize} images", Fact(Step, ConventionalStep)),
        ("Allocated", FormattableString.Invariant($"{Inference.Bytes:N0} bytes an inference, {Step.Bytes:N0} bytes a step")),
    ];

    /// <summary>Times copies of the network, in turn with the conventional one.</summary>
    public static Speed Measure(DigitClassifier network, DigitImages images, int batchSize)
    {
        batchSize = Math.Min(batchSize, images.Training.Count);
        float[] canonical = new float[DigitClassifier.ParameterCount], gradient = new float[DigitClassifier.ParameterCount];
        network.ExportParameters(canonical);
        var trained = new DigitClassifier();
        trained.ImportParameters(canonical);
        ConventionalMlp conventional = ConventionalMlp.Create(DigitClassifier.Shape, batchSize);
        conventional.ImportParameters(canonical);

        float[] image = images.Test.Input(0).ToArray(), output = new float[DigitImages.Classes];
        float[] inputs = images.Training.Inputs[..(batchSize * DigitImages.Pixels)].ToArray();
        float[] targets = images.Training.Targets[..(batchSize * DigitImages.Classes)].ToArray();
        // A learning rate so small that thousands of steps on one batch leave the weights where they are.
        const float learningRate = 1e-6f;
        var optimizer = new Sgd<float>(learningRate);

        (CallCost inference, CallCost conventionalInference) = SideBySide.Measure(
            calls =>
            {
                for (int i = 0; i < calls; i++)
                    network.Forward(image, output);
                SideBySide.Consume(output[0]);
            },
            calls =>
            {
                for (int i = 0; i < calls; i++)
                    conventional.Forward(image, output);
                SideBySide.Consume(output[0]);
            });
        (CallCost step, CallCost conventionalStep) = SideBySide.Measure(
            calls =>
            {
                for (int i = 0; i < calls; i++)
                {
                    SideBySide.Consume(trained.BackwardBatch<CategoricalCrossEntropy>(inputs, targets, gradient));
                    optimizer.Step(trained.Parameters, gradient);
                }
            },
            calls =>
            {
                for (int i = 0; i < calls; i++)
                    SideBySide.Consume(conventional.TrainingStep(inputs, targets, batchSize, learningRate));
            });
        return new Speed(inference, conventionalInference, step, conventionalStep, batchSize);
    }

    private static string Line(string what, CallCost generated, CallCost conventional) =>
        FormattableString.Invariant($"{what}: {generated.Nanoseconds:N0} ns, {generated.Bytes:N0} bytes allocated; conventional MLP {conventional.Nanoseconds:N0} ns ({conventional.Nanoseconds / generated.Nanoseconds:F1} times as long)");

    private static string Fact(CallCost generated, CallCost conventional) =>
        FormattableString.Invariant($"{generated.Nanoseconds:N0} ns; conventional {conventional.Nanoseconds:N0} ns, {conventional.Nanoseconds / generated.Nanoseconds:F1}×");
}
