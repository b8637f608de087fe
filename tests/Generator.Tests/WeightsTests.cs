using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using Generated.Build;
using Generated.Generator;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Generated.Tests;

/// <summary>Weights files as the compiler sees them: what is emitted for those that fit, and what is said of those that do not.</summary>
public class WeightsTests
{
    private const string Digits = "[Generated.Network(64, 32, 10, Weights = \"digits.safetensors\")] partial class Net;";

    private static readonly byte[] s_twoLayers = ProjectWeights.Save(("0.weight", [3, 2]), ("0.bias", [3]), ("2.weight", [1, 3]), ("2.bias", [1]));

    [Fact]
    public void AMissingFileIsNamedWithWhatToDo()
    {
        AssertReported(Digits, [], "GEN0027", "\"digits.safetensors\"",
            "Network 'Net' has no weights: the project has no weights 'digits.safetensors'; add <NetworkWeights Include=\"digits.safetensors\" /> to it");
        AssertReported(Digits, [ProjectWeights.Of("models/digits.safetensors", ProjectWeights.Digits)], "GEN0027", "\"digits.safetensors\"",
            "Network 'Net' has no weights: the project has no weights 'digits.safetensors'; add <NetworkWeights Include=\"digits.safetensors\" /> to it, or name one of those that it has: 'models/digits.safetensors'");
        AssertReported("[Generated.Network(2, 1, Weights = \"\")] partial class Net;", [], "GEN0027", "\"\"", "Network 'Net' has no weights: Weights names no file");
        AssertReported("[Generated.Network(2, 1, WeightsSha256 = \"00\")] partial class Net;", [], "GEN0027", "Generated.Network(2, 1, WeightsSha256 = \"00\")",
            "Network 'Net' has no weights: Weights names no file");
    }

    [Fact]
    public void AnItemWithoutAFileIsNamedWithItsPath()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString(), "digits.safetensors");
        var missing = new ProjectWeights("x.networkweights", WeightsFile.Read("digits.safetensors", path).Manifest);
        AssertReported(Digits, [missing], "GEN0027", "\"digits.safetensors\"", $"Network 'Net' has no weights: there is no file '{path}', which the project names as its weights");
    }

    [Fact]
    public void AMisshapenFileIsNamedWithTheTensorItsShapeAndTheShapeThatIsWanted() =>
        AssertReported(Digits.Replace("32", "30", StringComparison.Ordinal), [ProjectWeights.Of("digits.safetensors", ProjectWeights.Digits)], "GEN0028", "\"digits.safetensors\"",
            "'digits.safetensors' does not fit network 'Net': tensor '0.weight': its shape is [32, 64], but the network wants [30, 64] for the weights of layer 1 (64 inputs, 30 units).");

    [Fact]
    public void ADamagedFileIsNamedWithWhatTheReaderObjectsTo()
    {
        AssertReported(Digits, [ProjectWeights.Of("digits.safetensors", ProjectWeights.Digits[..1000])], "GEN0029", "\"digits.safetensors\"",
            "The weights of network 'Net' cannot be read: digits.safetensors: the values of tensor '0.weight', bytes 0 to 8192, are beyond the 656 bytes that follow the header.");
        AssertReported(Digits, [ProjectWeights.Of("digits.safetensors", [1, 2, 3])], "GEN0029", "\"digits.safetensors\"",
            "The weights of network 'Net' cannot be read: digits.safetensors: it has 3 bytes and is neither a safetensors nor a NumPy file.");
    }

    /// <summary>The build reads all values, so that a wrong checksum is not left to the program to find.</summary>
    [Fact]
    public void DamagedValuesOfACompressedFileAreFound()
    {
        byte[] content = File.ReadAllBytes(Path.Combine(Repository.TestProject, "..", "golden", "numpy", "mlp.npz"));
        const string Source = "[Generated.Network(5, 7, 6, 2, Precision = Generated.Precision.Double, Weights = \"mlp.npz\")] partial class Net;";
        Assert.Empty(AnalyzerHarness.Diagnose(Source, With(ProjectWeights.Of("mlp.npz", content))));

        // The last value of the first array: behind its headers, 35 doubles before the next entry.
        int next = content.AsSpan(4).IndexOf("PK\u0003\u0004"u8) + 4;
        content[next - 1] ^= 1;
        Diagnostic diagnostic = Assert.Single(AnalyzerHarness.Diagnose(Source, With(ProjectWeights.Of("mlp.npz", content))));
        Assert.Equal("GEN0029", diagnostic.Id);
        Assert.StartsWith("The weights of network 'Net' cannot be read: mlp.npz: tensor 'coefs_0': ", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>The same shapes, but other values: only the hash tells.</summary>
    [Fact]
    public void AChangedFileIsNamedWithBothHashes()
    {
        byte[] changed = [.. ProjectWeights.Digits];
        changed[^1] ^= 1;
        string pinned = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(ProjectWeights.Digits));
        string found = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(changed));
        string source = Digits.Replace(")]", $", WeightsSha256 = \"{pinned}\")]", StringComparison.Ordinal);
        AssertReported(source, [ProjectWeights.Of("digits.safetensors", changed)], "GEN0030", $"\"{pinned}\"",
            $"'digits.safetensors' has the SHA-256 {found}, but network 'Net' is pinned to {pinned}: take that file, or state the new hash");
        Assert.Empty(AnalyzerHarness.Diagnose(source, With(ProjectWeights.Of("digits.safetensors", ProjectWeights.Digits))));
        Assert.Empty(AnalyzerHarness.Diagnose(Digits, With(ProjectWeights.Of("digits.safetensors", changed))));
    }

    /// <summary>Weights of ReLU and Sigmoid are not compiled into Tanh and Linear.</summary>
    [Fact]
    public void OtherActivationsAreNamed()
    {
        var file = ProjectWeights.Of("net.safetensors", WithMetadata("ReLU,Sigmoid"));
        AssertReported("[Generated.Network(2, 3, 1, Hidden = Generated.Activation.Tanh, Weights = \"net.safetensors\")] partial class Net;", [file], "GEN0028", "\"net.safetensors\"",
            "'net.safetensors' does not fit network 'Net': its metadata states that layer 1 has the activation 'ReLU', but that of the network is Tanh: the outputs would be others. Declare the network with the activations 'ReLU,Sigmoid', or correct 'activations' in the file.");
        Assert.Empty(AnalyzerHarness.Diagnose("[Generated.Network(2, 3, 1, Output = Generated.Activation.Sigmoid, Weights = \"net.safetensors\")] partial class Net;", With(file)));
    }

    /// <summary>Weights of other classes are not compiled in.</summary>
    [Fact]
    public void OtherLabelsAreNamed()
    {
        const string Net = "[Generated.Network(2, 3, 1, Output = Generated.Activation.Sigmoid, LABELSWeights = \"net.safetensors\")] partial class Net;";
        string Labelled(string label) => Net.Replace("LABELS", $"Labels = new[] {{ \"{label}\" }}, ", StringComparison.Ordinal);
        var file = ProjectWeights.Of("net.safetensors", WithMetadata("ReLU,Sigmoid", "[\"rain\"]"));
        AssertReported(Labelled("sun"), [file], "GEN0028", "\"net.safetensors\"",
            "'net.safetensors' does not fit network 'Net': its metadata states the labels [\"rain\"], but those of the network are [\"sun\"]: the outputs would be taken for others. Declare the network with the labels of the file, or correct 'labels' in it.");
        Assert.Empty(AnalyzerHarness.Diagnose(Labelled("rain"), With(file)));
        Assert.Empty(AnalyzerHarness.Diagnose(Net.Replace("LABELS", "", StringComparison.Ordinal), With(file)));
        Assert.Empty(AnalyzerHarness.Diagnose(Labelled("sun"), With(ProjectWeights.Of("net.safetensors", WithMetadata("ReLU,Sigmoid")))));
    }

    /// <summary>A value beside the network's may be of any size.</summary>
    [Fact]
    public void AValueOfAnotherTensorMayBeBeyondSinglePrecision()
    {
        using var stream = new MemoryStream();
        Safetensors.Write<double>(stream, [new("0.weight", [1, 2], new double[2]), new("0.bias", [1], new double[1]), new("scale", [1], new[] { 1e300 })]);
        Assert.Empty(AnalyzerHarness.Diagnose("[Generated.Network(2, 1, Weights = \"net.safetensors\")] partial class Net;", With(ProjectWeights.Of("net.safetensors", stream.ToArray()))));
    }

    /// <summary>Values that are too large are found where they would be rounded to infinity, and not in double precision.</summary>
    [Fact]
    public void AValueBeyondSinglePrecisionIsFound()
    {
        using var stream = new MemoryStream();
        Safetensors.Write<double>(stream, [new("0.weight", [1, 2], new double[] { 1, -1e39 }), new("0.bias", [1], new double[] { double.PositiveInfinity })]);
        var file = ProjectWeights.Of("large.safetensors", stream.ToArray());
        const string Source = "[Generated.Network(2, 1, Weights = \"large.safetensors\")] partial class Net;";
        AssertReported(Source, [file], "GEN0028", "\"large.safetensors\"",
            "'large.safetensors' does not fit network 'Net': tensor '0.weight': value 1 (counted from 0) is beyond the range of Single.");
        Assert.Empty(AnalyzerHarness.Diagnose(Source.Replace("Weights", "Precision = Generated.Precision.Double, Weights", StringComparison.Ordinal), With(file)));
    }

    /// <summary>The compiler accepts what the program can load, and objects to all else in the same words.</summary>
    [Fact]
    public void TheCompilerAndTheRuntimeAgree()
    {
        using EmittedAssembly emitted = EmittedAssembly.Load("[Generated.Network(2, 3, 1)] partial class Net;");
        foreach ((string what, byte[] content) in Files())
        {
            string? atRunTime = null;
            try
            {
                using var file = TensorFile.Read(new MemoryStream(content), "file");
                EmittedAssembly.Create<float>(emitted.Networks[0]).LoadWeights(file);
            }
            catch (DataFormatException e)
            {
                atRunTime = e.Message["file: ".Length..];
            }

            IReadOnlyList<Diagnostic> reported = AnalyzerHarness.Diagnose("[Generated.Network(2, 3, 1, Weights = \"file\")] partial class Net;", With(ProjectWeights.Of("file", content)));
            string? atCompileTime = reported.SingleOrDefault()?.GetMessage(CultureInfo.InvariantCulture)["'file' does not fit network 'Net': ".Length..];
            Assert.True(atRunTime == atCompileTime, $"{what}: {atRunTime} / {atCompileTime}");
            Assert.True(what.StartsWith("fits", StringComparison.Ordinal) == atRunTime is null, $"{what}: {atRunTime}");
        }
    }

    private static (string What, byte[] Content)[] Files() =>
    [
        ("fits: nn.Sequential", s_twoLayers),
        ("fits: Keras", ProjectWeights.Save(("dense_1/kernel", [3, 1]), ("dense_1/bias", [1]), ("dense/kernel", [2, 3]), ("dense/bias", [3]))),
        ("fits: scikit-learn", ProjectWeights.Save(("coefs_0", [2, 3]), ("intercepts_0", [3]), ("coefs_1", [3, 1]), ("intercepts_1", [1]))),
        ("fits: by sizes", ProjectWeights.Save(("decoder.weight", [1, 3]), ("decoder.bias", [1]), ("encoder.weight", [3, 2]), ("encoder.bias", [3]))),
        ("one layer too few", ProjectWeights.Save(("0.weight", [3, 2]), ("0.bias", [3]))),
        ("the transpose", ProjectWeights.Save(("0.weight", [2, 3]), ("0.bias", [3]), ("2.weight", [3, 1]), ("2.bias", [1]))),
        ("biases of another length", ProjectWeights.Save(("0.weight", [3, 2]), ("0.bias", [4]), ("2.weight", [1, 3]), ("2.bias", [1]))),
        ("no biases", ProjectWeights.Save(("0.weight", [3, 2]), ("2.weight", [1, 3]), ("2.bias", [1]))),
        ("names of no known kind", ProjectWeights.Save(("W", [3, 2]), ("b", [3]))),
        ("two of a name", ProjectWeights.Save(("a.weight", [3, 2]), ("a.kernel", [2, 3]), ("a.bias", [3]))),
        ("no order", ProjectWeights.Save(("a.weight", [3, 3]), ("a.bias", [3]), ("b.weight", [3, 3]), ("b.bias", [3]))),
        ("nothing", ProjectWeights.Save()),
        ("fits: with a standardizer", ProjectWeights.Save(("mean", [2]), ("0.weight", [3, 2]), ("0.bias", [3]), ("2.weight", [1, 3]), ("2.bias", [1]), ("deviation", [2]))),
        ("a batch normalisation", ProjectWeights.Save(("0.weight", [3, 2]), ("0.bias", [3]), ("1.running_mean", [3]), ("2.weight", [1, 3]), ("2.bias", [1]))),
        ("a layer under another name", ProjectWeights.Save(("0.weight", [3, 2]), ("0.bias", [3]), ("readout.W", [1, 3]), ("readout.b", [1]))),
        ("fits: its own activations", WithMetadata("ReLU,Linear")),
        ("fits: its own activations in small letters", WithMetadata("relu, linear")),
        ("other activations", WithMetadata("ReLU,Sigmoid")),
        ("activations of three layers", WithMetadata("ReLU,ReLU,Sigmoid")),
        ("activations that do not exist, of a damaged text", WithMetadata("Re\u001bLU\n,\u202Ewhat")),
        ("values of eight bits", OfEightBits("2.weight")),
        ("fits: values of eight bits beside the network", OfEightBits("scale")),
        ("a matrix as biases", ProjectWeights.Save(("0.weight", [3, 2]), ("0.bias", [3, 1]), ("2.weight", [1, 3]), ("2.bias", [1]))),
    ];

    private static byte[] WithMetadata(string activations, string? labels = null)
    {
        var metadata = new Dictionary<string, string> { ["activations"] = activations };
        if (labels is not null)
            metadata["labels"] = labels;
        using var stream = new MemoryStream();
        Safetensors.Write<float>(stream, [new("0.weight", [3, 2], new float[6]), new("0.bias", [3], new float[3]), new("2.weight", [1, 3], new float[3]), new("2.bias", [1], new float[1])],
            metadata: metadata);
        return stream.ToArray();
    }

    /// <summary>The two layers, of which one tensor is of the type F8_E4M3; a tensor of another name is one more.</summary>
    private static byte[] OfEightBits(string name)
    {
        (string Name, int[] Shape)[] tensors = [("0.weight", [3, 2]), ("0.bias", [3]), ("2.weight", [1, 3]), ("2.bias", [1])];
        if (!tensors.Any(tensor => tensor.Name == name))
            tensors = [.. tensors, (name, [1, 3])];
        int end = 0;
        string[] entries = [.. tensors.Select(tensor =>
        {
            int start = end;
            end += tensor.Shape.Aggregate(1, (product, length) => product * length) * (tensor.Name == name ? 1 : 4);
            return $$"""
                "{{tensor.Name}}":{"dtype":"{{(tensor.Name == name ? "F8_E4M3" : "F32")}}","shape":[{{string.Join(",", tensor.Shape)}}],"data_offsets":[{{start}},{{end}}]}
                """;
        })];
        byte[] header = System.Text.Encoding.UTF8.GetBytes($"{{{string.Join(",", entries)}}}");
        return [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[end]];
    }

    /// <summary>A name may hold anything: it must break neither the manifest, nor a literal, nor a comment.</summary>
    [Fact]
    public void NamesOfAnyLettersCompile()
    {
        const string Name = "a\"b\\c\n\u2028</summary>*/ %20é🙂&", File = "m <&> %41\u2029🙂.safetensors";
        string source = $"[Generated.Network(2, 1, Weights = {SymbolDisplay.FormatLiteral(File, quote: true)})] partial class Net;";
        ProjectOptions options = With(ProjectWeights.OfTensors(File, ($"{Name}.weight", [1, 2]), ($"{Name}.bias", [1])));
        Assert.Empty(AnalyzerHarness.Diagnose(source, options));
        GeneratorRun run = GeneratorHarness.Run(source, options);
        run.AssertClean();
        string[] literals = [.. run.Sources.Single().SyntaxTree.GetRoot(TestContext.Current.CancellationToken).DescendantTokens().Where(token => token.IsKind(SyntaxKind.StringLiteralToken)).Select(token => token.ValueText)];
        Assert.Contains($"{Name}.weight", literals);
        Assert.Contains(WeightsFile.ResourceOf(File), literals);
    }

    [Fact]
    public void NetworksWithWeightsCompileAnywhere()
    {
        GeneratorRun run = GeneratorHarness.Run("""
            namespace Elsewhere
            {
                class System { }
                class Generated { }
                class WeightFiles { }
                class LayerTensors { }
                class LazyInitializer { }

                partial struct Outer<T>
                {
                    [global::Generated.Network(2, 3, 1, Weights = "file")] partial class @network;
                    [global::Generated.Network(2, 3, 1, Weights = "file", Precision = global::Generated.Precision.Double)] internal partial class @class;
                }
            }
            """, With(ProjectWeights.Of("file", s_twoLayers)));
        run.AssertClean();
        Assert.Equal(2, run.Sources.Length);
    }

    [Fact]
    public void ARadialBasisNetworkHasWeightsToo()
    {
        const string Source = "[Generated.Network(2, Weights = \"surface.safetensors\")] [Generated.RadialBasis(3)] [Generated.Dense(1)] partial class Net;";
        Assert.Empty(AnalyzerHarness.Diagnose(Source, With(ProjectWeights.Of("surface.safetensors", s_twoLayers))));
    }

    [Fact]
    public void TheManifestComesBackAsItWasWritten()
    {
        var manifest = new WeightsManifest("a b/ü%.npz", "r", "00ff", "/no\nwhere", "it's \"damaged\"", new EquatableArray<ManifestTensor>([new("", 7, default), new("x\ny", -1, new EquatableArray<long>([0, long.MaxValue])) { UnreadType = "F8 \n" }]))
        {
            Activations = "ReLU, \n%",
            Labels = "[\"a b\"]\n",
        };
        Assert.Equal(manifest, WeightsManifest.Parse(manifest.Write()));
        Assert.Null(WeightsManifest.Parse("something else"));
    }

    /// <summary>Of several networks with weights, a changed file emits its own anew, and no other.</summary>
    [Fact]
    public void AChangedFileEmitsItsOwnNetworkOnly()
    {
        CSharpCompilation compilation = ProjectOptions.Default.Compile($"""
            {Digits}
            [Generated.Network(4, 16, 3, Weights = "iris.safetensors")] partial class Iris;
            [Generated.Network(4, 16, 3)] partial class Plain;
            """);
        AdditionalText digits = ProjectWeights.Of("digits.safetensors", ProjectWeights.Digits), iris = ProjectWeights.Of("iris.safetensors", ProjectWeights.Iris);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()], [digits, iris], driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);

        // Written once more with what it was: nothing at all.
        Caching.AssertKept(driver.ReplaceAdditionalText(iris, ProjectWeights.Of("iris.safetensors", ProjectWeights.Iris)), "the same weights", compilation, kept: 3);

        byte[] trained = [.. ProjectWeights.Iris];
        trained[^1] ^= 1;
        GeneratorRunResult after = driver.ReplaceAdditionalText(iris, ProjectWeights.Of("iris.safetensors", trained))
            .RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
        Assert.Equal(
            [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached],
            after.TrackedSteps[NetworkGenerator.EmissionStep].SelectMany(run => run.Outputs).Select(output => output.Reason));
    }

    private static ProjectOptions With(params AdditionalText[] weights) => ProjectOptions.Default with { Weights = [.. weights] };

    /// <summary>Asserts that one rule objects, where and in which words, and that nothing is emitted.</summary>
    private static void AssertReported(string source, ImmutableArray<AdditionalText> weights, string id, string at, string message)
    {
        (IReadOnlyList<Diagnostic> reported, CSharpCompilation complete) = AnalyzerHarness.Diagnose([source], ProjectOptions.Default with { Weights = weights });
        Diagnostic diagnostic = Assert.Single(reported);
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(at, source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        Assert.Equal(message, diagnostic.GetMessage(CultureInfo.InvariantCulture));
        Assert.Single(complete.SyntaxTrees);
    }
}
