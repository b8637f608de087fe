using System;
using System.Globalization;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Falls from 1 to a minimum m along half a cosine, and stays there: <c>m + (1 − m)(1 + cos(πt/T))/2</c>. PyTorch: <c>CosineAnnealingLR</c>
/// (which rises again past T). Loshchilov, Hutter: SGDR: stochastic gradient descent with warm restarts, 2017.
/// </summary>
public sealed class CosineSchedule : LearningRateSchedule
{
    private readonly long _duration;
    private readonly double _minimum;

    /// <summary>Lowers the rate slowly, then fast, then slowly.</summary>
    /// <param name="duration">The number T of epochs, or steps, to the minimum; at least 1.</param>
    /// <param name="minimum">The minimum m, as a factor of the rate, from 0 to 1. 0 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public CosineSchedule(long duration, double minimum = 0.0)
    {
        HyperparameterRange.RequireShare(minimum, nameof(minimum));
        _duration = HyperparameterRange.RequireCount(duration, nameof(duration));
        _minimum = minimum;
    }

    /// <inheritdoc/>
    public override long? Duration => _duration;

    /// <inheritdoc/>
    public override double Factor(long time) => time >= _duration
        ? _minimum
        : _minimum + (1.0 - _minimum) * (0.5 * (1.0 + CosineOfPi.Of((double)time / _duration)));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"cosine to {_minimum} in {_duration}");
}
