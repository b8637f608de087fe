using System.Collections.Immutable;
using System.Composition;
using Generated.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.CodeFixes;

/// <summary>Removes an activation that would be ignored.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class IgnoredActivationFix : RuleFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.IgnoredActivation];

    private protected override SyntaxNode? Target(SyntaxNode root, Diagnostic diagnostic) =>
        base.Target(root, diagnostic)?.FirstAncestorOrSelf<AttributeArgumentSyntax>();

    private protected override string? Title(SyntaxNode target, Diagnostic diagnostic) =>
        $"Remove '{((AttributeArgumentSyntax)target).NameEquals?.Name.Identifier.ValueText}'";

    private protected override SyntaxNode? Replacement(SyntaxNode target, Diagnostic diagnostic) => null;
}
