using System;

namespace Generated;

/// <summary>
/// How long models are fitted by expectation maximisation (Dempster, Laird, Rubin, 1977), which raises the likelihood in every iteration and ends
/// with the best parameters.
/// </summary>
public sealed record ExpectationMaximization
{
    /// <summary>The most iterations. Default: 1000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int MaximumIterations
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaximumIterations));
            field = value;
        }
    } = 1000;

    /// <summary>
    /// It ends when an iteration raises the mean log-likelihood of a sample by less than this. Default: 10⁻¹², which leaves noise variances of factor analysis
    /// some 10⁻⁵ of themselves from where the climb would end; parameters come near as the square root of the likelihood.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double Tolerance
    {
        get;
        init
        {
            if (!(value >= 0.0) || !double.IsFinite(value))
                throw new ArgumentOutOfRangeException(nameof(Tolerance), value, "Must be finite and at least 0.");
            field = value;
        }
    } = 1e-12;

    /// <summary>The seed of the loadings that it starts from, where it does not start from the principal components.</summary>
    public ulong Seed { get; init; }

    /// <summary>Called after each iteration, on the fitting thread, with the iteration, from 1 on, and the mean log-likelihood before it.</summary>
    public Action<int, double>? Progress { get; init; }
}
