using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Generated.Generator;
using Generated.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace Generated.Tool.Compilation;

/// <summary>The compiler with the generator, in memory, as a project with the package has it.</summary>
internal static class NetworkCompiler
{
    /// <summary>Compiles, optimised, a file that declares a network.</summary>
    /// <param name="source">The file.</param>
    /// <param name="name">What errors call the network.</param>
    /// <returns>The assembly, from its start.</returns>
    /// <exception cref="ToolException">The network is not accepted: a rule of the generator, or the compiler, says why.</exception>
    public static MemoryStream Compile(string source, string name)
    {
        CSharpParseOptions parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13);
        var declared = CSharpCompilation.Create(
            "Compiled", [CSharpSyntaxTree.ParseText(source, parse)], References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(declared, out Microsoft.CodeAnalysis.Compilation complete, out _);
        if (BrokenRule(declared) is { } broken)
            throw new ToolException($"{name}: {broken.GetMessage(CultureInfo.InvariantCulture)}");

        var image = new MemoryStream();
        EmitResult result = complete.Emit(image);
        if (!result.Success)
            throw new ToolException($"{name} does not compile: {result.Diagnostics.First(found => found.Severity == DiagnosticSeverity.Error).GetMessage(CultureInfo.InvariantCulture)}");
        image.Position = 0;
        return image;
    }

    /// <summary>The framework and the runtime library that the tool itself runs on, so that no SDK is needed.</summary>
    private static IEnumerable<MetadataReference> References()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(NetworkAttribute).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));
    }

    /// <summary>The first error of the rules that the generator asks; where there is one, it writes nothing.</summary>
    private static Diagnostic? BrokenRule(CSharpCompilation declared)
    {
        ImmutableArray<DiagnosticAnalyzer> rules = [.. typeof(NetworkGenerator).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DeclarationAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];
        return declared.WithAnalyzers(rules).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult()
            .FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error);
    }
}
