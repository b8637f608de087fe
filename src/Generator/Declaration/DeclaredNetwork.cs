using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.Generator.Declaration;

/// <summary>
/// A class with <c>[Network]</c> as it is written, right or wrong: its symbol, its attributes, and where each of their arguments
/// stands. For the rules about declarations and for <see cref="DeclarationReader"/>; nothing behind that sees it.
/// </summary>
internal sealed class DeclaredNetwork
{
    private DeclaredNetwork(INamedTypeSymbol type, Compilation compilation, AttributeData attribute)
    {
        (Type, Compilation, Attribute) = (type, compilation, attribute);
        LayerAttributes = [.. type.GetAttributes().Where(IsLayer)];
        InputAttributes = [.. type.GetAttributes().Where(given => given.AttributeClass is { Name: "InputAttribute" } input && IsOfRuntime(input))];
        OutputAttribute = type.GetAttributes().FirstOrDefault(given => given.AttributeClass is { Name: "OutputAttribute" } output && IsOfRuntime(output));
        Sizes = AttributeArguments.ReadSizes(attribute);
        Hidden = attribute.Named("Hidden");
        Output = attribute.Named("Output");
        Activations = attribute.Named("Activations");
        Precision = attribute.Named("Precision") is { } precision ? AttributeArguments.ReadInt(precision) : (int)Declaration.Precision.Single;
        Weights = attribute.Named("Weights")?.Value as string;
        Labels = attribute.Named("Labels");
        WeightsSha256 = attribute.Named("WeightsSha256")?.Value as string;
    }

    /// <summary>The annotated type.</summary>
    public INamedTypeSymbol Type { get; }

    /// <summary>The user's code.</summary>
    public Compilation Compilation { get; }

    /// <summary><c>[Network]</c>.</summary>
    public AttributeData Attribute { get; }

    /// <summary><c>[Dense]</c> and its kin, in written order.</summary>
    public ImmutableArray<AttributeData> LayerAttributes { get; }

    /// <summary><c>[Input]</c>, in written order.</summary>
    public ImmutableArray<AttributeData> InputAttributes { get; }

    /// <summary><c>[Output]</c>, or null where there is none.</summary>
    public AttributeData? OutputAttribute { get; }

    /// <summary>The sizes in <c>[Network]</c>, or null where C# does not understand them.</summary>
    public IReadOnlyList<int>? Sizes { get; }

    /// <summary>The named arguments of <c>[Network]</c>, or null where they are not set.</summary>
    public TypedConstant? Hidden { get; }

    /// <inheritdoc cref="Hidden"/>
    public TypedConstant? Output { get; }

    /// <inheritdoc cref="Hidden"/>
    public TypedConstant? Activations { get; }

    /// <inheritdoc cref="Hidden"/>
    public TypedConstant? Labels { get; }

    /// <summary>Whether labels are stated, as C# understands them.</summary>
    public bool HasLabels => Labels is { Kind: TypedConstantKind.Array };

    /// <summary>The number that stands for the precision, or null where C# does not understand it.</summary>
    public int? Precision { get; }

    /// <summary>The name of the weights file, or null where none is asked for.</summary>
    public string? Weights { get; }

    /// <summary>The hash that the weights file must have, or null where it is not set.</summary>
    public string? WeightsSha256 { get; }

    /// <summary>Whether weights are to be compiled in.</summary>
    public bool HasWeights => Weights is not null || WeightsSha256 is not null;

    /// <summary>Whether all layers are given by their sizes in <c>[Network]</c>.</summary>
    public bool IsShortForm => Sizes is { Count: > 1 } && LayerAttributes.IsEmpty && InputAttributes.IsEmpty && OutputAttribute is null;

    /// <summary>Whether every layer has an attribute of its own.</summary>
    public bool IsLongForm => Sizes is { Count: < 2 } && Sizes.Count == (InputAttributes.IsEmpty ? 1 : 0) && !LayerAttributes.IsEmpty;

    /// <summary>Whether the type is what the rules about classes are about: a class, not a record.</summary>
    public bool IsClass => Type is { TypeKind: TypeKind.Class, IsRecord: false };

    /// <summary>The type and those around it, from the inside out.</summary>
    public IEnumerable<INamedTypeSymbol> TypeAndContainingTypes
    {
        get
        {
            for (INamedTypeSymbol? type = Type; type is not null; type = type.ContainingType)
                yield return type;
        }
    }

    /// <summary>The network that a type declares, or null where it has no <c>[Network]</c>.</summary>
    public static DeclaredNetwork? Of(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface))
            return null;
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (IsNetwork(attribute))
                return new DeclaredNetwork(type, compilation, attribute);
        }

        return null;
    }

    /// <summary>Whether a type has <c>[Network]</c>.</summary>
    public static bool IsNetwork(INamedTypeSymbol type) => type.GetAttributes().Any(IsNetwork);

    /// <summary>Whether an attribute declares a layer.</summary>
    public static bool IsLayer(AttributeData attribute) => attribute.AttributeClass?.BaseType is { Name: "LayerAttribute" } layer && IsOfRuntime(layer);

    private static bool IsNetwork(AttributeData attribute) => attribute.AttributeClass is { Name: "NetworkAttribute" } network && IsOfRuntime(network);

    /// <summary>Whether a type is in the runtime's namespace.</summary>
    public static bool IsOfRuntime(ITypeSymbol type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "Generated", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>The declarations of the type by the user.</summary>
    public IEnumerable<TypeDeclarationSyntax> Declarations() => Declarations(Type);

    /// <summary>The declarations of a type, those that are emitted among them.</summary>
    public static IEnumerable<TypeDeclarationSyntax> Declarations(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>();

    /// <summary>Where the class's name stands beside <c>[Network]</c>.</summary>
    public Location NameLocation()
    {
        SyntaxNode? attributed = Attribute.Syntax()?.Parent?.Parent;
        return attributed is TypeDeclarationSyntax declaration ? declaration.Identifier.GetLocation() : Type.Locations[0];
    }

    /// <summary>Where a layer's number of units stands; layers are counted from 0.</summary>
    public Location UnitsLocation(int layer) =>
        IsShortForm ? Attribute.SizeLocation(layer + 1) : LayerAttributes[layer].ArgumentLocation(
            LayerDeclarations.Of(LayerAttributes[layer])?.Sizes.FirstOrDefault()?.Name ?? "");

    /// <summary>Where a layer's activation stands; layers are counted from 0.</summary>
    public Location ActivationLocation(int layer)
    {
        if (!IsShortForm)
        {
            return LayerAttributes[layer].Argument("activation") is null
                ? LayerAttributes[layer].NamedLocation("Activation")
                : LayerAttributes[layer].ArgumentLocation("activation");
        }

        return Activations is not null ? Attribute.ElementLocation("Activations", layer)
            : Attribute.NamedLocation(layer == Sizes!.Count - 2 ? "Output" : "Hidden");
    }
}
