using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Generated.Generator.Diagnostics;

/// <summary>A span whose length can be seen has the length that the network takes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SpanLengthAnalyzer() : CallAnalyzer(Descriptors.SpanLength)
{
    /// <summary>The property of a diagnostic that names the constant to use; the size as written is the additional location.</summary>
    internal const string Constant = "Constant";

    private protected override void Analyze(IInvocationOperation call, OperationAnalysisContext context)
    {
        if (!IsGenerated(call.TargetMethod) || NetworkOf(call) is not INamedTypeSymbol type || DeclaredNetwork.Of(type, context.Compilation) is not { } network)
            return;

        List<(IArgumentOperation Argument, ConstantLength Length)> spans = [.. from argument in call.Arguments
            let length = ConstantLength.Of(argument.Value.Syntax, call.SemanticModel!, context.CancellationToken)
            where argument.Parameter is not null && length is not null
            select (argument, length.Value)];
        if (spans.Count == 0 || DeclarationReader.Read(network) is not { } spec)
            return;

        var graph = NetworkGraph.Of(spec);
        int? rows = spans.Where(span => span.Argument.Parameter!.Name == "inputs" && span.Length.Elements % graph.Inputs == 0)
            .Select(span => (int?)(span.Length.Elements / graph.Inputs)).FirstOrDefault();
        foreach ((IArgumentOperation argument, ConstantLength length) in spans)
        {
            if (Wanted(argument.Parameter!.Name, graph, call, rows, length.Elements) is not { } wanted || wanted.Fits(length.Elements))
                continue;
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.SpanLength, argument.Value.Syntax.GetLocation(), length.Size is { } size && wanted.Constant is not null ? [size.GetLocation()] : [],
                ImmutableDictionary<string, string?>.Empty.Add(
                    Constant, wanted.Constant is { } name ? $"{type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{name}" : null),
                argument.Parameter.Name, length.Elements, call.TargetMethod.Name, type.Name, wanted));
        }
    }

    /// <summary>The type that a method is called on, if it may be a network.</summary>
    private static ITypeSymbol? NetworkOf(IInvocationOperation call) => call.Instance?.Type;

    /// <summary>Whether a method is one of INetwork's, rather than an overload of the user's.</summary>
    private static bool IsGenerated(IMethodSymbol method) =>
        GeneratedMembers.Methods.Any(generated => generated.Name == method.Name
            && generated.TakesLoss == method.IsGenericMethod && generated.Parameters.Count == method.Parameters.Length);

    private static WantedLength? Wanted(string parameter, NetworkGraph graph, IInvocationOperation call, int? rows, int length) => parameter switch
    {
        "input" or "inputGradient" => new(graph.Inputs, "InputSize"),
        "output" or "target" or "outputGradient" => new(graph.Outputs, "OutputSize"),
        "gradient" or "canonical" => new(graph.ParameterCount, "ParameterCount"),
        "inputs" => new(graph.Inputs, null, IsMultiple: true),
        // None, or one for each row.
        "weights" => rows is { } weighted && length > 0 ? new(weighted, null) : null,
        "outputs" or "targets" => rows is { } count ? new(count * graph.Outputs, null) : new(graph.Outputs, null, IsMultiple: true),
        "activation" when call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "layer")?.Value.ConstantValue
                is { HasValue: true, Value: int layer }
            && layer >= 1 && layer <= graph.Layers.Count => new(graph.Layers[layer - 1].Units, null),
        _ => null,
    };

    /// <summary>The length that a parameter takes.</summary>
    /// <param name="Elements">The number of elements.</param>
    /// <param name="Constant">The network's constant for it, if there is one.</param>
    /// <param name="IsMultiple">Whether any multiple of the number does.</param>
    private readonly record struct WantedLength(long Elements, string? Constant, bool IsMultiple = false)
    {
        public bool Fits(int length) => IsMultiple ? length % Elements == 0 : length == Elements;

        public override string ToString() => (IsMultiple ? "a multiple of " : "") + Elements.ToString(CultureInfo.InvariantCulture);
    }
}
