using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Generator.Diagnostics;

/// <summary>
/// No type of the project hides a name that generated code uses. Such code names everything in full, from the global namespace on,
/// so that only few types there, such as one called System, and types in the runtime's own namespaces can come between.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class HiddenNameAnalyzer : DiagnosticAnalyzer
{
    private const string Runtime = "Generated";

    /// <summary>The namespaces below it that emitted code uses.</summary>
    private static readonly string[] s_used = ["Kernels", "Numerics"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.HiddenName];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterSymbolAction(
            static action =>
            {
                if (Hides((INamedTypeSymbol)action.Symbol, action.Compilation) is { } hidden)
                    action.ReportDiagnostic(Diagnostic.Create(Descriptors.HiddenName, action.Symbol.Locations[0], action.Symbol.Name, hidden));
            },
            SymbolKind.NamedType);
    }

    /// <summary>Whether any type of a project hides a name.</summary>
    internal static bool HidesAny(Compilation compilation)
    {
        INamespaceSymbol global = compilation.Assembly.GlobalNamespace;
        if (new[] { "System", Runtime, "MethodImpl", "SkipLocalsInit" }.SelectMany(name => global.GetTypeMembers(name))
            .Any(type => Hides(type, compilation) is not null))
        {
            return true;
        }

        return Space(global, Runtime) is { } runtime
            && new[] { "Emitted" }.Concat(s_used).Select(name => Space(runtime, name)).Append(runtime).OfType<INamespaceSymbol>()
                .Any(space => space.GetTypeMembers().Any(type => Hides(type, compilation) is not null));
    }

    private static INamespaceSymbol? Space(INamespaceSymbol parent, string name) => parent.GetMembers(name).OfType<INamespaceSymbol>().FirstOrDefault();

    /// <summary>What a type hides, or null.</summary>
    private static string? Hides(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.ContainingType is not null || type.IsFileLocal)
            return null;
        if (type.ContainingNamespace.IsGlobalNamespace)
        {
            return type is { Name: "System" or Runtime, Arity: 0 } ? $"namespace '{type.Name}'"
                // C# tries the short name of an attribute and its full one, and takes neither if it finds both.
                : type is { Name: "MethodImpl" or "SkipLocalsInit", BaseType.Name: "Attribute" }
                    ? $"attribute 'System.Runtime.CompilerServices.{type.Name}Attribute'"
                : null;
        }

        string space = type.ContainingNamespace.ToDisplayString();
        if (space == "Generated.Emitted")
            return "what the generator puts into its namespace 'Generated.Emitted'";
        bool isInRuntime = (space == Runtime || s_used.Any(name => space == $"{Runtime}.{name}"))
            && compilation.SourceModule.ReferencedAssemblySymbols.FirstOrDefault(assembly => assembly.Name == Runtime)?
                .GetTypeByMetadataName($"{space}.{type.MetadataName}") is not null;
        return isInRuntime ? $"type '{space}.{type.Name}' of the library" : null;
    }
}
