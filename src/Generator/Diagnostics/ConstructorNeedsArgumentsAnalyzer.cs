using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>The generated constructors, which take no arguments of the user's, suffice to create a network.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ConstructorNeedsArgumentsAnalyzer() : DeclarationAnalyzer(Descriptors.ConstructorNeedsArguments)
{
    internal override IEnumerable<Mistake> Find(DeclaredNetwork network)
    {
        INamedTypeSymbol type = network.Type;
        if (!network.IsClass)
            yield break;

        foreach (TypeDeclarationSyntax declaration in network.Declarations())
        {
            if (declaration.ParameterList is { } parameters)
                yield return new Mistake(parameters.GetLocation(), type.Name, "it has a primary constructor, which every other would have to call");
        }

        foreach (ISymbol member in type.GetMembers().Where(IsRequired))
            yield return new Mistake(member.Locations[0], type.Name, $"'{member.Name}' is required");

        if (type.BaseType is not { SpecialType: not SpecialType.System_Object, TypeKind: TypeKind.Class } parent)
            yield break;
        if (!parent.InstanceConstructors.Any(constructor => network.Compilation.IsSymbolAccessibleWithin(constructor, type)
            && constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams)))
        {
            yield return new Mistake(
                BaseLocation(network), type.Name, $"its base class '{parent.Name}' has no constructor without parameters that it can call");
        }

        for (INamedTypeSymbol? ancestor = parent; ancestor is not null; ancestor = ancestor.BaseType)
        {
            foreach (ISymbol member in ancestor.GetMembers().Where(IsRequired))
                yield return new Mistake(BaseLocation(network), type.Name, $"'{member.Name}' of its base class '{ancestor.Name}' is required");
        }
    }

    /// <summary>Where a network's base class is named.</summary>
    internal static Location BaseLocation(DeclaredNetwork network) =>
        network.Declarations().Select(declaration => declaration.BaseList?.Types.FirstOrDefault()).FirstOrDefault(named => named is not null)?.GetLocation()
        ?? network.NameLocation();

    private static bool IsRequired(ISymbol member) => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };
}
