using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Helpers;

namespace Generated.Bench;

/// <summary>One comparison.</summary>
/// <param name="Network">The sizes of the network.</param>
/// <param name="Work">What it did.</param>
/// <param name="Conventional">What the conventional network took.</param>
/// <param name="Tiled">What the hand-tiled network took.</param>
/// <param name="Generated">What the generated network took.</param>
internal sealed record Result(string Network, string Work, CallCost Conventional, CallCost Tiled, CallCost Generated);

/// <summary>The results as a Markdown table, headed by what they were measured on.</summary>
internal static class ResultTable
{
    /// <summary>Prints the table and, if a path is given, writes it to a file.</summary>
    /// <param name="results">The comparisons, in the order of the rows.</param>
    /// <param name="method">How the times were measured.</param>
    /// <param name="path">The file, or null.</param>
    public static void Publish(IEnumerable<Result> results, string method, string? path)
    {
        string table = Render(results, method);
        Console.WriteLine();
        Console.Write(table);
        if (path is not null)
            File.WriteAllText(path, table);
    }

    private static string Render(IEnumerable<Result> results, string method)
    {
        var table = new StringBuilder();
        table.Append(FormattableString.Invariant($"{Processor}, {RuntimeInformation.FrameworkDescription}, {VectorWidth}-bit vectors, one thread, float. {method}\n\n"));
        table.Append("| network | what | conventional | hand-tiled | generated | conventional / generated | hand-tiled / generated | allocated (generated) |\n");
        table.Append("|---|---|--:|--:|--:|--:|--:|--:|\n");
        foreach (Result result in results)
        {
            double generated = result.Generated.Nanoseconds;
            table.Append(FormattableString.Invariant(
                $"| {result.Network} | {result.Work} | {Time(result.Conventional)} | {Time(result.Tiled)} | {Time(result.Generated)} "));
            table.Append(FormattableString.Invariant(
                $"| {result.Conventional.Nanoseconds / generated:0.0}× | {result.Tiled.Nanoseconds / generated:0.0}× | {result.Generated.Bytes:0.##} B |\n"));
        }

        return table.ToString();
    }

    private static string Processor =>
        HostEnvironmentInfo.GetCurrent().CpuInfo.Value is { } processor ? ProcessorBrandStringHelper.Prettify(processor) : "Unknown processor";

    private static int VectorWidth =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>Nanoseconds, with tenths where these can be told apart.</summary>
    private static string Time(CallCost cost) => cost.Nanoseconds < 100
        ? FormattableString.Invariant($"{cost.Nanoseconds:0.0} ns")
        : FormattableString.Invariant($"{cost.Nanoseconds:#,0} ns");
}
