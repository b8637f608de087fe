using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using Generated.Onnx.Import;

namespace Generated.Onnx;

/// <summary>Reads networks from ONNX models, as PyTorch, Keras and scikit-learn export them.</summary>
/// <remarks>
/// Layers are read from matrix products (<c>Gemm</c>, <c>MatMul</c> and <c>Add</c>), activations from their operators or from what exporters write for
/// them; scaling by constants and batch normalisation are folded, in double precision, into the dense layer beside them, where that costs no more than
/// rounding, and else are layers. Graphs of several inputs, branches and outputs are read with layer normalisation, convolutions and pooling. What else stands
/// in a graph is an error if the output depends on it, and else passed over, and <see cref="OnnxImport.Notes"/> says so: the labels that a classifier gives
/// beside its probabilities, constants, an input that is handed on. Several outputs become heads, or <see cref="OnnxReadOptions.Outputs"/> names some.
/// scikit-learn's two probabilities of a binary classifier, 1 − p and p, are read as p, the one unit that its network has;
/// <see cref="NetworkModel.OutputClass"/> says of which class.
/// </remarks>
public static class OnnxReader
{
    /// <summary>Reads a model, and of its external data what lies in its folder.</summary>
    /// <param name="path">The <c>.onnx</c> file.</param>
    /// <exception cref="DataFormatException">
    /// The file is damaged, or holds something that no layer is: the message names the node, its operator and why it cannot be read.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NetworkModel Load(string path) => Import(path).Model;

    /// <summary>Reads a model, and of its external data what lies in its folder, and says what was left out.</summary>
    /// <param name="path">The <c>.onnx</c> file.</param>
    /// <param name="options">Which outputs to read; null for all that a network computes.</param>
    /// <exception cref="DataFormatException">
    /// The file is damaged, or holds something that no layer is: the message names the node, its operator and why it cannot be read. Or one of
    /// several outputs cannot be read, and the options name none.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OnnxImport Import(string path, OnnxReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new OnnxReadOptions();
        string full = Path.GetFullPath(path);
        AtomicFile.ClearBeside(full);
        if (new FileInfo(full) is { Exists: true } file && file.Length > Array.MaxLength)
            throw new DataFormatException(path, "it has more bytes than an ONNX model may, 2 GB.");
        string name = Path.GetFileNameWithoutExtension(full) is { Length: > 0 } stated ? stated : "model";
        return ModelReader.Read(File.ReadAllBytes(full), path, name, Path.GetDirectoryName(full), options);
    }

    /// <summary>
    /// Loads all weights and biases from an ONNX model: <c>network.LoadOnnx("digits.onnx")</c>. Values of another precision are rounded to the nearest.
    /// </summary>
    /// <param name="network">The network. After an exception it is what it was.</param>
    /// <param name="path">The <c>.onnx</c> file.</param>
    /// <exception cref="DataFormatException">
    /// The model cannot be read, as <see cref="Load"/> says, or is of other layers than the network: the message names both. Or a
    /// weight or bias is beyond the range of <typeparamref name="T"/>.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void LoadOnnx<TSelf, T>(this INetwork<TSelf, T> network, string path)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LoadOnnx(network, path, options: null);

    /// <summary>Loads all weights and biases from some of an ONNX model's outputs. Values of another precision are rounded to the nearest.</summary>
    /// <param name="network">The network. After an exception it is what it was.</param>
    /// <param name="path">The <c>.onnx</c> file.</param>
    /// <param name="options">Which outputs to read; null for all that a network computes.</param>
    /// <exception cref="DataFormatException">
    /// The model cannot be read, as <see cref="Import"/> says, or is of other layers than the network: the message names both. Or a
    /// weight or bias is beyond the range of <typeparamref name="T"/>.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void LoadOnnx<TSelf, T>(this INetwork<TSelf, T> network, string path, OnnxReadOptions? options)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkModel model = Import(path, options).Model;
        if (!TSelf.Shape.IsSameArchitecture(model.Shape))
            throw new DataFormatException(path, $"it holds {model.Shape}, but the network is {TSelf.Shape}.");
        try
        {
            model.CopyTo(network);
        }
        catch (ArgumentException e)
        {
            throw new DataFormatException(path, e.Message, e);
        }
    }
}
