using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Generated.Tests;

/// <summary>Fixes do what their rules' pages show; what they leave behind compiles.</summary>
public class CodeFixTests
{
    public static TheoryData<string> Fixable() => [.. CodeFixHarness.Providers.SelectMany(provider => provider.FixableDiagnosticIds).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Fixable))]
    public void TheInvalidExampleBecomesTheFixedOne(string id)
    {
        var page = new RulePage(id);
        using var harness = new CodeFixHarness(page.Invalid.Options, page.Invalid.Source);
        Assert.Equal(page.Fixed.Source, Assert.Single(harness.Fix(id).Texts));
    }

    [Fact]
    public void ThePagesSayWhichRulesHaveAFix()
    {
        string[] said = [.. Directory.EnumerateFiles(RulePage.Folder, "GEN*.md").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(id => new RulePage(id).Severity.EndsWith(", with a code fix", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Equal(Fixable().Select(row => row.Data), said);
    }

    [Theory]
    [InlineData("GEN0001", "[Generated.Network(2, 1)] /* a net */ class Net { }", "[Generated.Network(2, 1)] /* a net */ partial class Net { }")]
    [InlineData("GEN0001", "[Generated.Network(2, 1)]\n// A net.\nclass Net;", "[Generated.Network(2, 1)]\n// A net.\npartial class Net;")]
    [InlineData("GEN0003", "[Generated.Network(2, 1)]\n// A net.\nabstract partial class Net;", "[Generated.Network(2, 1)]\n// A net.\npartial class Net;")]
    [InlineData("GEN0005", "[Generated.Network(2, 1)] public readonly partial record struct Net { }", "[Generated.Network(2, 1)] public partial class Net { }")]
    [InlineData("GEN0005", "[Generated.Network(2, 1)] sealed partial record class Net;", "[Generated.Network(2, 1)] sealed partial class Net;")]
    [InlineData("GEN0016", "[Generated.Network(2, 3, 1, Activations = new[] { Generated.Activation.ELU })] partial class Net;",
        "[Generated.Network(2, 3, 1, Activations = new[] { Generated.Activation.ELU, Generated.Activation.Linear })] partial class Net;")]
    [InlineData("GEN0016", "[Generated.Network(2, 1, Activations = [Generated.Activation.ELU, Generated.Activation.Tanh])] partial class Net;",
        "[Generated.Network(2, 1, Activations = [Generated.Activation.ELU])] partial class Net;")]
    [InlineData("GEN0016", "[Generated.Network(4, 3, 2, 1, Activations = [])] partial class Net;",
        "[Generated.Network(4, 3, 2, 1, Activations = [Generated.Activation.ReLU, Generated.Activation.ReLU, Generated.Activation.Linear])] partial class Net;")]
    [InlineData("GEN0018", "[Generated.Network(2, 1, Output = Generated.Activation.ELU, Activations = [Generated.Activation.ELU])] partial class Net;",
        "[Generated.Network(2, 1, Activations = [Generated.Activation.ELU])] partial class Net;")]
    [InlineData("GEN0021", "using static Generated.Activation;\n[Generated.Network(2)] [Generated.Dense(1, Softmax)] partial class Net;",
        "using static Generated.Activation;\n[Generated.Network(2)] [Generated.Dense(1, Sigmoid)] partial class Net;")]
    [InlineData("GEN0026", "[Generated.Network(2, 1)] partial class Net { float[] Run() { float[] y = new float[3]; Forward(new float[2], y); return y; } }",
        "[Generated.Network(2, 1)] partial class Net { float[] Run() { float[] y = new float[OutputSize]; Forward(new float[2], y); return y; } }")]
    public void AFixKeepsWhatStandsAround(string id, string source, string expected)
    {
        using var harness = new CodeFixHarness(ProjectOptions.Default, source);
        string text = Assert.Single(harness.Fix(id).Texts);
        Assert.Equal(expected, text);
        (_, CSharpCompilation complete) = AnalyzerHarness.Diagnose([text]);
        Assert.Equal(2, complete.SyntaxTrees.Length);
        GeneratorRun.AssertNone(complete.GetDiagnostics(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void AllNetworksOfAProjectAreMadePartialAtOnceAndWhatIsAroundThemOnce()
    {
        using var harness = new CodeFixHarness(
            ProjectOptions.Default,
            "class Outer { class Inner { [Generated.Network(2, 1)] partial class A { } [Generated.Network(2, 1)] partial class B { } } }",
            "struct Other { [Generated.Network(2, 1)] class C { } }\n[Generated.Network(2, 1)] class D { }");
        string[] texts = harness.FixAll("GEN0001").FixAll("GEN0002").Texts;
        Assert.Equal("partial class Outer { partial class Inner { [Generated.Network(2, 1)] partial class A { } [Generated.Network(2, 1)] partial class B { } } }", texts[0]);
        Assert.Equal("partial struct Other { [Generated.Network(2, 1)] partial class C { } }\n[Generated.Network(2, 1)] partial class D { }", texts[1]);
    }

    [Fact]
    public void AllSettingsThatWouldBeIgnoredAreRemovedAtOnce()
    {
        using var harness = new CodeFixHarness(ProjectOptions.Default,
            "using Generated;\n[Network(2, Hidden = Activation.ELU, Output = Activation.ELU)] [Dense(1)] partial class A { }\n[Network(2, Output = Activation.ELU)] [Dense(1)] partial class B { }");
        Assert.Equal(
            "using Generated;\n[Network(2)] [Dense(1)] partial class A { }\n[Network(2)] [Dense(1)] partial class B { }",
            Assert.Single(harness.FixAll("GEN0018").Texts));
    }

    [Theory]
    [InlineData("GEN0005", "[Generated.Network(2, 1)] partial record Net(int Number);")]
    [InlineData("GEN0005", "[Generated.Network(2, 1)] partial interface INet;")]
    [InlineData("GEN0031", """
        using Generated;
        [Network(2, 3, Output = Activation.Tanh)] partial class Net { void Run(Trainer<Net, float> t, Dataset<float> d) => t.Train<BinaryCrossEntropy>(d, new Sgd<float>(1)); }
        """)]
    [InlineData("GEN0024", """
        [Generated.Network(2, 1, Output = Generated.Activation.Softmax), System.Diagnostics.CodeAnalysis.SuppressMessage("", "GEN0021")] partial class Net;
        static class Training<TNetwork, TLoss>
            where TNetwork : class, Generated.INetwork<TNetwork, float>
            where TLoss : struct, Generated.ILoss<float>
        {
            public static void Train() { }
        }
        class Program { void Run() => Training<Net, Generated.Huber>.Train(); }
        """)]
    public void NoFixIsOfferedWhereOneWordIsNotEnough(string id, string source)
    {
        using var harness = new CodeFixHarness(ProjectOptions.Default, source);
        Assert.Empty(harness.Titles(id));
    }
}
