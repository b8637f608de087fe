using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Generated.CodeFixes;

/// <summary>
/// The repair of a rule: what to put in the place of the node that a diagnostic marks. The same repair serves one diagnostic and all of
/// a document, a project or the solution.
/// </summary>
public abstract class RuleFix : CodeFixProvider
{
    private protected RuleFix()
    {
    }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new WholeDocuments(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root is null || Target(root, diagnostic) is not { } target || Title(target, diagnostic) is not { } title)
                continue;
            context.RegisterCodeFix(
                CodeAction.Create(title, cancellation => Repair(context.Document, [diagnostic], cancellation), equivalenceKey: GetType().Name),
                diagnostic);
        }
    }

    /// <summary>The node to replace; by default the one that is marked.</summary>
    private protected virtual SyntaxNode? Target(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>What the repair does, in a few words, or null where it cannot be done.</summary>
    private protected abstract string? Title(SyntaxNode target, Diagnostic diagnostic);

    /// <summary>What to put in the place of a node, or null to remove it.</summary>
    private protected abstract SyntaxNode? Replacement(SyntaxNode target, Diagnostic diagnostic);

    private async Task<Document> Repair(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        var targets = diagnostics.Select(diagnostic => (Target: Target(root, diagnostic), Diagnostic: diagnostic))
            .Where(pair => pair.Target is not null && Title(pair.Target, pair.Diagnostic) is not null)
            // Several networks may ask for the same repair of what is around them.
            .GroupBy(pair => pair.Target!)
            .ToDictionary(group => group.Key, group => group.First().Diagnostic);
        SyntaxNode tracked = root.TrackNodes(targets.Keys);
        foreach (SyntaxNode target in targets.Keys.OrderByDescending(target => target.SpanStart))
        {
            SyntaxNode current = tracked.GetCurrentNode(target)!;
            tracked = Replacement(current, targets[target]) is { } replacement
                ? tracked.ReplaceNode(current, replacement)
                : tracked.RemoveNode(current, SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
        }

        return document.WithSyntaxRoot(tracked);
    }

    /// <summary>Repairs all diagnostics of a document at once.</summary>
    private sealed class WholeDocuments(RuleFix fix) : DocumentBasedFixAllProvider
    {
        protected override async Task<Document?> FixAllAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics) =>
            await fix.Repair(document, diagnostics, context.CancellationToken).ConfigureAwait(false);
    }
}
