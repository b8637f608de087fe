using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Generated.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.CodeFixes;

/// <summary>Removes <c>static</c>, <c>abstract</c> or <c>file</c> from a network.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ModifierFix : RuleFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.StaticOrAbstract, DiagnosticIds.FileLocal];

    private protected override SyntaxNode? Target(SyntaxNode root, Diagnostic diagnostic) =>
        base.Target(root, diagnostic)?.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    private protected override string? Title(SyntaxNode target, Diagnostic diagnostic) => diagnostic.Id == DiagnosticIds.FileLocal
        ? $"Make '{((TypeDeclarationSyntax)target).Identifier.ValueText}' internal"
        : $"Remove '{((TypeDeclarationSyntax)target).Modifiers.First(modifier => IsOffending(modifier, diagnostic)).ValueText}'";

    private protected override SyntaxNode? Replacement(SyntaxNode target, Diagnostic diagnostic)
    {
        var type = (TypeDeclarationSyntax)target;
        SyntaxTriviaList before = type.Modifiers.First().LeadingTrivia;
        SyntaxTokenList kept = [.. type.Modifiers.Where(modifier => !IsOffending(modifier, diagnostic))];
        return kept.Any()
            ? type.WithModifiers(kept.Replace(kept.First(), kept.First().WithLeadingTrivia(before)))
            : type.WithModifiers(kept).WithKeyword(type.Keyword.WithLeadingTrivia(before));
    }

    private static bool IsOffending(SyntaxToken modifier, Diagnostic diagnostic) => diagnostic.Id == DiagnosticIds.FileLocal
        ? modifier.IsKind(SyntaxKind.FileKeyword)
        : modifier.IsKind(SyntaxKind.StaticKeyword) || modifier.IsKind(SyntaxKind.AbstractKeyword);
}
