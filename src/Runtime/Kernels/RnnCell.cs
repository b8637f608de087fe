using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>A plain recurrent cell (Elman, 1990) as PyTorch's <c>RNN</c>: <c>h ← tanh(W·x + U·h + b)</c>.</summary>
public readonly struct RnnCell : IRecurrentCell
{
    /// <inheritdoc/>
    public static int Gates => 1;

    /// <summary>The last output.</summary>
    public static int Kept => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TVector, T>(
        ref T gates, ref T recurrent, ref T hidden, ref T cell, ref T output, ref T history, ref T candidates, nuint unit, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector h = VectorMath.Tanh<TVector, T>(TVector.Load(ref gates, unit) + TVector.Load(ref recurrent, unit));
        TVector.Load(ref hidden, unit).Store(ref history, unit);
        h.Store(ref gates, unit);
        h.Store(ref hidden, unit);
        h.Store(ref output, unit);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TVector, T>(
        ref T gates, ref T recurrent, ref T hidden, ref T cell, ref T delta, ref T history, ref T candidates, nuint unit, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector ofOutput = TVector.Load(ref delta, unit) + TVector.Load(ref hidden, unit);
        TVector ofSum = ofOutput * Tanh.Derivative<TVector, T>(TVector.Load(ref gates, unit));
        ofSum.Store(ref gates, unit);
        ofSum.Store(ref recurrent, unit);
    }
}
