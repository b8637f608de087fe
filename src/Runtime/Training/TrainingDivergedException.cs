using System;
using System.Globalization;

namespace Generated;

/// <summary>
/// The loss, or a parameter, became infinite or NaN. The network has its best parameters, with <see cref="EarlyStopping"/> and an epoch that was
/// validated, or those from the start of that epoch, which are the last that are known to be good. The optimiser starts afresh.
/// </summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="what">What is not finite.</param>
    /// <param name="value">Its value.</param>
    /// <param name="epoch">The epoch, from 1 on.</param>
    /// <param name="batch">The batch, from 1 on.</param>
    /// <param name="learningRate">The learning rate, to advise a smaller one.</param>
    /// <param name="misfit">Why the loss does not fit the output at all, if so: then that is the advice.</param>
    /// <param name="bestEpoch">The epoch whose parameters the network has, or 0 if it has those from the start of this epoch.</param>
    internal TrainingDivergedException(string what, double value, int epoch, int batch, double learningRate, string? misfit = null, int bestEpoch = 0)
        : base(string.Create(CultureInfo.InvariantCulture, $"{what} became {value} in epoch {epoch}, batch {batch}. ")
            + (misfit ?? string.Create(CultureInfo.InvariantCulture,
                $"Try a smaller learning rate (it is {learningRate}) and standardised inputs, and look for NaN in the data ")
                + "and for targets that the loss does not allow.")
            + string.Create(CultureInfo.InvariantCulture,
                $" The network has the parameters {(bestEpoch > 0 ? $"of its best epoch, {bestEpoch}" : $"from the start of epoch {epoch} again")}."))
    {
        Epoch = epoch;
        Batch = batch;
    }

    /// <summary>The epoch, from 1 on.</summary>
    public int Epoch { get; }

    /// <summary>The batch of the epoch, from 1 on; the last one if it was found out at the end of the epoch.</summary>
    public int Batch { get; }
}
