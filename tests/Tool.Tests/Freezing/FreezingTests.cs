using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Generated.Tool.Freezing;
using Generated.Tool.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Generated.Tests;

/// <summary>What a frozen network computes: the bits of the generated one. And what its source is like.</summary>
public class FreezingTests
{
    private static readonly string s_golden = Path.Combine(AppContext.BaseDirectory, "golden", "models");

    [Fact]
    public void Iris() => Snapshot.Verify(Frozen(Golden("iris-mlp", Activation.ReLU, Activation.Linear), "Iris", "Garden").Text);

    [Fact]
    public void SparseIris()
    {
        NetworkModel iris = Golden("iris-mlp", Activation.ReLU, Activation.Softmax);
        Snapshot.Verify(Frozen(Pruned(iris, smallest: 0.5), "SparseIris", "Garden").Text);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp12, true, false)]
    [InlineData(LanguageVersion.CSharp12, false, true)]
    [InlineData(LanguageVersion.Preview, true, true)]
    public void CompilesWithoutWarnings(LanguageVersion language, bool nullable, bool checkForOverflow)
    {
        var options = new ProjectOptions { Language = language, Nullable = nullable, CheckForOverflow = checkForOverflow };
        string[] sources = [.. RandomModels.Of(seed: 11, count: 12).Select((model, number) => Frozen(model, string.Create(CultureInfo.InvariantCulture, $"M{number}"), number % 2 == 0 ? "" : "Deep.record").Text)];
        AssertCompiles(options.Compile(sources));
    }

    [Fact]
    public void NeedsNothingOfTheRuntimeForSimpleActivations()
    {
        Activation[] simple = [Activation.Linear, Activation.Step, Activation.ReLU, Activation.LeakyReLU, Activation.HardTanh, Activation.Softsign];
        NetworkModel[] models = [.. RandomModels.Of(seed: 12, count: 12).Select((model, number) => NetworkModel.OfDense(
            model.Name, [.. model.DenseLayers().Select(layer => new DenseLayer(layer.Name, layer.Inputs, layer.Units, simple[number % simple.Length], layer.Weights, layer.Bias))], model.Precision))];
        CSharpCompilation compilation = ProjectOptions.Default.Compile([.. models.Select((model, number) => Frozen(model, string.Create(CultureInfo.InvariantCulture, $"M{number}"), "N").Text)]);
        AssertCompiles(compilation.RemoveReferences(compilation.References.Where(reference => Path.GetFileName(reference.Display) == "Generated.dll")));
    }

    [Fact]
    public void IsDeterministicWithUnixLines()
    {
        NetworkModel model = RandomModels.Of(seed: 13, count: 1)[0];
        string text = Frozen(model, "M", "N").Text;
        Assert.Equal(text, Frozen(RandomModels.Of(seed: 13, count: 1)[0], "M", "N").Text);
        Assert.DoesNotContain('\r', text);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ZeroWeightsAreLeftOut()
    {
        // One weight of each unit, of different inputs: no register of units saves anything.
        NetworkModel diagonal = Dense(8, 8, (unit, input) => unit == input ? 0.25 + unit : 0);
        FrozenSource frozen = Frozen(diagonal, "M", "N");
        Assert.Equal(8, Regex.Count(frozen.Text, "FusedMultiplyAdd"));
        Assert.Equal("All 56 weights that are zero are left out.", frozen.LeftOut);

        // Inputs that nothing reads: a multiply-add for every register and input that is left.
        NetworkModel columns = Dense(8, 8, (unit, input) => input % 2 == 0 ? 0.25 + unit : 0);
        Assert.Equal(2 * 4, Regex.Count(Frozen(columns, "M", "N").Text, "FusedMultiplyAdd"));
        Assert.Equal("All 32 weights that are zero are left out.", Frozen(columns, "M", "N").LeftOut);
    }

    [Fact]
    public void UnitsThatNothingReadsAreNotComputed()
    {
        double[] ones = [.. Enumerable.Repeat(1.0, 8 * 8)], readsFour = [1, 1, 1, 1, 0, 0, 0, 0];
        var model = NetworkModel.OfDense("m", [new("a", 8, 8, Activation.Tanh, ones, new double[8]), new("b", 8, 1, Activation.Linear, readsFour, new double[1])]);
        FrozenSource frozen = Frozen(model, "M", "N");
        Assert.Contains("4 units that nothing reads are not computed.", frozen.LeftOut, StringComparison.Ordinal);
        Assert.Equal(8 + 4, Regex.Count(frozen.Text, "FusedMultiplyAdd"));
    }

    [Fact]
    public void EveryConstantIsTheVeryNumber()
    {
        double[] weights = [float.Epsilon, float.MaxValue, -1e-40f, 0.1f, 1 / 3f, -16777217f, 1e10f, 1e-5f];
        foreach (double weight in weights)
            Assert.Equal((float)weight, CSharpScript(Literal.Of(weight, Precision.Single)));
        foreach (double weight in new[] { double.Epsilon, double.MaxValue, -1 / 3.0, 3, 1e22 })
            Assert.Equal(weight, CSharpScript(Literal.Of(weight, Precision.Double)));

        static object? CSharpScript(string literal)
        {
            bool negative = literal[0] == '-';
            object value = SyntaxFactory.ParseExpression(literal.TrimStart('-')) is Microsoft.CodeAnalysis.CSharp.Syntax.LiteralExpressionSyntax { Token.Value: { } number } ? number : "no number";
            return !negative ? value : value switch { float single => -single, double @double => -@double, _ => value };
        }
    }

    [Fact]
    public void WhatCannotBeFrozenIsExplained()
    {
        NetworkModel large = Dense(100, 100, (_, _) => 1);
        Assert.Equal(
            "m takes 2,500 multiply-adds or more, but at most 2,048 are written out: more code than that does not fit the nearest cache, and a loop is faster. Declare it with [Network(…, Weights = \"…\")] instead, which loads them.",
            Assert.Throws<NotSupportedException>(() => Frozen(large, "M", "N")).Message);

        NetworkModel infinite = Dense(2, 3, (unit, input) => unit == 2 && input == 1 ? double.PositiveInfinity : 1);
        Assert.Equal(
            "The weight from input 1 to unit 2 of layer layer1 is Infinity, which is no finite float: only finite numbers become constants.",
            Assert.Throws<ArgumentException>(() => Frozen(infinite, "M", "N")).Message);

        Assert.Contains("one of its members", Assert.Throws<ArgumentException>(() => Frozen(Dense(1, 1, (_, _) => 1), "Forward", "N")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, 120, 0, Precision.Single)]
    [InlineData(100, 100, 0.8, Precision.Double)]
    public void NoMethodIsTooLargeForTheJit(int inputs, int units, double zeros, Precision precision)
    {
        // Half of what the JIT optimises (docs/performance.md).
        const int MostBytes = 30_000, MostLocals = 900;
        var random = new Random(1);
        var model = NetworkModel.OfDense("m", Dense(inputs, units, (_, _) => random.NextDouble() < zeros ? 0 : 1 + random.NextDouble()).DenseLayers(), precision);
        using var networks = new FrozenNetworks([model]);
        Assert.All(networks.FrozenMethods(), method =>
        {
            Assert.InRange(method.GetILAsByteArray()!.Length, 1, MostBytes);
            Assert.InRange(method.LocalVariables.Count, 0, MostLocals);
        });
    }

    [Fact]
    public void WrongLengthsAndSharedMemoryAreRefusedAsGeneratedNetworksDo()
    {
        using var networks = new FrozenNetworks([Dense(3, 2, (_, _) => 1)]);
        foreach ((string frozen, string generated) in networks.Refusals())
            Assert.Equal(generated, frozen);
    }

    private static FrozenSource Frozen(NetworkModel model, string name, string @namespace) => Freezer.Freeze(model, name, @namespace, $"{model.Name}.safetensors");

    private static NetworkModel Golden(string name, params Activation[] activations) => NetworkFile.Load(Path.Combine(s_golden, name + ".safetensors"), activations);

    private static NetworkModel Dense(int inputs, int units, Func<int, int, double> weight) => NetworkModel.OfDense(
        "m", [new DenseLayer("layer1", inputs, units, Activation.Linear, Enumerable.Range(0, units * inputs).Select(i => weight(i / inputs, i % inputs)).ToArray(), new double[units])]);

    /// <summary>A model without the smallest weights of each layer.</summary>
    private static NetworkModel Pruned(NetworkModel model, double smallest) => NetworkModel.OfDense(model.Name, [.. model.DenseLayers().Select(layer =>
    {
        double threshold = layer.Weights.ToArray().Select(Math.Abs).Order().ElementAt((int)(smallest * layer.Weights.Length));
        return new DenseLayer(layer.Name, layer.Inputs, layer.Units, layer.Activation, layer.Weights.ToArray().Select(weight => Math.Abs(weight) < threshold ? 0 : weight).ToArray(), layer.Bias);
    })], model.Precision);

    private static void AssertCompiles(CSharpCompilation compilation) => Assert.Empty(
        compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden));
}
