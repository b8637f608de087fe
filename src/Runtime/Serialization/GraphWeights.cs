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
    /// <param name="labels">What its outputs are called; none if the declaration does not say.</param>
    /// <param name="names">The names of all tensors, in the canonical order; null where the file's names tell.</param>
    /// <exception cref="DataFormatException">A tensor is missing or has another shape, or the file states other layers than the network has.</exception>
    public static T[] Read<T>(TensorFile file, NetworkShape shape, IReadOnlyList<string> labels, IReadOnlyList<string>? names)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            if (names is null)
                names = TensorNames.Recognize([.. file.Tensors.Select(Named)], Wanted(shape), shape.ToString());
            else
                TensorNames.RequireShapes([.. names.Select(name => Named(file[name]))], Wanted(shape));
        }
        catch (MisfitException e)
        {
            throw file.Error(e.Message);
        }

        WeightFiles.RequireStated(file, shape, labels, isPart: false);

        var canonical = new T[shape.ParameterCount];
        Span<T> rest = canonical;
        for (int i = 0; i < shape.Parameters.Count; i++)
        {
            ParameterTensor tensor = shape.Parameters[i];
            if (TensorNames.IsTransposed(names[i]))
                ParameterOrder.Transpose<T>(file[names[i]].ToArray<T>(), tensor.Columns, tensor.Rows, rest[..tensor.Length]);
            else
                file[names[i]].Read(rest[..tensor.Length]);
            rest = rest[tensor.Length..];
        }

        return canonical;
    }

    private static NamedShape Named(StoredTensor tensor) => new(tensor.Name, tensor.Shape);

    private static WantedTensors[] Wanted(NetworkShape shape) =>
    [
        .. Enumerable.Range(0, shape.Layers.Count).Where(i => shape.Layers[i].Parameters.Count > 0).Select(i => new WantedTensors(
            shape.NameOf(i + 1),
            [.. shape.Layers[i].Parameters.Select(tensor => new NamedShape(tensor.Name, [.. tensor.Shape.Select(length => (long)length)]))])),
    ];
}
