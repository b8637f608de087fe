using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>An argument of a layer's attribute that is a size: at least 1, and not beyond <see cref="DeclarationReader.MaximumUnits"/>.</summary>
/// <param name="Name">The constructor's parameter, or the property if it begins with a capital.</param>
/// <param name="Noun">What it counts, for messages: "units".</param>
internal sealed record SizeArgument(string Name, string Noun)
{
    /// <summary>The size as given, or null where it is not set or C# does not understand it.</summary>
    public int? Read(AttributeData attribute) =>
        !char.IsUpper(Name[0]) ? attribute.ReadInt(Name) : attribute.Named(Name) is { } given ? AttributeArguments.ReadInt(given) : null;

    /// <summary>Where it stands.</summary>
    public Location Location(AttributeData attribute) => char.IsUpper(Name[0]) ? attribute.NamedLocation(Name) : attribute.ArgumentLocation(Name);
}

/// <summary>How the attribute of one kind of layer is read. Each kind has one, in <c>Layers</c>.</summary>
internal abstract class LayerDeclaration
{
    /// <summary>The arguments that are sizes. Those of the constructor must be there.</summary>
    public virtual IReadOnlyList<SizeArgument> Sizes => [];

    /// <summary>The layer, or null where C# or the kind does not understand an argument.</summary>
    public abstract LayerSpec? Read(AttributeData attribute);

    /// <summary>The values that the layer takes, or null where C# does not understand them.</summary>
    public virtual IReadOnlyList<Source>? ReadSources(AttributeData attribute) => [From(attribute)];

    /// <summary>The value that <c>From</c> names, or the layer before.</summary>
    protected static Source From(AttributeData attribute) => new(attribute.Named("From")?.Value as string, "From");

    /// <summary>The values that a constructor's parameter names.</summary>
    protected static IEnumerable<Source>? Named(AttributeData attribute, string parameter)
    {
        if (attribute.Argument(parameter) is not { } given)
            return null;
        if (given.Kind != TypedConstantKind.Array)
            return [new Source(given.Value as string ?? "", parameter)];
        // No array names no value.
        if (given.IsNull)
            return [];
        var sources = new List<Source>();
        foreach (TypedConstant name in given.Values)
            sources.Add(new Source(name.Value as string ?? "", parameter, sources.Count));
        return sources;
    }

    /// <summary>The activation that the property of this name is set to, Linear where it is not, or null where C# does not understand it.</summary>
    protected static Activation? ReadActivation(AttributeData attribute) =>
        attribute.Named("Activation") is not { } given ? Activation.Linear
            : AttributeArguments.ReadInt(given) is { } number && DeclarationReader.IsActivation(number) ? (Activation)number
            : null;
}
