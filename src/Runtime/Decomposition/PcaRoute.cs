namespace Generated;

/// <summary>The way to the principal components. All lead to the same, up to rounding.</summary>
public enum PcaRoute
{
    /// <summary>
    /// The fastest of the others for the sizes: <see cref="Covariance"/> where there are at least as many samples as features,
    /// otherwise <see cref="Gram"/>, and <see cref="Iterative"/> where few components are wanted of thousands.
    /// </summary>
    Automatic,

    /// <summary>Eigenvectors of the D × D covariance matrix of the features.</summary>
    Covariance,

    /// <summary>
    /// Eigenvectors of the N × N matrix of the samples' products, which has the same eigenvalues except zeros: for fewer samples than features.
    /// </summary>
    Gram,

    /// <summary>Subspace iteration on the samples, without either matrix: a few of very many components.</summary>
    Iterative,
}
