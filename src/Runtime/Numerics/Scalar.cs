using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

/// <summary>A register of one lane: what is left over when lanes run out takes the same path and gets the same bits.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public struct Scalar<T>(T value) : ISimd<Scalar<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The value.</summary>
    public readonly T Value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    public static Scalar<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Create(T value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Broadcast(ref T source, nuint offset) => new(Unsafe.Add(ref source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Load(ref T source) => new(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Load(ref T source, nuint offset) => new(Unsafe.Add(ref source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination) => destination = Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nuint offset) => Unsafe.Add(ref destination, offset) = Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator +(Scalar<T> left, Scalar<T> right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator -(Scalar<T> left, Scalar<T> right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator *(Scalar<T> left, Scalar<T> right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator /(Scalar<T> left, Scalar<T> right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> MultiplyAdd(Scalar<T> left, Scalar<T> right, Scalar<T> addend)
    {
        if (!Processor.HasFusedMultiplyAdd)
            return new(left.Value * right.Value + addend.Value);
        return typeof(T) == typeof(float)
            ? new((T)(object)MathF.FusedMultiplyAdd((float)(object)left.Value, (float)(object)right.Value, (float)(object)addend.Value))
            : new((T)(object)Math.FusedMultiplyAdd((double)(object)left.Value, (double)(object)right.Value, (double)(object)addend.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(Scalar<T> left, Scalar<T> right) => this = MultiplyAdd(left, right, this);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Sqrt(Scalar<T> value) => new(T.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Abs(Scalar<T> value) => new(T.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Round(Scalar<T> value) => new(T.Round(value.Value, MidpointRounding.ToEven));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> LessThan(Scalar<T> left, Scalar<T> right) => Mask(left.Value < right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> LessThanOrEqual(Scalar<T> left, Scalar<T> right) => Mask(left.Value <= right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Equals(Scalar<T> left, Scalar<T> right) => Mask(left.Value == right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Select(Scalar<T> mask, Scalar<T> whenTrue, Scalar<T> whenFalse) => ToBits(mask) != 0 ? whenTrue : whenFalse;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> SelectLess(Scalar<T> left, Scalar<T> right, Scalar<T> whenTrue, Scalar<T> whenFalse) =>
        left.Value < right.Value ? whenTrue : whenFalse;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> CopySign(Scalar<T> magnitude, Scalar<T> sign) => new(T.CopySign(magnitude.Value, sign.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> And(Scalar<T> left, Scalar<T> right) => FromBits(ToBits(left) & ToBits(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Or(Scalar<T> left, Scalar<T> right) => FromBits(ToBits(left) | ToBits(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> AddBits(Scalar<T> left, Scalar<T> right) => FromBits(ToBits(left) + ToBits(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> ShiftBitsLeft(Scalar<T> value, int count) => FromBits(ToBits(value) << count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> ShiftBitsRight(Scalar<T> value, int count) => FromBits(ToBits(value) >> count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> ConvertBitsToFloat(Scalar<T> value) => new(T.CreateTruncating(ToBits(value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> ConvertFloatToBits(Scalar<T> value) => FromBits(long.CreateTruncating(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar<T> Mask(bool condition) => FromBits(condition ? -1L : 0L);

    /// <summary>The bits of a lane, sign-extended to 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ToBits(Scalar<T> lane) => typeof(T) == typeof(float)
        ? BitConverter.SingleToInt32Bits((float)(object)lane.Value)
        : BitConverter.DoubleToInt64Bits((double)(object)lane.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Scalar<T> FromBits(long bits) => typeof(T) == typeof(float)
        ? new((T)(object)BitConverter.Int32BitsToSingle((int)bits))
        : new((T)(object)BitConverter.Int64BitsToDouble(bits));
}
