using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Generated.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Generated.CodeFixes;

/// <summary>Gives every layer an activation: adds what is missing, as it is without <c>Activations</c>, or removes what is too much.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ActivationCountFix : RuleFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ActivationCount];

    private protected override string? Title(SyntaxNode target, Diagnostic diagnostic) =>
        Given(target) is { } given ? given.Count < Layers(diagnostic) ? "Add the missing activations" : "Remove the activations that are too many" : null;

    private protected override SyntaxNode? Replacement(SyntaxNode target, Diagnostic diagnostic)
    {
        int layers = Layers(diagnostic);
        IReadOnlyList<ExpressionSyntax> given = Given(target)!;
        SyntaxTriviaList end = given.LastOrDefault()?.GetTrailingTrivia() ?? default;
        List<ExpressionSyntax> activations = [.. given.Take(layers).Select(activation => activation.WithoutTrailingTrivia())];
        while (activations.Count < layers)
        {
            string name = activations.Count == layers - 1 ? "Linear" : "ReLU";
            activations.Add(SyntaxFactory.ParseExpression($"global::Generated.Activation.{name}").WithAdditionalAnnotations(Simplifier.Annotation));
        }

        activations[layers - 1] = activations[layers - 1].WithTrailingTrivia(end);
        SyntaxToken comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        SyntaxToken[] commas = [.. Enumerable.Repeat(comma, layers - 1)];
        return target switch
        {
            CollectionExpressionSyntax collection => collection.WithElements(
                SyntaxFactory.SeparatedList<CollectionElementSyntax>(activations.Select(SyntaxFactory.ExpressionElement), commas)),
            ImplicitArrayCreationExpressionSyntax creation => creation.WithInitializer(
                creation.Initializer.WithExpressions(SyntaxFactory.SeparatedList(activations, commas))),
            ArrayCreationExpressionSyntax creation => creation.WithInitializer(
                creation.Initializer!.WithExpressions(SyntaxFactory.SeparatedList(activations, commas))),
            _ => target,
        };
    }

    /// <summary>The activations as written, or null where they are not spelt out one by one.</summary>
    private static IReadOnlyList<ExpressionSyntax>? Given(SyntaxNode target) => target switch
    {
        CollectionExpressionSyntax collection when collection.Elements.All(element => element is ExpressionElementSyntax) =>
            [.. collection.Elements.Cast<ExpressionElementSyntax>().Select(element => element.Expression)],
        ImplicitArrayCreationExpressionSyntax creation => [.. creation.Initializer.Expressions],
        ArrayCreationExpressionSyntax { Initializer: { } initializer } creation
            when creation.Type.RankSpecifiers[0].Sizes[0] is OmittedArraySizeExpressionSyntax => [.. initializer.Expressions],
        _ => null,
    };

    private static int Layers(Diagnostic diagnostic) =>
        int.Parse(diagnostic.Properties[ActivationCountAnalyzer.Layers]!, System.Globalization.CultureInfo.InvariantCulture);
}
