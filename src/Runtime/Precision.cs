namespace Generated;

/// <summary>The floating-point type of a network: its parameters, inputs, outputs and all arithmetic between them.</summary>
public enum Precision
{
    /// <summary><see cref="float"/>, 32 bits.</summary>
    Single,

    /// <summary><see cref="double"/>, 64 bits.</summary>
    Double,
}
