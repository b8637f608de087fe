using System;
using System.Globalization;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>Rises from a first factor f to 1 along a line, and stays there: <c>f + (1 − f)·t/T</c>. PyTorch: <c>LinearLR</c>.</summary>
public sealed class LinearWarmup : LearningRateSchedule
{
    private readonly long _duration;
    private readonly double _start;

    /// <summary>Raises the rate evenly.</summary>
    /// <param name="duration">The number T of epochs, or steps, to the full rate; at least 1.</param>
    /// <param name="start">The first factor f, from 0 to 1. ⅓ unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LinearWarmup(long duration, double start = 1.0 / 3.0)
    {
        HyperparameterRange.RequireShare(start, nameof(start));
        _duration = HyperparameterRange.RequireCount(duration, nameof(duration));
        _start = start;
    }

    /// <inheritdoc/>
    public override long? Duration => _duration;

    /// <inheritdoc/>
    public override double Factor(long time) => time >= _duration ? 1.0 : _start + (1.0 - _start) * ((double)time / _duration);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"warm-up from {_start} in {_duration}");
}
