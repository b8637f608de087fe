namespace Generated;

/// <summary>What a convolution takes where its kernel reaches beyond its input.</summary>
public enum Padding
{
    /// <summary>Nothing: only where the kernel lies wholly within the input is there an output.</summary>
    Valid,

    /// <summary>Zeros on both sides, as many as give one output for each position (at stride 1); of an odd number, the further one behind.</summary>
    Same,

    /// <summary>Zeros before the first step only, so that no output sees what comes after it. For sequences.</summary>
    Causal,
}
