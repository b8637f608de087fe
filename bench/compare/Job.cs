using System;
using System.Linq;

namespace Generated.Compare;

/// <summary>What is done to a network.</summary>
internal enum Work
{
    /// <summary>One sample forward.</summary>
    Sample,

    /// <summary>A batch forward.</summary>
    Forward,

    /// <summary>Forward, loss, backward and a step of stochastic gradient descent without momentum.</summary>
    SgdStep,

    /// <summary>Forward, loss, backward and a step of Adam.</summary>
    AdamStep,
}

/// <summary>A network, what is done to it, and the numbers that it is done with: the same for every contestant.</summary>
internal sealed class Job
{
    /// <summary>The learning rate while results are compared: large enough for a step to show in the next loss.</summary>
    public const float ShowingRate = 0.05f;

    /// <summary>The learning rate while time is taken: so small that the weights stay where they are, however many steps are made.</summary>
    public const float ResidingRate = 1e-7f;

    /// <summary>How many steps' losses are compared.</summary>
    public const int ComparedSteps = 5;

    /// <summary>Makes the numbers.</summary>
    public Job(NetworkCase network, Work work, int rows)
    {
        (Network, Work, Rows) = (network, work, rows);
        Inputs = new float[rows * network.Shape.InputSize];
        Targets = new float[rows * network.Shape.OutputSize];
        Parameters = new float[network.Shape.ParameterCount];
        var random = new Random(1);
        foreach (ref float value in Inputs.AsSpan())
            value = 2 * random.NextSingle() - 1;
        for (int row = 0; row < rows; row++)
            Targets[row * network.Shape.OutputSize + random.Next(network.Shape.OutputSize)] = 1;
        network.Create().ExportParameters(Parameters);
    }

    /// <summary>The network.</summary>
    public NetworkCase Network { get; }

    /// <summary>What is done to it.</summary>
    public Work Work { get; }

    /// <summary>The rows of the batch.</summary>
    public int Rows { get; }

    /// <summary>Whether parameters move.</summary>
    public bool IsTraining => Work is Work.SgdStep or Work.AdamStep;

    /// <summary>Rows of inputs.</summary>
    public float[] Inputs { get; }

    /// <summary>Rows of targets: a one for one of the outputs.</summary>
    public float[] Targets { get; }

    /// <summary>The parameters to start from, in the canonical order.</summary>
    public float[] Parameters { get; }

    /// <summary>The sizes of a chain, input first.</summary>
    public int[] Sizes => [Network.Shape.InputSize, .. Network.Shape.Layers.Select(layer => layer.Units)];

    /// <summary>The outputs of a batch, given one by one, as the network gives them: those of a row behind one another.</summary>
    public float[] RowByRow(float[][] outputs)
    {
        if (outputs.Length == 1)
            return outputs[0];
        var rows = new float[Rows * Network.Shape.OutputSize];
        int offset = 0;
        foreach (float[] output in outputs)
        {
            int size = output.Length / Rows;
            for (int row = 0; row < Rows; row++)
                output.AsSpan(row * size, size).CopyTo(rows.AsSpan(row * Network.Shape.OutputSize + offset));
            offset += size;
        }

        return rows;
    }

    /// <summary>The multiplications and additions that must be done.</summary>
    public double Operations => (double)Rows * (IsTraining ? Network.TrainingOperations : Network.ForwardOperations);

    /// <summary>For <c>--only</c> and for messages.</summary>
    public string Name => Work switch
    {
        Work.Sample => $"sample {Network.Name}",
        Work.Forward => FormattableString.Invariant($"forward {Network.Name} b{Rows}"),
        Work.SgdStep => FormattableString.Invariant($"training {Network.Name} b{Rows}"),
        _ => FormattableString.Invariant($"adam {Network.Name} b{Rows}"),
    };
}
