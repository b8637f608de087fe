using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;

namespace Generated;

/// <summary>Saves what a streaming network remembers, and loads it: a tensor for each layer's memory, the oldest step of a history first.</summary>
public static class StateFiles
{
    /// <summary>Saves a state, whole or not at all: <c>state.SaveState("voice.safetensors")</c>.</summary>
    /// <param name="state">The state.</param>
    /// <param name="path">The file; its extension, <c>.safetensors</c> or <c>.npz</c>, is its format.</param>
    /// <exception cref="ArgumentException">The extension is another. The file is what it was.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveState<T>(this NetworkState<T> state, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var values = new T[state.Length];
        state.Export(values);
        ReadOnlyMemory<T> rest = values;
        var tensors = new List<NamedTensor<T>>();
        foreach (StateTensor tensor in state.Tensors)
        {
            tensors.Add(new NamedTensor<T>(tensor.Name, tensor.Steps == 0 ? [tensor.Features] : [tensor.Steps, tensor.Features], rest[..tensor.Length]));
            rest = rest[tensor.Length..];
        }

        TensorFile.Save(path, tensors);
    }

    /// <summary>Loads a state that <see cref="SaveState"/> has saved of the same network.</summary>
    /// <param name="state">The state, which is overwritten.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">The file is damaged, or is not a state of this network. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void LoadState<T>(this NetworkState<T> state, string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(state);
        using var file = TensorFile.Open(path);
        if (file.Tensors.FirstOrDefault(tensor => state.Tensors.All(own => own.Name != tensor.Name)) is { } other)
            throw file.Error($"tensor '{other.Name}' is not part of the network's state: {string.Join(", ", state.Tensors.Select(own => own.Name))}.");
        var values = new List<T>();
        foreach (StateTensor tensor in state.Tensors)
        {
            if (!file.TryGet(tensor.Name, out StoredTensor? stored))
                throw file.Error($"it has no tensor '{tensor.Name}', which the network's state has.");
            long[] shape = tensor.Steps == 0 ? [tensor.Features] : [tensor.Steps, tensor.Features];
            if (!stored.Shape.SequenceEqual(shape))
                throw stored.Error($"its shape is {stored.ShapeText}, but expected {StoredTensor.TextOf(shape)}.");
            values.AddRange(stored.ToArray<T>());
        }

        state.Import(values.ToArray());
    }
}
