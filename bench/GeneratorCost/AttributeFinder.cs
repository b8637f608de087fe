using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.Bench;

/// <summary>A generator that only finds the annotated classes: the part of a run that is the compiler's own.</summary>
internal sealed class AttributeFinder : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName(
                "Generated.NetworkAttribute",
                static (node, _) => node is ClassDeclarationSyntax,
                static (attributed, _) => attributed.TargetSymbol.Name),
            static (output, name) => output.AddSource(name + ".g.cs", "//"));
}
