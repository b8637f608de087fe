namespace Generated.Generator.Declaration;

/// <summary>
/// One layer as declared. A closed hierarchy with a record for each kind, in <c>Layers</c>; what holds for every kind is asked here, so that
/// rules need not know the kinds.
/// </summary>
internal abstract record LayerSpec
{
    /// <summary>The activation function that the layer ends with; Linear where the kind has none.</summary>
    public virtual Activation Activation => Activation.Linear;

    /// <summary>What the layer does, in the line that draws a network: an activation function, or the name of the kind.</summary>
    public abstract string Label { get; }

    /// <summary>Whether the output is an affine function of the input, so that two such layers in a row are no more than one.</summary>
    public virtual bool IsAffine => false;
}
