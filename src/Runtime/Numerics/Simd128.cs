using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Generated.Numerics;

/// <summary>
/// A 128-bit register: 4 floats or 2 doubles.
/// Where the processor has no fused multiply-add, <see cref="MultiplyAdd"/> rounds twice; wider registers exist only beside FMA.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public struct Simd128<T>(Vector128<T> value) : ISimdBlock<Simd128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The register.</summary>
    public readonly Vector128<T> Value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    /// <inheritdoc/>
    public static Simd128<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<T>.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Create(T value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Broadcast(ref T source, nuint offset) => new(Vector128.Create(Unsafe.Add(ref source, offset)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Load(ref T source) => new(Vector128.LoadUnsafe(ref source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Load(ref T source, nuint offset) => new(Vector128.LoadUnsafe(ref source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination) => Value.StoreUnsafe(ref destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nuint offset) => Value.StoreUnsafe(ref destination, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator +(Simd128<T> left, Simd128<T> right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator -(Simd128<T> left, Simd128<T> right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator *(Simd128<T> left, Simd128<T> right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator /(Simd128<T> left, Simd128<T> right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> MultiplyAdd(Simd128<T> left, Simd128<T> right, Simd128<T> addend)
    {
        if (!Processor.HasFusedMultiplyAdd)
            return new(left.Value * right.Value + addend.Value);
        return typeof(T) == typeof(float)
            ? new(Vector128.FusedMultiplyAdd(left.Value.AsSingle(), right.Value.AsSingle(), addend.Value.AsSingle()).As<float, T>())
            : new(Vector128.FusedMultiplyAdd(left.Value.AsDouble(), right.Value.AsDouble(), addend.Value.AsDouble()).As<double, T>());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(Simd128<T> left, Simd128<T> right) => this = MultiplyAdd(left, right, this);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Sqrt(Simd128<T> value) => new(Vector128.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Abs(Simd128<T> value) => new(Vector128.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Round(Simd128<T> value) => typeof(T) == typeof(float)
        ? new(Vector128.Round(value.Value.AsSingle()).As<float, T>())
        : new(Vector128.Round(value.Value.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> LessThan(Simd128<T> left, Simd128<T> right) => new(Vector128.LessThan(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> LessThanOrEqual(Simd128<T> left, Simd128<T> right) => new(Vector128.LessThanOrEqual(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Equals(Simd128<T> left, Simd128<T> right) => new(Vector128.Equals(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Select(Simd128<T> mask, Simd128<T> whenTrue, Simd128<T> whenFalse) =>
        new(Vector128.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> SelectLess(Simd128<T> left, Simd128<T> right, Simd128<T> whenTrue, Simd128<T> whenFalse) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(left.Value, right.Value), whenTrue.Value, whenFalse.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> CopySign(Simd128<T> magnitude, Simd128<T> sign) => new(Vector128.CopySign(magnitude.Value, sign.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> And(Simd128<T> left, Simd128<T> right) => new(left.Value & right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Or(Simd128<T> left, Simd128<T> right) => new(left.Value | right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> AddBits(Simd128<T> left, Simd128<T> right) => typeof(T) == typeof(float)
        ? new((left.Value.AsInt32() + right.Value.AsInt32()).As<int, T>())
        : new((left.Value.AsInt64() + right.Value.AsInt64()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> ShiftBitsLeft(Simd128<T> value, int count) => typeof(T) == typeof(float)
        ? new(Vector128.ShiftLeft(value.Value.AsInt32(), count).As<int, T>())
        : new(Vector128.ShiftLeft(value.Value.AsInt64(), count).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> ShiftBitsRight(Simd128<T> value, int count) => typeof(T) == typeof(float)
        ? new(Vector128.ShiftRightArithmetic(value.Value.AsInt32(), count).As<int, T>())
        : new(Vector128.ShiftRightArithmetic(value.Value.AsInt64(), count).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> ConvertBitsToFloat(Simd128<T> value) => typeof(T) == typeof(float)
        ? new(Vector128.ConvertToSingle(value.Value.AsInt32()).As<float, T>())
        : new(Vector128.ConvertToDouble(value.Value.AsInt64()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> ConvertFloatToBits(Simd128<T> value) => typeof(T) == typeof(float)
        ? new(Vector128.ConvertToInt32Native(value.Value.AsSingle()).As<int, T>())
        : new(Vector128.ConvertToInt64Native(value.Value.AsDouble()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Fold(Simd128<T> value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> FoldMaximum(Simd128<T> value) => value;

    /// <summary>The sum of the lanes, the upper half added to the lower half until one is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Simd128<T> value)
    {
        if (typeof(T) == typeof(double))
            return value.Value.GetElement(0) + value.Value.GetElement(1);
        Vector128<T> halves = value.Value + Vector128.Shuffle(value.Value.AsInt32(), Vector128.Create(2, 3, 0, 1)).As<int, T>();
        return halves.GetElement(0) + halves.GetElement(1);
    }

    /// <summary>The greatest of the lanes. NaN is not ordered: it may win or lose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Maximum(Simd128<T> value)
    {
        if (typeof(T) == typeof(float))
            value = Greater(value, new(Vector128.Shuffle(value.Value.AsInt32(), Vector128.Create(2, 3, 0, 1)).As<int, T>()));
        T first = value.Value.GetElement(0);
        T second = value.Value.GetElement(1);
        return first < second ? second : first;
    }

    /// <summary>The greater of each two lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd128<T> Greater(Simd128<T> left, Simd128<T> right) => SelectLess(left, right, right, left);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> LoadRepeated(ref T source) => Load(ref source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Spread(Simd128<T> repeated, int element) => typeof(T) == typeof(float)
        ? new(Vector128.Shuffle(repeated.Value.AsInt32(), Vector128.Create(element)).As<int, T>())
        : new(Vector128.Shuffle(repeated.Value.AsInt64(), Vector128.Create((long)element)).As<long, T>());
}
