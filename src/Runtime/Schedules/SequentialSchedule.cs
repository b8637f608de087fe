using System;
using System.Globalization;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>One schedule, then another.</summary>
internal sealed class SequentialSchedule : LearningRateSchedule
{
    private readonly LearningRateSchedule _first;
    private readonly long _after;
    private readonly LearningRateSchedule _next;

    public SequentialSchedule(LearningRateSchedule first, long after, LearningRateSchedule next)
    {
        ArgumentNullException.ThrowIfNull(next);
        (_first, _after, _next) = (first, HyperparameterRange.RequireCount(after, nameof(after)), next);
    }

    public override long? Duration => _after + _next.Duration;

    public override int StateLength => _first.StateLength + _next.StateLength;

    public override double Factor(long time) => time < _after ? _first.Factor(time) : _next.Factor(time - _after);

    // The epoch that ends when the other schedule takes over still belongs to the first.
    public override void Observe(long time, double loss)
    {
        if (time <= _after)
            _first.Observe(time, loss);
        else
            _next.Observe(time - _after, loss);
    }

    public override void Reset()
    {
        _first.Reset();
        _next.Reset();
    }

    public override void ExportState(Span<double> state)
    {
        _first.ExportState(state[.._first.StateLength]);
        _next.ExportState(state[_first.StateLength..]);
    }

    public override void ImportState(ReadOnlySpan<double> state) => ImportState(_first, _next, state);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({_first}) until {_after}, then ({_next})");
}
