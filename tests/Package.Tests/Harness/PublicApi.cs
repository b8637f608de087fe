using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Generated.Tests;

/// <summary>Lists what an assembly shows to others, as declarations of C#, sorted.</summary>
internal static class PublicApi
{
    /// <summary>How a type is named where it is used.</summary>
    private static readonly SymbolDisplayFormat s_name = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat s_declaration = s_name
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance | SymbolDisplayGenericsOptions.IncludeTypeConstraints);

    private static readonly SymbolDisplayFormat s_member = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: s_declaration.GenericsOptions,
        memberOptions: SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeConstantValue,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeModifiers | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: s_name.MiscellaneousOptions);

    public static string Describe(IAssemblySymbol assembly)
    {
        var text = new StringBuilder();
        foreach (INamespaceSymbol space in Namespaces(assembly.GlobalNamespace))
        {
            INamedTypeSymbol[] types = [.. Sorted(space.GetTypeMembers().Where(IsVisible))];
            if (types.Length == 0)
                continue;
            text.Append(text.Length == 0 ? "" : "\n").Append("namespace ").Append(space.ToDisplayString()).Append('\n');
            foreach (INamedTypeSymbol type in types)
                Write(type, indent: "    ", text.Append('\n'));
        }

        return text.ToString();
    }

    private static void Write(INamedTypeSymbol type, string indent, StringBuilder text)
    {
        foreach (string attribute in Attributes(type))
            text.Append(indent).Append(attribute).Append('\n');
        text.Append(indent).Append(Declaration(type)).Append('\n');
        string[] members = [.. Members(type)];
        INamedTypeSymbol[] nested = [.. Sorted(type.GetTypeMembers().Where(IsVisible))];
        if (type.TypeKind == TypeKind.Delegate || members.Length + nested.Length == 0)
            return;
        text.Append(indent).Append("{\n");
        foreach (string member in members)
            text.Append(indent).Append("    ").Append(member).Append('\n');
        foreach (INamedTypeSymbol inner in nested)
            Write(inner, indent + "    ", text);
        text.Append(indent).Append("}\n");
    }

    private static string Declaration(INamedTypeSymbol type)
    {
        string accessibility = Accessibility(type);
        if (type.TypeKind == TypeKind.Delegate)
            return $"{accessibility} delegate {type.DelegateInvokeMethod!.ReturnType.ToDisplayString(s_name)} {type.ToDisplayString(s_declaration)}({string.Join(", ", type.DelegateInvokeMethod.Parameters.Select(parameter => parameter.ToDisplayString(s_member)))})";

        // A record is told by the operator that the compiler gave it.
        bool isRecord = type.GetMembers(WellKnownMemberNames.EqualityOperatorName).Any(IsSynthesized);
        string kind = type.TypeKind switch
        {
            TypeKind.Enum => "enum",
            TypeKind.Interface => "interface",
            TypeKind.Struct => (type.IsReadOnly ? "readonly " : "") + (type.IsRefLikeType ? "ref " : "") + (isRecord ? "record " : "") + "struct",
            _ => (type.IsStatic ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (isRecord ? "record " : "") + "class",
        };
        IEnumerable<ITypeSymbol> bases = type.TypeKind == TypeKind.Enum ? [type.EnumUnderlyingType!]
            : type.BaseType is { SpecialType: SpecialType.None } parent && type.TypeKind == TypeKind.Class ? [parent, .. Interfaces(type)]
            : Interfaces(type);
        bases = bases.Where(part => !isRecord || part.Name != "IEquatable");
        string named = type.ToDisplayString(s_declaration);
        int constraints = named.IndexOf(" where ", StringComparison.Ordinal);
        string list = string.Join(", ", bases.Select(part => part.ToDisplayString(s_name)));
        list = list.Length == 0 ? "" : " : " + list;
        return $"{accessibility} {kind} " + (constraints < 0 ? named + list : named[..constraints] + list + named[constraints..]);
    }

    private static IEnumerable<ITypeSymbol> Interfaces(INamedTypeSymbol type) =>
        type.Interfaces.Where(IsVisible).OrderBy(part => part.ToDisplayString(s_name), StringComparer.Ordinal);

    /// <summary>Constants and fields, constructors, properties, methods. What every record has is not listed.</summary>
    private static IEnumerable<string> Members(INamedTypeSymbol type) => type.GetMembers()
        .Where(member => member is not INamedTypeSymbol && IsVisible(member) && !IsSynthesized(member))
        .Where(member => member is not IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove })
        .Where(member => type.TypeKind != TypeKind.Enum || member is IFieldSymbol { HasConstantValue: true })
        .Where(member => member is not IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true })
        .Select(member => (
            Rank: member is IFieldSymbol ? 0 : member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? 1 : member is IPropertySymbol or IEventSymbol ? 2 : 3,
            Value: type.TypeKind == TypeKind.Enum && member is IFieldSymbol { ConstantValue: { } value } ? Convert.ToInt64(value, null) : 0,
            member.Name,
            Text: string.Concat(Attributes(member).Select(attribute => attribute + " ")) + (type.TypeKind == TypeKind.Enum ? $"{member.Name} = {((IFieldSymbol)member).ConstantValue}" : InterfaceModifiers(member) + member.ToDisplayString(s_member))))
        .OrderBy(member => member.Rank).ThenBy(member => member.Value).ThenBy(member => member.Name, StringComparer.Ordinal).ThenBy(member => member.Text, StringComparer.Ordinal)
        .Select(member => member.Text);

    /// <summary>What the display of an interface's members leaves out: whether they are of the type, and whether an implementer may leave them out.</summary>
    private static string InterfaceModifiers(ISymbol member) => member.ContainingType.TypeKind != TypeKind.Interface ? ""
        : (member.IsStatic ? "static " : "") + (member.IsVirtual ? "virtual " : member.IsStatic && member.IsAbstract ? "abstract " : "");

    /// <summary>The attributes that a caller is concerned with: not those that the compiler adds.</summary>
    private static IEnumerable<string> Attributes(ISymbol symbol) => symbol.GetAttributes()
        .Where(attribute => attribute.AttributeClass!.ContainingNamespace.ToDisplayString() is not ("System.Runtime.CompilerServices" or "System.Diagnostics" or "System.Reflection"))
        .Select(attribute => $"[{attribute}]")
        .Order(StringComparer.Ordinal);

    private static bool IsSynthesized(ISymbol symbol) => symbol.GetAttributes().Any(attribute => attribute.AttributeClass!.Name == "CompilerGeneratedAttribute");

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Microsoft.CodeAnalysis.Accessibility.Public or Microsoft.CodeAnalysis.Accessibility.Protected or Microsoft.CodeAnalysis.Accessibility.ProtectedOrInternal
        && (symbol.ContainingType is null || IsVisible(symbol.ContainingType));

    private static string Accessibility(INamedTypeSymbol type) => type.DeclaredAccessibility == Microsoft.CodeAnalysis.Accessibility.Public ? "public" : "protected";

    private static IEnumerable<INamedTypeSymbol> Sorted(IEnumerable<INamedTypeSymbol> types) =>
        types.OrderBy(type => type.Name, StringComparer.Ordinal).ThenBy(type => type.Arity);

    private static IEnumerable<INamespaceSymbol> Namespaces(INamespaceSymbol space) =>
        space.GetNamespaceMembers().SelectMany(Namespaces).Prepend(space).OrderBy(inner => inner.ToDisplayString(), StringComparer.Ordinal);
}
