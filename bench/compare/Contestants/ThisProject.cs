using System;
using Generated.Bench;
using Generated.Kernels;

namespace Generated.Compare;

/// <summary>The generated network, on one thread.</summary>
internal sealed class ThisProject : IContestant
{
    /// <inheritdoc/>
    public string Name => "generated";

    /// <inheritdoc/>
    public string? Missing => null;

    /// <inheritdoc/>
    public Entry Enter(Job job)
    {
        if (job.IsTraining)
            return EnterTraining(job);

        NetworkCase.Instance network = job.Network.Create();
        float[] inputs = job.Inputs;
        var outputs = new float[job.Rows * job.Network.Shape.OutputSize];
        Action<int> run = job.Work == Work.Sample ? calls => network.Samples(inputs, outputs, calls) : calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.ForwardBatch(inputs, outputs);
                SideBySide.Consume(outputs[0]);
            }
        };
        run(1);
        return new Entry([SideBySide.Timed(run)], [.. outputs]);
    }

    private static Entry EnterTraining(Job job)
    {
        NetworkCase.Instance network = job.Network.Create();
        var gradient = new AlignedBuffer<float>(job.Network.Shape.ParameterCount);
        float[] inputs = job.Inputs;
        float[] targets = job.Targets;

        IOptimizer<float> optimizer = Optimizer(job.Work, Job.ShowingRate);
        var losses = new float[Job.ComparedSteps];
        foreach (ref float loss in losses.AsSpan())
        {
            loss = network.BackwardBatch(inputs, targets, gradient.Span);
            optimizer.Step(network.Parameters(), gradient.Span);
        }

        // Anew, since another number of steps must not find other weights.
        network = job.Network.Create();
        optimizer = Optimizer(job.Work, Job.ResidingRate);
        return new Entry(
            [
                SideBySide.Timed(calls =>
                {
                    for (int i = 0; i < calls; i++)
                    {
                        SideBySide.Consume(network.BackwardBatch(inputs, targets, gradient.Span));
                        optimizer.Step(network.Parameters(), gradient.Span);
                    }
                }),
            ],
            losses);
    }

    private static IOptimizer<float> Optimizer(Work work, double learningRate) =>
        work == Work.AdamStep ? new Adam<float>(learningRate) : new Sgd<float>(learningRate);
}
