using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using Generated.Onnx.Export;
using Generated.Onnx.Proto;
using Google.Protobuf;

namespace Generated.Onnx;

/// <summary>Writes networks as ONNX models, which ONNX Runtime and many other tools run.</summary>
public static class OnnxWriter
{
    /// <summary>Operator set 17, of 2022, has all that is needed; the version of the format is the one that came with it.</summary>
    private const int OperatorSet = 17, FormatVersion = 8;

    /// <summary>Protocol buffers have no larger message; some room is left for names.</summary>
    private const long MaxParameterBytes = int.MaxValue - (1 << 24);

    /// <summary>Writes a network, whole or not at all: <c>network.SaveOnnx("digits.onnx")</c>.</summary>
    /// <remarks>
    /// The model is called after the class. Of a chain of dense layers it takes <c>input</c>, any number of rows (<c>[batch, inputs]</c>) of the network's own
    /// precision, and gives <c>output</c>; layers are <c>layer1</c>, <c>layer2</c>, …, their parameters <c>layer1.weight</c> ([units][inputs]) and
    /// <c>layer1.bias</c>. For other names, change those of <see cref="NetworkModel.Of"/> and use <see cref="Save"/>. Of a graph, inputs and outputs have the
    /// names and shapes that are declared, features last; what convolutions and pooling take is transposed to ONNX's order within the model.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, which is replaced if it is there.</param>
    /// <exception cref="NotSupportedException">
    /// A layer is a radial basis layer, which ONNX does not have, or the file would reach 2 GB. The file is what it was.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveOnnx<TSelf, T>(this INetwork<TSelf, T> network, string path)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Save(NetworkModel.Of(network), path);
    }

    /// <summary>Writes a model, whole or not at all. The same model gives the same bytes.</summary>
    /// <remarks>
    /// Each layer is a Gemm and its activation function, in operator set 17. Names are kept; where two are the same, the later one is
    /// given a number: <c>fc</c>, <c>fc_2</c>. In double precision, functions that ONNX Runtime lacks are written out; only the erf of
    /// GELU is then computed in single precision, which is an error of 1e-7 at most.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="path">The file, which is replaced if it is there.</param>
    /// <exception cref="ArgumentException">
    /// The input or the output has no name, or both have one; or a parameter is beyond the range of the model's precision. The file is what it was.
    /// </exception>
    /// <exception cref="NotSupportedException">The file would reach 2 GB. The file is what it was.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(NetworkModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        string[] names = [.. model.InputNames, .. model.OutputNames];
        if (names.Contains("") || names.Distinct().Count() < names.Length)
        {
            throw new ArgumentException(
                $"The inputs of {model.Name} are called {Quoted(model.InputNames)} and its outputs {Quoted(model.OutputNames)}, "
                + "but each has a name, and no two the same.",
                nameof(model));
        }

        RequireRoom(model);
        Write(path, NetworkGraph.Of(model));
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));

    private static void RequireRoom(NetworkModel model)
    {
        long bytes = (long)model.Parameters.Length * (model.Precision == Precision.Double ? sizeof(double) : sizeof(float));
        if (bytes > MaxParameterBytes)
        {
            throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture,
                $"The parameters of {model} take {bytes} bytes, but an ONNX file has room for {MaxParameterBytes}."));
        }
    }

    private static void Write(string path, GraphProto graph)
    {
        var file = new ModelProto
        {
            IrVersion = FormatVersion,
            ProducerName = "Generated",
            ProducerVersion = typeof(OnnxWriter).Assembly.GetName().Version!.ToString(3),
            Graph = graph,
        };
        file.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OperatorSet });
        AtomicFile.Write(path, file.WriteTo);
    }
}
