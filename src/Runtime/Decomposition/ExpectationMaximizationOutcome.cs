namespace Generated;

/// <summary>Why a fit by expectation maximisation ended.</summary>
public enum ExpectationMaximizationOutcome
{
    /// <summary>An iteration raised the mean log-likelihood by less than <see cref="ExpectationMaximization.Tolerance"/>.</summary>
    Converged,

    /// <summary><see cref="ExpectationMaximization.MaximumIterations"/> were made, and the last still raised it by more.</summary>
    IterationLimit,

    /// <summary>
    /// Rounding errors outweigh what there is to gain: the noise is down to them, or one more iteration lowered the likelihood, and the parameters before it
    /// were kept. So it ends for samples with next to no noise beside the latent variables, whose likelihood has no maximum; take fewer latent variables.
    /// </summary>
    RoundingLimit,
}
