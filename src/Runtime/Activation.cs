namespace Generated;

/// <summary>The activation function <c>a = f(z)</c> of a layer.</summary>
public enum Activation
{
    /// <summary>f(z) = z.</summary>
    Linear,

    /// <summary>f(z) = 1 for z ≥ 0, otherwise 0. Its derivative is 0: it is trained by its own rules, not by gradients.</summary>
    Step,

    /// <summary>The logistic function, f(z) = 1 / (1 + e⁻ᶻ).</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>f(z) = max(z, 0); derivative 0 at 0.</summary>
    ReLU,

    /// <summary>f(z) = z for z &gt; 0, otherwise 0.01·z.</summary>
    LeakyReLU,

    /// <summary>f(z) = z for z &gt; 0, otherwise eᶻ − 1 (α = 1). Clevert, Unterthiner, Hochreiter, 2016.</summary>
    ELU,

    /// <summary>f(z) = λz for z &gt; 0, otherwise λα(eᶻ − 1), with λ ≈ 1.0507 and α ≈ 1.6733. Klambauer et al., 2017.</summary>
    SELU,

    /// <summary>f(z) = z·Φ(z) = ½z(1 + erf(z/√2)). Hendrycks, Gimpel, 2016; the exact form, not the tanh approximation.</summary>
    GELU,

    /// <summary>f(z) = z·σ(z), also called swish.</summary>
    SiLU,

    /// <summary>f(z) = z·tanh(ln(1 + eᶻ)). Misra, 2019.</summary>
    Mish,

    /// <summary>f(z) = ln(1 + eᶻ).</summary>
    Softplus,

    /// <summary>f(z) = z / (1 + |z|).</summary>
    Softsign,

    /// <summary>f(z) = z limited to [−1, 1]; derivative 0 at and beyond the limits.</summary>
    HardTanh,

    /// <summary>f(z)ⱼ = e^zⱼ / Σₖ e^zₖ over the units of the layer.</summary>
    Softmax,
}
