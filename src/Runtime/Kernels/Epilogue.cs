using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>What a kernel does to a finished sum while it is still in a register.</summary>
public interface IEpilogue
{
    /// <summary>Turns the sum into what is stored.</summary>
    /// <param name="sum">The finished sum.</param>
    /// <param name="companion">A matrix of the same layout as the one that is stored to.</param>
    /// <param name="offset">Where in both matrices the lanes belong.</param>
    static abstract TVector Finish<TVector, T>(TVector sum, ref T companion, nuint offset)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Stores the sum as it is.</summary>
public readonly struct Keep : IEpilogue
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Finish<TVector, T>(TVector sum, ref T companion, nuint offset)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sum;
}

/// <summary>Forward: stores a = f(sum).</summary>
/// <typeparam name="TActivation">The activation function f.</typeparam>
public readonly struct ApplyActivation<TActivation> : IEpilogue
    where TActivation : struct, IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Finish<TVector, T>(TVector sum, ref T companion, nuint offset)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TActivation.Value<TVector, T>(sum);
}

/// <summary>Backward: stores δ = sum · f′, the derivative taken from the activations (or inputs z) of the layer below.</summary>
/// <typeparam name="TActivation">The activation function f of the layer below.</typeparam>
public readonly struct TimesDerivative<TActivation> : IEpilogue
    where TActivation : struct, IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Finish<TVector, T>(TVector sum, ref T companion, nuint offset)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sum * TActivation.Derivative<TVector, T>(TVector.Load(ref companion, offset));
}

/// <summary>Gradients: adds the sum to what is there, the companion being the matrix that is stored to.</summary>
public readonly struct AddUp : IEpilogue
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Finish<TVector, T>(TVector sum, ref T companion, nuint offset)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Load(ref companion, offset) + sum;
}
