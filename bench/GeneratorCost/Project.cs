using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Generated.Bench;

/// <summary>A user's project in memory: files with a network each, and files with none.</summary>
internal sealed class Project
{
    /// <summary>What stands beside the networks: files with a few classes, of which one is edited.</summary>
    private const int OtherFiles = 100;

    private static readonly string[] _shapes =
    [
        "64, 32, 10, Output = Activation.Softmax",
        "4, 16, 3",
        "2, 3, 1, Hidden = Activation.Sigmoid, Output = Activation.Sigmoid",
        "32, 64, 64, 8",
        "784, 128, 10, Output = Activation.Softmax",
        "33, 17, 40, Hidden = Activation.Tanh, Precision = Precision.Double",
        "20, 12, 3, 12, 20, Activations = [Activation.Tanh, Activation.Linear, Activation.Tanh, Activation.Linear]",
        "16, 100, 100, 1, Hidden = Activation.GELU",
        "784, 512, 512, 10, Hidden = Activation.Mish",
        "128, 128, 128, Hidden = Activation.SELU",
    ];

    private static readonly CSharpParseOptions _parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);

    private static readonly CSharpCompilationOptions _options = new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release);

    private static readonly ImmutableArray<MetadataReference> _references = [..
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var file && (file.StartsWith("System.", StringComparison.Ordinal) || file is "Generated.dll"))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))];

    private readonly SyntaxTree _firstNetwork, _firstOther;

    private Project(IReadOnlyList<SyntaxTree> networks, IReadOnlyList<SyntaxTree> others)
    {
        _firstNetwork = networks.Count > 0 ? networks[0] : null!;
        _firstOther = others.Count > 0 ? others[0] : null!;
        Compilation = CSharpCompilation.Create("UserProject", [.. networks, .. others], _references, _options);
    }

    /// <summary>The project as it compiles, without emitted files.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>A project with so many networks of ten shapes in turn.</summary>
    public static Project WithNetworks(int count) => new(
        [.. Enumerable.Range(0, count).Select(index => Parse(Network(index, _shapes[index % _shapes.Length]), $"Network{index}.cs"))],
        [.. Enumerable.Range(0, OtherFiles).Select(index => Parse(Other(index, "0"), $"Other{index}.cs"))]);

    /// <summary>A project of one network and nothing else; null for no network either.</summary>
    public static Project Of(string? shape) => new(
        [Parse(shape is null ? "using Generated; namespace App; public class Nothing;" : Network(0, shape), "Network.cs")], []);

    /// <summary>The project after somebody has typed into a file without a network. Every edit is another.</summary>
    public CSharpCompilation EditOther(int edit) =>
        Compilation.ReplaceSyntaxTree(_firstOther, Parse(Other(0, edit.ToString(CultureInfo.InvariantCulture)), _firstOther.FilePath));

    /// <summary>The project after somebody has changed the size of the first network. Every edit is another.</summary>
    public CSharpCompilation EditNetwork(int edit) =>
        Compilation.ReplaceSyntaxTree(_firstNetwork, Parse(Network(0, string.Create(CultureInfo.InvariantCulture, $"64, {33 + edit % 200}, 10, Output = Activation.Softmax")), _firstNetwork.FilePath));

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, _parse, path);

    private static string Network(int index, string shape) => $$"""
        using Generated;

        namespace App;

        [Network({{shape}})]
        public sealed partial class Network{{index}};
        """;

    private static string Other(int index, string value) => $$"""
        using System;
        using System.Collections.Generic;

        namespace App;

        [Serializable]
        public sealed class Other{{index}}
        {
            private readonly List<int> _values = [{{value}}];

            [Obsolete("There are others.")]
            public int Sum()
            {
                int sum = 0;
                foreach (int value in _values)
                    sum += value * {{index}};
                return sum;
            }
        }

        public record struct Pair{{index}}(int First, string Second);
        """;
}
