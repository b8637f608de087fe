using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Generated.Tests;

/// <summary>The libraries' public surface is a file that changes with it, so that a review sees every change.</summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("Generated", "Runtime")]
    [InlineData("Generated.Keras", "Keras")]
    [InlineData("Generated.Onnx", "Onnx")]
    public void ThePublicSurfaceIsTheOneReviewed(string assembly, string project)
    {
        string outputs = Path.Combine(Build.Root, "src", project, "bin", Build.Configuration, "net10.0");
        MetadataReference[] references = [.. Directory.EnumerateFiles(outputs, "*.dll").Concat(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator).Where(file => Path.GetDirectoryName(file) == Path.GetDirectoryName(typeof(object).Assembly.Location)))
            .Select(file => MetadataReference.CreateFromFile(file))];
        var compilation = CSharpCompilation.Create("Reader", references: references, options: new(OutputKind.DynamicallyLinkedLibrary, metadataImportOptions: MetadataImportOptions.Public));
        IAssemblySymbol library = compilation.SourceModule.ReferencedAssemblySymbols.Single(symbol => symbol.Name == assembly);
        Snapshot.VerifyNamed(PublicApi.Describe(library), $"PublicApi.{assembly}", "txt");
    }
}
