using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>An activation function alone.</summary>
/// <param name="Activation">The activation function.</param>
internal sealed record ActivationSpec(Activation Activation) : LayerSpec
{
    public override Activation Activation { get; } = Activation;

    public override string Kind => "Activation";

    public override string Label => Activation.ToString();
}

/// <summary>Reads <c>[Activation(activation)]</c>.</summary>
internal sealed class ActivationDeclaration : LayerDeclaration
{
    public static readonly ActivationDeclaration Instance = new();

    public override LayerSpec? Read(AttributeData attribute) =>
        attribute.ReadInt("activation") is { } activation && DeclarationReader.IsActivation(activation) ? new ActivationSpec((Activation)activation) : null;
}
