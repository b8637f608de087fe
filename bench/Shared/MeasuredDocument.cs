using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace Generated.Bench;

/// <summary>A document that quotes what a benchmark has printed, between two lines that say so.</summary>
/// <param name="name">What the lines call the benchmark: <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</param>
internal sealed class MeasuredDocument(string name)
{
    /// <summary>The processor's name, for the line above a table.</summary>
    public static string Processor =>
        (File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null)
            ?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>Writes tables to a file: between the two lines, or in place of the whole file if it does not have them.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="path">The file.</param>
    public void Write(string tables, string path) => File.WriteAllText(path, File.Exists(path) ? Insert(tables, File.ReadAllText(path)) : tables);

    private string Insert(string tables, string document)
    {
        string startMark = $"<!-- {name} -->", endMark = $"<!-- /{name} -->";
        int start = document.IndexOf(startMark, StringComparison.Ordinal);
        int end = document.IndexOf(endMark, StringComparison.Ordinal);
        return start < 0 || end < start ? tables : $"{document[..start]}{startMark}\n\n{tables}{document[end..]}";
    }
}
