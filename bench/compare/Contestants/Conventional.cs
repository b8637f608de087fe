using System;
using System.Linq;
using Generated.Bench;

namespace Generated.Compare;

/// <summary>The run-time network of spans and <c>TensorPrimitives</c>.</summary>
internal sealed class Conventional : IContestant
{
    /// <inheritdoc/>
    public string Name => "conventional";

    /// <inheritdoc/>
    public string? Missing => null;

    /// <inheritdoc/>
    public Entry? Enter(Job job)
    {
        // Its training step is one of plain gradient descent, and its network a chain of dense layers.
        if (job.Work == Work.AdamStep || !job.Network.Shape.IsChain)
            return null;

        ConventionalMlp network = Create(job);
        float[] inputs = job.Inputs;
        float[] targets = job.Targets;
        int rows = job.Rows;
        if (job.IsTraining)
        {
            float[] losses = [.. Enumerable.Range(0, Job.ComparedSteps).Select(_ => network.TrainingStep(inputs, targets, rows, Job.ShowingRate))];
            network = Create(job);
            return new Entry(
                [
                    SideBySide.Timed(calls =>
                    {
                        for (int i = 0; i < calls; i++)
                            SideBySide.Consume(network.TrainingStep(inputs, targets, rows, Job.ResidingRate));
                    }),
                ],
                losses);
        }

        var outputs = new float[rows * network.OutputSize];
        Action<int> run = calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.ForwardBatch(inputs, outputs, rows);
                SideBySide.Consume(outputs[0]);
            }
        };
        if (job.Work == Work.Sample)
        {
            run = calls =>
            {
                for (int i = 0; i < calls; i++)
                {
                    network.Forward(inputs, outputs);
                    SideBySide.Consume(outputs[0]);
                }
            };
        }

        run(1);
        return new Entry([SideBySide.Timed(run)], [.. outputs]);
    }

    private static ConventionalMlp Create(Job job)
    {
        ConventionalMlp network = ConventionalMlp.Create(job.Network.Shape, job.Rows);
        network.ImportParameters(job.Parameters);
        return network;
    }
}
