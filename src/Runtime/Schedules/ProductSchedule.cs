using System;

namespace Generated;

/// <summary>Two schedules, multiplied.</summary>
internal sealed class ProductSchedule : LearningRateSchedule
{
    private readonly LearningRateSchedule _left;
    private readonly LearningRateSchedule _right;

    public ProductSchedule(LearningRateSchedule left, LearningRateSchedule right)
    {
        ArgumentNullException.ThrowIfNull(right);
        (_left, _right) = (left, right);
    }

    public override long? Duration => _left.Duration is { } left && _right.Duration is { } right ? Math.Max(left, right) : null;

    public override int StateLength => _left.StateLength + _right.StateLength;

    public override double Factor(long time) => _left.Factor(time) * _right.Factor(time);

    public override void Observe(long time, double loss)
    {
        _left.Observe(time, loss);
        _right.Observe(time, loss);
    }

    public override void Reset()
    {
        _left.Reset();
        _right.Reset();
    }

    public override void ExportState(Span<double> state)
    {
        _left.ExportState(state[.._left.StateLength]);
        _right.ExportState(state[_left.StateLength..]);
    }

    public override void ImportState(ReadOnlySpan<double> state) => ImportState(_left, _right, state);

    public override string ToString() => $"({_left}) times ({_right})";
}
