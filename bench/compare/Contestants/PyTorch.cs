using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using Generated.Bench;

namespace Generated.Compare;

/// <summary>PyTorch in a process of its own, timed by that process's clock: <c>pytorch.py</c>, in each of the ways that it knows.</summary>
internal sealed class PyTorch : IContestant, IDisposable
{
    private readonly Process? _process;

    /// <summary>Starts Python, if it has PyTorch.</summary>
    /// <param name="script">The path of the script.</param>
    /// <param name="wide">
    /// Whether to tell PyTorch and the OpenBLAS under it to use AVX-512; else they choose. Debian's OpenBLAS does not know
    /// processors that are newer than itself, and then makes do with AVX2.
    /// </param>
    public PyTorch(string script, bool wide)
    {
        Name = wide ? "PyTorch told to use AVX-512" : "PyTorch";
        // Debian's packages belong to Debian's Python, which need not be the first in the path.
        foreach (string python in new[] { "python3", "/usr/bin/python3" })
        {
            if (Start(python, script, wide, out string? version) is { } process)
            {
                _process = process;
                Name = Name.Replace("PyTorch", "PyTorch " + version, StringComparison.Ordinal);
                break;
            }
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

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

    private static Process? Start(string python, string script, bool wide, out string? version)
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
            start.Environment.Remove("OPENBLAS_CORETYPE");
            if (wide)
            {
                start.Environment["OPENBLAS_CORETYPE"] = "SkylakeX";
                start.Environment["ATEN_CPU_CAPABILITY"] = "avx512";
            }

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
