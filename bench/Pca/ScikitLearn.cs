using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;

namespace Generated.Bench;

/// <summary>A Python process that fits with scikit-learn, on one thread, when it is told to.</summary>
internal sealed class ScikitLearn : IDisposable
{
    private readonly Process _process;

    public ScikitLearn(string python)
    {
        var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "sklearn_pca.py"));
        foreach (string library in new[] { "OPENBLAS", "OMP", "MKL" })
            start.Environment[$"{library}_NUM_THREADS"] = "1";
        _process = Process.Start(start)!;
        Info = Ask("info");
    }

    public string Info { get; }

    public void Load(string path, int rows, int columns, int components) =>
        Ask(string.Create(CultureInfo.InvariantCulture, $"load {path} {rows} {columns} {components}"));

    /// <summary>The milliseconds of the fastest of some fits.</summary>
    public double Time(int repetitions) =>
        1000 * double.Parse(Ask(string.Create(CultureInfo.InvariantCulture, $"time {repetitions}")), CultureInfo.InvariantCulture);

    /// <summary>The principal axes that a solver finds.</summary>
    public double[] Axes(string solver, string path)
    {
        Ask($"axes {solver} {path}");
        return MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(path)).ToArray();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Python has ended; python3-sklearn is wanted. Another interpreter: --python PATH.");
    }
}
