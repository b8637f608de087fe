using Xunit;

namespace Generated.Tests;

/// <summary>What a declaration means, and that the generator keeps silent where it means nothing: an analyzer explains that.</summary>
public class DeclarationTests
{
    [Theory]
    [InlineData("[Network(2, 3, 1)]", "[Network(2)] [Dense(3, Activation.ReLU)] [Dense(1)]")]
    [InlineData("[Network(2, 3, 4, 1, Hidden = Activation.Tanh)]", "[Network(2)] [Dense(3, Activation.Tanh)] [Dense(4, Activation.Tanh)] [Dense(1)]")]
    [InlineData("[Network(2, 3, Output = Activation.Softmax)]", "[Network(2)] [Dense(3, Activation.Softmax)]")]
    [InlineData("[Network(2, 3, 1, Activations = [Activation.ELU, Activation.Step])]", "[Network(2)] [Dense(3, Activation.ELU)] [Dense(1, Activation.Step)]")]
    [InlineData("[Network(new[] { 2, 3, 1 })]", "[Network(2)] [Dense(3, activation: Activation.ReLU)] [Dense(units: 1)]")]
    [InlineData("[Network(2, 3, 1, Precision = Precision.Double)]", "[Network(2, Precision = Precision.Double)] [Dense(3, Activation.ReLU)] [Dense(1)]")]
    public void TheShortFormMeansTheSameAsTheLongForm(string shortForm, string longForm) =>
        Assert.Equal(Emit(longForm, "partial class Net;"), Emit(shortForm, "partial class Net;"));

    [Fact]
    public void LayersAreTakenInWrittenOrder()
    {
        string source = Emit("[Network(7)] [Dense(5, Activation.Tanh)] [RadialBasis(4)] [Dense(3, Activation.Softmax)]", "partial class Net;")!;
        Assert.Contains("Net: 7 → 5 Tanh → 4 radial basis → 3 Softmax", source, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Network]")]
    [InlineData("[Network()]")]
    [InlineData("[Network(2)]")]
    [InlineData("[Network(null)]")]
    [InlineData("[Network(new int[0])]")]
    [InlineData("[Network(\"2\", 1)]")]
    [InlineData("[Network(0, 1)]")]
    [InlineData("[Network(2, -1)]")]
    [InlineData("[Network(2, 0, 1)]")]
    [InlineData("[Network(1, 1048577)]")]
    [InlineData("[Network(1048576, 1048576)]")]
    [InlineData("[Network(2, 1)] [Dense(1)]")]
    [InlineData("[Network(2)] [Dense(0)]")]
    [InlineData("[Network(2)] [Dense]")]
    [InlineData("[Network(2)] [RadialBasis(-3)] [Dense(1)]")]
    [InlineData("[Network(2)] [Dense(1, (Activation)99)]")]
    [InlineData("[Network(2, 1, Output = (Activation)(-1))]")]
    [InlineData("[Network(2, 3, 1, Activations = [Activation.ReLU])]")]
    [InlineData("[Network(2, 1, Activations = [(Activation)15])]")]
    [InlineData("[Network(2, 1, Precision = (Precision)2)]")]
    [InlineData("[Dense(2)]")]
    public void AnInvalidDeclarationEmitsNothing(string attributes) => Assert.Null(Emit(attributes, "partial class Net;"));

    [Theory]
    [InlineData("class Net;")]
    [InlineData("static partial class Net;")]
    [InlineData("abstract partial class Net;")]
    [InlineData("partial class Net<T>;")]
    [InlineData("partial record Net;")]
    [InlineData("partial struct Net;")]
    [InlineData("partial interface Net;")]
    [InlineData("file partial class Net;")]
    public void ATypeThatCannotBeANetworkEmitsNothing(string type) => Assert.Null(Emit("[Network(2, 1)]", type));

    [Fact]
    public void AClassInATypeThatIsNotPartialEmitsNothing() =>
        Assert.Empty(GeneratorHarness.Run("class Outer { [Generated.Network(2, 1)] partial class Net { } }").Sources);

    [Fact]
    public void AnAttributeOfTheSameNameElsewhereEmitsNothing() => Assert.Empty(GeneratorHarness.Run("""
        namespace Other
        {
            class NetworkAttribute(params int[] sizes) : System.Attribute { public int[] Sizes => sizes; }

            [Network(2, 1)] partial class Net;
        }
        """).Sources);

    /// <summary>The emitted file, or null where there is none.</summary>
    private static string? Emit(string attributes, string type)
    {
        GeneratorRun run = GeneratorHarness.Run($"using Generated;\n\n{attributes}\n{type}\n");
        if (run.Sources.IsEmpty)
            return null;
        run.AssertClean();
        return run.Source;
    }
}
