using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>Neither the user's members nor the class's name are those of generated members.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class MemberClashAnalyzer() : DeclarationAnalyzer(Descriptors.MemberClash)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        INamedTypeSymbol type = network.Type;
        if (!network.IsClass)
            yield break;

        if (MembersOf(network).Any(generated => generated.Form != MemberForm.Implementation && NamesOf(generated).Contains(type.Name)))
            yield return new Mistake(network.NameLocation(), $"The class name '{type.Name}'", type.Name);
        foreach (ISymbol member in type.GetMembers())
        {
            if (IsWritten(member) && Clashes(member, network))
                yield return new Mistake(member.Locations[0], Describe(member), type.Name);
        }

        for (INamedTypeSymbol? ancestor = type.BaseType; ancestor is { SpecialType: not SpecialType.System_Object }; ancestor = ancestor.BaseType)
        {
            string? clash = DeclaredNetwork.IsNetwork(ancestor) ? $"The base class '{ancestor.Name}', a network itself,"
                : ancestor.GetMembers().FirstOrDefault(member => IsHidden(member, network)) is { } inherited
                    ? $"The inherited member '{ancestor.Name}.{inherited.Name}'"
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

    private static bool Clashes(ISymbol member, DeclaredNetwork network) => MembersOf(network).Any(generated => generated.Form switch
    {
        MemberForm.Implementation => member is IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation } or IPropertySymbol
            && member.Name.Contains("INetwork<") && member.Name.EndsWith("." + generated.Name, StringComparison.Ordinal),
        // A method may have the name of a generated one, but not all of its signature.
        MemberForm.Method or MemberForm.Constructor => generated.Name == member.Name
            && (member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor } method
                ? HasSignature(method, generated, network)
                : member is not IMethodSymbol),
        // Nothing else can have the name of a field, constant or property, nor a method without parameters that of an accessor.
        _ => member is not IMethodSymbol other ? NamesOf(generated).Contains(member.Name)
            : other.MethodKind == MethodKind.Ordinary
                && (other.Name == generated.Name
                    || (NamesOf(generated).Contains(other.Name) && other is { Arity: 0, Parameters.IsEmpty: true })),
    });

    private static IReadOnlyList<GeneratedMember> MembersOf(DeclaredNetwork network) =>
        GeneratedMembers.Of(network.HasWeights, network.HasLabels, DeclarationReader.ReadArchitecture(network));

    /// <summary>The names that a member takes: a property's getter takes one too.</summary>
    private static IEnumerable<string> NamesOf(GeneratedMember member) =>
        member.Form == MemberForm.Property ? [member.Name, "get_" + member.Name] : [member.Name];

    private static bool HasSignature(IMethodSymbol method, GeneratedMember generated, DeclaredNetwork network) =>
        method.Arity == (generated.TakesLoss ? 1 : 0) && method.Parameters.Length == generated.Parameters.Count
        && method.Parameters.Zip(generated.Parameters, (own, other) => own.RefKind == RefKind.None && TypeOf(own.Type, network) == other.Type)
            .All(same => same);

    private static ParameterType? TypeOf(ITypeSymbol type, DeclaredNetwork network)
    {
        if (type.Name == "State")
            return ParameterType.State;
        if (type is not INamedTypeSymbol { Arity: 1, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } span)
        {
            return type.SpecialType switch
            {
                SpecialType.System_Int32 => ParameterType.Int,
                SpecialType.System_UInt64 => ParameterType.ULong,
                _ => type.Name == "DropoutStep" && DeclaredNetwork.IsOfRuntime(type) ? ParameterType.Step : null,
            };
        }

        if (span.Name == "ReadOnlySpan" && span.TypeArguments[0].Name == "State")
            return ParameterType.States;
        SpecialType element = network.Precision == (int)Precision.Double ? SpecialType.System_Double : SpecialType.System_Single;
        return span.TypeArguments[0].SpecialType != element ? null
            : span.Name switch { "ReadOnlySpan" => ParameterType.ReadOnlySpan, "Span" => ParameterType.Span, _ => null };
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
