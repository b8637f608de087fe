using System.Numerics;

namespace Generated.Numerics;

/// <summary>
/// A register of <see cref="Count"/> floating-point lanes. Kernels and mathematical functions are written once
/// against this interface and specialised by the JIT for 512, 256 and 128 bits, for pairs of registers and for a
/// single scalar. Every operation gives each lane the same bits in all of them, so a kernel's result does not
/// depend on the processor's vector width.
/// </summary>
/// <typeparam name="TSelf">The register type.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface ISimd<TSelf, T>
    where TSelf : struct, ISimd<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of lanes; a constant to the JIT.</summary>
    static abstract int Count { get; }

    /// <summary>All lanes zero.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>All lanes <paramref name="value"/>.</summary>
    static abstract TSelf Create(T value);

    /// <summary>The element <paramref name="offset"/> elements behind <paramref name="source"/>, in every lane.</summary>
    static abstract TSelf Broadcast(ref T source, nuint offset);

    /// <summary>Loads <see cref="Count"/> elements from <paramref name="source"/> on. Not checked.</summary>
    static abstract TSelf Load(ref T source);

    /// <summary>Loads <see cref="Count"/> elements from <paramref name="offset"/> elements behind <paramref name="source"/> on. Not checked.</summary>
    static abstract TSelf Load(ref T source, nuint offset);

    /// <summary>Stores all lanes to <paramref name="destination"/> and on. Not checked.</summary>
    void Store(ref T destination);

    /// <summary>Stores all lanes from <paramref name="offset"/> elements behind <paramref name="destination"/> on. Not checked.</summary>
    void Store(ref T destination, nuint offset);

    /// <summary>Lane by lane sum.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>Lane by lane difference.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>Lane by lane product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>Lane by lane quotient.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>
    /// <c>left · right + addend</c>, rounded once. Where the processor has no fused multiply-add (no FMA3, no Arm64)
    /// it is rounded twice: results are then right to the usual error of a sum, but their last bits may differ.
    /// </summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>Adds a product to this register: <see cref="MultiplyAdd"/> with itself.</summary>
    void AddProduct(TSelf left, TSelf right);

    /// <summary>The square root.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>The magnitude.</summary>
    static abstract TSelf Abs(TSelf value);

    /// <summary>The nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>A mask: all bits of a lane set where left &lt; right.</summary>
    static abstract TSelf LessThan(TSelf left, TSelf right);

    /// <summary>A mask: all bits of a lane set where left ≤ right.</summary>
    static abstract TSelf LessThanOrEqual(TSelf left, TSelf right);

    /// <summary>A mask: all bits of a lane set where left = right; never for NaN.</summary>
    static abstract TSelf Equals(TSelf left, TSelf right);

    /// <summary>Takes a lane from <paramref name="whenTrue"/> where its mask is set, otherwise from <paramref name="whenFalse"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whenTrue, TSelf whenFalse);

    /// <summary>
    /// Takes a lane from <paramref name="whenTrue"/> where left &lt; right, otherwise, also for NaN, from <paramref name="whenFalse"/>.
    /// Faster than a mask that is used once.
    /// </summary>
    static abstract TSelf SelectLess(TSelf left, TSelf right, TSelf whenTrue, TSelf whenFalse);

    /// <summary>The magnitude of <paramref name="magnitude"/> with the sign of <paramref name="sign"/>.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>Bitwise and.</summary>
    static abstract TSelf And(TSelf left, TSelf right);

    /// <summary>Bitwise or.</summary>
    static abstract TSelf Or(TSelf left, TSelf right);

    /// <summary>
    /// The bits of each lane taken as a signed integer of the same size, plus those of <paramref name="right"/>. With
    /// <see cref="ShiftBitsLeft"/> and <see cref="ShiftBitsRight"/> this reaches a number's exponent field.
    /// </summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    /// <summary>The bits of each lane taken as an integer and shifted left; zeros come in.</summary>
    static abstract TSelf ShiftBitsLeft(TSelf value, int count);

    /// <summary>The bits of each lane taken as a signed integer and shifted right; copies of the sign bit come in.</summary>
    static abstract TSelf ShiftBitsRight(TSelf value, int count);

    /// <summary>The bits of each lane taken as a signed integer and converted to floating point.</summary>
    static abstract TSelf ConvertBitsToFloat(TSelf value);

    /// <summary>The lanes, which must hold integral values in the range of a signed integer of the same size, as integer bits.</summary>
    static abstract TSelf ConvertFloatToBits(TSelf value);
}

/// <summary>
/// A block of lanes that a dot product is summed in: 64 bytes (16 floats or 8 doubles), whatever the width of the
/// registers that it is made of.
/// </summary>
/// <typeparam name="TSelf">The register or registers.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface ISimdBlock<TSelf, T> : ISimd<TSelf, T>
    where TSelf : struct, ISimdBlock<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Adds the upper half of the lanes to the lower half until 128 bits are left.</summary>
    static abstract Simd128<T> Fold(TSelf value);

    /// <summary>Keeps the greater of each two lanes of the upper and the lower half until 128 bits are left. NaN is not ordered: it may win or lose.</summary>
    static abstract Simd128<T> FoldMaximum(TSelf value);

    /// <summary>Loads 128 bits and repeats them in all lanes, for <see cref="Spread"/>.</summary>
    static abstract TSelf LoadRepeated(ref T source);

    /// <summary>
    /// Puts one element of each 128 bits into all their lanes. Of values loaded by <see cref="LoadRepeated"/> this makes a
    /// broadcast without a load, of which a processor has fewer to give than it has arithmetic.
    /// </summary>
    /// <param name="repeated">128 bits, repeated.</param>
    /// <param name="element">Which of them; a constant.</param>
    static abstract TSelf Spread(TSelf repeated, int element);
}
