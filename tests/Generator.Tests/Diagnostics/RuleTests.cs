using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Generated.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Generated.Tests;

/// <summary>What the rules report and where: at what stands between <c>⟦</c> and <c>⟧</c>, and nowhere else.</summary>
public class RuleTests
{
    [Theory]
    [InlineData("GEN0001", "[Network(2, 1)] class ⟦Net⟧ { }")]
    [InlineData("GEN0002", "class ⟦Outer⟧ { partial struct Middle { [Network(2, 1)] partial class Net { } } }")]
    [InlineData("GEN0002", "class ⟦Outer⟧ { struct ⟦Middle⟧ { [Network(2, 1)] partial class Net { } } }")]
    [InlineData("GEN0003", "[Network(2, 1)] ⟦static⟧ partial class Net { }")]
    [InlineData("GEN0003", "[Network(2, 1)] public ⟦abstract⟧ partial class Net { }")]
    [InlineData("GEN0004", "[Network(2, 1)] partial class Net⟦<T, U>⟧ { }")]
    [InlineData("GEN0005", "[Network(2, 1)] partial ⟦record⟧ Net(int Number);")]
    [InlineData("GEN0005", "[Network(2, 1)] partial ⟦struct⟧ Net { }")]
    [InlineData("GEN0006", "⟦file⟧ partial class Outer { [Network(2, 1)] partial class Net { } }")]
    [InlineData("GEN0007", "[Network(2, 1)] partial class Net⟦(int number)⟧ { }")]
    [InlineData("GEN0007", "[Network(2, 1)] partial class Net { public required int ⟦Number⟧ { get; set; } public required int ⟦_other⟧; }")]
    [InlineData("GEN0007", "class Base(int number); [Network(2, 1)] partial class Net : ⟦Base⟧ { }")]
    [InlineData("GEN0007", "class Base(int number); [Network(2, 1)] partial class Net { } partial class Net : ⟦Base⟧ { }")]
    [InlineData("GEN0008", "[Network(2, 1)] partial class Net { int ⟦InputSize⟧ = 3; }")]
    [InlineData("GEN0008", "[Network(2, 1)] partial class Net { ⟦Net⟧() { } void ⟦Forward⟧(ReadOnlySpan<float> input, Span<float> output) { } }")]
    [InlineData("GEN0008", "[Network(2, 1)] partial class Net { } partial class Net { class ⟦Backward⟧ { } }")]
    [InlineData("GEN0008", "[Network(2, 1)] partial class ⟦Shape⟧ { }")]
    [InlineData("GEN0008", "class Base { public int Shape; } [Network(2, 1)] partial class Net : ⟦Base⟧, IDisposable { }")]
    [InlineData("GEN0008", "[Network(2, 1)] partial class Net : INetwork<Net, float> { static Net INetwork<Net, float>.⟦Create⟧() => new(); }")]
    [InlineData("GEN0009", "[Network(2, 1)] partial class Net { } class ⟦System⟧ { }")]
    [InlineData("GEN0008", "[Network(1)] [Lstm(2)] [Dense(1)] partial class Net { class ⟦State⟧ { } }")]
    [InlineData("GEN0008", "[Network(1)] [Lstm(2)] [Dense(1)] partial class Net { void ⟦Step⟧(ReadOnlySpan<float> input, State state, Span<float> output) { } }")]
    [InlineData("GEN0008", "[Network(1)] [Lstm(2)] [Dense(1)] partial class ⟦State⟧ { }")]
    [InlineData("GEN0034", "[Network(4)] [Gru(3)] [⟦LastStep⟧] partial class Net { }")]
    [InlineData("GEN0034", "[Network(4)] [Gru(3)] [⟦Dropout(0.5)⟧] partial class Net { }")]
    [InlineData("GEN0034", "[Network(4)] [Gru(3)] [⟦MaxPool(1)⟧] partial class Net { }")]
    [InlineData("GEN0034", "[Network(4)] [Conv1D(3)] [⟦GlobalAveragePool⟧] partial class Net { }")]
    [InlineData("GEN0034", "[Network(4)] [Conv1D(3, Padding = ⟦Padding.Same⟧)] partial class Net { }")]
    [InlineData("GEN0034", "[Network(4)] [Conv1D(3, Stride = ⟦2⟧)] partial class Net { }")]
    [InlineData("GEN0034", "[Network(4)] [Conv1D(3, Groups = ⟦2⟧)] partial class Net { }")]
    [InlineData("GEN0034", "[Network(4)] [Lstm(3)] [⟦Conv2D(3)⟧] partial class Net { }")]
    [InlineData("GEN0034", "[Network] [Input(\"x\", 5, 2)] [Flatten] [⟦Lstm(3)⟧] partial class Net { }")]
    [InlineData("GEN0034", "[Network] [Input(\"x\", 5, 4, 2)] [⟦Gru(3)⟧] partial class Net { }")]
    [InlineData("GEN0034", "[Network] [Input(\"x\", 5, 4, 2)] [⟦LastStep⟧] partial class Net { }")]
    [InlineData("GEN0010", "[⟦Network⟧] partial class Net { }")]
    [InlineData("GEN0010", "[⟦Network()⟧] [Dense(2)] partial class Net { }")]
    [InlineData("GEN0010", "[Network(⟦64⟧)] partial class Net { }")]
    [InlineData("GEN0010", "[Network(new[] { ⟦64⟧ })] partial class Net { }")]
    [InlineData("GEN0011", "[Network(64, ⟦32⟧, 10)] [Dense(10)] partial class Net { }")]
    [InlineData("GEN0012", "[Network(64)] [Dense(32)] partial class Net { } [⟦Dense(10)⟧, ⟦RadialBasis(2)⟧] partial class Net { }")]
    [InlineData("GEN0012", "[⟦Dense(10)⟧] partial class Net { } [Network(64)] partial class Net { }")]
    [InlineData("GEN0013", "[⟦Dense(10)⟧] [Dense(3)] partial class Net { }")]
    [InlineData("GEN0014", "[Network(⟦0⟧, 10)] partial class Net { }")]
    [InlineData("GEN0014", "[Network([64, ⟦-1⟧, ⟦1 << 21⟧, 1])] partial class Net { }")]
    [InlineData("GEN0014", "[Network(sizes: new int[] { 64, ⟦int.MaxValue⟧, 1 })] partial class Net { }")]
    [InlineData("GEN0015", "[Network(64)] [Dense(⟦0⟧)] [RadialBasis(units: ⟦-3⟧)] [Dense(activation: Activation.Tanh, units: ⟦-4⟧)] partial class Net { }")]
    [InlineData("GEN0016", "[Network(64, 10, 3, Activations = ⟦[Activation.Tanh]⟧)] partial class Net { }")]
    [InlineData("GEN0036", "[Network(64, 3, Labels = ⟦new[] { \"a\", \"b\" }⟧)] partial class Net { }")]
    [InlineData("GEN0036", "[Network(64, 3, Labels = ⟦[]⟧)] partial class Net { }")]
    [InlineData("GEN0036", "[Network(64, 3, Labels = [\"a\", ⟦\"\"⟧, ⟦null!⟧])] partial class Net { }")]
    [InlineData("GEN0036", "[Network(64, 3, Labels = [\"a\", \"b\", ⟦\"a\"⟧])] partial class Net { }")]
    [InlineData("GEN0036", "[Network(4, Labels = ⟦[\"a\"]⟧)] [Dense(2, Name = \"p\")] [Dense(3, Name = \"q\")] [Output(\"p\", \"q\")] partial class Net { }")]
    [InlineData("GEN0008", "[Network(64, 2, Labels = [\"a\", \"b\"])] partial class Net { public string ⟦Labels⟧ => \"\"; }")]
    [InlineData("GEN0017", "[Network(64, 10, 3, Hidden = ⟦(Activation)15⟧, Output = ⟦(Activation)(-1)⟧)] partial class Net { }")]
    [InlineData("GEN0017", "[Network(64, 10, 3, Activations = new[] { Activation.Tanh, ⟦(Activation)99⟧ })] partial class Net { }")]
    [InlineData("GEN0017", "[Network(64, Precision = ⟦(Precision)7⟧)] [Dense(3, ⟦(Activation)99⟧)] partial class Net { }")]
    [InlineData("GEN0018", "[Network(64, ⟦Hidden = Activation.Tanh⟧, ⟦Activations = [Activation.ELU]⟧)] [Dense(3)] partial class Net { }")]
    [InlineData("GEN0018", "[Network(64, 3, ⟦Output = Activation.Tanh⟧, Activations = [Activation.ELU])] partial class Net { }")]
    [InlineData("GEN0019", "[Network(10, 100_000, ⟦100_000⟧, 3)] partial class Net { }")]
    [InlineData("GEN0019", "[Network(100_000)] [Dense(10)] [Dense(1 << 20)] [Dense(⟦1 << 20⟧)] partial class Net { }")]
    [InlineData("GEN0021", "[Network(2, 1, Output = ⟦Activation.Softmax⟧)] partial class Net { }")]
    [InlineData("GEN0021", "[Network(2, 1, 1, Activations = [⟦Activation.Softmax⟧, Activation.Linear])] partial class Net { }")]
    [InlineData("GEN0021", "[Network(2)] [Dense(1, ⟦Activation.Softmax⟧)] partial class Net { }")]
    [InlineData("GEN0022", "[Network(2, ⟦3⟧, 1, Hidden = Activation.Linear)] partial class Net { }")]
    [InlineData("GEN0022", "[Network(2)] [Dense(5, Activation.Tanh)] [Dense(⟦3⟧)] [Dense(4)] [Dense(2)] partial class Net { }")]
    [InlineData("GEN0023", "[⟦Network(300, 300, 300)⟧] partial class Net { }")]
    [InlineData("GEN0024", "[Network(2, 3, Output = Activation.Softmax)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) => t.Train<⟦BinaryCrossEntropy⟧>(d, new Sgd<float>(1)); }")]
    [InlineData("GEN0024", "[Network(2, 3, Output = Activation.Sigmoid)] partial class Net { void Run(Trainer<Net, float>? t, Dataset<float> d) => t?.Train<⟦KullbackLeibler⟧>(d, new Sgd<float>(1)); }")]
    [InlineData("GEN0024", "[Network(2, 3, Output = Activation.Sigmoid, Precision = Precision.Double)] partial class Net { void Run(Dataset<double> d) => new Trainer<Net, double>(this).Train<⟦Generated.Huber⟧>(d, new Sgd<double>(1)); }")]
    [InlineData("GEN0024", "[Network(2, 3, Output = Activation.Softmax)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) => t.Train<⟦CategoricalCrossEntropyFromLogits⟧>(d, new Sgd<float>(1)); }")]
    [InlineData("GEN0024", "[Network(2, 3, Output = Activation.Tanh)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) => t.Train<⟦BinaryCrossEntropyFromLogits⟧>(d, new Sgd<float>(1)); }")]
    [InlineData("GEN0024", "[Network(2)] [RadialBasis(3)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) => t.Train<⟦CategoricalCrossEntropy⟧>(d, new Sgd<float>(1)); }")]
    [InlineData("GEN0031", "[Network(2, 16, 2)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) => t.Train<⟦CategoricalCrossEntropy⟧>(d, new Sgd<float>(1)); }")]
    [InlineData("GEN0031", "[Network(2, 3)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) { t.Train<⟦KullbackLeibler⟧>(d, new Sgd<float>(1)); t.Train<⟦BinaryCrossEntropy⟧>(d, new Sgd<float>(1)); } }")]
    [InlineData("GEN0031", "[Network(2, 3, Output = Activation.ReLU)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) => t.Train<⟦CategoricalCrossEntropy⟧>(d, new Sgd<float>(1)); }")]
    [InlineData("GEN0031", "[Network(2, 3, Output = Activation.Tanh, Precision = Precision.Double)] partial class Net { void Run(Trainer<Net, double> t, Dataset<double> d) => t.Train<⟦BinaryCrossEntropy⟧>(d, new Sgd<double>(1)); }")]
    [InlineData("GEN0025", "[Network(2, 3, 1, Hidden = Activation.Step)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) => t.⟦Train<Huber>⟧(d, new Sgd<float>(1)); }")]
    [InlineData("GEN0025", "[Network(2, 3, Output = Activation.Step)] partial class Net { void Run(GeneralizedDeltaRule<Net, float> r, Dataset<float> d) => r.⟦Train⟧(d); }")]
    [InlineData("GEN0026", "[Network(2, 3)] partial class Net { void Run() => Forward(⟦new float[3]⟧, ⟦stackalloc float[] { 1, 2 }⟧); }")]
    [InlineData("GEN0026", "[Network(2, 3)] partial class Net { void Run() { ReadOnlySpan<float> x = [1, 2, 3]; Span<float> y = stackalloc float[2 * OutputSize]; Forward(⟦x⟧, ⟦y⟧); } }")]
    [InlineData("GEN0026", "[Network(2, 3)] partial class Net { void Run() { var g = new float[8]; var y = new float[3]; Backward<Huber>(new float[2], ⟦new float[] { 1 }⟧, ⟦g⟧); ExportParameters(⟦g.AsSpan()⟧); ForwardBatch(⟦new float[5]⟧, y); ForwardBatch(new float[6], ⟦y⟧); } }")]
    [InlineData("GEN0026", "[Network(2, 3)] partial class Net { void Run() => BackwardBatch<Huber>(new float[4], new float[6], ⟦new float[3]⟧, new float[9]); }")]
    [InlineData("GEN0026", "[Network(2, 4, 3)] partial class Net { void Run(Net other) { other.Activate(new float[2], 1, new float[4]); Activate(new float[2], layer: 2, ⟦new float[4]⟧); } }")]
    public void ARuleMarksWhatIsWrong(string id, string marked)
    {
        (string source, TextSpan[] spans) = Unmark(marked);
        IReadOnlyList<Diagnostic> reported = AnalyzerHarness.Diagnose(source);
        // Information about other things does not matter here.
        reported = [.. reported.Where(diagnostic => diagnostic.Id == id || diagnostic.Severity > DiagnosticSeverity.Info)];
        Assert.Equal(spans.Select(span => (id, source[span.Start..span.End])), reported.Select(diagnostic => (diagnostic.Id, source[diagnostic.Location.SourceSpan.Start..diagnostic.Location.SourceSpan.End])));
        Assert.Equal(spans, reported.Select(diagnostic => diagnostic.Location.SourceSpan));
    }

    [Theory]
    [InlineData("a class without [Network]", "static class Net { } record Other(int InputSize); class Shape { }")]
    [InlineData("overloads and other members", "[Network(2, 1)] partial class Net { public Net(string s) : this() { } static Net() { } void Forward(float x) { } int Backward<T>(T x) => 1; int Inputs => 1; ~Net() { } }")]
    [InlineData("a span of the other precision", "[Network(2, 1)] partial class Net { void Forward(ReadOnlySpan<double> input, Span<double> output) { } }")]
    [InlineData("a base class with optional arguments", "class Base { protected Base(int number = 3) { } private int Shape = 3; public int Get() => Shape; } [Network(2, 1)] partial class Net : Base { }")]
    [InlineData("types of clashing names in a namespace", "namespace Other { class System { } class Generated { } class NetworkShape { } [Network(2, 1)] partial class Net { } }")]
    [InlineData("a type of the user's in the library's namespace", "namespace Generated { class MyNetworks { [Network(2, 1)] public class Elsewhere : Attribute { } class NetworkAttribute(params int[] sizes) : Attribute { public int[] Sizes => sizes; } } }")]
    [InlineData("Activations set to null", "[Network(2, 1, Output = Activation.Tanh, Activations = null)] partial class Net { }")]
    [InlineData("a member that only networks with weights have", "[Network(2, 1)] partial class Net { const int Pretrained = 3; static int CreatePretrained() => Pretrained; }")]
    [InlineData("weights set to null", "[Network(2, 1, Weights = null, WeightsSha256 = null)] partial class Net { }")]
    [InlineData("layers between which something is not linear", "[Network(2)] [Dense(5)] [Dense(4, Activation.Tanh)] [RadialBasis(3)] [Dense(2)] partial class Net { }")]
    [InlineData("losses that fit", "[Network(2, 3, Output = Activation.Softmax)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) { t.Train<KullbackLeibler>(d, new Sgd<float>(1)); t.Train<CategoricalCrossEntropy>(d, new Sgd<float>(1)); } }")]
    [InlineData("losses of logits", "[Network(2, 3)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) { t.Train<KullbackLeiblerFromLogits>(d, new Sgd<float>(1)); t.Train<CategoricalCrossEntropyFromLogits>(d, new Sgd<float>(1)); t.Train<BinaryCrossEntropyFromLogits>(d, new Sgd<float>(1)); } }")]
    [InlineData("Gaussian outputs, which are from 0 to 1", "[Network(2)] [RadialBasis(3)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) { t.Train<BinaryCrossEntropy>(d, new Sgd<float>(1)); t.Train<Huber>(d, new Sgd<float>(1)); } }")]
    [InlineData("a weight for each row, or none", "[Network(2, 3)] partial class Net { void Run() { BackwardBatch<Huber>(new float[4], new float[6], new float[2], new float[9]); BackwardBatch<Huber>(new float[4], new float[6], new float[0], new float[9]); } }")]
    [InlineData("a loss that is only measured", "[Network(2, 3, Output = Activation.Softmax)] partial class Net { double Run(Trainer<Net, float> t, Dataset<float> d) => t.Evaluate<MeanSquaredError>(d).Loss; }")]
    [InlineData("a step that is only measured", "[Network(2, 3, Output = Activation.Step)] partial class Net { double Run(Trainer<Net, float> t, Dataset<float> d) => t.Evaluate<MeanSquaredError>(d).Loss; }")]
    [InlineData("a step that learns by its own rule", "[Network(2, 3, Output = Activation.Step)] partial class Net { void Run(PerceptronRule<Net, float> r, Dataset<float> d) => r.Train(d); }")]
    [InlineData("any network", "class Run { void Train<TNetwork>(Trainer<TNetwork, float> t, Dataset<float> d) where TNetwork : class, INetwork<TNetwork, float> => t.Train<Huber>(d, new Sgd<float>(1)); }")]
    [InlineData("lengths that are right", "[Network(2, 3)] partial class Net { void Run() { Span<float> x = stackalloc float[2], y = new float[OutputSize]; Forward(x, y); Forward([1, 2], y); ForwardBatch(new float[4], new float[6]); ExportParameters(new float[9]); } }")]
    [InlineData("lengths that may change", "[Network(2, 3)] partial class Net { void Run(float[] z) { var y = new float[7]; y = z; Forward([1, 2], y); var w = new float[1]; Array.Resize(ref w, 3); Forward([1, 2], w); Forward([.. z], z); } }")]
    [InlineData("a method of the user's own", "[Network(2, 3)] partial class Net { void Forward(float[] input) { } void Run() => Forward(new float[7]); }")]
    public void ThereIsNothingToReportOf(string what, string source)
    {
        Diagnostic[] reported = [.. AnalyzerHarness.Diagnose("using System; using Generated;\n" + source).Where(diagnostic => diagnostic.Id != "GEN0023")];
        Assert.True(reported.Length == 0, $"{what}: {string.Join<Diagnostic>("\n", reported)}");
    }

    [Theory]
    [InlineData("[Network(64, 0, 10)] partial class Net { }", "The size of layer 1 of network 'Net' is 0; a number from 1 to 1048576 is wanted")]
    [InlineData("[Network(64, 10, 3, Activations = [Activation.Tanh])] partial class Net { }", "Network 'Net' has 2 layers and 1 activation: give one activation per layer, none for the input")]
    [InlineData("[Network(2)] [RadialBasis(-3)] partial class Net { }", "Layer 1 of network 'Net' has -3 centres; a number from 1 to 1048576 is wanted")]
    [InlineData("[Network(10, 1_000, 1 << 20, 1)] partial class Net { }", "Network 'Net' would have 1,050,684,577 parameters; at most 1,073,741,823 can be indexed", "GEN0019", false)]
    [InlineData("[Network(20, 3, 20, Hidden = Activation.Linear)] partial class Net { }", "Layers 1 to 2 of network 'Net' are linear, so together they compute no more than one layer from 20 inputs to 20 units, of rank 3 at most")]
    [InlineData("[Network(2, 3, Output = Activation.Softmax)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) => t.Train<MeanSquaredError>(d, new Sgd<float>(1)); }",
        "MeanSquaredError does not fit the Softmax output of network 'Net': its gradient vanishes where the network is sure of a wrong class; use CategoricalCrossEntropy")]
    [InlineData("[Network(2, 3)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) => t.Train<KullbackLeibler>(d, new Sgd<float>(1)); }",
        "KullbackLeibler cannot be computed from the Linear output of network 'Net': it takes logarithms of probabilities, but Linear gives any number; use KullbackLeiblerFromLogits")]
    [InlineData("[Network(2, 3, Output = Activation.Tanh)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) => t.Train<BinaryCrossEntropy>(d, new Sgd<float>(1)); }",
        "BinaryCrossEntropy cannot be computed from the Tanh output of network 'Net': it takes logarithms of probabilities, but Tanh gives numbers from −1 to 1; declare the output Sigmoid")]
    [InlineData("[Network(2, 3)] partial class Net { void Run() => ForwardBatch(new float[3], new float[3]); }", "'inputs' has 3 elements, but ForwardBatch of network 'Net' takes a multiple of 2: the call throws an ArgumentException")]
    public void AMessageNamesWhatIsFoundAndWhatIsWanted(string source, string message, string id = "", bool isReported = true)
    {
        IReadOnlyList<Diagnostic> reported = AnalyzerHarness.Diagnose("using Generated;\n" + source);
        if (isReported)
            Assert.Contains(message, reported.Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)));
        else
            Assert.DoesNotContain(id, reported.Select(diagnostic => diagnostic.Id));
    }

    [Theory]
    [InlineData("[Network(\"2\", 1)] partial class Net { }", "CS1503")]
    [InlineData("[Network(2)] [Dense] partial class Net { }", "CS7036")]
    [InlineData("[Network(2, 1, Hidden = 3.0)] partial class Net { }", "CS0266")]
    [InlineData("[Network(2, 1, Hiden = Activation.Tanh)] partial class Net { }", "CS0246")]
    [InlineData("[Network(2, 1)] partial class Net { } [Network(2, 1)] partial class Net { }", "CS0579")]
    [InlineData("[Network(2, 1)] partial class Net { } [Network(3, 1)] class Net { }", "CS0260")]
    [InlineData("[Network(2, Missing)] partial class Net { }", "CS0103")]
    public void WhatCSharpItselfExplainsIsLeftToIt(string source, string id)
    {
        (IReadOnlyList<Diagnostic> reported, CSharpCompilation complete) = AnalyzerHarness.Diagnose(["using Generated;\n" + source]);
        Assert.Empty(reported);
        Assert.Contains(id, complete.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Location.SourceTree?.FilePath == "User0.cs").Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void ARuleSeesNetworksOfOtherProjects()
    {
        CSharpCompilation library = AnalyzerHarness.Diagnose(["[Generated.Network(2, 3, Output = Generated.Activation.Softmax)] public partial class Net;"]).Complete;
        using var image = new System.IO.MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;
        CSharpCompilation user = ProjectOptions.Default
            .Compile("using Generated; class User { void Run(Net n, Trainer<Net, float> t, Dataset<float> d) { n.Forward(new float[5], new float[3]); t.Train<Huber>(d, new Sgd<float>(1)); } }")
            .AddReferences(MetadataReference.CreateFromStream(image));
        Assert.Equal(["GEN0026", "GEN0024"], AnalyzerHarness.Report(user).Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void AChangeThatConcernsARuleOnlyEmitsNothing()
    {
        const string Source = "using Generated; [Network(2, 3, Output = Activation.Softmax)] partial class Net { void Run() { LINE } }";
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()], driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(ProjectOptions.Default.Compile(Source.Replace("LINE", "", StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        string edited = Source.Replace("LINE", "Forward(new float[9], new float[3]);", StringComparison.Ordinal);
        Assert.Equal("GEN0026", Assert.Single(AnalyzerHarness.Diagnose(edited)).Id);
        Caching.AssertKept(driver, "a mistake in a method", ProjectOptions.Default.Compile(edited), kept: 1);
    }

    [Fact]
    public void TheListOfGeneratedMembersIsComplete()
    {
        foreach (string precision in new[] { "Single", "Double" })
        {
            // Once more written by the user, each member clashes with itself.
            string settings = $"Precision = Generated.Precision.{precision}, Weights = \"iris.safetensors\", Labels = new[] {{ \"a\", \"b\", \"c\" }}";
            string declaration = $"[Generated.Network(4, {settings})] [Generated.Dense(16, Generated.Activation.ReLU)] [Generated.Dropout(0.1)] "
                + "[Generated.Dense(3, Generated.Activation.Softmax)] partial class Net;";
            ProjectOptions options = ProjectOptions.Default with { Weights = [ProjectWeights.Of("iris.safetensors", ProjectWeights.Iris)] };
            var emitted = (CompilationUnitSyntax)GeneratorHarness.Run(declaration, options).Sources.Single().SyntaxTree.GetRoot(TestContext.Current.CancellationToken);
            var network = (ClassDeclarationSyntax)emitted.Members[0];
            IReadOnlyList<Diagnostic> reported = AnalyzerHarness.Diagnose([declaration, network.ToFullString()], options).Reported;
            Assert.All(reported, diagnostic => Assert.Equal("GEN0008", diagnostic.Id));
            Assert.Equal(network.Members.Count, reported.Count);
        }
    }

    private static (string Source, TextSpan[] Spans) Unmark(string marked)
    {
        string source = "using System; using Generated;\n" + marked;
        var spans = new List<TextSpan>();
        for (int start; (start = source.IndexOf('⟦', StringComparison.Ordinal)) >= 0;)
        {
            int end = source.IndexOf('⟧', StringComparison.Ordinal);
            source = source.Remove(end, 1).Remove(start, 1);
            spans.Add(TextSpan.FromBounds(start, end - 1));
        }

        return (source, [.. spans]);
    }
}
