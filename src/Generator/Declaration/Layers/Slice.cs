using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>Some neighbouring features of a value.</summary>
/// <param name="Start">The first feature, counted from 0.</param>
/// <param name="Length">The number of features.</param>
internal sealed record SliceSpec(int Start, int Length) : LayerSpec
{
    public override string Kind => "Slice";

    public override IReadOnlyList<LayerSetting> Settings => [new("Start", Start), new("Length", Length)];
}

/// <summary>Reads <c>[Slice(start, length)]</c>.</summary>
internal sealed class SliceDeclaration : LayerDeclaration
{
    public static readonly SliceDeclaration Instance = new();

    public override IReadOnlyList<SizeArgument> Sizes { get; } = [new("length", "features")];

    public override LayerSpec? Read(AttributeData attribute) =>
        attribute.ReadInt("start") is { } start && attribute.ReadInt("length") is { } length ? new SliceSpec(start, length) : null;
}
