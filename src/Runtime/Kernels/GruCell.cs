using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// A gated recurrent unit (Cho et al., 2014) as PyTorch's <c>GRU</c>, with gates in the order r, z, n and the reset after the product:
/// <c>n = tanh(nᵢ + r⊙nₕ)</c>, <c>h ← (1 − z)⊙n + z⊙h</c>.
/// </summary>
public readonly struct GruCell : IRecurrentCell
{
    /// <inheritdoc/>
    public static int Gates => 3;

    /// <summary>The last output.</summary>
    public static int Kept => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TVector, T>(
        ref T gates, ref T recurrent, ref T hidden, ref T cell, ref T output, ref T history, ref T candidates, nuint unit, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint update = unit + units, candidate = update + units;
        TVector r = VectorMath.Sigmoid<TVector, T>(TVector.Load(ref gates, unit) + TVector.Load(ref recurrent, unit));
        TVector z = VectorMath.Sigmoid<TVector, T>(TVector.Load(ref gates, update) + TVector.Load(ref recurrent, update));
        TVector sum = TVector.Load(ref recurrent, candidate), before = TVector.Load(ref hidden, unit);
        before.Store(ref history, unit);
        sum.Store(ref candidates, candidate);
        r.Store(ref gates, unit);
        z.Store(ref gates, update);

        TVector n = VectorMath.Tanh<TVector, T>(TVector.MultiplyAdd(r, sum, TVector.Load(ref gates, candidate)));
        TVector h = TVector.MultiplyAdd(z, before - n, n);
        n.Store(ref gates, candidate);
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
        nuint update = unit + units, candidate = update + units;
        TVector r = TVector.Load(ref gates, unit), z = TVector.Load(ref gates, update), n = TVector.Load(ref gates, candidate);
        TVector ofOutput = TVector.Load(ref delta, unit) + TVector.Load(ref hidden, unit) + TVector.Load(ref cell, unit);
        // What goes down past the gates.
        (ofOutput * z).Store(ref cell, unit);

        TVector ofN = ofOutput * (TVector.Create(T.One) - z) * Tanh.Derivative<TVector, T>(n);
        TVector ofZ = ofOutput * (TVector.Load(ref history, unit) - n) * Sigmoid.Derivative<TVector, T>(z);
        TVector ofR = ofN * TVector.Load(ref candidates, candidate) * Sigmoid.Derivative<TVector, T>(r), ofSum = ofN * r;
        ofR.Store(ref gates, unit);
        ofZ.Store(ref gates, update);
        ofN.Store(ref gates, candidate);
        ofR.Store(ref candidates, unit);
        ofZ.Store(ref candidates, update);
        ofSum.Store(ref candidates, candidate);
        ofR.Store(ref recurrent, unit);
        ofZ.Store(ref recurrent, update);
        ofSum.Store(ref recurrent, candidate);
    }
}
