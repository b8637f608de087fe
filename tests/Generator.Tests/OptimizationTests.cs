using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// The JIT gives up optimising a method that is too large ("MinOpts"), without a word and for good. A program that uses
/// networks of all sizes runs with the JIT listing every method that it compiles, and how.
/// </summary>
public sealed class OptimizationTests(OptimizationTests.Workload workload) : IClassFixture<OptimizationTests.Workload>
{
    /// <summary>Widths on both sides of every boundary between registers, in all orders.</summary>
    private static readonly int[][] s_grid =
    [
        [4, 16, 3], [64, 10, 10, 10], [64, 16, 16, 16], [64, 17, 17, 17], [64, 31, 31, 31], [64, 33, 33, 33], [32, 64, 64, 8], [5, 48, 49, 7, 96],
        [784, 128, 10], [100, 15, 65, 1], [1024, 2048, 2048, 1000],
    ];

    private static readonly string[] s_networks = ["Tiny", "Digits", "Radial", "Deep", "LargeDouble", .. s_grid.Select(Name)];

    /// <summary>What must never be a method of its own, but part of a layer.</summary>
    private static readonly string[] s_inlined = ["Tiles:Multiply", "Tiles:AddTransposed", "Tiles:Dots", "Tiles:Store", "Compute[", "`1[float]:AddProduct", "`1[double]:AddProduct"];

    private const string Source = """
        using System;
        using Generated;

        Run<Tiny, float, BinaryCrossEntropy>();
        Run<Digits, float, CategoricalCrossEntropy>();
        Run<Radial, float, HalfSquaredError>();
        Run<Deep, double, MeanSquaredError>();
        Run<LargeDouble, double, CategoricalCrossEntropy>();
        Oversized.Run(1);

        static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            const int rows = 40;
            TNetwork network = TNetwork.Create(1);
            NetworkShape shape = TNetwork.Shape;
            T[] inputs = new T[rows * shape.InputSize], outputs = new T[rows * shape.OutputSize], gradient = new T[shape.ParameterCount];
            network.Forward(inputs.AsSpan(0, shape.InputSize), outputs.AsSpan(0, shape.OutputSize));
            network.ForwardBatch(inputs, outputs);
            network.Activate(inputs.AsSpan(0, shape.InputSize), shape.Layers.Count, outputs.AsSpan(0, shape.OutputSize));
            network.Backward<TLoss>(inputs.AsSpan(0, shape.InputSize), outputs.AsSpan(0, shape.OutputSize), gradient);
            network.BackwardBatch<TLoss>(inputs, outputs, gradient);
            network.Backward(inputs.AsSpan(0, shape.InputSize), outputs.AsSpan(0, shape.OutputSize), gradient, new T[shape.InputSize]);
        }

        """;

    private static string Name(int[] sizes) => "Grid" + string.Join("x", sizes);

    /// <summary>The program: what to run, and the networks.</summary>
    private static string Program() => Source + string.Concat(s_grid.Select(sizes => $"Run<{Name(sizes)}, float, HalfSquaredError>();\n")) + Networks() + Oversized();

    private static string Networks() => """

        [Network(2, 3, 1, Hidden = Activation.Sigmoid, Output = Activation.Sigmoid)] partial class Tiny;
        [Network(64, 32, 10, Output = Activation.Softmax)] partial class Digits;
        [Network(33)] [RadialBasis(50)] [Dense(3)] partial class Radial;
        [Network(31, 40, 17, 33, 40, 9, Hidden = Activation.GELU, Precision = Precision.Double)] partial class Deep;
        [Network(784, 1024, 1024, 10, Hidden = Activation.Tanh, Output = Activation.Softmax, Precision = Precision.Double)] partial class LargeDouble;

        """ + string.Concat(s_grid.Select(sizes => $"[Network({string.Join(", ", sizes)})] partial class {Name(sizes)};\n"));

    [Theory]
    [InlineData("512")]
    [InlineData("256")]
    [InlineData("128")]
    public void NoEmittedMethodIsTooLargeToOptimize(string vectorBits)
    {
        string listing = Path.GetTempFileName();
        try
        {
            // Without tiers every method is compiled once, as the last tier would.
            workload.Program.Run(
                ("DOTNET_JitStdOutFile", listing), ("DOTNET_JitDisasmSummary", "1"),
                ("DOTNET_TieredCompilation", "0"), ("DOTNET_PreferredVectorBitWidth", vectorBits));
            string[] methods = File.ReadAllLines(listing);

            foreach (string network in s_networks)
            {
                string[] kernels = [.. methods.Where(method => method.Contains($"__{network}Kernels:", StringComparison.Ordinal))];
                Assert.Contains(kernels, method => method.Contains("ParameterGradient", StringComparison.Ordinal));
                Assert.True(kernels.Length >= 6, $"Of {network} only these are listed: {string.Join(Environment.NewLine, kernels)}");
                Assert.DoesNotContain(kernels, method => method.Contains("MinOpts", StringComparison.Ordinal));
            }

            // A tile, or an operation of a tile, that is listed by itself was too much for the JIT to inline: its layer is many times as slow.
            string[] calledTiles = [.. methods.Where(method => s_inlined.Any(name => method.Contains(name, StringComparison.Ordinal)))];
            Assert.True(calledTiles.Length == 0, string.Join(Environment.NewLine, calledTiles));

            // A method that is too large is listed as such: the assertion above can fail.
            Assert.Contains("MinOpts", Assert.Single(methods, method => method.Contains("Oversized:Run", StringComparison.Ordinal)), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(listing);
        }
    }

    [Fact]
    public void EmittedMethodsKeepToHalfOfWhatTheJitTakes()
    {
        const int limit = 60_000;
        using EmittedAssembly assembly = EmittedAssembly.Load("using Generated;\n" + Networks());
        Type[] kernels = [.. assembly.Networks[0].Assembly.GetTypes().Where(type => type.Namespace == "Generated.Emitted")];
        Assert.True(kernels.Length > 2 * s_grid.Length);
        foreach (Type type in kernels)
        {
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (method.GetMethodBody() is not { } body)
                    continue;
                Assert.True(body.GetILAsByteArray()!.Length <= limit / 2, $"{type.Name}.{method.Name}: {body.GetILAsByteArray()!.Length} bytes of IL");
                Assert.True(body.LocalVariables.Count <= 100, $"{type.Name}.{method.Name}: {body.LocalVariables.Count} locals");
            }
        }
    }

    [Fact]
    public void EmittedSourceStaysSmall()
    {
        int Size(string declaration) => GeneratorHarness.Run($"using Generated; {declaration}").Sources.Sum(source => Encoding.UTF8.GetByteCount(source.SourceText.ToString()));
        int small = Size("[Network(64, 32, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)] partial class Digits;");
        int large = Size("[Network(1024, 2048, 2048, 1000, Hidden = Activation.ReLU, Output = Activation.Softmax)] partial class Large;");
        Assert.True(small < 40 * 1024, $"{small} bytes");
        Assert.True(large < 200 * 1024, $"{large} bytes");
    }

    /// <summary>The program, compiled once.</summary>
    public sealed class Workload : IDisposable
    {
        internal ChildProgram Program { get; } = new(Program(), ProjectOptions.Default with { Output = OutputKind.ConsoleApplication });

        public void Dispose() => Program.Dispose();
    }

    /// <summary>More references to locals than the JIT is willing to track.</summary>
    private static string Oversized()
    {
        IEnumerable<string> statements = Enumerable.Repeat("            x = x * x + x; x ^= x >> 3;", 2500);
        return $$"""
            static class Oversized
            {
                public static int Run(int x)
                {
                    unchecked
                    {
            {{string.Join("\n", statements)}}
                        return x;
                    }
                }
            }
            """;
    }
}
