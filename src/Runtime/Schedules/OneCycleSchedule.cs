using System;
using System.Globalization;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Rises along half a cosine from 1/d to 1, then falls along another to 1/(d·e): the optimiser's rate is the peak.
/// PyTorch: <c>OneCycleLR</c> (with <c>cycle_momentum=False</c>). Smith, Topin: Super-convergence, 2018. Meant for <see cref="ScheduleInterval.Step"/>.
/// </summary>
public sealed class OneCycleSchedule : LearningRateSchedule
{
    private readonly long _duration;

    /// <summary>Rises and falls once.</summary>
    /// <param name="duration">The number T of epochs, or steps, of the whole cycle; at least 2. The last rate is reached at T − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is less than 2.</exception>
    public OneCycleSchedule(long duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, 2);
        _duration = duration;
    }

    /// <summary>The share of the cycle in which the rate rises. 0.3 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    public double RisingShare
    {
        get;
        init
        {
            HyperparameterRange.RequireShare(value, nameof(RisingShare));
            field = value;
        }
    } = 0.3;

    /// <summary>d: the peak divided by the first rate. 25 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or not finite.</exception>
    public double InitialDivisor
    {
        get;
        init
        {
            HyperparameterRange.RequirePositive(value, nameof(InitialDivisor));
            field = value;
        }
    } = 25.0;

    /// <summary>e: the first rate divided by the last. 10,000 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or not finite.</exception>
    public double FinalDivisor
    {
        get;
        init
        {
            HyperparameterRange.RequirePositive(value, nameof(FinalDivisor));
            field = value;
        }
    } = 1e4;

    /// <inheritdoc/>
    public override long? Duration => _duration;

    /// <inheritdoc/>
    public override double Factor(long time)
    {
        double first = 1.0 / InitialDivisor;
        double last = first / FinalDivisor;
        double peak = Math.Max(0.0, RisingShare * _duration - 1.0);
        double end = _duration - 1.0;
        if (time < peak)
            return Between(first, 1.0, time / peak);
        return time >= end ? last : Between(1.0, last, (time - peak) / (end - peak));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"one cycle of {_duration}, rising for {RisingShare}, divisors {InitialDivisor} and {FinalDivisor}");

    private static double Between(double from, double to, double share) => to + (from - to) * (0.5 * (1.0 + CosineOfPi.Of(share)));
}
