using System.Collections.Immutable;
using System.Composition;
using Generated.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Generated.CodeFixes;

/// <summary>Trains with the loss that fits the output.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class LossMismatchFix : RuleFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.LossMismatch, DiagnosticIds.LossNotComputable];

    private protected override string? Title(SyntaxNode target, Diagnostic diagnostic) =>
        target is TypeSyntax { Parent: TypeArgumentListSyntax } && Fitting(diagnostic) is { } loss ? $"Use {loss}" : null;

    private protected override SyntaxNode? Replacement(SyntaxNode target, Diagnostic diagnostic) =>
        SyntaxFactory.ParseTypeName($"global::Generated.{Fitting(diagnostic)}").WithTriviaFrom(target).WithAdditionalAnnotations(Simplifier.Annotation);

    /// <summary>The loss that fits, or null where the output has to change.</summary>
    private static string? Fitting(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(LossAnalyzer.Fitting, out string? loss) ? loss : null;
}
