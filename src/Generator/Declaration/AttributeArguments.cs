using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.Generator.Declaration;

/// <summary>The arguments of an attribute: what they are, and where in the source they stand.</summary>
internal static class AttributeArguments
{
    /// <summary>A whole number or the number of an enumeration's value, or null where C# does not understand it.</summary>
    public static int? ReadInt(TypedConstant constant) =>
        constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum ? constant.Value as int? : null;

    /// <summary>The numbers of an array; null in place of those that C# does not understand.</summary>
    public static IReadOnlyList<int?> ReadInts(TypedConstant array) =>
        array is { Kind: TypedConstantKind.Array, IsNull: false } ? [.. array.Values.Select(ReadInt)] : [];

    /// <summary>The numbers that the only parameter of a constructor collects, or null where C# does not understand them.</summary>
    public static IReadOnlyList<int>? ReadSizes(AttributeData attribute)
    {
        if (attribute.AttributeConstructor is null || attribute.ConstructorArguments.Length != 1
            || attribute.ConstructorArguments[0].Kind != TypedConstantKind.Array)
        {
            return null;
        }

        IReadOnlyList<int?> sizes = ReadInts(attribute.ConstructorArguments[0]);
        return sizes.All(size => size is not null) ? [.. sizes.Select(size => size!.Value)] : null;
    }

    /// <summary>The argument of a constructor's parameter, or null where C# does not understand the attribute or there is no such parameter.</summary>
    public static TypedConstant? Argument(this AttributeData attribute, string parameter) =>
        IndexOf(attribute, parameter) is var index && index >= 0 && index < attribute.ConstructorArguments.Length
            ? attribute.ConstructorArguments[index]
            : null;

    /// <summary>The whole number that a constructor's parameter is given, or null where C# does not understand it.</summary>
    public static int? ReadInt(this AttributeData attribute, string parameter) => attribute.Argument(parameter) is { } argument ? ReadInt(argument) : null;

    /// <summary>The value that a property is set to, or null where it is not set; setting an array to null does not count.</summary>
    public static TypedConstant? Named(this AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && !(argument.Value.Kind == TypedConstantKind.Array && argument.Value.IsNull))
                return argument.Value;
        }

        return null;
    }

    /// <summary>The whole number that a property is set to, or another where it is not.</summary>
    public static int ReadSize(this AttributeData attribute, string name, int otherwise) =>
        attribute.Named(name) is { } given ? ReadInt(given) ?? otherwise : otherwise;

    /// <summary>What a property that is a flag is set to, or something else where it is not.</summary>
    public static bool ReadFlag(this AttributeData attribute, string name, bool otherwise) => attribute.Named(name)?.Value as bool? ?? otherwise;

    /// <summary>The number that a property is set to, or another where it is not.</summary>
    public static double ReadReal(this AttributeData attribute, string name, double otherwise) => attribute.Named(name)?.Value as double? ?? otherwise;

    /// <summary>The attribute as written, or null where it is not in source.</summary>
    public static AttributeSyntax? Syntax(this AttributeData attribute) => attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax;

    /// <summary>Where the attribute stands.</summary>
    public static Location Location(this AttributeData attribute) => attribute.Syntax()?.GetLocation() ?? Microsoft.CodeAnalysis.Location.None;

    /// <summary>Where the value stands that a property is set to.</summary>
    public static Location NamedLocation(this AttributeData attribute, string name) => Where(attribute, NamedSyntax(attribute, name)?.Expression);

    /// <summary>Where the whole setting of a property stands, with its name.</summary>
    public static Location SettingLocation(this AttributeData attribute, string name) => Where(attribute, NamedSyntax(attribute, name));

    /// <summary>Where an element of an array stands that a property is set to.</summary>
    public static Location ElementLocation(this AttributeData attribute, string name, int index)
    {
        ExpressionSyntax? array = NamedSyntax(attribute, name)?.Expression;
        return Where(attribute, Elements(array)?.ElementAtOrDefault(index) ?? array);
    }

    /// <summary>Where the argument of a constructor's parameter stands.</summary>
    public static Location ArgumentLocation(this AttributeData attribute, string parameter)
    {
        List<AttributeArgumentSyntax> arguments = Unnamed(attribute);
        return Where(attribute, (arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter)
            ?? arguments.ElementAtOrDefault(IndexOf(attribute, parameter)))?.Expression);
    }

    /// <summary>Where an element stands that the only parameter of a constructor collects.</summary>
    public static Location SizeLocation(this AttributeData attribute, int index)
    {
        List<AttributeArgumentSyntax> arguments = Unnamed(attribute);
        SyntaxNode? argument = arguments.Count == 1
            ? Elements(arguments[0].Expression)?.ElementAtOrDefault(index) ?? arguments[0].Expression
            : arguments.ElementAtOrDefault(index)?.Expression;
        return Where(attribute, argument);
    }

    /// <summary>The elements of an array as written, or null where it is not spelt out.</summary>
    public static IEnumerable<SyntaxNode>? Elements(SyntaxNode? array) => array switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax creation => creation.Initializer.Expressions,
        // A spread does not occur in a constant.
        CollectionExpressionSyntax collection =>
            collection.Elements.Select(element => element is ExpressionElementSyntax single ? (SyntaxNode)single.Expression : element),
        _ => null,
    };

    /// <summary>The position of a constructor's parameter, or −1.</summary>
    private static int IndexOf(AttributeData attribute, string parameter)
    {
        for (int i = 0; i < attribute.AttributeConstructor?.Parameters.Length; i++)
        {
            if (attribute.AttributeConstructor.Parameters[i].Name == parameter)
                return i;
        }

        return -1;
    }

    private static AttributeArgumentSyntax? NamedSyntax(AttributeData attribute, string name) =>
        attribute.Syntax()?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);

    private static List<AttributeArgumentSyntax> Unnamed(AttributeData attribute) =>
        attribute.Syntax()?.ArgumentList?.Arguments.Where(argument => argument.NameEquals is null).ToList() ?? [];

    private static Location Where(AttributeData attribute, SyntaxNode? node) => node?.GetLocation() ?? attribute.Location();
}
