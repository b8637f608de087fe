using System;
using System.Globalization;
using Generated.Kernels;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Multiplies the rate by γ when the loss has not improved for more than some epochs. PyTorch: <c>ReduceLROnPlateau</c> (with
/// <c>mode='min'</c>). The loss is the validation loss, or the training loss without validation; it is looked at after every epoch, whatever
/// the <see cref="ScheduleInterval"/>.
/// </summary>
/// <remarks>
/// A loss has improved if it is below b − θ|b|, for the best loss b so far and the <see cref="Threshold"/> θ. PyTorch multiplies b by 1 − θ, by
/// which every negative loss "improves" on itself, and the rate is never reduced.
/// </remarks>
public sealed class ReduceOnPlateau : LearningRateSchedule
{
    private double _factor = 1.0;
    private double _best = double.PositiveInfinity;
    private int _epochsWithoutImprovement;
    private int _restLeft;

    /// <summary>The factor γ of a reduction. 0.1 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Gamma
    {
        get;
        init
        {
            HyperparameterRange.RequireBelowOne(value, nameof(Gamma));
            field = value;
        }
    } = 0.1;

    /// <summary>How many epochs in a row without an improvement are borne; the next one reduces the rate. 10 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Patience
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Patience));
            field = value;
        }
    } = 10;

    /// <summary>By what share of its magnitude the loss must fall below the best to count as an improvement. 10⁻⁴ unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Threshold
    {
        get;
        init
        {
            HyperparameterRange.RequireBelowOne(value, nameof(Threshold));
            field = value;
        }
    } = 1e-4;

    /// <summary>For how many epochs after a reduction none is counted. 0 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Cooldown
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Cooldown));
            field = value;
        }
    }

    /// <summary>The smallest factor. 0 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    public double Minimum
    {
        get;
        init
        {
            HyperparameterRange.RequireShare(value, nameof(Minimum));
            field = value;
        }
    }

    /// <inheritdoc/>
    public override int StateLength => 4;

    /// <inheritdoc/>
    public override double Factor(long time) => _factor;

    /// <inheritdoc/>
    public override void Observe(long time, double loss)
    {
        // By a share of the magnitude: a negative loss improves by falling further below 0.
        bool hasImproved = loss < _best * (1.0 - Math.CopySign(Threshold, _best));
        _best = hasImproved ? loss : _best;
        _epochsWithoutImprovement = hasImproved ? 0 : _epochsWithoutImprovement + 1;
        if (_restLeft > 0)
        {
            _restLeft--;
            _epochsWithoutImprovement = 0;
        }

        if (_epochsWithoutImprovement > Patience)
        {
            _factor = Math.Max(_factor * Gamma, Minimum);
            _restLeft = Cooldown;
            _epochsWithoutImprovement = 0;
        }
    }

    /// <inheritdoc/>
    public override void Reset() => (_factor, _best, _epochsWithoutImprovement, _restLeft) = (1.0, double.PositiveInfinity, 0, 0);

    /// <inheritdoc/>
    public override void ExportState(Span<double> state)
    {
        SpanArguments.RequireLength(state.Length, StateLength, nameof(state));
        (state[0], state[1], state[2], state[3]) = (_factor, _best, _epochsWithoutImprovement, _restLeft);
    }

    /// <inheritdoc/>
    public override void ImportState(ReadOnlySpan<double> state)
    {
        SpanArguments.RequireLength(state.Length, StateLength, nameof(state));
        RequireState(state[0] >= Minimum && state[0] <= 1.0, "factor", state[0]);
        RequireState(double.IsFinite(state[1]) || double.IsPositiveInfinity(state[1]), "best loss", state[1]);
        RequireState(IsCount(state[2], Patience), "number of epochs without improvement", state[2]);
        RequireState(IsCount(state[3], Cooldown), "number of epochs to rest", state[3]);
        (_factor, _best, _epochsWithoutImprovement, _restLeft) = (state[0], state[1], (int)state[2], (int)state[3]);
    }

    private static bool IsCount(double value, int most) => value >= 0.0 && value <= most && Math.Floor(value) == value;

    private static void RequireState(bool isPossible, string what, double value)
    {
        if (!isPossible)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The {what} that the schedule remembered is {value}."));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"reduce by {Gamma} on plateau, patience {Patience}, threshold {Threshold}, cooldown {Cooldown}, minimum {Minimum}");
}
