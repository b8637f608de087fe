using System.Collections.Immutable;
using System.Composition;
using Generated.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.CodeFixes;

/// <summary>Makes a record or a struct a class.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ClassFix : RuleFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NotAClass];

    private protected override SyntaxNode? Target(SyntaxNode root, Diagnostic diagnostic) =>
        base.Target(root, diagnostic)?.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    /// <summary>With parameters there is more to do than one word: they would become those of a primary constructor.</summary>
    private protected override string? Title(SyntaxNode target, Diagnostic diagnostic) =>
        target is TypeDeclarationSyntax { ParameterList: null } type and not InterfaceDeclarationSyntax ? $"Make '{type.Identifier.ValueText}' a class" : null;

    private protected override SyntaxNode? Replacement(SyntaxNode target, Diagnostic diagnostic)
    {
        var type = (TypeDeclarationSyntax)target;
        SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.ClassKeyword).WithTriviaFrom(type.Keyword);
        if (type is RecordDeclarationSyntax { ClassOrStructKeyword: { RawKind: not 0 } second })
            keyword = keyword.WithTrailingTrivia(second.TrailingTrivia);
        // A struct's own modifiers do not go with a class.
        SyntaxTokenList modifiers =
        [
            .. System.Linq.Enumerable.Where(
                type.Modifiers, modifier => !modifier.IsKind(SyntaxKind.ReadOnlyKeyword) && !modifier.IsKind(SyntaxKind.RefKeyword)),
        ];
        return SyntaxFactory.ClassDeclaration(
            type.AttributeLists, modifiers, keyword, type.Identifier, type.TypeParameterList, null, type.BaseList, type.ConstraintClauses,
            type.OpenBraceToken, type.Members, type.CloseBraceToken, type.SemicolonToken);
    }
}
