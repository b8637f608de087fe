namespace Generated;

/// <summary>The two steps of expectation maximisation on a model's parameters.</summary>
internal interface IExpectationMaximizationSteps
{
    /// <summary>
    /// Infers the latent variables with the present parameters, and returns the mean log-likelihood of these; NaN where it cannot be
    /// computed.
    /// </summary>
    double Expect();

    /// <summary>Takes the parameters of the greatest expected likelihood.</summary>
    /// <returns>Whether there are such. If not, the parameters may have changed.</returns>
    bool TryMaximize();

    /// <summary>Keeps the present parameters.</summary>
    void Keep();

    /// <summary>Goes back to those kept.</summary>
    void Restore();
}
