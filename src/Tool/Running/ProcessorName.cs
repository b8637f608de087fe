using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace Generated.Tool.Running;

/// <summary>What the machine's processor is called.</summary>
internal static class ProcessorName
{
    private const string LinuxFile = "/proc/cpuinfo", LinuxKey = "model name";

    /// <summary>The name, or what the architecture is called where the system does not tell.</summary>
    public static string Find() =>
        OfLinux() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? $"a processor of the architecture {RuntimeInformation.ProcessArchitecture}";

    private static string? OfLinux() => !File.Exists(LinuxFile) ? null : File.ReadLines(LinuxFile)
        .FirstOrDefault(line => line.StartsWith(LinuxKey, StringComparison.Ordinal))?
        .Split(':', 2, StringSplitOptions.TrimEntries)[^1];
}
