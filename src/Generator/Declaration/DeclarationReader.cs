using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.Generator.Declaration;

/// <summary>Reads the attributes of a class into a <see cref="NetworkSpec"/>. The only stage that sees symbols.</summary>
internal static class DeclarationReader
{
    public const string NetworkAttribute = "Generated.NetworkAttribute";
    private const string DenseAttribute = "Generated.DenseAttribute";
    private const string RadialBasisAttribute = "Generated.RadialBasisAttribute";

    /// <summary>The largest number of units in a layer; far beyond what a network in an assembly can be.</summary>
    public const int MaximumUnits = 1 << 20;

    /// <summary>The declared network, or null where the declaration is not valid: saying why is an analyzer's task.</summary>
    public static NetworkSpec? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type || ReadTarget(type, cancellation) is not { } target)
            return null;

        AttributeData network = context.Attributes[0];
        if (ReadSizes(network) is not { Count: > 0 } sizes)
            return null;
        int precision = ReadNamed(network, "Precision", (int)Precision.Single);
        if (!Enum.IsDefined(typeof(Precision), precision))
            return null;

        List<LayerSpec>? layers = ReadLayerAttributes(type);
        if (layers is null || layers.Count > 0 == sizes.Count > 1)
            return null;
        if (sizes.Count > 1)
            layers = ReadShortForm(network, sizes);
        cancellation.ThrowIfCancellationRequested();

        if (layers is null || !Fits(sizes[0], layers))
            return null;
        bool allowsUnsafe = context.SemanticModel.Compilation.Options is CSharpCompilationOptions { AllowUnsafe: true };
        return new NetworkSpec(target, (Precision)precision, sizes[0], new EquatableArray<LayerSpec>(layers), allowsUnsafe);
    }

    private static TargetClass? ReadTarget(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (type.TypeKind != TypeKind.Class || type.IsStatic || type.IsRecord || type.IsAbstract || type.TypeParameters.Length > 0)
            return null;

        var containing = new List<string>();
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
        {
            if (outer.IsFileLocal || !IsPartial(outer, cancellation))
                return null;
            containing.Insert(0, Header(outer));
        }

        containing.RemoveAt(containing.Count - 1);
        string space = type.ContainingNamespace is { IsGlobalNamespace: false } name
            ? name.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted))
            : "";
        return new TargetClass(space, new EquatableArray<string>(containing), Header(type), Escaped(type.Name));
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(cancellation))
        .OfType<TypeDeclarationSyntax>()
        .All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string Header(INamedTypeSymbol type)
    {
        string keyword = (type.TypeKind, type.IsRecord) switch
        {
            (TypeKind.Struct, true) => "record struct",
            (TypeKind.Struct, false) => "struct",
            (TypeKind.Interface, _) => "interface",
            (_, true) => "record",
            _ => "class",
        };
        string parameters = type.TypeParameters.Length == 0 ? "" : $"<{string.Join(", ", type.TypeParameters.Select(parameter => Escaped(parameter.Name)))}>";
        return $"partial {keyword} {Escaped(type.Name)}{parameters}";
    }

    private static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    private static List<int>? ReadSizes(AttributeData network) =>
        network.ConstructorArguments.Length == 1 && network.ConstructorArguments[0] is { Kind: TypedConstantKind.Array, IsNull: false } sizes
        && sizes.Values.All(size => size.Value is int)
            ? sizes.Values.Select(size => (int)size.Value!).ToList()
            : null;

    private static List<LayerSpec>? ReadShortForm(AttributeData network, List<int> sizes)
    {
        int count = sizes.Count - 1;
        List<int>? activations = ReadActivations(network);
        if (activations is null)
        {
            int hidden = ReadNamed(network, "Hidden", (int)Activation.ReLU);
            int output = ReadNamed(network, "Output", (int)Activation.Linear);
            activations = [.. Enumerable.Repeat(hidden, count - 1), output];
        }

        if (activations.Count != count || !activations.All(activation => Enum.IsDefined(typeof(Activation), activation)))
            return null;
        return sizes.Skip(1).Zip(activations, (units, activation) => new LayerSpec(LayerKind.Dense, units, (Activation)activation)).ToList();
    }

    /// <summary>The layer attributes in written order, empty if there are none, or null if one of them is not valid.</summary>
    private static List<LayerSpec>? ReadLayerAttributes(INamedTypeSymbol type)
    {
        var layers = new List<LayerSpec>();
        foreach (AttributeData attribute in type.GetAttributes())
        {
            switch (attribute.AttributeClass?.ToDisplayString())
            {
                case DenseAttribute:
                    if (ReadInt(attribute, 0) is not { } units || ReadInt(attribute, 1) is not { } activation || !Enum.IsDefined(typeof(Activation), activation))
                        return null;

                    layers.Add(new LayerSpec(LayerKind.Dense, units, (Activation)activation));
                    break;
                case RadialBasisAttribute:
                    if (ReadInt(attribute, 0) is not { } centres)
                        return null;
                    layers.Add(new LayerSpec(LayerKind.RadialBasis, centres, Activation.Linear));
                    break;
            }
        }

        return layers;
    }

    private static List<int>? ReadActivations(AttributeData network)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in network.NamedArguments)
        {
            if (argument is { Key: "Activations", Value: { Kind: TypedConstantKind.Array, IsNull: false } array })
                return array.Values.Select(value => value.Value is int activation ? activation : -1).ToList();
        }

        return null;
    }

    private static int? ReadInt(AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length ? attribute.ConstructorArguments[index].Value as int? : null;

    private static int ReadNamed(AttributeData attribute, string name, int otherwise)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
                return argument.Value.Value is int value ? value : -1;
        }

        return otherwise;
    }

    /// <summary>Whether every size is sensible and the parameter vector can be indexed by an int.</summary>
    private static bool Fits(int inputs, List<LayerSpec> layers)
    {
        long parameters = 0, width = inputs;
        if (inputs is < 1 or > MaximumUnits)
            return false;
        foreach (LayerSpec layer in layers)
        {
            if (layer.Units is < 1 or > MaximumUnits)
                return false;
            parameters += (width + 1) * layer.Units;
            width = layer.Units;
        }

        return parameters <= int.MaxValue / 2;
    }
}
