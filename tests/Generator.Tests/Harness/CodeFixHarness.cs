using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Generated.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Generated.Tests;

/// <summary>Applies code fixes in a workspace in memory, in which the emitted files stand beside the user's, as they do in an editor.</summary>
internal sealed class CodeFixHarness : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly ImmutableArray<DocumentId> _documents;
    private Solution _solution;

    public CodeFixHarness(ProjectOptions options, params string[] sources)
    {
        CSharpCompilation complete = AnalyzerHarness.Diagnose(sources, options).Complete;
        ProjectId project = ProjectId.CreateNewId();
        _solution = _workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(project, VersionStamp.Default, "User", "User", LanguageNames.CSharp, parseOptions: options.Parse, compilationOptions: complete.Options, metadataReferences: complete.References));
        var documents = ImmutableArray.CreateBuilder<DocumentId>();
        foreach (SyntaxTree tree in complete.SyntaxTrees)
        {
            var document = DocumentId.CreateNewId(project);
            _solution = _solution.AddDocument(document, tree.FilePath, tree.ToString(), filePath: tree.FilePath);
            if (tree.FilePath.StartsWith("User", StringComparison.Ordinal))
                documents.Add(document);
        }

        _documents = documents.ToImmutable();
    }

    /// <summary>Every fix there is.</summary>
    public static ImmutableArray<CodeFixProvider> Providers { get; } = [.. typeof(RuleFix).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
        .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    /// <summary>The user's files as they now are.</summary>
    public string[] Texts => [.. _documents.Select(document => _solution.GetDocument(document)!.GetTextAsync().GetAwaiter().GetResult().ToString())];

    /// <summary>The titles of what is offered for the first diagnostic of a rule.</summary>
    public IEnumerable<string> Titles(string id) => Offered(id).Select(action => action.Title);

    /// <summary>Applies the only fix that is offered for the first diagnostic of a rule.</summary>
    public CodeFixHarness Fix(string id)
    {
        Apply(Assert.Single(Offered(id)));
        return this;
    }

    /// <summary>Applies the fix of a rule everywhere in the project.</summary>
    public CodeFixHarness FixAll(string id)
    {
        CodeFixProvider provider = Provider(id);
        Project project = _solution.Projects.Single();
        var context = new FixAllContext(project.GetDocument(_documents[0])!, provider, FixAllScope.Project, provider.GetType().Name, [id], new Reported(Report()), CancellationToken.None);
        Apply(provider.GetFixAllProvider()!.GetFixAsync(context).GetAwaiter().GetResult()!);
        return this;
    }

    public void Dispose() => _workspace.Dispose();

    private static CodeFixProvider Provider(string id) => Providers.Single(provider => provider.FixableDiagnosticIds.Contains(id));

    private List<CodeAction> Offered(string id)
    {
        Diagnostic diagnostic = Report().First(diagnostic => diagnostic.Id == id);
        var actions = new List<CodeAction>();
        var context = new CodeFixContext(_solution.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, (action, _) => actions.Add(action), CancellationToken.None);
        Provider(id).RegisterCodeFixesAsync(context).GetAwaiter().GetResult();
        return actions;
    }

    private IReadOnlyList<Diagnostic> Report() => AnalyzerHarness.Report(_solution.Projects.Single().GetCompilationAsync().GetAwaiter().GetResult()!);

    private void Apply(CodeAction action) =>
        _solution = action.GetOperationsAsync(CancellationToken.None).GetAwaiter().GetResult().OfType<ApplyChangesOperation>().Single().ChangedSolution;

    private sealed class Reported(IReadOnlyList<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return diagnostics.Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
