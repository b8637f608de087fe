using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.Generator.Diagnostics;

/// <summary>The length of an array or a span, where it can be seen.</summary>
/// <param name="Elements">The number of elements.</param>
/// <param name="Size">Where this number is written, or null where the elements are spelt out.</param>
internal readonly record struct ConstantLength(int Elements, ExpressionSyntax? Size)
{
    /// <summary>The length of what an expression makes, or what the local variable in it was made by; null where it is not certain.</summary>
    public static ConstantLength? Of(SyntaxNode? expression, SemanticModel model, CancellationToken cancellation) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Of(inner.Expression, model, cancellation),
        CastExpressionSyntax cast => Of(cast.Expression, model, cancellation),
        StackAllocArrayCreationExpressionSyntax { Type: ArrayTypeSyntax type } allocation => Of(type, allocation.Initializer, model, cancellation),
        ImplicitStackAllocArrayCreationExpressionSyntax allocation => new(allocation.Initializer.Expressions.Count, null),
        ArrayCreationExpressionSyntax creation => Of(creation.Type, creation.Initializer, model, cancellation),
        ImplicitArrayCreationExpressionSyntax creation => new(creation.Initializer.Expressions.Count, null),
        CollectionExpressionSyntax collection when collection.Elements.All(element => element is ExpressionElementSyntax) =>
            new(collection.Elements.Count, null),
        InvocationExpressionSyntax
        {
            ArgumentList.Arguments.Count: 0,
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsSpan" } access,
        } => Of(access.Expression, model, cancellation),
        IdentifierNameSyntax name => OfLocal(name, model, cancellation),
        _ => null,
    };

    private static ConstantLength? Of(ArrayTypeSyntax type, InitializerExpressionSyntax? elements, SemanticModel model, CancellationToken cancellation)
    {
        if (type.RankSpecifiers.Count != 1 || type.RankSpecifiers[0].Sizes.Count != 1)
            return null;
        ExpressionSyntax size = type.RankSpecifiers[0].Sizes[0];
        if (size is OmittedArraySizeExpressionSyntax)
            return elements is null ? null : new(elements.Expressions.Count, null);
        return model.GetConstantValue(size, cancellation) is { HasValue: true, Value: int count } ? new(count, size) : null;
    }

    private static ConstantLength? OfLocal(IdentifierNameSyntax name, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetSymbolInfo(name, cancellation).Symbol is not ILocalSymbol { RefKind: RefKind.None } local
            || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation)
                is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator)
        {
            return null;
        }

        // Wherever else it may be given another value, its length is not certain.
        SyntaxNode scope = declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>() is GlobalStatementSyntax or null
            ? declarator.SyntaxTree.GetRoot(cancellation) : declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>()!;
        bool isReplaced = scope.DescendantNodes().OfType<IdentifierNameSyntax>().Any(use => use.Identifier.ValueText == local.Name && IsWrite(use));
        return isReplaced ? null : Of(value, model, cancellation);
    }

    private static bool IsWrite(IdentifierNameSyntax use) => use.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == use,
        ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword) || argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword)
            || argument.Parent is TupleExpressionSyntax { Parent: AssignmentExpressionSyntax },
        RefExpressionSyntax => true,
        _ => false,
    };
}
