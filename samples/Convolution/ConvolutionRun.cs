using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using Generated.Samples.Digits;

namespace Generated.Samples.Convolution;

/// <summary>Lets both networks learn the same images by the same loop, and writes a table.</summary>
internal static class ConvolutionRun
{
    /// <summary>Trains, tests, times, reports.</summary>
    /// <param name="output">Receives the table.</param>
    /// <param name="csv">The file of images.</param>
    /// <param name="seeds">How many trainings each network has.</param>
    /// <param name="epochs">How often each training goes through its images.</param>
    /// <returns>The dense network's results and the convolutional one's.</returns>
    public static IReadOnlyList<Contest> Execute(TextWriter output, string csv, int seeds, int epochs)
    {
        long start = Stopwatch.GetTimestamp();
        output.WriteLine(FormattableString.Invariant($"{seeds} seeds, each with a split of its own; {epochs} epochs."));
        output.WriteLine("network                parameters   test accuracy       training   1 image   128 images   step of 32");
        Contest[] contests =
        [
            Report(output, Contest.Hold<DigitClassifier>("dense 64-32-10", csv, seeds, epochs)),
            Report(output, Contest.Hold<ConvolutionalClassifier>("conv 16, 32, pool, 10", csv, seeds, epochs)),
        ];
        output.WriteLine(FormattableString.Invariant(
            $"All in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s. ")
            + "Accuracy: mean ± standard error; training: mean; others: best of 50.");
        return contests;
    }

    private static Contest Report(TextWriter output, Contest contest)
    {
        output.WriteLine(FormattableString.Invariant(
            $"{contest.Name,-22} {contest.Parameters,10:N0}   {100 * contest.Mean:F2} % ± {100 * contest.StandardError:F2} %   {contest.TrainingSeconds,6:F2} s")
            + FormattableString.Invariant($" {contest.ForwardNanoseconds,6:N0} ns   {contest.BatchMicroseconds,7:N0} µs   {contest.StepMicroseconds,7:N0} µs"));
        return contest;
    }
}
