using System;
using System.Globalization;
using System.Numerics;
using Generated.Kernels;

namespace Generated;

// What a trainer requires of its data and its network.
public sealed partial class Trainer<TNetwork, T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static void RequireFit(Dataset<T> data, string name)
    {
        ArgumentNullException.ThrowIfNull(data, name);
        NetworkShape shape = TNetwork.Shape;
        if (data.InputSize != shape.InputSize || data.TargetSize != shape.OutputSize)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The data set has {data.InputSize} inputs and {data.TargetSize} targets, "
                + $"but the network has {shape.InputSize} inputs and {shape.OutputSize} outputs.")
                + (data.TargetSize == shape.OutputSize ? "" : data.TargetAssumption), name);
        }
    }

    /// <summary>Requires targets that the loss allows, of all samples that are not left out.</summary>
    private static void RequireTargets<TLoss>(Dataset<T> data, string name)
        where TLoss : struct, ILoss<T>
    {
        for (int row = 0; row < data.Count; row++)
        {
            bool isLeftOut = !data.Weights.IsEmpty && data.Weights[row] == T.Zero;
            if (!isLeftOut && LossRows.FindTargetError<TLoss, T>(TNetwork.Shape, data.Target(row)) is { } error)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"{typeof(TLoss).Name} does not allow the target of sample {row}, counted from 0. {error}"), name);
            }
        }
    }

    /// <summary>Requires a network whose samples are whole: each step of a stream would be trained from a state of zeros.</summary>
    private static void RequireFixedSteps()
    {
        if (TNetwork.Shape.IsStreaming)
        {
            throw new NotSupportedException(
                $"{typeof(TNetwork).Name} is a streaming network: its samples are steps of sequences. Train it with SequenceTrainer, "
                + "or declare a number of steps with [Input].");
        }
    }

    private static void RequireGradients()
    {
        for (int i = 0; i < TNetwork.Shape.Layers.Count; i++)
        {
            if (TNetwork.Shape.Layers[i].Activation == Activation.Step)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                    $"Layer {i + 1} has the activation {nameof(Activation.Step)}, whose derivative is 0: "
                    + $"gradients teach it nothing. Train with {nameof(Activation.Sigmoid)} in its place, or set its weights."));
            }
        }
    }
}
