using Xunit;

namespace Generated.Tests;

/// <summary>The whole emitted file, for a person to read: one for each way of computing that there is.</summary>
public class SnapshotTests
{
    [Fact]
    public void SmallDense() => Verify("""
        namespace Gates;

        [Generated.Network(2, 3, 1, Hidden = Generated.Activation.Sigmoid, Output = Generated.Activation.Sigmoid)]
        public sealed partial class Xor;
        """);

    [Fact]
    public void WideDense() => Verify("""
        namespace Vision;

        [Generated.Network(64, 32, 10, Hidden = Generated.Activation.ReLU, Output = Generated.Activation.Softmax)]
        public sealed partial class DigitClassifier;
        """);

    [Fact]
    public void RadialBasis() => Verify("""
        namespace Interpolation;

        [Generated.Network(2)]
        [Generated.RadialBasis(10)]
        [Generated.Dense(1, Generated.Activation.Linear)]
        public sealed partial class Surface;
        """);

    [Fact]
    public void DoublePrecision() => Verify("""
        namespace Compression;

        [Generated.Network(20, 12, 3, 12, 20, Precision = Generated.Precision.Double, Activations =
            [Generated.Activation.Tanh, Generated.Activation.Linear, Generated.Activation.Tanh, Generated.Activation.Linear])]
        public sealed partial class Autoencoder;
        """);

    [Fact]
    public void Pretrained() => Verify(
        """
        namespace Gates;

        [Generated.Network(2, 1, Output = Generated.Activation.Sigmoid, Weights = "or.safetensors")]
        public sealed partial class Or;
        """,
        ProjectOptions.Default with { Weights = [ProjectWeights.OfTensors("or.safetensors", ("weight", [1, 2]), ("bias", [1]))] });

    [Fact]
    public void Graph() => Verify("""
        namespace Flight;

        [Generated.Network]
        [Generated.Input("image", 8, 8, 1)]
        [Generated.Input("pose", 6)]
        [Generated.Conv2D(8, Activation = Generated.Activation.ReLU, From = "image")]
        [Generated.MaxPool(2)]
        [Generated.Flatten(Name = "seen")]
        [Generated.Concat("seen", "pose")]
        [Generated.Dense(32, Generated.Activation.Tanh, Name = "trunk")]
        [Generated.Dense(32, Generated.Activation.Tanh)]
        [Generated.Add("trunk")]
        [Generated.Dense(4, Generated.Activation.Softmax, Name = "policy")]
        [Generated.Dense(1, From = "trunk", Name = "value")]
        [Generated.Output("policy", "value")]
        public sealed partial class Pilot;
        """);

    [Fact]
    public void Streaming() => Verify("""
        namespace Sound;

        [Generated.Network(1)]
        [Generated.Conv1D(4, Kernel = 2, Dilation = 3, Activation = Generated.Activation.Tanh)]
        [Generated.Lstm(8)]
        [Generated.Dense(1)]
        public sealed partial class Amplifier;
        """);

    private static void Verify(string source, ProjectOptions? options = null, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        GeneratorRun run = GeneratorHarness.Run(source, options);
        run.AssertClean();
        Snapshot.Verify(run.Source, test: test);
    }
}
