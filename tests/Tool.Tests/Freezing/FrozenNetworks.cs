using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using Generated.Tool.Freezing;
using Xunit;

namespace Generated.Tests;

/// <summary>Some models as frozen classes and as generated networks with the same parameters, in one assembly.</summary>
internal sealed class FrozenNetworks : IDisposable
{
    private readonly EmittedAssembly _emitted;
    private readonly IReadOnlyList<DenseModel> _models;

    /// <summary>Freezes, generates and compiles, none of which may cause a warning.</summary>
    public FrozenNetworks(IReadOnlyList<DenseModel> models)
    {
        _models = models;
        IEnumerable<string> declared = models.Select((model, number) => Architecture.Dense(
            model.Precision, model.Shape.InputSize, [.. model.Layers.Select(layer => new Layer(layer.Units, layer.Activation))]).Declare(number));
        IEnumerable<string> frozen = models.Select((model, number) => Freezer.Freeze(model, Name(number), "Frozen", "a test"));
        _emitted = EmittedAssembly.Load(string.Join("\n", declared.Concat(frozen)));
    }

    private delegate void Forward<T>(ReadOnlySpan<T> input, Span<T> output);

    public void Dispose() => _emitted.Dispose();

    /// <summary>The outputs of a frozen network and of the generated one, as bits, for some samples.</summary>
    public (string Frozen, string Generated) Bits(int number, IEnumerable<double[]> samples) => _models[number].Precision == Precision.Single
        ? Bits<float>(number, samples)
        : Bits<double>(number, samples);

    private (string Frozen, string Generated) Bits<T>(int number, IEnumerable<double[]> samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DenseModel model = _models[number];
        NetworkHandle<T> network = EmittedAssembly.Create<T>(_emitted.Networks.Single(type => Site.IsNumber(type, number)));
        T[] canonical = [.. model.Layers.SelectMany(layer => layer.Weights.ToArray().Concat(layer.Bias.ToArray())).Select(T.CreateTruncating)];
        ParameterOrder.Import(network.Shape, canonical, network.Parameters);

        Type type = _emitted.Networks[0].Assembly.GetType("Frozen." + Name(number), throwOnError: true)!;
        Assert.Equal((model.Shape.InputSize, model.Shape.OutputSize), ((int)type.GetField("InputSize")!.GetRawConstantValue()!, (int)type.GetField("OutputSize")!.GetRawConstantValue()!));
        var forward = type.GetMethod("Forward", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Forward<T>>();

        var (frozen, generated) = (new List<string>(), new List<string>());
        foreach (double[] sample in samples)
        {
            T[] input = [.. sample.Select(T.CreateTruncating)], output = new T[model.Shape.OutputSize];
            forward(input, output);
            frozen.Add(Hexadecimal<T>(output));
            network.Forward(input, output);
            generated.Add(Hexadecimal<T>(output));
        }

        return (string.Join("\n", frozen), string.Join("\n", generated));
    }

    private static string Hexadecimal<T>(T[] values)
        where T : unmanaged => Convert.ToHexString(MemoryMarshal.AsBytes(values.AsSpan()));

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"Frozen{number}");
}
