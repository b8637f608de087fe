using System;
using System.Numerics;

namespace Generated;

/// <summary>The type of a stored tensor's values.</summary>
public enum TensorType
{
    /// <summary>IEEE 754 single precision, <see cref="float"/>: safetensors' <c>F32</c>, NumPy's <c>f4</c>.</summary>
    Float32,

    /// <summary>IEEE 754 double precision, <see cref="double"/>: <c>F64</c>, <c>f8</c>.</summary>
    Float64,

    /// <summary>IEEE 754 half precision, <see cref="Half"/>: <c>F16</c>, <c>f2</c>.</summary>
    Float16,

    /// <summary>The upper half of single precision, 8 bits of significand: <c>BF16</c>; NumPy has none.</summary>
    BFloat16,

    /// <summary>A truth value, a byte each, which is read as 0 or 1: <c>BOOL</c>, <c>b1</c>.</summary>
    Boolean,

    /// <summary>8 bits with a sign: <c>I8</c>, <c>i1</c>.</summary>
    Int8,

    /// <summary>16 bits with a sign: <c>I16</c>, <c>i2</c>.</summary>
    Int16,

    /// <summary>32 bits with a sign: <c>I32</c>, <c>i4</c>.</summary>
    Int32,

    /// <summary>64 bits with a sign: <c>I64</c>, <c>i8</c>.</summary>
    Int64,

    /// <summary>8 bits without a sign: <c>U8</c>, <c>u1</c>.</summary>
    UInt8,

    /// <summary>16 bits without a sign: <c>U16</c>, <c>u2</c>.</summary>
    UInt16,

    /// <summary>32 bits without a sign: <c>U32</c>, <c>u4</c>.</summary>
    UInt32,

    /// <summary>64 bits without a sign: <c>U64</c>, <c>u8</c>.</summary>
    UInt64,

    /// <summary>
    /// A type whose values are not read, such as safetensors' <c>F8_E4M3</c> or NumPy's texts: <see cref="StoredTensor.TypeName"/> tells which. Other
    /// tensors of the file are.
    /// </summary>
    Other,
}

/// <summary>What the formats must know of a type.</summary>
internal static class TensorTypes
{
    /// <summary>Bytes per value; 1 of another type, whose values may take more or less.</summary>
    public static int Size(this TensorType type) => type switch
    {
        TensorType.Other or TensorType.Boolean or TensorType.Int8 or TensorType.UInt8 => 1,
        TensorType.Float16 or TensorType.BFloat16 or TensorType.Int16 or TensorType.UInt16 => 2,
        TensorType.Float32 or TensorType.Int32 or TensorType.UInt32 => 4,
        _ => 8,
    };

    /// <summary>Whether the values are whole numbers, as labels are.</summary>
    public static bool IsInteger(this TensorType type) => type is >= TensorType.Boolean and <= TensorType.UInt64;

    /// <summary>The type in which values of T are stored as they are.</summary>
    public static TensorType Of<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? TensorType.Float32
        : typeof(T) == typeof(double) ? TensorType.Float64
        : typeof(T) == typeof(Half) ? TensorType.Float16
        : throw new NotSupportedException($"{typeof(T)} is not stored; float, double or Half is wanted.");
}
