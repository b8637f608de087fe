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
    /// <param name="kernels">The processor whose kernels OpenBLAS under PyTorch is to use.</param>
    public PyTorch(string script, OpenBlasKernels kernels)
    {
        // Debian's packages belong to Debian's Python, which need not be the first in the path.
        foreach (string python in new[] { "python3", "/usr/bin/python3" })
        {
            if (Start(python, script, kernels.Told, out string? version) is { } process)
            {
                _process = process;
                Name = Name.Replace("PyTorch", "PyTorch " + version + (kernels.Told is null ? "" : $", OpenBLAS told {kernels.Told}"), StringComparison.Ordinal);
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
        var network = new TorchNetwork(job);
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = File.OpenWrite(path))
            {
                file.Write(MemoryMarshal.AsBytes<float>(job.Inputs));
                file.Write(MemoryMarshal.AsBytes<float>(job.Targets));
                foreach (float[] tensor in network.Layers.SelectMany(layer => layer.Tensors))
                    file.Write(MemoryMarshal.AsBytes<float>(tensor));
            }

            JsonElement answer = Ask(new
            {
                path,
                forward = !job.IsTraining,
                work = job.Work.ToString(),
                rows = job.Rows,
                input = network.InputLengths,
                targets = job.Network.Shape.OutputSize,
                layers = network.Layers.Select(layer => layer with { Tensors = [] }),
                outputs = network.Outputs,
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

    private static Process? Start(string python, string script, string? core, out string? version)
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
            start.Environment.Remove(OpenBlasKernels.Variable);
            if (core is not null)
                start.Environment[OpenBlasKernels.Variable] = core;
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
