using System;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Reflection;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

// Files of golden/models and golden/numpy, and of Weights, compiled into this assembly.

[Network(64, 32, 10, Weights = "digits-mlp.safetensors", WeightsSha256 = "a18ee2c62a8dab2b5d050074575deb4ba4ce537c975a70e3ba45692c6d099faa")]
internal sealed partial class PretrainedDigits;

[Network(64, 32, 10, Weights = "digits-mlp.safetensors", Precision = Precision.Double)]
internal sealed partial class PretrainedDigitsDouble;

[Network(5, 7, 6, 2, Hidden = Activation.Tanh, Weights = "mlp.npz", Precision = Precision.Double)]
internal sealed partial class PretrainedScikitLearn;

[Network(2, Weights = "Weights/surface-f32.safetensors")]
[RadialBasis(5)]
[Dense(1)]
internal sealed partial class PretrainedSurface;

internal static partial class Surfaces
{
    [Network(2, Weights = "half/surface.safetensors")]
    [RadialBasis(5)]
    [Dense(1)]
    internal sealed partial class OfHalf;

    [Network(2, Weights = "Weights/surface-bf16.safetensors")]
    [RadialBasis(5)]
    [Dense(1)]
    internal sealed partial class OfBFloat16;

    [Network(2, Weights = "Weights/surface.de.safetensors")]
    [RadialBasis(5)]
    [Dense(1)]
    internal sealed partial class OfDouble;
}

/// <summary>Networks whose weights are in the assembly.</summary>
public class PretrainedTests
{
    /// <summary>The outputs of PyTorch.</summary>
    [Fact]
    public void WeightsInTheAssemblyGivePyTorchsOutputs()
    {
        using var models = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "models.json")));
        JsonElement golden = models.RootElement.EnumerateArray().Single(model => model.GetProperty("name").GetString() == "digits-mlp");
        double[] inputs = Flat(golden.GetProperty("inputs")), wanted = Flat(golden.GetProperty("outputs"));
        AssertClose(wanted, Outputs<PretrainedDigits, float>(PretrainedDigits.Pretrained, inputs, wanted.Length), 2e-6);
        AssertClose(wanted, Outputs<PretrainedDigitsDouble, double>(PretrainedDigitsDouble.Pretrained, inputs, wanted.Length), 2e-6);
    }

    [Fact]
    public void WeightsOfScikitLearnGiveItsOutputs()
    {
        using var data = TensorFile.Open(Path.Combine(AppContext.BaseDirectory, "golden", "numpy", "mlp-data.npz"));
        double[] inputs = data["x"].ToArray<double>(), wanted = data["y"].ToArray<double>();
        AssertClose(wanted, Outputs<PretrainedScikitLearn, double>(PretrainedScikitLearn.Pretrained, inputs, wanted.Length), 1e-12);
    }

    /// <summary>Singles are widened to doubles, which hold them exactly.</summary>
    [Fact]
    public void OneFileServesBothPrecisions()
    {
        float[] singles = new float[PretrainedDigits.ParameterCount];
        double[] doubles = new double[singles.Length];
        PretrainedDigits.Pretrained.ExportParameters(singles);
        PretrainedDigitsDouble.Pretrained.ExportParameters(doubles);
        Assert.Equal(singles.Select(value => (double)value), doubles);
        Assert.Contains(singles, value => value != 0);
    }

    /// <summary>Centres and ρ, from F32, F16, BF16 and F64; the k-th parameter is (k − 10)/8.</summary>
    [Fact]
    public void EveryTypeOfValueIsTaken()
    {
        AssertSurface(PretrainedSurface.Pretrained);
        AssertSurface(Surfaces.OfHalf.Pretrained);
        AssertSurface(Surfaces.OfBFloat16.Pretrained);
        AssertSurface(Surfaces.OfDouble.Pretrained);
    }

    [Fact]
    public void PretrainedIsOneForAllAndCreatePretrainedIsANewOne()
    {
        PretrainedSurface[] seen = new PretrainedSurface[16];
        Parallel.For(0, seen.Length, i => seen[i] = PretrainedSurface.Pretrained);
        Assert.All(seen, network => Assert.Same(PretrainedSurface.Pretrained, network));

        var own = PretrainedSurface.CreatePretrained();
        Assert.NotSame(PretrainedSurface.Pretrained, own);
        own.Parameters.Clear();
        AssertSurface(PretrainedSurface.Pretrained);
        AssertSurface(PretrainedSurface.CreatePretrained());
    }

    /// <summary>Loading takes the network, one canonical copy of the parameters to load from, and little else; <c>Pretrained</c> takes nothing the second time.</summary>
    [Fact]
    public void LoadingAllocatesTheParametersTwiceAndLittleElse()
    {
        PretrainedDigits.CreatePretrained();
        long before = GC.GetAllocatedBytesForCurrentThread();
        PretrainedDigits.CreatePretrained();
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(taken, 0, 2 * 4 * PretrainedDigits.ParameterCount + 16_384);

        _ = PretrainedDigits.Pretrained;
        before = GC.GetAllocatedBytesForCurrentThread();
        _ = PretrainedDigits.Pretrained;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void TheResourceIsTheFile()
    {
        using Stream resource = typeof(PretrainedDigits).Assembly.GetManifestResourceStream("Generated.Weights/digits-mlp.safetensors")!;
        byte[] content = new byte[resource.Length];
        resource.ReadExactly(content);
        Assert.Equal(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "models", "digits-mlp.safetensors")), content);
    }

    [Fact]
    public void AnAssemblyWithoutTheResourceIsNamed()
    {
        var error = Assert.Throws<InvalidOperationException>(() => WeightFiles.LoadWeights<PretrainedSurface, float>(
            new PretrainedSurface(), Assembly.GetExecutingAssembly(), "Generated.Weights/none", LayerTensors.Sequential(PretrainedSurface.Shape)));
        Assert.Equal("Generated.Network.Tests has no resource 'Generated.Weights/none', which holds the weights of PretrainedSurface.", error.Message);
    }

    private static void AssertSurface<TNetwork>(INetwork<TNetwork, float> network)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        float[] canonical = new float[TNetwork.Shape.ParameterCount];
        network.ExportParameters(canonical);
        Assert.Equal(Enumerable.Range(0, 21).Select(k => (k - 10) / 8f), canonical);
    }

    private static double[] Outputs<TNetwork, T>(INetwork<TNetwork, T> network, double[] inputs, int count)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var outputs = new T[count];
        network.ForwardBatch([.. inputs.Select(T.CreateTruncating)], outputs);
        return [.. outputs.Select(double.CreateTruncating)];
    }

    private static void AssertClose(double[] wanted, double[] found, double tolerance)
    {
        Assert.Equal(wanted.Length, found.Length);
        for (int i = 0; i < wanted.Length; i++)
            Assert.True(Math.Abs(found[i] - wanted[i]) <= tolerance, $"output {i} is {found[i]}, but {wanted[i]} is wanted");
    }

    private static double[] Flat(JsonElement rows) => [.. rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble())];
}
