using System.Collections.Immutable;
using System.Composition;
using Generated.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Generated.CodeFixes;

/// <summary>Makes a span as long as the network's constant says.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SpanLengthFix : RuleFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.SpanLength];

    /// <summary>Where the size is written; it may be the size of a local variable.</summary>
    private protected override SyntaxNode? Target(SyntaxNode root, Diagnostic diagnostic) =>
        diagnostic.AdditionalLocations.Count == 1 && diagnostic.AdditionalLocations[0].SourceTree?.FilePath == diagnostic.Location.SourceTree?.FilePath
            ? root.FindNode(diagnostic.AdditionalLocations[0].SourceSpan, getInnermostNodeForTie: true) as ExpressionSyntax
            : null;

    private protected override string? Title(SyntaxNode target, Diagnostic diagnostic) =>
        Constant(diagnostic) is { } constant ? $"Use {constant.Substring(constant.LastIndexOf('.', constant.LastIndexOf('.') - 1) + 1)}" : null;

    private protected override SyntaxNode? Replacement(SyntaxNode target, Diagnostic diagnostic) =>
        SyntaxFactory.ParseExpression(Constant(diagnostic)!).WithTriviaFrom(target).WithAdditionalAnnotations(Simplifier.Annotation);

    private static string? Constant(Diagnostic diagnostic) => diagnostic.Properties[SpanLengthAnalyzer.Constant];
}
