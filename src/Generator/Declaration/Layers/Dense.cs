using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>A fully connected layer, <c>a = f(W·x + b)</c>, of the features of each position.</summary>
/// <param name="Units">The number of units.</param>
/// <param name="Activation">The activation function f.</param>
/// <param name="HasBias">Whether there is a bias b.</param>
internal sealed record DenseSpec(int Units, Activation Activation, bool HasBias = true) : LayerSpec
{
    public override Activation Activation { get; } = Activation;

    public override string Kind => "Dense";

    public override string Label => Activation.ToString();

    public override bool IsAffine => Activation == Activation.Linear;
}

/// <summary>Reads <c>[Dense(units, activation)]</c>.</summary>
internal sealed class DenseDeclaration : LayerDeclaration
{
    public static readonly DenseDeclaration Instance = new();

    public override IReadOnlyList<SizeArgument> Sizes { get; } = [new("units", "units")];

    public override LayerSpec? Read(AttributeData attribute) =>
        attribute.ReadInt("units") is { } units && attribute.ReadInt("activation") is { } activation && DeclarationReader.IsActivation(activation)
            ? new DenseSpec(units, (Activation)activation, attribute.ReadFlag("Bias", otherwise: true))
            : null;
}
