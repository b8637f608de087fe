using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Compare;

/// <summary>A network as PyTorch has it: images with their channels first, so that weights which follow a flattened image stand in another order.</summary>
internal sealed class TorchNetwork
{
    /// <summary>Describes the network of a job.</summary>
    /// <exception cref="NotSupportedException">A layer is of a kind that the comparison does not have.</exception>
    public TorchNetwork(Job job)
    {
        NetworkShape shape = job.Network.Shape;
        ValueShape input = shape.Inputs.Single();
        InputLengths = ChannelsFirst([.. input.Lengths]);
        Outputs = [.. shape.OutputValues];

        ReadOnlySpan<float> rest = job.Parameters;
        var images = new Dictionary<int, int[]>();
        var layers = new List<TorchLayer>();
        foreach (LayerShape layer in shape.Layers)
        {
            int[] sources = layer.Sources.Count > 0 ? [.. layer.Sources] : [layers.Count];
            float[][] tensors = new float[layer.Parameters.Count][];
            for (int i = 0; i < tensors.Length; i++)
            {
                tensors[i] = rest[..layer.Parameters[i].Length].ToArray();
                rest = rest[tensors[i].Length..];
            }

            if (layer.Kind == LayerKind.Flatten)
                images[layers.Count + 1] = LengthsOf(shape, sources[0]);
            else if (layer.Kind == LayerKind.Dense && images.TryGetValue(sources[0], out int[]? lengths))
                tensors[0] = FromChannelsFirst(tensors[0], lengths);

            layers.Add(new TorchLayer(
                layer.Kind.ToString(), layer.Activation.ToString(), sources, SettingOf(layer, "Stride", 1), SettingOf(layer, "Size", 0), PaddingOf(layer),
                tensors, [.. layer.Parameters.Select(parameter => parameter.Shape.ToArray())]));
        }

        Layers = layers;
    }

    /// <summary>The lengths of one input.</summary>
    public int[] InputLengths { get; }

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<TorchLayer> Layers { get; }

    /// <summary>The values that are outputs, numbered as the layers' sources are: 0 is the input.</summary>
    public int[] Outputs { get; }

    private static int[] LengthsOf(NetworkShape shape, int value) => value == 0 ? [.. shape.Inputs[0].Lengths] : [.. shape.Layers[value - 1].OutputLengths];

    private static int SettingOf(LayerShape layer, string name, int otherwise) =>
        layer.Settings.Where(setting => setting.Name == name).Select(setting => (int)setting.Value).DefaultIfEmpty(otherwise).First();

    private static int PaddingOf(LayerShape layer) => (Padding)SettingOf(layer, "Padding", 0) switch
    {
        Padding.Valid => 0,
        Padding.Same => SettingOf(layer, "KernelWidth", 1) / 2,
        var padding => throw new NotSupportedException($"The comparison has no padding {padding}."),
    };

    private static int[] ChannelsFirst(int[] lengths) => lengths is [int height, int width, int channels] ? [channels, height, width] : lengths;

    /// <summary>The columns of [units][height·width·channels] in the order channels, height, width.</summary>
    private static float[] FromChannelsFirst(float[] weights, int[] lengths)
    {
        int positions = lengths[0] * lengths[1], channels = lengths[2], inputs = positions * channels;
        var ordered = new float[weights.Length];
        for (int unit = 0; unit < weights.Length / inputs; unit++)
        {
            for (int position = 0; position < positions; position++)
            {
                for (int channel = 0; channel < channels; channel++)
                    ordered[unit * inputs + channel * positions + position] = weights[unit * inputs + position * channels + channel];
            }
        }

        return ordered;
    }
}

/// <summary>A layer as PyTorch has it.</summary>
/// <param name="Kind">The name of its kind.</param>
/// <param name="Activation">The name of its activation.</param>
/// <param name="Sources">The values it takes: 0 is the input, 1 the first layer's.</param>
/// <param name="Stride">The stride of a convolution or of pooling.</param>
/// <param name="Size">The size of pooling's windows.</param>
/// <param name="Padding">The zeros on each side of a convolution.</param>
/// <param name="Tensors">The parameters.</param>
/// <param name="Shapes">Their shapes.</param>
internal sealed record TorchLayer(
    string Kind, string Activation, int[] Sources, int Stride, int Size, int Padding, float[][] Tensors, int[][] Shapes);
