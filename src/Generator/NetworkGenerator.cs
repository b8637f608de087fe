using System;
using System.Linq;
using System.Text;
using Generated.Generator.Declaration;
using Generated.Generator.Diagnostics;
using Generated.Generator.Emission;
using Generated.Generator.Planning;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Generated.Generator;

/// <summary>
/// Writes the networks that <c>[Network]</c> declares. Four steps, each a pure function of the one before it, so that
/// an edit elsewhere stops at the first step whose result is unchanged.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    /// <summary>The names of the steps, by which tests follow what is cached.</summary>
    internal const string DeclarationStep = "Declaration", WeightsStep = "Weights", PlanningStep = "Planning", EmissionStep = "Emission";

    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<NetworkSpec> declared = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                DeclarationReader.NetworkAttribute,
                static (node, _) => node is ClassDeclarationSyntax,
                static (attributed, _) => Read(attributed))
            .Where(static spec => spec is not null)
            .Select(static (spec, _) => spec!)
            .WithTrackingName(DeclarationStep);

        // What the build has found in the project's weights files. Mostly an empty array.
        IncrementalValueProvider<EquatableArray<WeightsManifest>> manifests = context.AdditionalTextsProvider
            .Select(static (file, cancellation) => WeightsAnalyzer.ReadManifest(file, static text => WeightsManifest.Parse(text.ToString()), cancellation))
            .Where(static manifest => manifest is not null)
            .Collect()
            .Select(static (manifests, _) => new EquatableArray<WeightsManifest>(manifests!));

        // Of all files a network keeps what it needs of its own, so that another file's change goes no further.
        IncrementalValuesProvider<NetworkSpec> specs = declared
            .Combine(manifests)
            .Select(static (pair, _) => AddWeights(pair.Left, pair.Right))
            .Where(static spec => spec is not null)
            .Select(static (spec, _) => spec!)
            .WithTrackingName(WeightsStep);

        IncrementalValuesProvider<NetworkPlan> plans = specs
            .Select(static (spec, _) => Planner.Plan(NetworkGraph.Of(spec)))
            .WithTrackingName(PlanningStep);

        IncrementalValuesProvider<(string HintName, string Source)> sources = plans
            .Select(static (plan, _) => (plan.Spec.HintName, NetworkEmitter.Emit(plan)))
            .WithTrackingName(EmissionStep);

        // The compiler takes two files for one if their names differ in case only. Networks of such names are rare, so this is mostly an
        // empty array, which stays the same when networks come and go.
        IncrementalValueProvider<EquatableArray<string>> alike = specs
            .Select(static (spec, _) => spec.HintName)
            .Collect()
            .Select(static (names, _) => new EquatableArray<string>(names
                .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Count() > 1)
                .SelectMany(group => group)
                .OrderBy(name => name, StringComparer.Ordinal)));

        context.RegisterSourceOutput(sources.Combine(alike), static (output, pair) =>
        {
            ((string name, string source), EquatableArray<string> alike) = pair;
            int number = alike.ToList().IndexOf(name) + 1;
            output.AddSource(number == 0 ? name : $"{number}-{name}", SourceText.From(source, s_utf8));
        });
    }

    /// <summary>The declared network, or null where a rule objects to it: the rule's analyzer says so, and this keeps silent.</summary>
    private static NetworkSpec? Read(GeneratorAttributeSyntaxContext attributed)
    {
        // C# objects to a second [Network], which stands on another part of the class.
        if (attributed.TargetSymbol is not INamedTypeSymbol type || DeclaredNetwork.Of(type, attributed.SemanticModel.Compilation) is not { } network
            || network.Attribute.Syntax()?.Parent?.Parent != attributed.TargetNode)
        {
            return null;
        }

        return DeclarationAnalyzer.Allow(network) ? DeclarationReader.Read(network) : null;
    }

    /// <summary>The network with what is in its weights file, if it has one; null where a rule objects to the file.</summary>
    private static NetworkSpec? AddWeights(NetworkSpec network, EquatableArray<WeightsManifest> manifests)
    {
        if (network.Weights is not { } weights)
            return network;
        if (!WeightsAnalyzer.Allow(network, manifests))
            return null;
        WeightsManifest manifest = WeightsReader.Find(weights, manifests)!;
        return network with { Pretrained = WeightsReader.Read(network, manifest) };
    }
}
