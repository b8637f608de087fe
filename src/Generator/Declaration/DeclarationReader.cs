using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Generated.Generator.Declaration;

/// <summary>Reads a <see cref="DeclaredNetwork"/> into a <see cref="NetworkSpec"/>, behind which nothing sees a symbol.</summary>
internal static class DeclarationReader
{
    public const string NetworkAttribute = "Generated.NetworkAttribute";

    /// <summary>The largest number of units in a layer; far beyond what a network in an assembly can be.</summary>
    public const int MaximumUnits = 1 << 20;

    /// <summary>The oldest C# in which emitted code compiles.</summary>
    public const LanguageVersion LeastLanguageVersion = LanguageVersion.CSharp12;

    /// <summary>The declared network, or null where its layers are not understood. Rules about the class around them are not asked here.</summary>
    public static NetworkSpec? Read(DeclaredNetwork network)
    {
        if (ReadArchitecture(network) is not { } architecture || network.Precision is not { } precision || !Enum.IsDefined(typeof(Precision), precision))
            return null;
        bool allowsUnsafe = network.Compilation.Options is CSharpCompilationOptions { AllowUnsafe: true };
        return new NetworkSpec(ReadTarget(network.Type), (Precision)precision, architecture, allowsUnsafe)
        {
            Labels = network.HasLabels ? new(network.Labels!.Value.Values.Select(label => label.Value as string ?? "")) : default,
            Weights = network.HasWeights ? new WeightsReference(network.Weights ?? "", network.WeightsSha256) : null,
        };
    }

    /// <summary>
    /// What flows where as declared, or null where a size, an activation or a name is not understood. How it fits together is not
    /// asked here.
    /// </summary>
    public static Architecture? ReadArchitecture(DeclaredNetwork network)
    {
        List<LayerSpec>? layers = network.IsShortForm ? ReadShortForm(network) : network.IsLongForm ? ReadLongForm(network) : null;
        if (layers is null || !network.Sizes!.All(IsSize) || ReadInputs(network) is not { } inputs)
            return null;
        string[] outputs = network.OutputAttribute is { } output ? [.. ReadNames(output)] : [];
        return new Architecture(new(inputs), new(layers), new(outputs));
    }

    /// <summary>The layers as declared, or null where a size, an activation or their number is wrong.</summary>
    public static IReadOnlyList<LayerSpec>? ReadLayers(DeclaredNetwork network) => ReadArchitecture(network)?.Layers;

    /// <summary>The lengths of an input as written: what its attribute collects, or its steps and features.</summary>
    public static IReadOnlyList<int>? ReadLengths(AttributeData input)
    {
        if (input.Argument("shape") is not { Kind: TypedConstantKind.Array } shape)
            return null;
        // ReadInts takes no array for one without lengths.
        IReadOnlyList<int?> lengths = AttributeArguments.ReadInts(shape);
        if (lengths.Count == 0 && input.Named("Steps") is not null)
            return [input.ReadSize("Steps", otherwise: 0), input.ReadSize("Features", otherwise: 1)];
        return lengths.All(length => length is not null) ? [.. lengths.Select(length => length!.Value)] : null;
    }

    /// <summary>Whether a layer can have so many units, or a network so many inputs.</summary>
    public static bool IsSize(int units) => units is >= 1 and <= MaximumUnits;

    /// <summary>Whether a number stands for an activation function.</summary>
    public static bool IsActivation(int activation) => Enum.IsDefined(typeof(Activation), activation);

    /// <summary>The names that an output attribute collects.</summary>
    private static IEnumerable<string> ReadNames(AttributeData output) =>
        // No names are one that there is not, which is then explained.
        output.Argument("names") is { Kind: TypedConstantKind.Array, IsNull: false, Values.IsEmpty: false } names
            ? names.Values.Select(name => name.Value as string ?? "")
            : [""];

    private static List<InputSpec>? ReadInputs(DeclaredNetwork network)
    {
        if (network.InputAttributes.IsEmpty)
            return [new InputSpec(InputSpec.DefaultName, new([network.Sizes![0]]))];
        var inputs = new List<InputSpec>();
        foreach (AttributeData input in network.InputAttributes)
        {
            if (input.Argument("name") is not { } name || ReadLengths(input) is not { Count: >= 1 and <= 3 } lengths || !lengths.All(IsSize))
                return null;
            inputs.Add(new InputSpec(name.Value as string ?? "", new(lengths)));
        }

        return inputs;
    }

    private static List<LayerSpec>? ReadShortForm(DeclaredNetwork network)
    {
        IReadOnlyList<int> sizes = network.Sizes!;
        int count = sizes.Count - 1;
        IReadOnlyList<int?> activations = network.Activations is { } given
            ? AttributeArguments.ReadInts(given)
            : [.. Enumerable.Repeat(ReadActivation(network.Hidden, Activation.ReLU), count - 1), ReadActivation(network.Output, Activation.Linear)];
        if (activations.Count != count || !activations.All(activation => activation is { } number && IsActivation(number)))
            return null;
        return [.. sizes.Skip(1).Zip(activations, (units, activation) => LayerDeclarations.OfShortForm(units, (Activation)activation!.Value))];
    }

    private static int? ReadActivation(TypedConstant? given, Activation otherwise) =>
        given is { } constant ? AttributeArguments.ReadInt(constant) : (int)otherwise;

    private static List<LayerSpec>? ReadLongForm(DeclaredNetwork network)
    {
        var layers = new List<LayerSpec>();
        foreach (AttributeData attribute in network.LayerAttributes)
        {
            if (LayerDeclarations.Of(attribute) is not { } kind
                || !kind.Sizes.All(size => size.Read(attribute) is { } given ? IsSize(given) : char.IsUpper(size.Name[0]))
                || kind.Read(attribute) is not { } layer || kind.ReadSources(attribute) is not { } sources)
            {
                return null;
            }

            layers.Add(layer with
            {
                Name = attribute.Named("Name")?.Value as string,
                Sources = sources.Count == 1 && sources[0].Name is null ? default : new(sources),
            });
        }

        return layers;
    }

    private static TargetClass ReadTarget(INamedTypeSymbol type)
    {
        var containing = new List<string>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            containing.Insert(0, Header(outer));
        string space = type.ContainingNamespace is { IsGlobalNamespace: false } name
            ? name.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted))
            : "";
        return new TargetClass(space, new EquatableArray<string>(containing), Header(type), Escaped(type.Name));
    }

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

    /// <summary>A name as it must be written where it is a keyword, or may become one: C# warns of types in lower case.</summary>
    private static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            || name.All(letter => letter is >= 'a' and <= 'z') ? "@" + name : name;
}
