using System.Collections.Immutable;
using System.Composition;
using Generated.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.CodeFixes;

/// <summary>Puts Sigmoid in the place of a Softmax over one unit.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SingleUnitSoftmaxFix : RuleFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.SingleUnitSoftmax];

    private protected override string? Title(SyntaxNode target, Diagnostic diagnostic) => Named(target) is null ? null : "Use Sigmoid";

    private protected override SyntaxNode? Replacement(SyntaxNode target, Diagnostic diagnostic)
    {
        SimpleNameSyntax name = Named(target)!;
        return target.ReplaceNode(name, SyntaxFactory.IdentifierName("Sigmoid").WithTriviaFrom(name));
    }

    /// <summary>The word Softmax, however it is qualified.</summary>
    private static SimpleNameSyntax? Named(SyntaxNode target) => target switch
    {
        MemberAccessExpressionSyntax { Name: { Identifier.ValueText: "Softmax" } name } => name,
        IdentifierNameSyntax { Identifier.ValueText: "Softmax" } name => name,
        _ => null,
    };
}
