using System;

namespace Generated;

/// <summary>
/// Ends a training when the validation loss has not improved for some epochs. Whatever ends it, the network then gets
/// the parameters of the epoch with the lowest validation loss.
/// </summary>
public sealed record EarlyStopping
{
    /// <summary>After how many epochs in a row without an improvement to stop; 10 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Patience
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Patience));
            field = value;
        }
    } = 10;

    /// <summary>By more than how much the validation loss must fall to count as an improvement; 0 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double MinimumImprovement
    {
        get;
        init
        {
            if (!(value >= 0.0) || !double.IsFinite(value))
                throw new ArgumentOutOfRangeException(nameof(MinimumImprovement), value, "A finite number of at least 0 is wanted.");
            field = value;
        }
    }
}
