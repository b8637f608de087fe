using System;
using System.Buffers.Binary;
using System.Globalization;
using Generated.Onnx.Proto;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Onnx.Import;

/// <summary>Reads stored tensors: values in raw bytes (little-endian), in the list of their type, or in an external file.</summary>
internal sealed class TensorDecoder(ExternalFiles files, Budget budget)
{
    /// <exception cref="NodeException">The tensor contradicts itself, or is of a type that holds no numbers.</exception>
    public Tensor Decode(TensorProto tensor)
    {
        try
        {
            return DecodeUnnamed(tensor);
        }
        catch (NodeException e)
        {
            throw new NodeException(tensor.Name.Length > 0 ? $"tensor '{tensor.Name}': {e.Message}" : $"its tensor: {e.Message}");
        }
    }

    private Tensor DecodeUnnamed(TensorProto tensor)
    {
        var type = (DataType)tensor.DataType;
        int size = SizeOf(type);
        if (tensor.Segment is not null)
            throw new NodeException("it is a segment of a tensor; only whole ones are read.");
        long[] dims = [.. tensor.Dims];
        int count = Tensor.CountOf(dims);
        int[] shape = Array.ConvertAll(dims, length => (int)length);
        long bytes = (long)count * size;
        int lists = tensor.FloatData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count + tensor.DoubleData.Count
            + tensor.Uint64Data.Count + tensor.StringData.Count;
        bool isExternal = tensor.DataLocation == TensorProto.Types.DataLocation.External;
        if ((isExternal ? 1 : 0) + (tensor.RawData.Length > 0 ? 1 : 0) + (lists > 0 ? 1 : 0) > 1)
            throw new NodeException("it has values in more than one place: raw bytes, lists, an external file.");

        if (isExternal)
            return new Tensor(type, shape, FromBytes(files.Read(tensor, bytes), type, count));
        if (tensor.RawData.Length > 0)
        {
            if (tensor.RawData.Length != bytes)
            {
                throw new NodeException(string.Create(CultureInfo.InvariantCulture,
                    $"its shape {Tensor.TextOf(dims)} of {type} takes {bytes} bytes, but it has {tensor.RawData.Length}."));
            }

            return new Tensor(type, shape, FromBytes(tensor.RawData.Span, type, count));
        }

        int stored = ListLength(tensor, type);
        if (stored != lists)
            throw new NodeException($"it is of {type}, but has values in the list of another type.");
        if (stored != count)
            throw new NodeException(string.Create(CultureInfo.InvariantCulture, $"its shape {Tensor.TextOf(dims)} takes {count} values, but it has {stored}."));
        return new Tensor(type, shape, FromList(tensor, type, count));
    }

    private static int SizeOf(DataType type) => type switch
    {
        DataType.Bool or DataType.Int8 or DataType.Uint8 => 1,
        DataType.Float16 or DataType.Bfloat16 or DataType.Int16 or DataType.Uint16 => 2,
        DataType.Float or DataType.Int32 or DataType.Uint32 => 4,
        DataType.Double or DataType.Int64 or DataType.Uint64 => 8,
        DataType.String => throw new NodeException("it holds texts, where numbers are wanted."),
        _ => throw new NodeException($"its values are of type {type}; FLOAT, DOUBLE, FLOAT16, BFLOAT16, whole numbers and BOOL are read."),
    };

    private static int ListLength(TensorProto tensor, DataType type) => type switch
    {
        DataType.Float => tensor.FloatData.Count,
        DataType.Double => tensor.DoubleData.Count,
        DataType.Int64 => tensor.Int64Data.Count,
        DataType.Uint32 or DataType.Uint64 => tensor.Uint64Data.Count,
        _ => tensor.Int32Data.Count,
    };

    private double[] FromList(TensorProto tensor, DataType type, int count)
    {
        double[] values = NewValues(count);
        for (int i = 0; i < count; i++)
        {
            values[i] = type switch
            {
                DataType.Float => tensor.FloatData[i],
                DataType.Double => tensor.DoubleData[i],
                DataType.Int64 => tensor.Int64Data[i],
                DataType.Uint32 or DataType.Uint64 => tensor.Uint64Data[i],
                // Their bits, in the lower half.
                DataType.Float16 => (double)BitConverter.UInt16BitsToHalf((ushort)tensor.Int32Data[i]),
                DataType.Bfloat16 => FromBFloat16((ushort)tensor.Int32Data[i]),
                _ => tensor.Int32Data[i],
            };
        }

        return values;
    }

    private double[] FromBytes(ReadOnlySpan<byte> bytes, DataType type, int count)
    {
        double[] values = NewValues(count);
        int size = SizeOf(type);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> value = bytes.Slice(i * size, size);
            values[i] = type switch
            {
                DataType.Float => BinaryPrimitives.ReadSingleLittleEndian(value),
                DataType.Double => BinaryPrimitives.ReadDoubleLittleEndian(value),
                DataType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(value),
                DataType.Bfloat16 => FromBFloat16(BinaryPrimitives.ReadUInt16LittleEndian(value)),
                DataType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(value),
                DataType.Uint64 => BinaryPrimitives.ReadUInt64LittleEndian(value),
                DataType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(value),
                DataType.Uint32 => BinaryPrimitives.ReadUInt32LittleEndian(value),
                DataType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(value),
                DataType.Uint16 => BinaryPrimitives.ReadUInt16LittleEndian(value),
                DataType.Int8 => (sbyte)value[0],
                _ => value[0],
            };
        }

        return values;
    }

    /// <summary>Only where the values are known to be there.</summary>
    private double[] NewValues(int count)
    {
        budget.TakeElements(count);
        return new double[count];
    }

    private static double FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
