using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

/// <summary>
/// Two registers taken as one of twice the lanes. Two of 256 bits, or two pairs of 128 bits, make the 64-byte block
/// that a dot product is summed in where the processor has no 512-bit registers.
/// </summary>
/// <typeparam name="TVector">The register type.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public struct Pair<TVector, T>(TVector lower, TVector upper) : ISimdBlock<Pair<TVector, T>, T>
    where TVector : struct, ISimdBlock<TVector, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The lanes from 0 on.</summary>
    public readonly TVector Lower = lower;

    /// <summary>The lanes from half of the count on.</summary>
    public readonly TVector Upper = upper;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TVector.Count;
    }

    /// <inheritdoc/>
    public static Pair<TVector, T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(TVector.Zero, TVector.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> Create(T value) => new(TVector.Create(value), TVector.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> Broadcast(ref T source, nuint offset) => new(TVector.Broadcast(ref source, offset), TVector.Broadcast(ref source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> Load(ref T source) => new(TVector.Load(ref source), TVector.Load(ref source, (nuint)TVector.Count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> Load(ref T source, nuint offset) =>
        new(TVector.Load(ref source, offset), TVector.Load(ref source, offset + (nuint)TVector.Count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination)
    {
        Lower.Store(ref destination);
        Upper.Store(ref destination, (nuint)TVector.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nuint offset)
    {
        Lower.Store(ref destination, offset);
        Upper.Store(ref destination, offset + (nuint)TVector.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> operator +(Pair<TVector, T> left, Pair<TVector, T> right) => new(left.Lower + right.Lower, left.Upper + right.Upper);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> operator -(Pair<TVector, T> left, Pair<TVector, T> right) => new(left.Lower - right.Lower, left.Upper - right.Upper);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> operator *(Pair<TVector, T> left, Pair<TVector, T> right) => new(left.Lower * right.Lower, left.Upper * right.Upper);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> operator /(Pair<TVector, T> left, Pair<TVector, T> right) => new(left.Lower / right.Lower, left.Upper / right.Upper);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> MultiplyAdd(Pair<TVector, T> left, Pair<TVector, T> right, Pair<TVector, T> addend) =>
        new(TVector.MultiplyAdd(left.Lower, right.Lower, addend.Lower), TVector.MultiplyAdd(left.Upper, right.Upper, addend.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(Pair<TVector, T> left, Pair<TVector, T> right) => this = MultiplyAdd(left, right, this);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> Sqrt(Pair<TVector, T> value) => new(TVector.Sqrt(value.Lower), TVector.Sqrt(value.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> Abs(Pair<TVector, T> value) => new(TVector.Abs(value.Lower), TVector.Abs(value.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> Round(Pair<TVector, T> value) => new(TVector.Round(value.Lower), TVector.Round(value.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> LessThan(Pair<TVector, T> left, Pair<TVector, T> right) =>
        new(TVector.LessThan(left.Lower, right.Lower), TVector.LessThan(left.Upper, right.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> LessThanOrEqual(Pair<TVector, T> left, Pair<TVector, T> right) =>
        new(TVector.LessThanOrEqual(left.Lower, right.Lower), TVector.LessThanOrEqual(left.Upper, right.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> Equals(Pair<TVector, T> left, Pair<TVector, T> right) =>
        new(TVector.Equals(left.Lower, right.Lower), TVector.Equals(left.Upper, right.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> Select(Pair<TVector, T> mask, Pair<TVector, T> whenTrue, Pair<TVector, T> whenFalse) =>
        new(TVector.Select(mask.Lower, whenTrue.Lower, whenFalse.Lower), TVector.Select(mask.Upper, whenTrue.Upper, whenFalse.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> SelectLess(Pair<TVector, T> left, Pair<TVector, T> right, Pair<TVector, T> whenTrue, Pair<TVector, T> whenFalse) => new(
        TVector.SelectLess(left.Lower, right.Lower, whenTrue.Lower, whenFalse.Lower),
        TVector.SelectLess(left.Upper, right.Upper, whenTrue.Upper, whenFalse.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> CopySign(Pair<TVector, T> magnitude, Pair<TVector, T> sign) =>
        new(TVector.CopySign(magnitude.Lower, sign.Lower), TVector.CopySign(magnitude.Upper, sign.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> And(Pair<TVector, T> left, Pair<TVector, T> right) =>
        new(TVector.And(left.Lower, right.Lower), TVector.And(left.Upper, right.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> Or(Pair<TVector, T> left, Pair<TVector, T> right) =>
        new(TVector.Or(left.Lower, right.Lower), TVector.Or(left.Upper, right.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> AddBits(Pair<TVector, T> left, Pair<TVector, T> right) =>
        new(TVector.AddBits(left.Lower, right.Lower), TVector.AddBits(left.Upper, right.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> ShiftBitsLeft(Pair<TVector, T> value, int count) =>
        new(TVector.ShiftBitsLeft(value.Lower, count), TVector.ShiftBitsLeft(value.Upper, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> ShiftBitsRight(Pair<TVector, T> value, int count) =>
        new(TVector.ShiftBitsRight(value.Lower, count), TVector.ShiftBitsRight(value.Upper, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> ConvertBitsToFloat(Pair<TVector, T> value) =>
        new(TVector.ConvertBitsToFloat(value.Lower), TVector.ConvertBitsToFloat(value.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> ConvertFloatToBits(Pair<TVector, T> value) =>
        new(TVector.ConvertFloatToBits(value.Lower), TVector.ConvertFloatToBits(value.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Fold(Pair<TVector, T> value) => TVector.Fold(value.Lower + value.Upper);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> FoldMaximum(Pair<TVector, T> value) => TVector.FoldMaximum(TVector.SelectLess(value.Lower, value.Upper, value.Upper, value.Lower));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> LoadRepeated(ref T source) => new(TVector.LoadRepeated(ref source), TVector.LoadRepeated(ref source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<TVector, T> Spread(Pair<TVector, T> repeated, int element) =>
        new(TVector.Spread(repeated.Lower, element), TVector.Spread(repeated.Upper, element));
}
