using System;
using Generated.Kernels;

namespace Generated.Bench;

/// <summary>A generated network and two run-time ones with the same parameters, and the work that all are given.</summary>
/// <typeparam name="TCase">The generated network.</typeparam>
public sealed class Contestants<TCase>
    where TCase : struct, INetworkCase<TCase>
{
    /// <summary>The rows of a batch that goes forward.</summary>
    public const int BatchRows = 128;

    /// <summary>The rows of a training step.</summary>
    public const int TrainingRows = 32;

    /// <summary>So small that the weights stay where they are, however many steps a measurement takes.</summary>
    private const float LearningRate = 1e-7f;

    /// <summary>The largest difference between two of them, as a share of the largest output or of the loss.</summary>
    private const float Tolerance = 2e-5f;

    private readonly TCase _generated;
    private readonly ConventionalMlp _conventional;
    private readonly TiledMlp _tiled;
    private readonly Sgd<float> _optimizer = new(LearningRate);
    private readonly AlignedBuffer<float> _gradient = new(TCase.Shape.ParameterCount);
    private readonly float[] _inputs = new float[BatchRows * TCase.Shape.InputSize];
    private readonly float[] _targets = new float[TrainingRows * TCase.Shape.OutputSize];
    private readonly float[] _outputs = new float[BatchRows * TCase.Shape.OutputSize];
    private readonly float[] _sample = new float[TCase.Shape.InputSize];
    private readonly float[] _output = new float[TCase.Shape.OutputSize];
    private readonly float[] _trainingInputs = new float[TrainingRows * TCase.Shape.InputSize];

    /// <summary>Makes the networks and their work, and checks that they compute the same.</summary>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public Contestants()
    {
        var random = new Random(1);
        foreach (ref float value in _inputs.AsSpan())
            value = 2 * random.NextSingle() - 1;
        int outputs = TCase.Shape.OutputSize;
        for (int row = 0; row < TrainingRows; row++)
            _targets[row * outputs + random.Next(outputs)] = 1;
        _inputs.AsSpan(0, _sample.Length).CopyTo(_sample);
        _inputs.AsSpan(0, _trainingInputs.Length).CopyTo(_trainingInputs);

        (_generated, _conventional, _tiled) = CreateAll();
        Check();
    }

    /// <summary>One sample through the generated network.</summary>
    public float GeneratedSample()
    {
        _generated.Forward(_sample, _output);
        return _output[0];
    }

    /// <summary>One sample through the conventional network.</summary>
    public float ConventionalSample()
    {
        _conventional.Forward(_sample, _output);
        return _output[0];
    }

    /// <summary>One sample through the hand-tiled network.</summary>
    public float TiledSample()
    {
        _tiled.Forward(_sample, _output);
        return _output[0];
    }

    /// <summary>A batch through the generated network.</summary>
    public float GeneratedBatch()
    {
        _generated.ForwardBatch(_inputs, _outputs);
        return _outputs[0];
    }

    /// <summary>A batch through the conventional network.</summary>
    public float ConventionalBatch()
    {
        _conventional.ForwardBatch(_inputs, _outputs, BatchRows);
        return _outputs[0];
    }

    /// <summary>A batch through the hand-tiled network.</summary>
    public float TiledBatch()
    {
        _tiled.ForwardBatch(_inputs, _outputs, BatchRows);
        return _outputs[0];
    }

    /// <summary>Forward, loss, backward and update of the generated network.</summary>
    public float GeneratedTrainingStep()
    {
        float loss = _generated.BackwardBatch(_trainingInputs, _targets, _gradient.Span);
        _optimizer.Step(_generated.Parameters, _gradient.Span);
        return loss;
    }

    /// <summary>Forward, loss, backward and update of the conventional network.</summary>
    public float ConventionalTrainingStep() => _conventional.TrainingStep(_trainingInputs, _targets, TrainingRows, LearningRate);

    /// <summary>Forward, loss, backward and update of the hand-tiled network.</summary>
    public float TiledTrainingStep() => _tiled.TrainingStep(_trainingInputs, _targets, TrainingRows, LearningRate);

    private static (TCase Generated, ConventionalMlp Conventional, TiledMlp Tiled) CreateAll()
    {
        TCase generated = TCase.Create(seed: 1);
        var parameters = new float[TCase.Shape.ParameterCount];
        generated.ExportParameters(parameters);
        ConventionalMlp conventional = ConventionalMlp.Create(TCase.Shape, BatchRows);
        conventional.ImportParameters(parameters);
        TiledMlp tiled = TiledMlp.Create(TCase.Shape, BatchRows);
        tiled.ImportParameters(parameters);
        return (generated, conventional, tiled);
    }

    /// <summary>Compares outputs, then losses and outputs over training steps that are large enough to show in them.</summary>
    private void Check()
    {
        (TCase generated, ConventionalMlp conventional, TiledMlp tiled) = CreateAll();
        IRunTimeMlp[] others = [conventional, tiled];
        var optimizer = new Sgd<float>(0.05);
        CheckOutputs(generated, others, "before training");
        for (int step = 1; step <= 5; step++)
        {
            float loss = generated.BackwardBatch(_trainingInputs, _targets, _gradient.Span);
            optimizer.Step(generated.Parameters, _gradient.Span);
            foreach (IRunTimeMlp other in others)
                CheckClose(loss, other, other.TrainingStep(_trainingInputs, _targets, TrainingRows, 0.05f), loss, "loss of a training step");
        }

        CheckOutputs(generated, others, "after training");
    }

    private void CheckOutputs(TCase generated, IRunTimeMlp[] others, string when)
    {
        generated.ForwardBatch(_inputs, _outputs);
        generated.Forward(_sample, _output);
        float largest = 0;
        foreach (float value in _outputs)
            largest = MathF.Max(largest, MathF.Abs(value));

        var batch = new float[_outputs.Length];
        var sample = new float[_output.Length];
        foreach (IRunTimeMlp other in others)
        {
            other.ForwardBatch(_inputs, batch, BatchRows);
            for (int i = 0; i < batch.Length; i++)
                CheckClose(_outputs[i], other, batch[i], largest, "batch " + when);

            other.Forward(_sample, sample);
            for (int i = 0; i < sample.Length; i++)
                CheckClose(_output[i], other, sample[i], largest, "sample " + when);
        }
    }

    private static void CheckClose(float generated, IRunTimeMlp other, float value, float largest, string what)
    {
        // A NaN is not close to anything.
        if (!(MathF.Abs(generated - value) <= Tolerance * MathF.Abs(largest)))
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{TCase.Name}, {what}: the generated network computes {generated}, {other.GetType().Name} {value}."));
        }
    }
}
