using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Generated.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.CodeFixes;

/// <summary>Makes a network, or a type around it, partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PartialFix : RuleFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NotPartial, DiagnosticIds.ContainingTypeNotPartial];

    private protected override SyntaxNode? Target(SyntaxNode root, Diagnostic diagnostic) =>
        base.Target(root, diagnostic)?.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    private protected override string? Title(SyntaxNode target, Diagnostic diagnostic) =>
        $"Make '{((TypeDeclarationSyntax)target).Identifier.ValueText}' partial";

    private protected override SyntaxNode? Replacement(SyntaxNode target, Diagnostic diagnostic)
    {
        var type = (TypeDeclarationSyntax)target;
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Any())
            return type.WithModifiers(type.Modifiers.Add(partial));

        // The first word takes over what stands before it: comments and indentation.
        return type.WithKeyword(type.Keyword.WithLeadingTrivia()).WithModifiers([partial.WithLeadingTrivia(type.Keyword.LeadingTrivia)]);
    }
}
