using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// The JIT gives up optimising a method that is too large ("MinOpts"), without a word and for good. A program that uses
/// networks of all sizes runs with the JIT listing every method that it compiles, and how.
/// </summary>
public sealed class OptimizationTests(OptimizationTests.Workload workload) : IClassFixture<OptimizationTests.Workload>
{
    private static readonly string[] s_networks = ["Tiny", "Digits", "Radial", "Deep", "Large", "LargeDouble"];

    private const string Source = """
        using System;
        using Generated;

        Run<Tiny, float, BinaryCrossEntropy>();
        Run<Digits, float, CategoricalCrossEntropy>();
        Run<Radial, float, HalfSquaredError>();
        Run<Deep, double, MeanSquaredError>();
        Run<Large, float, CategoricalCrossEntropy>();
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

        [Network(2, 3, 1, Hidden = Activation.Sigmoid, Output = Activation.Sigmoid)] partial class Tiny;
        [Network(64, 32, 10, Output = Activation.Softmax)] partial class Digits;
        [Network(33)] [RadialBasis(50)] [Dense(3)] partial class Radial;
        [Network(31, 40, 17, 33, 40, 9, Hidden = Activation.GELU, Precision = Precision.Double)] partial class Deep;
        [Network(784, 1024, 1024, 10, Output = Activation.Softmax)] partial class Large;
        [Network(784, 1024, 1024, 10, Hidden = Activation.Tanh, Output = Activation.Softmax, Precision = Precision.Double)] partial class LargeDouble;

        """;

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
                Assert.Contains(kernels, method => method.Contains("BackwardBatch", StringComparison.Ordinal));
                Assert.True(kernels.Length >= 6, $"Of {network} only these are listed: {string.Join(Environment.NewLine, kernels)}");
                Assert.DoesNotContain(kernels, method => method.Contains("MinOpts", StringComparison.Ordinal));
            }

            // A method that is too large is listed as such: the assertion above can fail.
            Assert.Contains("MinOpts", Assert.Single(methods, method => method.Contains("Oversized:Run", StringComparison.Ordinal)), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(listing);
        }
    }

    /// <summary>The program, compiled once.</summary>
    public sealed class Workload : IDisposable
    {
        internal ChildProgram Program { get; } = new(Source + Oversized(), ProjectOptions.Default with { Output = OutputKind.ConsoleApplication });

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
