namespace Generated.Generator.Declaration;

/// <summary>One value that a layer takes, as written.</summary>
/// <param name="Name">The name of an input or a layer, or null for the layer before (for the first, the first input).</param>
/// <param name="Argument">The argument of the attribute that names it.</param>
/// <param name="Index">The how many of that argument's elements it is, from 0.</param>
internal readonly record struct Source(string? Name, string Argument, int Index = 0);

/// <summary>A number that a layer is declared with.</summary>
/// <param name="Name">What it is called, as the attribute calls it.</param>
/// <param name="Value">The number.</param>
internal readonly record struct LayerSetting(string Name, double Value);

/// <summary>
/// One layer as declared. A closed hierarchy with a record for each kind, in <c>Layers</c>; what holds for every kind is asked here, so that
/// rules need not know the kinds.
/// </summary>
internal abstract record LayerSpec
{
    /// <summary>What the layer's output is called, or null where it is called after its number.</summary>
    public string? Name { get; init; }

    /// <summary>The values that it takes; empty for the layer before it.</summary>
    public EquatableArray<Source> Sources { get; init; }

    /// <summary>The activation function that the layer ends with; Linear where the kind has none.</summary>
    public virtual Activation Activation => Activation.Linear;

    /// <summary>The kind, by its name in the runtime's enumeration.</summary>
    public abstract string Kind { get; }

    /// <summary>What the layer does, in the line that draws a network: the kind, and the activation function if it has one.</summary>
    public virtual string Label => Activation == Activation.Linear ? Kind : $"{Kind} {Activation}";

    /// <summary>What the layer gives, for the rule about losses: its activation function, or the kind of a layer whose values are its own.</summary>
    public virtual string Values => Activation.ToString();

    /// <summary>Whether the output is an affine function of the input, so that two such layers in a row are no more than one.</summary>
    public virtual bool IsAffine => false;

    /// <summary>Whether the layer computes something else in training, by the step, and in Forward nothing at all.</summary>
    public virtual bool DependsOnStep => false;

    /// <summary>Whether it takes steps in their order, and so can run where time has no end: each output depends on the inputs up to its step.</summary>
    public virtual bool HasMemory => false;

    /// <summary>What else tells the layer from others of its kind, by name: kernel, stride, clip.</summary>
    public virtual System.Collections.Generic.IReadOnlyList<LayerSetting> Settings => [];
}
