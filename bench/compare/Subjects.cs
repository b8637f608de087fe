using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Generated.Bench;

namespace Generated.Compare;

/// <summary>The tables, one for each thing that can be asked about speed.</summary>
internal static class Subjects
{
    // Two tell whether training shares its work well, all of them what a machine gives.
    private static readonly int[] _threads = [.. new[] { 1, 2, Environment.ProcessorCount }.Distinct().Order()];

    /// <summary>No first-level cache is larger.</summary>
    private const int Level1Bytes = 128 * 1024;

    private static readonly NetworkCase[] _forward =
        [Networks.Digits, Networks.Wide, Networks.Control, Networks.Tiny, Networks.Images, Networks.Residual, Networks.Heads];

    /// <summary>All of them, in the order of the report; each says nothing, if it was not asked for.</summary>
    public static IReadOnlyList<Func<Comparison, object?>> All { get; } = [Machine, Forward, Training, FullBatch, Sample, Threads, Widths, WithoutAvx512];

    /// <summary>Peaks and bandwidths of the machine.</summary>
    public static MarkdownTable? Machine(Comparison comparison)
    {
        if (!comparison.Wants("machine"))
            return null;
        Console.Error.WriteLine("machine");
        CallCost[] costs = comparison.Time(
            SideBySide.Timed(MultiplyAddPeak.Run512), SideBySide.Timed(MultiplyAddPeak.Run256),
            SideBySide.Timed(CacheBandwidth.Level1.Run), SideBySide.Timed(CacheBandwidth.Level2.Run));
        double operations512 = MultiplyAddPeak.Operations * 512 / MultiplyAddPeak.Width;
        var table = new MarkdownTable("The machine", "", "what", "one core");
        table.Add("fused multiply-add, 512 bits", MultiplyAddPeak.Width == 512 ? MarkdownTable.Rate(operations512 / costs[0].Nanoseconds) + " GFLOP/s" : "not in use");
        table.Add("fused multiply-add, 256 bits", MarkdownTable.Rate(operations512 / 2 / costs[1].Nanoseconds) + " GFLOP/s");
        table.Add("reading the first-level cache", MarkdownTable.Rate(CacheBandwidth.Level1.Bytes / costs[2].Nanoseconds) + " GB/s");
        table.Add("reading the second-level cache", MarkdownTable.Rate(CacheBandwidth.Level2.Bytes / costs[3].Nanoseconds) + " GB/s");
        return table;
    }

    /// <summary>Batches forward.</summary>
    public static MarkdownTable? Forward(Comparison comparison) => Compare(
        comparison, MultiplyAddPeak.Width == 512 ? "Forward, batch of 128" : $"Forward, batch of 128, {MultiplyAddPeak.Width}-bit registers", "", [.. _forward.Select(network => new Job(network, Work.Forward, rows: 128))]);

    /// <summary>Steps of gradient descent.</summary>
    public static MarkdownTable? Training(Comparison comparison) => Compare(
        comparison,
        "Training step",
        "Forward, loss, backward and update by SGD. GFLOP/s count only what must be done: no gradient of the first layer's inputs, and not the update.",
        [
            new Job(Networks.Digits, Work.SgdStep, rows: 32),
            new Job(Networks.Digits, Work.SgdStep, rows: 128),
            new Job(Networks.Wide, Work.SgdStep, rows: 128),
            new Job(Networks.Control, Work.SgdStep, rows: 32),
            new Job(Networks.Images, Work.SgdStep, rows: 32),
            new Job(Networks.Residual, Work.SgdStep, rows: 128),
        ]);

    /// <summary>A full batch of many samples.</summary>
    public static MarkdownTable? FullBatch(Comparison comparison) => Compare(
        comparison, "Full batch of 10,000 samples with Adam", "Forward, loss, backward and one update; the time is that of one sample.",
        [new Job(Networks.Tanh, Work.AdamStep, rows: 10_000)]);

    /// <summary>Single samples.</summary>
    public static MarkdownTable? Sample(Comparison comparison) => Compare(
        comparison,
        "One sample",
        "Calls in a loop; a call does not wait for the result of the one before. The share of the second-level cache's bandwidth is that of reading the parameters once, where they exceed the first level.",
        [.. new[] { Networks.Sigmoid, Networks.Tiny, Networks.Dense, Networks.Control, Networks.Digits, Networks.DigitsLinear, Networks.Residual, Networks.Heads }
            .Select(network => new Job(network, Work.Sample, rows: 1))]);

    /// <summary>Training by several threads.</summary>
    public static MarkdownTable? Threads(Comparison comparison)
    {
        if (!comparison.Wants("threads"))
            return null;
        Console.Error.WriteLine("threads");
        var table = new MarkdownTable(
            "Threads", "A training step of 784-128-10 through the Trainer, with gathering the batch from the data set.",
            ["batch", .. _threads.Select(threads => threads == 1 ? "1 thread" : FormattableString.Invariant($"{threads} threads"))]);
        foreach (int rows in new[] { 256, 512 })
        {
            CallCost[] costs = comparison.Time([.. _threads.Select(threads => ThreadedTraining.Epoch(rows, threads))]);
            table.Add([
                FormattableString.Invariant($"{rows}"),
                .. costs.Select(cost => $"{MarkdownTable.Time(cost.Nanoseconds / ThreadedTraining.Steps)} ({MarkdownTable.Ratio(costs[0].Nanoseconds / cost.Nanoseconds)})"),
            ]);
        }

        return table;
    }

    /// <summary>Widths that do not fill registers.</summary>
    public static MarkdownTable? Widths(Comparison comparison)
    {
        var table = new MarkdownTable(
            "Widths that do not fill registers", "Batch of 128. The share is that of the GFLOP/s of the neighbour, 16 or 32 wide.",
            "network", "forward", "GFLOP/s", "share of the neighbour's", "training step", "GFLOP/s", "share of the neighbour's");
        if (!comparison.Wants("widths"))
            return null;
        IReadOnlyList<Outcome> forward = comparison.RunTogether([.. Networks.Widths.Select(width => new Job(width.Network, Work.Forward, rows: 128))]);
        IReadOnlyList<Outcome> training = comparison.RunTogether([.. Networks.Widths.Select(width => new Job(width.Network, Work.SgdStep, rows: 128))]);
        for (int i = 0; i < forward.Count; i++)
        {
            string neighbour = Networks.Widths[i].Neighbour;
            table.Add([forward[i].Job.Network.Name, .. Cells(forward[i], forward, neighbour), .. Cells(training[i], training, neighbour)]);
        }

        return table;
    }

    /// <summary>The forward pass once more, in a process without AVX-512 and so with 16 registers of 256 bits.</summary>
    public static string? WithoutAvx512(Comparison comparison)
    {
        if (!comparison.Wants("avx2") || MultiplyAddPeak.Width != 512)
            return null;
        Console.Error.WriteLine("avx2");
        List<string> arguments = ["--alone", "--bare", "--only", "forward"];
        if (comparison.IsQuick)
            arguments.Add("--quick");
        // Started by "dotnet Generated.Compare.dll" or by the program of its own.
        string host = Environment.ProcessPath!;
        if (Path.GetFileNameWithoutExtension(host) == "dotnet")
            arguments.Insert(0, typeof(Subjects).Assembly.Location);
        var start = new ProcessStartInfo(host, arguments) { RedirectStandardOutput = true };
        start.Environment["DOTNET_EnableAVX512"] = "0";
        using Process child = Process.Start(start)!;
        string tables = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? tables : throw new InvalidOperationException("The process without AVX-512 failed.");
    }

    private static string[] Cells(Outcome outcome, IReadOnlyList<Outcome> all, string neighbour) =>
    [
        MarkdownTable.Time(outcome.Nanoseconds),
        MarkdownTable.Rate(outcome.Speed),
        MarkdownTable.Share(outcome.Speed / all.Single(other => other.Job.Network.Name == neighbour).Speed),
    ];

    private static MarkdownTable? Compare(Comparison comparison, string heading, string note, IEnumerable<Job> jobs)
    {
        Job[] wanted = [.. jobs.Where(job => comparison.Wants(job.Name))];
        if (wanted.Length == 0)
            return null;

        bool single = wanted[0].Work == Work.Sample;
        var table = new MarkdownTable(
            heading,
            note,
            [
                "network", single ? "share of L2 bandwidth" : "batch", "generated", "GFLOP/s", "share of FMA peak", "allocated",
                .. comparison.Contestants.Skip(1).Select(contestant =>
                    contestant.Missing is null ? contestant.Name : $"{contestant.Name}: not installed ({contestant.Missing})"),
            ]);
        foreach (Job job in wanted)
        {
            Outcome outcome = comparison.Run(job);
            table.Add([
                job.Network.Name,
                !single ? FormattableString.Invariant($"{job.Rows:#,0}")
                    : job.Network.Shape.ParameterCount * sizeof(float) > Level1Bytes ? MarkdownTable.Share(outcome.ParameterSpeed / outcome.Bandwidth) : "–",
                MarkdownTable.Time(outcome.Nanoseconds / Unit(job)),
                MarkdownTable.Rate(outcome.Speed),
                MarkdownTable.Share(outcome.Speed / outcome.Peak),
                FormattableString.Invariant($"{outcome.Costs[0]!.Value.Bytes:0.##} B"),
                .. outcome.Costs.Skip(1).Select(cost => cost is { } other
                    ? $"{MarkdownTable.Time(other.Nanoseconds / Unit(job))} ({MarkdownTable.Ratio(other.Nanoseconds / outcome.Nanoseconds)})"
                    : "–"),
            ]);
        }

        return table;
    }

    /// <summary>What a time is divided by.</summary>
    private static int Unit(Job job) => job.Work == Work.AdamStep ? job.Rows : 1;
}
