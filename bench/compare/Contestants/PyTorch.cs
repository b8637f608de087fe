using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;
using Generated.Bench;

namespace Generated.Compare;

/// <summary>PyTorch in a process of its own, timed by that process's clock: <c>pytorch.py</c>, in each of the ways that it knows.</summary>
internal sealed class PyTorch : IContestant, IDisposable
{
    private readonly Process? _process;

    /// <summary>Starts Python, if it has PyTorch.</summary>
    /// <param name="script">The path of the script.</param>
    /// <param name="openBlasKernels">
    /// The processor whose kernels OpenBLAS under PyTorch is to use, as in the variable <c>OPENBLAS_CORETYPE</c>; null for its own choice,
    /// whatever the environment says.
    /// </param>
    public PyTorch(string script, string? openBlasKernels = null)
    {
        if (openBlasKernels is not null)
            Name += $" with OpenBLAS told to be {openBlasKernels}";
        // Debian's packages belong to Debian's Python, which need not be the first in the path.
        foreach (string python in new[] { "python3", "/usr/bin/python3" })
        {
            if (Start(python, script, openBlasKernels, out string? version) is { } process)
            {
                _process = process;
                Name = Name.Replace("PyTorch", "PyTorch " + version, StringComparison.Ordinal);
                break;
            }
        }
    }

    /// <inheritdoc/>
    public string Name { get; } = "PyTorch";

    /// <inheritdoc/>
    public string? Missing => _process is null ? "apt-get install python3-torch" : null;

    /// <inheritdoc/>
    public Entry Enter(Job job)
    {
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = File.OpenWrite(path))
            {
                file.Write(MemoryMarshal.AsBytes<float>(job.Inputs));
                file.Write(MemoryMarshal.AsBytes<float>(job.Targets));
                file.Write(MemoryMarshal.AsBytes<float>(job.Parameters));
            }

            JsonElement answer = Ask(new
            {
                path,
                forward = !job.IsTraining,
                work = job.Work.ToString(),
                sizes = job.Sizes,
                rows = job.Rows,
                hidden = job.Network.Hidden.ToString(),
                output = job.Network.Output.ToString(),
                showingRate = Job.ShowingRate,
                residingRate = Job.ResidingRate,
                steps = Job.ComparedSteps,
            });
            return new Entry(
                [.. Enumerable.Range(0, answer.GetProperty("variants").GetInt32()).Select(variant => Run(job, variant))],
                [.. answer.GetProperty("result").EnumerateArray().Select(value => value.GetSingle())]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process is null)
            return;
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process? Start(string python, string script, string? openBlasKernels, out string? version)
    {
        version = null;
        try
        {
            var start = new ProcessStartInfo(python, [script])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment.Remove(OpenBlas.KernelsVariable);
            if (openBlasKernels is not null)
                start.Environment[OpenBlas.KernelsVariable] = openBlasKernels;
            // PyTorch's own kernels, such as tanh, would make do with AVX2.
            if (Vector512.IsHardwareAccelerated)
                start.Environment["ATEN_CPU_CAPABILITY"] = "avx512";

            Process process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            if (process.StandardOutput.ReadLine() is { } greeting)
            {
                version = JsonDocument.Parse(greeting).RootElement.GetProperty("version").GetString();
                return process;
            }

            process.Dispose();
        }
        catch (Win32Exception)
        {
            // There is no such Python.
        }

        return null;
    }

    private Func<int, CallCost> Run(Job job, int variant) => calls =>
        new CallCost(Ask(new { calls, variant, forward = !job.IsTraining }).GetProperty("nanoseconds").GetDouble() / calls, double.NaN);

    private JsonElement Ask(object request)
    {
        _process!.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        _process.StandardInput.Flush();
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PyTorch's process has ended.");
        return JsonDocument.Parse(answer).RootElement;
    }
}
