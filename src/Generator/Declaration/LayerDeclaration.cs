using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>An argument of a layer's attribute that is a size: at least 1, and not beyond <see cref="DeclarationReader.MaximumUnits"/>.</summary>
/// <param name="Parameter">The constructor's parameter.</param>
/// <param name="Noun">What it counts, for messages: "units".</param>
internal sealed record SizeArgument(string Parameter, string Noun);

/// <summary>How the attribute of one kind of layer is read. Each kind has one, in <c>Layers</c>.</summary>
internal abstract class LayerDeclaration
{
    /// <summary>The arguments that are sizes.</summary>
    public abstract IReadOnlyList<SizeArgument> Sizes { get; }

    /// <summary>The layer, or null where C# or the kind does not understand an argument.</summary>
    public abstract LayerSpec? Read(AttributeData attribute);
}
