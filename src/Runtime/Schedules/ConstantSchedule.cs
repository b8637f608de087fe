using System;
using System.Globalization;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>The same factor at all times.</summary>
public sealed class ConstantSchedule : LearningRateSchedule
{
    private readonly double _factor;

    /// <summary>Keeps a factor.</summary>
    /// <param name="factor">The factor; 0 or more. 1 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
    public ConstantSchedule(double factor = 1.0)
    {
        HyperparameterRange.RequireNotNegative(factor, nameof(factor));
        _factor = factor;
    }

    /// <inheritdoc/>
    public override double Factor(long time) => _factor;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"constant {_factor}");
}
