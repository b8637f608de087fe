using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// The numeric tests once more in child processes, with narrower registers and without a fused multiply-add. Where
/// there is one, outputs, gradients and twenty training steps must have the bits that this process gets.
/// </summary>
public class RegisterWidthTests
{
    /// <summary>Set for a child process: where it writes its digest.</summary>
    private const string DigestFile = "GENERATED_DIGEST_FILE";

    private static readonly Type[] s_numeric = [typeof(GoldenTests), typeof(WorkedExampleTests), typeof(PathTests)];

    [Theory]
    [InlineData("DOTNET_PreferredVectorBitWidth", "512", true)]
    [InlineData("DOTNET_PreferredVectorBitWidth", "256", true)]
    [InlineData("DOTNET_PreferredVectorBitWidth", "128", true)]
    [InlineData("DOTNET_EnableAVX512", "0", true)]
    [InlineData("DOTNET_EnableAVX2", "0", false)]
    public async Task OtherRegistersGiveTheSame(string variable, string value, bool hasFusedMultiplyAdd)
    {
        string digestFile = Path.Combine(Path.GetTempPath(), $"generated-{Guid.NewGuid():N}.txt");
        try
        {
            await TestProcess.RunAsync(typeof(RegisterWidthTests).Assembly, s_numeric.Append(typeof(DigestTests)), (variable, value), (DigestFile, digestFile));

            string[] digest = await File.ReadAllLinesAsync(digestFile, TestContext.Current.CancellationToken);
            // The first line names the registers in use: the variable must have had its effect.
            string registers = (variable, value) switch
            {
                (_, "512") => DigestTests.Registers,
                ("DOTNET_PreferredVectorBitWidth", "128") or ("DOTNET_EnableAVX2", _) => "128",
                _ => Vector256.IsHardwareAccelerated ? "256" : "128",
            };
            Assert.Equal(registers, digest[0]);
            if (hasFusedMultiplyAdd)
                Assert.Equal(DigestTests.Lines(), digest[1..]);
        }
        finally
        {
            File.Delete(digestFile);
        }
    }

    /// <summary>The bits of this process, a line per network.</summary>
    public class DigestTests
    {
        public static string Registers => NetworkInfo.VectorBits.ToString(CultureInfo.InvariantCulture);

        [Fact]
        public void TheDigestIsRepeatable()
        {
            string[] lines = Lines();
            Assert.Equal(lines, Lines());
            Assert.Equal(lines.Length, lines.Distinct().Count());
            if (Environment.GetEnvironmentVariable(DigestFile) is { } file)
                File.WriteAllLines(file, [Registers, .. lines]);
        }

        public static string[] Lines()
        {
            Digest.Lines = [];
            foreach (TheoryDataRow<string> name in EveryNetwork.Names)
                EveryNetwork.Check<Digest>(name.Data);
            foreach (TheoryDataRow<string> name in EveryGraph.Names)
                EveryGraph.Check<Digest>(name.Data);
            foreach (TheoryDataRow<string> name in EveryStream.Names)
                EveryStream.Check<StreamDigest>(name.Data);
            return [.. Digest.Lines];
        }
    }

    private sealed class StreamDigest : IStreamCheck
    {
        public static void Run<TNetwork, T, TState, TLoss>()
            where TNetwork : class, IStreamingNetwork<TNetwork, T, TState>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TState : NetworkState<T>, new()
            where TLoss : struct, ILoss<T>
        {
            const int sequences = 19, steps = 13;
            TNetwork network = TNetwork.Create(3);
            NetworkShape shape = TNetwork.Shape;
            T[] x = EveryNetwork.Inputs<T>(sequences * steps * shape.InputSize, 1), t = EveryNetwork.Inputs<T>(sequences * steps * shape.OutputSize, 2);
            T[] y = new T[t.Length], gradient = new T[shape.TrainableCount];
            TState[] states = [.. Enumerable.Range(0, sequences).Select(_ => new TState())];
            string Bits(ReadOnlySpan<T> values) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values)))[..16];

            network.Sequence(x, states[0], y);
            string outputs = Bits(y), gradients = "";
            var sgd = new Sgd<T>(learningRate: 0.01) { Momentum = 0.9 };
            for (int step = 0; step < 10; step++)
            {
                Array.Clear(gradient);
                network.BackwardSequences<TLoss>(x, t, states, warmUp: step % 2, gradient);
                gradients += step < 2 ? Bits(gradient) : "";
                sgd.Step(network.Parameters[..gradient.Length], gradient);
            }

            Digest.Lines.Add($"{typeof(TNetwork).Name} outputs {outputs} gradients {gradients} trained {Bits(network.Parameters)}");
        }
    }

    private sealed class Digest : INetworkCheck
    {
        // A list for each thread, since two tests take the digest, perhaps at the same time.
        [ThreadStatic]
        private static List<string>? t_lines;

        public static List<string> Lines
        {
            get => t_lines ??= [];
            set => t_lines = value;
        }

        public static void Run<TNetwork, T, TLoss>()
            where TNetwork : class, INetwork<TNetwork, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TLoss : struct, ILoss<T>
        {
            const int rows = 129;
            TNetwork network = TNetwork.Create(3);
            NetworkShape shape = TNetwork.Shape;
            T[] x = EveryNetwork.Inputs<T>(rows * shape.InputSize, 1), t = EveryNetwork.Targets<T>(rows, shape.OutputSize, 2);
            T[] y = new T[rows * shape.OutputSize], gradient = new T[shape.TrainableCount], inputGradient = new T[shape.InputSize];
            string Bits(ReadOnlySpan<T> values) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values)))[..16];

            string outputs = "", gradients = "";
            foreach (int count in new[] { 1, 2, 7, 64, rows })
            {
                network.ForwardBatch(x.AsSpan(0, count * shape.InputSize), y.AsSpan(0, count * shape.OutputSize));
                outputs += Bits(y.AsSpan(0, count * shape.OutputSize));
                Array.Clear(gradient);
                network.BackwardBatch<TLoss>(x.AsSpan(0, count * shape.InputSize), t.AsSpan(0, count * shape.OutputSize), gradient);
                gradients += Bits(gradient);
            }

            network.BackwardBatch<TLoss>(x, t, EveryNetwork.Weights<T>(rows, 4), gradient);
            gradients += Bits(gradient);
            network.Backward(x.AsSpan(0, shape.InputSize), t.AsSpan(0, shape.OutputSize), gradient, inputGradient);
            string inputs = Bits(inputGradient);
            var sgd = new Sgd<T>(learningRate: 0.01) { Momentum = 0.9 };
            for (int step = 0; step < 20; step++)
            {
                Array.Clear(gradient);
                network.BackwardBatch<TLoss>(x, t, default, gradient, new DropoutStep(1, step));
                sgd.Step(network.Parameters[..gradient.Length], gradient);
            }

            Lines.Add($"{typeof(TNetwork).Name} outputs {outputs} gradients {gradients} inputs {inputs} trained {Bits(network.Parameters)}");
        }
    }
}
