using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>The largest or the mean of each feature in windows.</summary>
/// <param name="OfMaximum">Whether the largest is taken, else the mean.</param>
/// <param name="Size">The length of a window in each direction.</param>
/// <param name="Stride">The step from window to window.</param>
internal sealed record PoolSpec(bool OfMaximum, int Size, int Stride) : LayerSpec
{
    public override string Kind => OfMaximum ? "MaxPool" : "AveragePool";

    public override IReadOnlyList<LayerSetting> Settings => [new("Size", Size), new("Stride", Stride)];
}

/// <summary>Reads <c>[MaxPool(size)]</c> and <c>[AveragePool(size)]</c>.</summary>
internal sealed class PoolDeclaration(bool ofMaximum) : LayerDeclaration
{
    public static readonly PoolDeclaration OfMaximum = new(true), OfAverage = new(false);

    public override IReadOnlyList<SizeArgument> Sizes { get; } = [new("size", "positions a window"), new("Stride", "positions from window to window")];

    public override LayerSpec? Read(AttributeData attribute) =>
        attribute.ReadInt("size") is { } size ? new PoolSpec(ofMaximum, size, attribute.ReadSize("Stride", otherwise: size)) : null;
}

/// <summary>The mean of each feature over all positions.</summary>
internal sealed record GlobalAveragePoolSpec : LayerSpec
{
    public override string Kind => "GlobalAveragePool";
}

/// <summary>Reads <c>[GlobalAveragePool]</c>.</summary>
internal sealed class GlobalAveragePoolDeclaration : LayerDeclaration
{
    public static readonly GlobalAveragePoolDeclaration Instance = new();

    public override LayerSpec Read(AttributeData attribute) => new GlobalAveragePoolSpec();
}
