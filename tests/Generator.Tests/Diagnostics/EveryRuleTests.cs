using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Threading;
using Generated.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Generated.Tests;

/// <summary>Every rule has an id, a descriptor, an analyzer, a line in the releases and a page, and they agree with each other.</summary>
public class EveryRuleTests
{
    private static readonly Assembly s_generator = typeof(NetworkGenerator).Assembly;

    private static readonly string[] s_ids = [.. Constants("DiagnosticIds").Select(field => (string)field.GetRawConstantValue()!)];

    private static readonly DiagnosticDescriptor[] s_descriptors = [.. Constants("Descriptors").Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>()];

    private static readonly string s_releases = string.Concat(new[] { "Shipped", "Unshipped" }
        .Select(name => File.ReadAllText(Path.Combine(Repository.TestProject, "..", "..", "src", "Generator", $"AnalyzerReleases.{name}.md"))));

    public static TheoryData<string> Ids() => [.. s_ids];

    [Fact]
    public void IdsAreUniqueAndCountUpFromOne() =>
        Assert.Equal(Enumerable.Range(1, s_ids.Length).Select(number => $"GEN{number:0000}"), s_ids.Order(StringComparer.Ordinal));

    [Fact]
    public void NothingElseHasAnIdOfARule()
    {
        Assert.Equal(s_ids.Order(), s_descriptors.Select(descriptor => descriptor.Id).Order());
        Assert.Equal(s_ids.Order(), AnalyzerHarness.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id).Order());
        Assert.Equal(s_ids.Order(), Regex.Matches(s_releases, @"^GEN\d+", RegexOptions.Multiline).Select(match => match.Value).Order());
        Assert.Equal(s_ids.Order(), Directory.EnumerateFiles(RulePage.Folder, "GEN*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ARuleHasADescriptorAnAnalyzerAReleaseAndAPage(string id)
    {
        DiagnosticDescriptor descriptor = Descriptor(id);
        string title = descriptor.Title.ToString();
        Assert.True(descriptor.IsEnabledByDefault);
        Assert.EndsWith($"/docs/diagnostics/{id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
        Assert.True(Uri.TryCreate(descriptor.HelpLinkUri, UriKind.Absolute, out _));

        // One analyzer class a rule, named like the constants of its id and its descriptor.
        DiagnosticAnalyzer analyzer = Assert.Single(AnalyzerHarness.Analyzers, analyzer => analyzer.SupportedDiagnostics.Contains(descriptor));
        Assert.Single(analyzer.SupportedDiagnostics);
        Assert.NotNull(analyzer.GetType().GetCustomAttribute<DiagnosticAnalyzerAttribute>());
        string name = Constants("DiagnosticIds").Single(field => (string)field.GetRawConstantValue()! == id).Name;
        Assert.Equal(name, Constants("Descriptors").Single(field => field.GetValue(null) == (object)descriptor).Name);
        Assert.Equal(name + "Analyzer", analyzer.GetType().Name);

        Assert.Contains($"{id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {title}\n", s_releases, StringComparison.Ordinal);

        var page = new RulePage(id);
        Assert.Equal($"{id}: {title}", page.Heading);
        Assert.StartsWith($"*{descriptor.DefaultSeverity}*", page.Severity, StringComparison.Ordinal);
        Assert.True(page.Why.Length > 80, $"{id}.md does not say why.");
    }

    [Fact]
    public void TheListHasEveryRuleAsItIs() => Assert.Equal(
        s_descriptors.OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal).Select(descriptor =>
            $"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.DefaultSeverity} | {descriptor.Title} | {(HasFix(descriptor.Id) ? "yes" : "")} |"),
        File.ReadLines(Path.Combine(RulePage.Folder, "README.md")).Where(line => line.StartsWith("| [", StringComparison.Ordinal)));

    [Fact]
    public void TheReadmeCountsThem() => Assert.Contains(
        $"[{s_ids.Length} rules](docs/diagnostics/README.md), each with a page, {s_ids.Count(HasFix)} of them with a fix.",
        File.ReadAllText(Path.Combine(Repository.Root, "README.md")), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheInvalidExampleRaisesTheRuleAndNothingElse(string id)
    {
        RulePage.Example example = new RulePage(id).Invalid;
        IReadOnlyList<Diagnostic> reported = AnalyzerHarness.Diagnose(example.Source, example.Options);
        Diagnostic diagnostic = Assert.Single(reported);
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal("User0.cs", diagnostic.Location.SourceTree?.FilePath);
        Assert.DoesNotMatch(@"\{\d", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheFixedExampleRaisesNothingAndCompiles(string id)
    {
        RulePage.Example example = new RulePage(id).Fixed;
        (IReadOnlyList<Diagnostic> reported, CSharpCompilation complete) = AnalyzerHarness.Diagnose([example.Source], example.Options);
        Assert.DoesNotContain(reported, diagnostic => diagnostic.Id == id);
        GeneratorRun.AssertNone(reported.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        AssertCompiles(complete);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ARuleOfErrorsKeepsTheGeneratorSilentAndAnyOtherDoesNot(string id)
    {
        RulePage.Example example = new RulePage(id).Invalid;
        CSharpCompilation complete = AnalyzerHarness.Diagnose([example.Source], example.Options).Complete;
        bool isAboutDeclarations = Descriptor(id).Category == "Declaration";
        bool emits = !(isAboutDeclarations && Descriptor(id).DefaultSeverity == DiagnosticSeverity.Error) && id != "GEN0013";
        Assert.Equal(emits, complete.SyntaxTrees.Length > 1);
        if (emits)
            AssertCompiles(complete);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void APragmaSuppressesTheRule(string id)
    {
        RulePage.Example example = new RulePage(id).Invalid;
        Assert.Empty(AnalyzerHarness.Diagnose($"#pragma warning disable {id}\n{example.Source}", example.Options));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void AnEditorConfigSetsTheSeverity(string id)
    {
        RulePage.Example example = new RulePage(id).Invalid;
        foreach (ReportDiagnostic severity in new[] { ReportDiagnostic.Error, ReportDiagnostic.Warn, ReportDiagnostic.Info, ReportDiagnostic.Suppress })
        {
            IReadOnlyList<Diagnostic> reported = AnalyzerHarness.Diagnose([example.Source], example.Options, new Severity(id, severity)).Reported;
            if (severity == ReportDiagnostic.Suppress)
            {
                Assert.Empty(reported);
                continue;
            }

            DiagnosticSeverity wanted = severity switch { ReportDiagnostic.Error => DiagnosticSeverity.Error, ReportDiagnostic.Warn => DiagnosticSeverity.Warning, _ => DiagnosticSeverity.Info };
            Assert.Equal(wanted, Assert.Single(reported).Severity);
        }
    }

    /// <summary>Asserts that C# has nothing to say, but that an example's members are not documented.</summary>
    private static void AssertCompiles(CSharpCompilation compilation) =>
        GeneratorRun.AssertNone(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Id != "CS1591"));

    private static bool HasFix(string id) => CodeFixHarness.Providers.Any(provider => provider.FixableDiagnosticIds.Contains(id));

    private static DiagnosticDescriptor Descriptor(string id) => s_descriptors.Single(descriptor => descriptor.Id == id);

    private static FieldInfo[] Constants(string type) =>
        [.. s_generator.GetType($"Generated.Generator.Diagnostics.{type}", throwOnError: true)!.GetFields(BindingFlags.Public | BindingFlags.Static)];

    /// <summary>What a line in .editorconfig means to the compiler.</summary>
    private sealed class Severity(string id, ReportDiagnostic severity) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic set)
        {
            set = severity;
            return diagnosticId == id;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic set)
        {
            set = default;
            return false;
        }
    }
}
