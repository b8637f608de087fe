using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Generated.Compare;

/// <summary>
/// Writes a network as an ONNX model: one Gemm and one activation a layer. The format is protocol buffers, of which this takes two
/// kinds of field: numbers, and bytes with their length, which strings, tensors' data and inner messages are.
/// </summary>
internal static class OnnxModel
{
    private const int Single = 1;

    /// <summary>The bytes of the file.</summary>
    /// <param name="job">The network, its parameters and the rows of a batch.</param>
    public static byte[] Write(Job job)
    {
        var graph = new Message();
        int[] sizes = job.Sizes;
        ReadOnlySpan<float> parameters = job.Parameters;
        string input = "x";
        for (int layer = 1; layer < sizes.Length; layer++)
        {
            int inputs = sizes[layer - 1], units = sizes[layer];
            bool last = layer == sizes.Length - 1;
            string? activation = Operator(last ? job.Network.Output : job.Network.Hidden);
            string sum = last && activation is null ? "y" : $"z{layer}";
            graph.Add(1, new Message().Add(1, input).Add(1, $"W{layer}").Add(1, $"b{layer}").Add(2, sum).Add(4, "Gemm")
                .Add(5, new Message().Add(1, "transB").Add(3, 1).Add(20, 2)));
            graph.Add(5, Tensor($"W{layer}", parameters[..(inputs * units)], units, inputs));
            graph.Add(5, Tensor($"b{layer}", parameters.Slice(inputs * units, units), units));
            parameters = parameters[((inputs + 1) * units)..];

            input = sum;
            if (activation is not null)
            {
                input = last ? "y" : $"a{layer}";
                graph.Add(1, new Message().Add(1, sum).Add(2, input).Add(4, activation));
            }
        }

        graph.Add(2, "network").Add(11, Value("x", job.Rows, sizes[0])).Add(12, Value("y", job.Rows, sizes[^1]));
        return new Message().Add(1, 8).Add(7, graph).Add(8, new Message().Add(1, "").Add(2, 13)).ToArray();
    }

    private static string? Operator(Activation activation) => activation switch
    {
        Activation.Linear => null,
        Activation.ReLU => "Relu",
        _ => activation.ToString(),
    };

    private static Message Tensor(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> dimensions)
    {
        var tensor = new Message();
        foreach (int dimension in dimensions)
            tensor.Add(1, dimension);
        return tensor.Add(2, Single).Add(8, name).Add(9, MemoryMarshal.AsBytes(values));
    }

    private static Message Value(string name, int rows, int columns)
    {
        Message shape = new Message().Add(1, new Message().Add(1, rows)).Add(1, new Message().Add(1, columns));
        return new Message().Add(1, name).Add(2, new Message().Add(1, new Message().Add(1, Single).Add(2, shape)));
    }

    /// <summary>A message of protocol buffers.</summary>
    private sealed class Message
    {
        private readonly MemoryStream _bytes = new();

        public Message Add(int field, long value)
        {
            Number(field << 3);
            Number(value);
            return this;
        }

        public Message Add(int field, ReadOnlySpan<byte> value)
        {
            Number(field << 3 | 2);
            Number(value.Length);
            _bytes.Write(value);
            return this;
        }

        public Message Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

        public Message Add(int field, Message value) => Add(field, value.ToArray());

        public byte[] ToArray() => _bytes.ToArray();

        /// <summary>Seven bits a byte, the lowest first; the highest bit says that more follow.</summary>
        private void Number(long value)
        {
            for (; value > 127; value >>= 7)
                _bytes.WriteByte((byte)(value & 127 | 128));
            _bytes.WriteByte((byte)value);
        }
    }
}
