using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;

namespace Generated.Bench;

/// <summary>
/// Runs the benchmarks and prints their results as one table. <c>--quick</c> measures by stopwatch in a few seconds,
/// <c>--table PATH</c> writes the table to a file, everything else goes to BenchmarkDotNet.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var rest = args.ToList();
        bool quick = rest.Remove("--quick");
        string? path = null;
        int table = rest.IndexOf("--table");
        if (table >= 0)
        {
            if (table + 1 == rest.Count)
            {
                Console.Error.WriteLine("--table wants the path of a file.");
                return 2;
            }

            path = rest[table + 1];
            rest.RemoveRange(table, 2);
        }

        if (quick)
        {
            if (rest.Count > 0)
            {
                Console.Error.WriteLine($"{rest[0]}: --quick goes with --table only.");
                return 2;
            }

            ResultTable.Publish(QuickComparison.Run(), QuickComparison.Method, path);
            return 0;
        }

        // Without a selection BenchmarkDotNet would ask for one.
        if (!rest.Contains("--filter") && !rest.Contains("-f") && !rest.Contains("--list"))
            rest.AddRange(["--filter", "*"]);
        ManualConfig config = ManualConfig.Create(DefaultConfig.Instance);
        if (!rest.Contains("--job") && !rest.Contains("-j"))
            config.AddJob(ShortJob);
        List<Summary> summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. rest], config)];
        List<Result> results = [.. summaries.SelectMany(Results)];
        if (results.Count > 0)
            ResultTable.Publish(results, "The fastest of the repetitions that BenchmarkDotNet made.", path);
        return summaries.Count > 0 && summaries.All(Succeeded) || rest.Contains("--list") ? 0 : 1;
    }

    /// <summary>All benchmarks in about five minutes.</summary>
    private static Job ShortJob => Job.Default
        .WithLaunchCount(1)
        .WithWarmupCount(4)
        .WithIterationCount(15)
        .WithIterationTime(TimeInterval.FromMilliseconds(80));

    private static bool Succeeded(Summary summary) =>
        !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success);

    /// <summary>One result per category; where a contestant was not measured, it is left out.</summary>
    private static IEnumerable<Result> Results(Summary summary)
    {
        foreach (var reports in summary.Reports.Where(report => report.ResultStatistics is not null)
            .GroupBy(report => report.BenchmarkCase.Descriptor.Categories.Single())
            .OrderBy(reports => Array.IndexOf(Work.All, reports.Key)))
        {
            BenchmarkReport? conventional = Of(reports, "Conventional"), tiled = Of(reports, "Tiled"), generated = Of(reports, "Generated");
            if (conventional is not null && tiled is not null && generated is not null)
                yield return new Result(Name(generated.BenchmarkCase.Descriptor.Type), reports.Key, Cost(conventional), Cost(tiled), Cost(generated));
        }
    }

    private static BenchmarkReport? Of(IEnumerable<BenchmarkReport> reports, string contestant) =>
        reports.FirstOrDefault(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name.StartsWith(contestant, StringComparison.Ordinal));

    private static string Name(Type benchmarks) =>
        (string)benchmarks.GetGenericArguments()[0].GetProperty(nameof(Case2x3x1.Name))!.GetValue(null)!;

    private static CallCost Cost(BenchmarkReport report) => new(
        report.ResultStatistics!.Min,
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? double.NaN);
}
