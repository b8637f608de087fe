using System.Collections.Generic;
using System.Linq;
using Generated.Kernels;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Emitted code compiles without a warning in any project and anywhere in it. (Random networks stand in random places too.)
/// </summary>
public class EmbeddingTests
{
    /// <summary>Names that emitted code uses for something else, in the network's own namespace and around the network.</summary>
    private const string Clashing = """
        global using Math = Clash.Math;
        global using Vector512 = Clash.Vector512;
        global using static Clash.Unsafe;

        namespace Clash
        {
            class System { }
            class Generated { }
            class Math { }
            class Vector512 { }
            class Unsafe { public static void Add() { } public static void Load() { } }
            class MemoryMarshal { }
            class Object { }
            class String { }
            class Span<T> { }
            class ReadOnlySpan<T> { }
            class INetwork<TSelf, T> { }
            class NetworkShape { }
            class LayerShape { }
            class AlignedBuffer<T> { }
            class SkipLocalsInit { }
            class NetKernels { }
            enum Activation { Linear }

            [global::Generated.Network(3, 20, 2, Output = global::Generated.Activation.Softmax)]
            partial class Net { }

            partial class Outer<T, TVector, TLoss>
            {
                class System { }
                class Emitted { }

                [global::Generated.Network(17, Precision = global::Generated.Precision.Double)]
                [global::Generated.RadialBasis(5)]
                [global::Generated.Dense(33, global::Generated.Activation.Mish)]
                [global::Generated.Dense(1)]
                partial class @float { }
            }
        }

        class Scalar { }
        class Simd512 { }
        class SpanArguments { }
        class ILoss { }
        class Linear { }
        """;

    public static IEnumerable<TheoryDataRow<bool, bool, bool, LanguageVersion>> Projects() =>
        from bits in Enumerable.Range(0, 8)
        select new TheoryDataRow<bool, bool, bool, LanguageVersion>(
            (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, bits % 3 == 0 ? LanguageVersion.Preview : LanguageVersion.CSharp13);

    [Theory]
    [MemberData(nameof(Projects))]
    public void CompilesWithoutWarningsAmongClashingNames(bool nullable, bool checkForOverflow, bool allowUnsafe, LanguageVersion language) =>
        GeneratorHarness.Run(Clashing, new ProjectOptions
        {
            Nullable = nullable,
            CheckForOverflow = checkForOverflow,
            AllowUnsafe = allowUnsafe,
            Language = language,
        }).AssertClean();

    [Fact]
    public void CompilesWithoutWarningsOnEverySite()
    {
        string[] declarations = [.. Site.All.Select((site, number) => new Architecture(
            Precision.Single, 3, [new Layer(2, Activation.Tanh)], LongForm: number % 2 == 0, site).Declare(number))];
        GeneratorRun run = GeneratorHarness.Run(string.Join("\n", declarations));
        run.AssertClean();
        Assert.Equal(Site.All.Count, run.Sources.Length);
    }

    [Fact]
    public void RunsInACheckedProject() => new EmittedRun(new ProjectOptions { CheckForOverflow = true }).AssertSameBitsAs(new EmittedRun(ProjectOptions.Default));

    [Fact]
    public void SkippingTheInitializationOfLocalsDoesNotShow() =>
        new EmittedRun(new ProjectOptions { AllowUnsafe = true }).AssertSameBitsAs(new EmittedRun(ProjectOptions.Default));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LocalsAreLeftUninitializedWhereTheProjectAllowsUnsafeCode(bool allowUnsafe) => Assert.Equal(
        allowUnsafe,
        GeneratorHarness.Run("[Generated.Network(2, 3, 1)] partial class Net;", new ProjectOptions { AllowUnsafe = allowUnsafe })
            .Source.Contains("[SkipLocalsInit]", System.StringComparison.Ordinal));

    [Theory]
    [InlineData("two generic types of two parameters", """
        partial class Outer<T, U> { [Generated.Network(2, 1)] partial class Net { } }
        partial class Other<T, U> { [Generated.Network(2, 1)] partial class Net { } }
        """)]
    [InlineData("types of one name and different numbers of parameters", """
        partial class Outer { [Generated.Network(2, 1)] partial class Net { } }
        partial class Outer<T> { [Generated.Network(2, 1)] partial class Net { } }
        partial class Outer<T, U> { [Generated.Network(2, 1)] partial class Net { } }
        """)]
    [InlineData("one name in two namespaces", """
        namespace A { [Generated.Network(2, 1)] partial class Net { } }
        namespace B { [Generated.Network(2, 1)] partial class Net { } }
        """)]
    [InlineData("a dot or an underscore between names", """
        namespace A.B { [Generated.Network(2, 1)] partial class Net { } }
        namespace A_B { [Generated.Network(2, 1)] partial class Net { } }
        partial class A_B_ { [Generated.Network(2, 1)] partial class Net { } }
        """)]
    [InlineData("a letter with a combining mark", "[Generated.Network(2, 1)] partial class Ne\u0301t { }")]
    public void EveryNetworkGetsAFileOfItsOwn(string names, string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);
        run.AssertClean();
        Assert.True(run.Sources.Length == source.Split("[Generated.Network").Length - 1, names);
    }

    /// <summary>The results of a network that was compiled in some way: outputs and gradients of a batch.</summary>
    private sealed class EmittedRun
    {
        private readonly float[] _outputs, _gradient;

        public EmittedRun(ProjectOptions options)
        {
            using EmittedAssembly assembly = EmittedAssembly.Load(
                "[Generated.Network(21, 40, 17, 5, Hidden = Generated.Activation.SiLU, Output = Generated.Activation.Softmax)] partial class Net;", options);
            var specimen = new Specimen<float>(EmittedAssembly.Create<float>(assembly.Networks.Single()), seed: 1);
            float[] inputs = specimen.Inputs(rows: 50), targets = specimen.Numbers(50 * 5, 0, 1);
            _outputs = new float[50 * 5];
            _gradient = new float[specimen.Shape.ParameterCount];
            specimen.Network.ForwardBatch(inputs, _outputs);
            specimen.Network.BackwardBatch(Losses.For<float>(specimen.Shape.Layers[^1]).First(), inputs, targets, _gradient);
        }

        public void AssertSameBitsAs(EmittedRun other)
        {
            Guarded<float>.AssertSameBits(_outputs, other._outputs, "output");
            Guarded<float>.AssertSameBits(_gradient, other._gradient, "gradient");
        }
    }
}
