using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Threading;
using Spectre.Console;

namespace Generated.Samples.Digits;

/// <summary>The main job: load, train, test, time, report.</summary>
internal static class DigitsRun
{
    private const string ReportFile = "digits-report.html";

    public static void Execute(Options options, CancellationToken cancellation)
    {
        DigitImages images = DigitImages.Load(options.Csv, options.Seed);
        var network = new DigitClassifier(options.Seed);
        Say($"{images.Training.Count} training and {images.Test.Count} test images; network {DigitClassifier.Shape}, {DigitClassifier.ParameterCount} parameters; seed {options.Seed}");

        TrainingHistory history = Train(network, images, options, cancellation);
        if (history.StopReason == StopReason.Cancelled)
            Say($"Cancelled in epoch {history.Epochs.Count + 1} of {options.Epochs}.");

        float[] outputs = new float[images.Test.Count * DigitImages.Classes];
        network.ForwardBatch(images.Test.Inputs, outputs);
        ConfusionMatrix confusion = ConfusionMatrix.Of<float>(outputs, images.Test.Targets, DigitImages.Classes);
        Write(confusion);
        string loss = history.Epochs.Count == 0 ? "none" : history.Epochs[^1].TrainingLoss.ToString("R", CultureInfo.InvariantCulture);
        Say($"Test accuracy {confusion.Accuracy:P2} ({Misclassified(images, outputs).Count()} of {images.Test.Count} wrong), trained in {history.Duration.TotalSeconds:F2} s; final training loss {loss}");

        Speed speed = Speed.Measure(network, images, DigitTraining.BatchSize);
        foreach (string line in speed.Lines)
            Say(line);

        HtmlReport.Write(ReportFile, Describe(options, images, network, history, confusion, outputs, speed));
        Say($"Report: {Path.GetFullPath(ReportFile)}");
    }

    private static TrainingHistory Train(DigitClassifier network, DigitImages images, Options options, CancellationToken cancellation)
    {
        TrainingHistory Run(Action<TrainingProgress> report) =>
            DigitTraining.Train(network, images, options.Epochs, options.LearningRate, options.Seed, report, cancellation);

        if (Console.IsOutputRedirected)
        {
            int every = Math.Max(1, options.Epochs / 10);
            return Run(progress =>
            {
                if (progress.Epoch % every == 0 || progress.Epoch == progress.Epochs)
                    Say($"epoch {progress.Epoch,4} of {progress.Epochs}: {Describe(progress)}");
            });
        }

        TrainingHistory? history = null;
        AnsiConsole.Progress()
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ElapsedTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask("training", maxValue: options.Epochs);
                history = Run(progress =>
                {
                    task.Value = progress.Epoch;
                    task.Description = Invariant($"epoch {progress.Epoch}/{progress.Epochs}  {Describe(progress)}");
                });
                task.StopTask();
            });
        return history!;
    }

    private static void Write(ConfusionMatrix confusion)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("written \\ read");
        for (int predicted = 0; predicted < confusion.ClassCount; predicted++)
            table.AddColumn(new TableColumn(Invariant($"{predicted}")).RightAligned());
        table.AddColumn(new TableColumn("recall").RightAligned());
        for (int actual = 0; actual < confusion.ClassCount; actual++)
        {
            string[] cells =
            [
                Invariant($"{actual}"),
                .. Enumerable.Range(0, confusion.ClassCount).Select(predicted => confusion[actual, predicted] == 0 ? "·"
                    : actual == predicted ? Invariant($"[green]{confusion[actual, predicted]}[/]") : Invariant($"[red]{confusion[actual, predicted]}[/]")),
                Invariant($"{confusion.Recall(actual):P1}"),
            ];
            table.AddRow(cells);
        }

        AnsiConsole.Write(table);
    }

    private static ReportData Describe(
        Options options, DigitImages images, DigitClassifier network, TrainingHistory history, ConfusionMatrix confusion, float[] outputs, Speed speed)
    {
        float[] canonical = new float[DigitClassifier.ParameterCount];
        network.ExportParameters(canonical);
        int[,] counts = new int[DigitImages.Classes, DigitImages.Classes];
        for (int actual = 0; actual < DigitImages.Classes; actual++)
        {
            for (int predicted = 0; predicted < DigitImages.Classes; predicted++)
                counts[actual, predicted] = confusion[actual, predicted];
        }

        return new ReportData
        {
            Title = "Handwritten digits",
            Summary = Invariant($"A network {DigitClassifier.Shape} written by the C# compiler, trained on {images.Training.Count} images, reads {confusion.Accuracy:P1} of {images.Test.Count} others right."),
            Facts =
            [
                ("Network", DigitClassifier.Shape.ToString()),
                ("Parameters", Invariant($"{DigitClassifier.ParameterCount:N0}")),
                ("Test accuracy", Invariant($"{confusion.Accuracy:P2}")),
                ("Macro F1", Invariant($"{confusion.MacroF1:F4}")),
                ("Training", Invariant($"{history.Epochs.Count} epochs in {history.Duration.TotalSeconds:F2} s")),
                ("Settings", Invariant($"SGD, rate {options.LearningRate} falling to 0, momentum {DigitTraining.Momentum}, weight decay {DigitTraining.WeightDecay}, labels smoothed by {DigitTraining.LabelSmoothing}, batch {DigitTraining.BatchSize}, seed {options.Seed}")),
                .. speed.Facts,
                ("Processor", Invariant($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)}-bit registers")),
            ],
            TrainingLoss = [.. history.Epochs.Select(epoch => epoch.TrainingLoss)],
            TestLoss = [.. history.Epochs.Select(epoch => epoch.ValidationLoss!.Value)],
            TestAccuracy = [.. history.Epochs.Select(epoch => epoch.ValidationAccuracy!.Value)],
            Confusion = counts,
            Misclassified = [.. Misclassified(images, outputs)],
            FirstLayerWeights = canonical[..DigitClassifier.Shape.Layers[0].WeightCount],
            Source = "Images: Optical Recognition of Handwritten Digits, test part; E. Alpaydin, C. Kaynak, 1998; UCI Machine Learning Repository; CC BY 4.0.",
        };
    }

    private static IEnumerable<MisclassifiedDigit> Misclassified(DigitImages images, float[] outputs)
    {
        for (int row = 0; row < images.Test.Count; row++)
        {
            ReadOnlySpan<float> output = outputs.AsSpan(row * DigitImages.Classes, DigitImages.Classes);
            int predicted = Metrics.PredictedClass(output), truth = Metrics.PredictedClass(images.Test.Target(row));
            float[] pixels = images.Test.Input(row).ToArray();
            if (predicted != truth)
                yield return new MisclassifiedDigit([.. pixels.Select(pixel => pixel * DigitImages.Ink)], truth, predicted, output[predicted]);
        }
    }

    private static string Describe(TrainingProgress progress) =>
        Invariant($"loss {progress.TrainingLoss:F5}  test loss {progress.ValidationLoss:F4}  test accuracy {progress.ValidationAccuracy:P1}");

    private static void Say(FormattableString text) => Console.WriteLine(Invariant(text));

    private static void Say(string text) => Console.WriteLine(text);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
