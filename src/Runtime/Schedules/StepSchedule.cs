using System;
using System.Globalization;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>Multiplies the rate by γ every n epochs (or steps): <c>γ^⌊t/n⌋</c>. PyTorch: <c>StepLR</c>.</summary>
public sealed class StepSchedule : LearningRateSchedule
{
    private readonly long _every;
    private readonly double _gamma;

    /// <summary>Lowers the rate at equal distances.</summary>
    /// <param name="every">The number n of epochs, or steps, from one change to the next; at least 1.</param>
    /// <param name="gamma">The factor γ of a change; 0 or more. 0.1 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public StepSchedule(long every, double gamma = 0.1)
    {
        HyperparameterRange.RequireNotNegative(gamma, nameof(gamma));
        _every = HyperparameterRange.RequireCount(every, nameof(every));
        _gamma = gamma;
    }

    /// <inheritdoc/>
    public override double Factor(long time) => IntegerPower.Of(_gamma, time / _every);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"step {_gamma} every {_every}");
}
