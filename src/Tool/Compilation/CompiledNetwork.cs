using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using System.Threading;
using Generated.Generator;
using Generated.Generator.Diagnostics;
using Generated.Tool.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace Generated.Tool.Compilation;

/// <summary>
/// A model as the very class that the generator writes for a program, compiled in memory: so a command computes at the speed, and
/// with the bits, of the program that the model will be part of.
/// </summary>
internal static class CompiledNetwork
{
    private const string ClassName = "CompiledModel";
    private const string ForwardRepeatedly = "ForwardRepeatedly", ForwardBatchRepeatedly = "ForwardBatchRepeatedly";

    /// <summary>Compiles a model, fills in its parameters and does something with it.</summary>
    /// <exception cref="ToolException">The generator does not accept the model: its rule says why.</exception>
    public static void Use(DenseModel model, INetworkTask task)
    {
        Type network = Compile(model);
        Type scalar = model.Precision == Precision.Double ? typeof(double) : typeof(float);
        MethodInfo start = typeof(CompiledNetwork).GetMethod(nameof(Start), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(network, scalar);
        try
        {
            start.Invoke(null, [model, task]);
        }
        catch (TargetInvocationException error) when (error.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
        }
    }

    /// <summary>What calls <c>Forward</c> or <c>ForwardBatch</c> again and again, directly as a program does, and not through the interface.</summary>
    public static RepeatedCall<T> Repeat<T>(object network, bool isBatch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.GetType().GetMethod(isBatch ? ForwardBatchRepeatedly : ForwardRepeatedly)!.CreateDelegate<RepeatedCall<T>>(network);

    private static void Start<TNetwork, T>(DenseModel model, INetworkTask task)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TNetwork network = TNetwork.Create();
        model.CopyTo(network);
        task.Run<TNetwork, T>(network);
    }

    private static Type Compile(DenseModel model)
    {
        CSharpParseOptions parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp13);
        string scalar = model.Precision == Precision.Double ? "double" : "float";
        string source = $$"""
            using System;
            using Generated;

            {{NetworkDeclaration.AttributeOf(model)}}
            public sealed partial class {{ClassName}}
            {
                public void {{ForwardRepeatedly}}(ReadOnlySpan<{{scalar}}> inputs, Span<{{scalar}}> outputs, long calls)
                {
                    for (long call = 0; call < calls; call++)
                        Forward(inputs, outputs);
                }

                public void {{ForwardBatchRepeatedly}}(ReadOnlySpan<{{scalar}}> inputs, Span<{{scalar}}> outputs, long calls)
                {
                    for (long call = 0; call < calls; call++)
                        ForwardBatch(inputs, outputs);
                }
            }
            """;
        var declared = CSharpCompilation.Create(
            ClassName, [CSharpSyntaxTree.ParseText(source, parse)], References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(declared, out Microsoft.CodeAnalysis.Compilation complete, out _);
        if (complete.SyntaxTrees.Count() == 1)
            throw new ToolException($"{model}: {WhyNot(declared)}");

        using var image = new MemoryStream();
        EmitResult result = complete.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException($"{model} does not compile: {result.Diagnostics.First(found => found.Severity == DiagnosticSeverity.Error)}.");
        image.Position = 0;
        return new AssemblyLoadContext(ClassName).LoadFromStream(image).GetType(ClassName, throwOnError: true)!;
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

    /// <summary>What the rules that the generator asks say about a network for which it writes nothing.</summary>
    private static string WhyNot(CSharpCompilation declared)
    {
        ImmutableArray<DiagnosticAnalyzer> rules = [.. typeof(NetworkGenerator).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DeclarationAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];
        Diagnostic? error = declared.WithAnalyzers(rules).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult()
            .FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error);
        return error?.GetMessage(CultureInfo.InvariantCulture) ?? "the generator writes nothing for it.";
    }
}
