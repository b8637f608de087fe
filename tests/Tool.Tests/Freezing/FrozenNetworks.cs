using System;
using System.CodeDom.Compiler;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Generated.Generator;
using Generated.Tool.Freezing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace Generated.Tests;

/// <summary>Some models as frozen classes and as generated networks with the same parameters, in one assembly.</summary>
internal sealed class FrozenNetworks : IDisposable
{
    private readonly AssemblyLoadContext _context = new("Frozen", isCollectible: true);
    private readonly Assembly _assembly;
    private readonly IReadOnlyList<NetworkModel> _models;

    /// <summary>Freezes, generates and compiles, none of which may cause a warning.</summary>
    public FrozenNetworks(IReadOnlyList<NetworkModel> models)
    {
        _models = models;
        IEnumerable<string> declared = models.Select((model, number) => Architecture.Dense(
            model.Precision, model.Shape.InputSize, [.. model.DenseLayers().Select(layer => new Layer(layer.Units, layer.Activation))]).Declare(number));
        IEnumerable<string> frozen = models.Select((model, number) => Freezer.Freeze(model, Name(number), "Frozen", "a test").Text);
        _assembly = _context.LoadFromStream(Compile([.. declared.Concat(frozen)]));
    }

    private delegate void Forward<T>(ReadOnlySpan<T> input, Span<T> output);

    public void Dispose() => _context.Unload();

    /// <summary>The outputs of a frozen network and of the generated one, as bits, for some samples.</summary>
    public (string Frozen, string Generated) Bits(int number, IEnumerable<double[]> samples) => _models[number].Precision == Precision.Single
        ? Bits<float>(number, samples)
        : Bits<double>(number, samples);

    /// <summary>The methods of all frozen networks.</summary>
    public IEnumerable<MethodBody> FrozenMethods() => _assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<GeneratedCodeAttribute>()?.Tool == "Generated.Tool")
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Select(method => method.GetMethodBody()!);

    /// <summary>What the first model's networks, of single precision, say to wrong arguments.</summary>
    public IEnumerable<(string Frozen, string Generated)> Refusals()
    {
        (Forward<float> frozen, NetworkHandle<float> generated) = Networks<float>(0);
        NetworkShape shape = generated.Shape;
        float[] memory = new float[shape.InputSize + shape.OutputSize];
        yield return Both(shape.InputSize - 1, shape.InputSize, shape.OutputSize);
        yield return Both(shape.InputSize, shape.InputSize, shape.OutputSize + 1);
        yield return Both(shape.InputSize, shape.InputSize - 1, shape.OutputSize);
        Assert.All(memory, value => Assert.Equal(0, value));

        (string Frozen, string Generated) Both(int inputs, int outputsAt, int outputs)
        {
            float[] longer = outputsAt + outputs > memory.Length ? new float[outputsAt + outputs] : memory;
            return (Assert.Throws<ArgumentException>(() => frozen(longer.AsSpan(0, inputs), longer.AsSpan(outputsAt, outputs))).Message,
                Assert.Throws<ArgumentException>(() => generated.Forward(longer.AsSpan(0, inputs), longer.AsSpan(outputsAt, outputs))).Message);
        }
    }

    private (string Frozen, string Generated) Bits<T>(int number, IEnumerable<double[]> samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NetworkModel model = _models[number];
        (Forward<T> forward, NetworkHandle<T> network) = Networks<T>(number);
        var (frozen, generated) = (new List<string>(), new List<string>());
        foreach (double[] sample in samples)
        {
            T[] input = [.. sample.Select(T.CreateTruncating)], output = new T[model.Shape.OutputSize];
            forward(input, output);
            frozen.Add(Hexadecimal(output));
            network.Forward(input, output);
            generated.Add(Hexadecimal(output));
        }

        return (string.Join("\n", frozen), string.Join("\n", generated));
    }

    private (Forward<T> Frozen, NetworkHandle<T> Generated) Networks<T>(int number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NetworkModel model = _models[number];
        Type declared = _assembly.GetTypes().Single(type => type.GetCustomAttribute<NetworkAttribute>() is not null && Site.IsNumber(type, number));
        var network = (NetworkHandle<T>)Activator.CreateInstance(typeof(NetworkHandle<,>).MakeGenericType(declared, typeof(T)))!;
        T[] canonical = [.. model.DenseLayers().SelectMany(layer => layer.Weights.ToArray().Concat(layer.Bias.ToArray())).Select(T.CreateTruncating)];
        ParameterOrder.Import(network.Shape, canonical, network.Parameters);

        Type type = _assembly.GetType("Frozen." + Name(number), throwOnError: true)!;
        Assert.Equal((model.Shape.InputSize, model.Shape.OutputSize), ((int)type.GetField("InputSize")!.GetRawConstantValue()!, (int)type.GetField("OutputSize")!.GetRawConstantValue()!));
        return (type.GetMethod("Forward", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Forward<T>>(), network);
    }

    private static MemoryStream Compile(string[] sources)
    {
        ProjectOptions options = ProjectOptions.Default;
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: options.Parse)
            .RunGeneratorsAndUpdateCompilation(options.Compile(sources), out Compilation complete, out _, TestContext.Current.CancellationToken);
        var image = new MemoryStream();
        EmitResult result = complete.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden));
        image.Position = 0;
        return image;
    }

    private static string Hexadecimal<T>(T[] values)
        where T : unmanaged => Convert.ToHexString(MemoryMarshal.AsBytes(values.AsSpan()));

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"Frozen{number}");
}
