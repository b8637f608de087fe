using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Neither the user's members nor the class's name are those of generated members.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class MemberClashAnalyzer() : DeclarationAnalyzer(Descriptors.MemberClash)
{
    /// <summary>Generated members other than methods and constructors: nothing else can have such a name.</summary>
    internal static readonly string[] Names = ["_parameters", "InputSize", "OutputSize", "ParameterCount", "Shape", "Parameters"];

    /// <summary>
    /// Generated methods and accessors: name, number of type parameters, and a letter for each parameter (R a read-only span, S a
    /// span of the network's type, I an int, U a ulong). A method may have such a name, but not all of this.
    /// </summary>
    internal static readonly (string Name, int TypeParameters, string Parameters)[] Methods =
    [
        (".ctor", 0, ""), (".ctor", 0, "U"), ("get_Shape", 0, ""), ("get_Parameters", 0, ""),
        ("Forward", 0, "RS"), ("ForwardBatch", 0, "RS"), ("Activate", 0, "RIS"),
        ("Backward", 1, "RRS"), ("BackwardBatch", 1, "RRS"), ("BackwardBatch", 1, "RRRS"), ("BackwardPart", 1, "RRRIS"), ("Backward", 0, "RRSS"),
        ("ExportParameters", 0, "S"), ("ImportParameters", 0, "R"),
    ];

    /// <summary>What a network with weights has besides.</summary>
    private static readonly string[] s_pretrainedNames = ["_pretrained", "Pretrained"], s_pretrainedMethods = ["CreatePretrained", "get_Pretrained"];

    /// <summary>Members of INetwork that are implemented explicitly, so that the class itself does not have them.</summary>
    internal static readonly string[] Implementations = ["Create", "PartRows"];

    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        INamedTypeSymbol type = network.Type;
        if (!network.IsClass)
            yield break;

        if (NamesOf(network).Contains(type.Name) || MethodsOf(network).Any(method => method.Name == type.Name))
            yield return new Mistake(network.NameLocation(), $"The class name '{type.Name}'", type.Name);
        foreach (ISymbol member in type.GetMembers())
        {
            if (IsWritten(member) && Clashes(member, network))
                yield return new Mistake(member.Locations[0], Describe(member), type.Name);
        }

        for (INamedTypeSymbol? ancestor = type.BaseType; ancestor is { SpecialType: not SpecialType.System_Object }; ancestor = ancestor.BaseType)
        {
            string? clash = DeclaredNetwork.IsNetwork(ancestor) ? $"The base class '{ancestor.Name}', a network itself,"
                : ancestor.GetMembers().FirstOrDefault(member => IsHidden(member, network)) is { } inherited ? $"The inherited member '{ancestor.Name}.{inherited.Name}'"
                : null;
            if (clash is not null)
                yield return new Mistake(ConstructorNeedsArgumentsAnalyzer.BaseLocation(network), clash, type.Name);
        }
    }

    /// <summary>Whether a generated member of the same name would hide an inherited one, or an inherited one the class's own name.</summary>
    private static bool IsHidden(ISymbol member, DeclaredNetwork network) =>
        member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary } && IsWritten(member)
        && network.Compilation.IsSymbolAccessibleWithin(member, network.Type)
        && (Clashes(member, network) || (member is INamedTypeSymbol && member.Name == network.Type.Name));

    private static bool Clashes(ISymbol member, DeclaredNetwork network) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation } or IPropertySymbol when member.Name.Contains("INetwork<") =>
            Implementations.Any(name => member.Name.EndsWith("." + name, StringComparison.Ordinal)),
        IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor } method =>
            NamesOf(network).Contains(method.Name) || MethodsOf(network).Any(generated => generated.Name == method.Name
                && generated.TypeParameters == method.Arity && generated.Parameters == Letters(method, network)),
        IMethodSymbol => false,
        _ => NamesOf(network).Contains(member.Name) || MethodsOf(network).Any(generated => generated.Name == member.Name),
    };

    private static IEnumerable<string> NamesOf(DeclaredNetwork network) => network.HasWeights ? Names.Concat(s_pretrainedNames) : Names;

    private static IEnumerable<(string Name, int TypeParameters, string Parameters)> MethodsOf(DeclaredNetwork network) =>
        network.HasWeights ? Methods.Concat(s_pretrainedMethods.Select(name => (name, 0, ""))) : Methods;

    private static string Letters(IMethodSymbol method, DeclaredNetwork network) =>
        string.Concat(method.Parameters.Select(parameter => parameter.RefKind == RefKind.None ? Letter(parameter.Type, network) : '?'));

    private static char Letter(ITypeSymbol type, DeclaredNetwork network)
    {
        if (type is not INamedTypeSymbol { Arity: 1, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } span)
            return type.SpecialType switch { SpecialType.System_Int32 => 'I', SpecialType.System_UInt64 => 'U', _ => '?' };
        SpecialType element = network.Precision == (int)Precision.Double ? SpecialType.System_Double : SpecialType.System_Single;
        return span.TypeArguments[0].SpecialType != element ? '?' : span.Name switch { "ReadOnlySpan" => 'R', "Span" => 'S', _ => '?' };
    }

    /// <summary>Whether a member is the user's: neither generated nor implied, nor a part of another member.</summary>
    private static bool IsWritten(ISymbol member) =>
        !member.IsImplicitlyDeclared && member is not IMethodSymbol { AssociatedSymbol: not null }
        // A primary constructor has a rule of its own.
        && !member.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax && member is IMethodSymbol)
        && !member.DeclaringSyntaxReferences.Any(reference => IsEmitted(reference.SyntaxTree));

    /// <summary>Whether a file is the generator's: the compiler puts it into a folder of the generator's name.</summary>
    private static bool IsEmitted(SyntaxTree tree) => tree.FilePath.Contains("Generated.Generator.NetworkGenerator");

    private static string Describe(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } => "This constructor",
        IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation } => $"'{member.Name}'",
        IMethodSymbol => $"Method '{member.Name}'",
        INamedTypeSymbol => $"Type '{member.Name}'",
        _ => $"{member.Kind} '{member.Name}'",
    };
}
