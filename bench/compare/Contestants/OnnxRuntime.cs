using System;
using System.IO;
using System.Linq;
using Generated.Bench;
using Microsoft.ML.OnnxRuntime;

namespace Generated.Compare;

/// <summary>ONNX Runtime through its own interface, with values that were allocated before, on one thread. The models are what this project exports.</summary>
internal sealed class OnnxRuntime : IContestant, IDisposable
{
    private readonly SessionOptions? _options;
    private readonly RunOptions? _run;

    /// <summary>Loads the library, if there is one for this system.</summary>
    public OnnxRuntime()
    {
        try
        {
            Name += " " + OrtEnv.Instance().GetVersionString();
            _options = new SessionOptions
            {
                IntraOpNumThreads = 1,
                InterOpNumThreads = 1,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            };
            _run = new RunOptions();
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            Missing = "no native library for this system";
        }
    }

    /// <inheritdoc/>
    public string Name { get; } = "ONNX Runtime";

    /// <inheritdoc/>
    public string? Missing { get; }

    /// <inheritdoc/>
    public Entry? Enter(Job job)
    {
        if (job.IsTraining)
            return null;

        InferenceSession session = Load(job);
        NetworkShape shape = job.Network.Shape;
        OrtValue[] inputs = [Value(job.Inputs, shape.Inputs.Single(), job.Rows)];
        float[][] results = [.. shape.Outputs.Select(output => new float[job.Rows * output.Size])];
        OrtValue[] outputs = [.. results.Zip(shape.Outputs, (result, output) => Value(result, output, job.Rows))];
        string[] inputNames = [.. session.InputNames], outputNames = [.. session.OutputNames];
        Action<int> work = calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                session.Run(_run!, inputNames, inputs, outputNames, outputs);
                SideBySide.Consume(results[0][0]);
            }
        };
        work(1);
        return new Entry([SideBySide.Timed(work)], job.RowByRow(results));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run?.Dispose();
        _options?.Dispose();
    }

    private InferenceSession Load(Job job)
    {
        string path = Path.GetTempFileName();
        try
        {
            job.Network.Create().SaveOnnx(path);
            return new InferenceSession(path, _options);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static OrtValue Value(float[] values, ValueShape shape, int rows) =>
        OrtValue.CreateTensorValueFromMemory(values, [rows, .. shape.Lengths.Select(length => (long)length)]);
}
