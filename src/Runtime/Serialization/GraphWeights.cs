using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace Generated;

/// <summary>The parameters of a network of any layers in a file: each tensor under the layer's name and its own, in its canonical shape.</summary>
internal static class GraphWeights
{
    /// <summary>The tensors to save.</summary>
    /// <param name="shape">The network's shape.</param>
    /// <param name="canonical">Its parameters, in the canonical order.</param>
    public static IReadOnlyList<NamedTensor<T>> Tensors<T>(NetworkShape shape, ReadOnlyMemory<T> canonical)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensors = new List<NamedTensor<T>>();
        for (int i = 0; i < shape.Layers.Count; i++)
        {
            foreach (ParameterTensor tensor in shape.Layers[i].Parameters)
            {
                tensors.Add(new NamedTensor<T>($"{shape.NameOf(i + 1)}.{tensor.Name}", [.. tensor.Shape], canonical[..tensor.Length]));
                canonical = canonical[tensor.Length..];
            }
        }

        return tensors;
    }

    /// <summary>The parameters in the canonical order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="shape">The network's shape.</param>
    /// <param name="names">The names of all tensors, in the canonical order; null where the file's names tell.</param>
    /// <exception cref="DataFormatException">A tensor is missing or has another shape, or the file states other layers than the network has.</exception>
    public static T[] Read<T>(TensorFile file, NetworkShape shape, IReadOnlyList<string>? names)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            names ??= TensorNames.Recognize([.. file.Tensors.Select(tensor => new NamedShape(tensor.Name, tensor.Shape))], Wanted(shape), shape.ToString());
        }
        catch (MisfitException e)
        {
            throw file.Error(e.Message);
        }

        if (file.Metadata.TryGetValue(StatedActivations.MetadataKey, out string? stated)
            && StatedActivations.Problem(stated, WeightFiles.ActivationsOf(shape), isPart: false) is { } problem)
        {
            throw file.Error(problem);
        }

        var canonical = new T[shape.ParameterCount];
        Span<T> rest = canonical;
        for (int i = 0; i < shape.Parameters.Count; i++)
        {
            file[names[i]].Read(rest[..shape.Parameters[i].Length]);
            rest = rest[shape.Parameters[i].Length..];
        }

        return canonical;
    }

    private static WantedTensors[] Wanted(NetworkShape shape) =>
    [
        .. Enumerable.Range(0, shape.Layers.Count).Where(i => shape.Layers[i].Parameters.Count > 0).Select(i => new WantedTensors(
            shape.NameOf(i + 1),
            [.. shape.Layers[i].Parameters.Select(tensor => new NamedShape(tensor.Name, [.. tensor.Shape.Select(length => (long)length)]))])),
    ];
}
