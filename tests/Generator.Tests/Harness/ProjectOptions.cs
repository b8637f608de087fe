using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Generated.Tests;

/// <summary>How a user's project compiles, as far as emitted code could notice. Implicit usings are always off.</summary>
internal sealed record ProjectOptions
{
    /// <summary>What a new project has, but for the strictest warning level.</summary>
    public static ProjectOptions Default { get; } = new();

    public bool Nullable { get; init; } = true;

    public bool CheckForOverflow { get; init; }

    public bool AllowUnsafe { get; init; }

    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp13;

    /// <summary>What the build has found in the project's weights files.</summary>
    public ImmutableArray<AdditionalText> Weights { get; init; } = [];

    /// <summary>Whether the project refers to Generated.Onnx too.</summary>
    public bool Onnx { get; init; }

    public OutputKind Output { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    /// <summary>Documentation is parsed too, so that a mistake in an emitted comment is a warning.</summary>
    public CSharpParseOptions Parse => CSharpParseOptions.Default
        .WithLanguageVersion(Language)
        .WithDocumentationMode(DocumentationMode.Diagnose);

    /// <summary>The framework and the runtime library that this test itself runs on.</summary>
    private static ImmutableArray<MetadataReference> References { get; } =
        Refer(file => file.StartsWith("System.", StringComparison.Ordinal) || file is "netstandard.dll" or "Generated.dll");

    private static ImmutableArray<MetadataReference> OnnxReferences { get; } = Refer(file => file == "Generated.Onnx.dll");

    public CSharpCompilation Compile(params string[] sources) => CSharpCompilation.Create(
        "Emitted",
        sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, Parse, path: $"User{index}.cs")),
        Onnx ? References.AddRange(OnnxReferences) : References,
        new CSharpCompilationOptions(
            Output,
            optimizationLevel: OptimizationLevel.Release,
            checkOverflow: CheckForOverflow,
            allowUnsafe: AllowUnsafe,
            warningLevel: 9999,
            nullableContextOptions: Nullable ? NullableContextOptions.Enable : NullableContextOptions.Disable));

    private static ImmutableArray<MetadataReference> Refer(Func<string, bool> isWanted) => [..
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => isWanted(Path.GetFileName(path)))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))];
}
