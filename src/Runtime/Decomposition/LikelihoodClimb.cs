using System;
using System.Collections.Generic;
using System.Threading;

namespace Generated;

/// <summary>The iterations of expectation maximisation: they end where they no longer raise the likelihood, with the best parameters.</summary>
internal static class LikelihoodClimb
{
    /// <summary>The fall of a likelihood, as a share of its magnitude, that is nothing but the last rounding of one that has converged.</summary>
    private const double LastRounding = 1e-10;

    /// <summary>Improves parameters.</summary>
    /// <param name="steps">The steps, and the parameters.</param>
    /// <param name="options">How long to go on.</param>
    /// <param name="logLikelihoods">Receives the mean log-likelihood before each iteration and the last one; it never falls.</param>
    /// <param name="cancellationToken">Ends the climb between two iterations.</param>
    public static ExpectationMaximizationOutcome Run(
        IExpectationMaximizationSteps steps, ExpectationMaximization options, List<double> logLikelihoods, CancellationToken cancellationToken)
    {
        for (int iteration = 1; ; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double logLikelihood = steps.Expect(), before = iteration == 1 ? double.NegativeInfinity : logLikelihoods[^1];
            if (!(logLikelihood >= before))
            {
                steps.Restore();
                return before - logLikelihood <= LastRounding * Math.Max(1.0, Math.Abs(before))
                    ? ExpectationMaximizationOutcome.Converged
                    : ExpectationMaximizationOutcome.RoundingLimit;
            }

            logLikelihoods.Add(logLikelihood);
            options.Progress?.Invoke(iteration, logLikelihood);
            if (logLikelihood - before < options.Tolerance)
                return ExpectationMaximizationOutcome.Converged;
            if (iteration > options.MaximumIterations)
                return ExpectationMaximizationOutcome.IterationLimit;
            steps.Keep();
            if (!steps.TryMaximize())
            {
                steps.Restore();
                return ExpectationMaximizationOutcome.RoundingLimit;
            }
        }
    }
}
