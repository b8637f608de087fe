using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Generated.Compare;

/// <summary>
/// Which processor OpenBLAS is told that it runs on. One that it does not know it takes for something old, whose kernels are several times slower than the
/// processor's own: that would be no contest. It decides when it is loaded, so a process of its own is asked.
/// </summary>
internal sealed class OpenBlasKernels
{
    /// <summary>The environment variable that overrides OpenBLAS's choice.</summary>
    public const string Variable = "OPENBLAS_CORETYPE";

    /// <summary>The argument with which this program prints what OpenBLAS takes the processor for.</summary>
    public const string Question = "--openblas-core";

    // OpenBLAS's names of the cores whose kernels use registers of 512 and of 256 bits with fused multiply-adds.
    private static readonly string[] _wide = ["SkylakeX", "Cooperlake", "SapphireRapids"];
    private static readonly string[] _middle = ["Haswell", "Zen", "Excavator", "Steamroller", "Piledriver"];

    private OpenBlasKernels(string? told, string note) => (Told, Note) = (told, note);

    /// <summary>What <see cref="Variable"/> is set to; null for OpenBLAS's own choice.</summary>
    public string? Told { get; }

    /// <summary>What to say of it behind the name of the core; empty for OpenBLAS's own choice.</summary>
    public string Note { get; }

    /// <summary>Asks OpenBLAS, and overrules it where it makes less of the processor than there is.</summary>
    public static OpenBlasKernels Choose()
    {
        string? own = Ask();
        bool isWide = Array.Exists(_wide, Is), isMiddle = Array.Exists(_middle, Is);
        string? told = own is null || isWide ? null
            : Vector512.IsHardwareAccelerated ? "SKYLAKEX"
            : !isMiddle && Fma.IsSupported ? "HASWELL"
            : null;
        return new OpenBlasKernels(told, told is null ? "" : $", told so; by itself {own}");

        bool Is(string core) => core.Equals(own, StringComparison.OrdinalIgnoreCase);
    }

    private static string? Ask()
    {
        string host = Environment.ProcessPath!;
        string[] arguments = Path.GetFileNameWithoutExtension(host) == "dotnet" ? [typeof(OpenBlasKernels).Assembly.Location, Question] : [Question];
        var start = new ProcessStartInfo(host, arguments) { RedirectStandardOutput = true };
        start.Environment.Remove(Variable);
        using Process child = Process.Start(start)!;
        string core = child.StandardOutput.ReadToEnd().Trim();
        child.WaitForExit();
        return core.Length > 0 ? core : null;
    }
}
