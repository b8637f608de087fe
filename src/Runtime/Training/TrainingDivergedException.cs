using System;
using System.Globalization;

namespace Generated;

/// <summary>
/// The loss, or a parameter, became infinite or NaN. The network has the parameters from the start of that epoch again, which
/// are the last that are known to be good, and the optimiser starts afresh.
/// </summary>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(string what, double value, int epoch, int batch, double learningRate)
        : base(string.Create(CultureInfo.InvariantCulture,
            $"{what} became {value} in epoch {epoch}, batch {batch}. Try a smaller learning rate (it is {learningRate}) and standardised inputs, and look for NaN in the data and for targets that the loss does not allow. The network has the parameters from the start of epoch {epoch} again."))
    {
        Epoch = epoch;
        Batch = batch;
    }

    /// <summary>The epoch, from 1 on.</summary>
    public int Epoch { get; }

    /// <summary>The batch of the epoch, from 1 on; the last one if it was found out at the end of the epoch.</summary>
    public int Batch { get; }
}
