namespace Generated;

/// <summary>The function that tells how far from Gaussian a signal is.</summary>
public enum IcaContrast
{
    /// <summary>g(u) = tanh u: for most signals; robust against outliers.</summary>
    Tanh,

    /// <summary>g(u) = u³, the kurtosis: fast, for signals without outliers.</summary>
    Cube,
}
