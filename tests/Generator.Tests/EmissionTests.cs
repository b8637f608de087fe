using System;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Generated.Tests;

/// <summary>The emitted text as text, and what of it the JIT will look at.</summary>
public class EmissionTests
{
    private const string Networks = """
        using Generated;

        [Network(2, 3, 1, Hidden = Activation.Sigmoid, Output = Activation.Sigmoid)] partial class Tiny;
        [Network(64, 32, 10, Output = Activation.Softmax)] partial class Digits;
        [Network(2)] [RadialBasis(10)] [Dense(1)] partial class Radial;
        [Network(33, 17, 100, 9, 40, Hidden = Activation.Mish, Precision = Precision.Double)] partial class Deep;
        [Network(784, 1024, 1024, 10, Output = Activation.Softmax)] partial class Large;
        [Network(64)] [Dense(32, Activation.ReLU)] [Dropout(0.2)] [Dense(10, Activation.Softmax)] partial class Dropped;
        [Network(2)] [Dense(3, Activation.Sigmoid)] [Dropout(0.2)] [Dense(1, Activation.Sigmoid)] partial class TinyDropped;
        """;

    [Fact]
    public void TheTextDoesNotDependOnTheCulture()
    {
        string[] expected = Texts();
        CultureInfo before = CultureInfo.CurrentCulture;
        // A culture of our own, since the tests know no other than the invariant one.
        var strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (strange.NumberFormat.NumberDecimalSeparator, strange.NumberFormat.NumberGroupSeparator, strange.NumberFormat.NegativeSign) = (",", ".", "minus");
        strange.NumberFormat.NumberGroupSizes = [2];
        CultureInfo.CurrentCulture = strange;
        try
        {
            Assert.Equal("1.23.45,0", $"{12345.0:N1}");
            Assert.Equal(expected, Texts());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("T:Digits", "64 → 32 ReLU → 10 Softmax", "2,410 parameters", "4,736 floating-point operations", "256 bytes of stack")]
    [InlineData("T:Large", "784 → 1024 ReLU → 1024 ReLU → 10 Softmax", "1,863,690 parameters", "bytes of scratch memory per thread")]
    [InlineData("T:Dropped", "64 → 32 ReLU → 32 Dropout → 10 Softmax", "2,410 parameters", "4,736 floating-point operations", "256 bytes of stack")]
    [InlineData("T:TinyDropped", "no memory but registers")]
    [InlineData("M:Digits.Forward(System.ReadOnlySpan{System.Single},System.Span{System.Single})", "64 → 32 ReLU → 10 Softmax", "4,736 floating-point operations", "256 bytes of stack")]
    [InlineData("M:Digits.ForwardBatch(System.ReadOnlySpan{System.Single},System.Span{System.Single})", "64 → 32 ReLU → 10 Softmax", "16,512 bytes of scratch memory per thread")]
    [InlineData("M:Digits.Backward``1(System.ReadOnlySpan{System.Single},System.ReadOnlySpan{System.Single},System.Span{System.Single})", "808 bytes of stack")]
    public void HoveringShowsWhatACallCosts(string symbol, params string[] texts)
    {
        ISymbol found = Assert.Single(DocumentationCommentId.GetSymbolsForDeclarationId(symbol, GeneratorHarness.Run(Networks).Compilation));
        string shown = found.GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken)!;
        Assert.All(texts, text => Assert.Contains(text, shown, StringComparison.Ordinal));
    }

    /// <summary>A project that writes a documentation file hears about what it has not documented itself, and about nothing else.</summary>
    [Fact]
    public void EverythingPublicIsDocumented()
    {
        GeneratorRun run = GeneratorHarness.Run("""
            /// <summary>Around.</summary>
            public partial class Outer
            {
                [Generated.Network(3)] [Generated.RadialBasis(4)] [Generated.Dense(2, Generated.Activation.Softmax)]
                public sealed partial class Net
                {
                    public int Undocumented;
                }
            }
            """);
        using var documentation = new System.IO.MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = run.Compilation.Emit(
            new System.IO.MemoryStream(), xmlDocumentationStream: documentation, cancellationToken: TestContext.Current.CancellationToken);
        Microsoft.CodeAnalysis.Diagnostic warning = Assert.Single(result.Diagnostics);
        Assert.Equal(("CS1591", "User0.cs"), (warning.Id, warning.Location.SourceTree!.FilePath));

        string text = System.Text.Encoding.UTF8.GetString(documentation.ToArray());
        foreach (string member in new[] { "T:Outer.Net", "F:Outer.Net.InputSize", "P:Outer.Net.Shape", "P:Outer.Net.Parameters", "M:Outer.Net.#ctor(System.UInt64)", "M:Outer.Net.Forward(", "M:Outer.Net.BackwardBatch``1(", "M:Outer.Net.ImportParameters(" })
            Assert.Contains($"<member name=\"{member}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void EmittingTwiceGivesTheSameText() => Assert.Equal(Texts(), Texts());

    [Fact]
    public void LinesEndInANewlineAndNotInSpaces() => Assert.All(Texts(), text =>
    {
        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain('\t', text);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex(" +$", RegexOptions.Multiline), text);
        Assert.DoesNotContain("\n\n\n", text, StringComparison.Ordinal);
    });

    [Fact]
    public void BlocksNeitherBeginNorEndWithAnEmptyLine() => Assert.All(Texts(), text =>
    {
        Assert.DoesNotMatch(new Regex(@"\{\n\n"), text);
        Assert.DoesNotMatch(new Regex(@"\n\n +\}"), text);
    });

    [Fact]
    public void TheSizeDependsOnTheNumberOfLayersAndNotOnThatOfWeights()
    {
        static int Size(string sizes) => GeneratorHarness.Run($"[Generated.Network({sizes})] partial class Net;").Source.Length;
        int small = Size("96, 128, 64"), large = Size("1536, 2048, 1024");
        Assert.True(large < 1.25 * small, $"{large} characters for 256 times the weights of what takes {small}.");
    }

    [Fact]
    public void MethodsToBeInlinedHaveNoMoreLocalsThanTheJitInlines()
    {
        using EmittedAssembly emitted = EmittedAssembly.Load(Networks);
        MethodInfo[] inlined = [.. emitted.Networks[0].Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(method => method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveInlining))];
        Assert.NotEmpty(inlined);
        Assert.All(inlined, method => Assert.True(method.GetMethodBody()!.LocalVariables.Count <= 32, $"{method.DeclaringType}.{method.Name}"));
    }

    private static string[] Texts() => [.. GeneratorHarness.Run(Networks).Sources.Select(source => source.SourceText.ToString())];
}
