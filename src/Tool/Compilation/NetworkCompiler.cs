using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Generated.Build;
using Generated.Generator;
using Generated.Generator.Declaration;
using Generated.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Generated.Tool.Compilation;

/// <summary>The compiler with the generator, in memory, as a project with the package has it.</summary>
internal static class NetworkCompiler
{
    /// <summary>The framework and the runtime library that the tool itself runs on, so that no SDK is needed.</summary>
    private static readonly Lazy<ImmutableArray<MetadataReference>> s_references = new(FindReferences);

    /// <summary>Compiles, optimised, a file that declares a network.</summary>
    /// <param name="source">The file.</param>
    /// <param name="name">What errors call the network.</param>
    /// <returns>The assembly, from its start.</returns>
    /// <exception cref="ToolException">The network is not accepted: a rule of the generator, or the compiler, says why.</exception>
    public static MemoryStream Compile(string source, string name) =>
        Compile([source], name, LanguageVersion.CSharp13, new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release), []);

    /// <summary>Requires that files compile as a project, with the newest language that the compiler knows.</summary>
    /// <param name="sources">The files.</param>
    /// <param name="name">What errors call the network.</param>
    /// <param name="isProgram">Whether one of the files is a program.</param>
    /// <param name="weights">What the build finds in the file of weights.</param>
    /// <exception cref="ToolException">They do not compile: a rule of the generator, or the compiler, says why.</exception>
    public static void Require(IEnumerable<string> sources, string name, bool isProgram, WeightsFile weights)
    {
        OutputKind kind = isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        Compile(sources, name, LanguageVersion.Preview, new(kind, nullableContextOptions: NullableContextOptions.Enable), [new Manifest(weights)]).Dispose();
    }

    private static MemoryStream Compile(
        IEnumerable<string> sources, string name, LanguageVersion language, CSharpCompilationOptions options, ImmutableArray<AdditionalText> manifests)
    {
        CSharpParseOptions parse = CSharpParseOptions.Default.WithLanguageVersion(language);
        var declared = CSharpCompilation.Create("Compiled", sources.Select(source => CSharpSyntaxTree.ParseText(source, parse)), s_references.Value, options);
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], manifests, parse)
            .RunGeneratorsAndUpdateCompilation(declared, out Microsoft.CodeAnalysis.Compilation complete, out _);
        if (BrokenRule(declared, manifests) is { } broken)
            throw new ToolException($"{name}: {broken.GetMessage(CultureInfo.InvariantCulture)}");

        var image = new MemoryStream();
        EmitResult result = complete.Emit(image);
        if (!result.Success)
        {
            Diagnostic error = result.Diagnostics.First(found => found.Severity == DiagnosticSeverity.Error);
            throw new ToolException($"{name} does not compile: {error.GetMessage(CultureInfo.InvariantCulture)}");
        }

        image.Position = 0;
        return image;
    }

    private static ImmutableArray<MetadataReference> FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(NetworkAttribute).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path))];
    }

    /// <summary>The first error of the rules that the generator asks; where there is one, it writes nothing.</summary>
    private static Diagnostic? BrokenRule(CSharpCompilation declared, ImmutableArray<AdditionalText> manifests)
    {
        ImmutableArray<DiagnosticAnalyzer> rules = [.. typeof(NetworkGenerator).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DeclarationAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];
        return declared.WithAnalyzers(rules, new AnalyzerOptions(manifests)).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult()
            .FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error);
    }

    /// <summary>What the build hands to the generator of a file of weights.</summary>
    private sealed class Manifest(WeightsFile weights) : AdditionalText
    {
        public override string Path => "weights" + WeightsManifest.Extension;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(weights.Manifest);
    }
}
