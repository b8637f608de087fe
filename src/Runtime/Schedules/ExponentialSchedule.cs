using System;
using System.Globalization;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>Multiplies the rate by γ after every epoch (or step): <c>γᵗ</c>. PyTorch: <c>ExponentialLR</c>.</summary>
public sealed class ExponentialSchedule : LearningRateSchedule
{
    private readonly double _gamma;

    /// <summary>Lowers the rate a little each time.</summary>
    /// <param name="gamma">The factor γ; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
    public ExponentialSchedule(double gamma)
    {
        HyperparameterRange.RequireNotNegative(gamma, nameof(gamma));
        _gamma = gamma;
    }

    /// <inheritdoc/>
    public override double Factor(long time) => IntegerPower.Of(_gamma, time);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"exponential {_gamma}");
}
