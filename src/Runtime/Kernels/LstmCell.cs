using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// Long short-term memory (Hochreiter, Schmidhuber, 1997; forget gates: Gers, 2000) as PyTorch's <c>LSTM</c>, with gates in the order i, f, g, o:
/// <c>c ← σ(f)⊙c + σ(i)⊙tanh(g)</c>, <c>h = σ(o)⊙tanh(c)</c>.
/// </summary>
public readonly struct LstmCell : IRecurrentCell
{
    /// <inheritdoc/>
    public static int Gates => 4;

    /// <summary>The last output, the last memory, and tanh of the new one.</summary>
    public static int Kept => 3;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TVector, T>(
        ref T gates, ref T recurrent, ref T hidden, ref T cell, ref T output, ref T history, ref T candidates, nuint unit, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint forget = unit + units, entry = forget + units, exit = entry + units;
        TVector i = VectorMath.Sigmoid<TVector, T>(TVector.Load(ref gates, unit) + TVector.Load(ref recurrent, unit));
        TVector f = VectorMath.Sigmoid<TVector, T>(TVector.Load(ref gates, forget) + TVector.Load(ref recurrent, forget));
        TVector g = VectorMath.Tanh<TVector, T>(TVector.Load(ref gates, entry) + TVector.Load(ref recurrent, entry));
        TVector o = VectorMath.Sigmoid<TVector, T>(TVector.Load(ref gates, exit) + TVector.Load(ref recurrent, exit));
        TVector before = TVector.Load(ref cell, unit), after = TVector.MultiplyAdd(f, before, i * g);
        TVector.Load(ref hidden, unit).Store(ref history, unit);
        before.Store(ref history, forget);
        i.Store(ref gates, unit);
        f.Store(ref gates, forget);
        g.Store(ref gates, entry);
        o.Store(ref gates, exit);
        after.Store(ref cell, unit);

        TVector squashed = VectorMath.Tanh<TVector, T>(after), h = o * squashed;
        squashed.Store(ref history, entry);
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
        nuint forget = unit + units, entry = forget + units, exit = entry + units;
        TVector i = TVector.Load(ref gates, unit), f = TVector.Load(ref gates, forget);
        TVector g = TVector.Load(ref gates, entry), o = TVector.Load(ref gates, exit), squashed = TVector.Load(ref history, entry);
        TVector ofOutput = TVector.Load(ref delta, unit) + TVector.Load(ref hidden, unit);
        TVector ofCell = TVector.MultiplyAdd(ofOutput * o, Tanh.Derivative<TVector, T>(squashed), TVector.Load(ref cell, unit));
        (ofCell * f).Store(ref cell, unit);

        TVector ofI = ofCell * g * Sigmoid.Derivative<TVector, T>(i);
        TVector ofF = ofCell * TVector.Load(ref history, forget) * Sigmoid.Derivative<TVector, T>(f);
        TVector ofG = ofCell * i * Tanh.Derivative<TVector, T>(g);
        TVector ofO = ofOutput * squashed * Sigmoid.Derivative<TVector, T>(o);
        ofI.Store(ref gates, unit);
        ofF.Store(ref gates, forget);
        ofG.Store(ref gates, entry);
        ofO.Store(ref gates, exit);
        ofI.Store(ref recurrent, unit);
        ofF.Store(ref recurrent, forget);
        ofG.Store(ref recurrent, entry);
        ofO.Store(ref recurrent, exit);
    }
}
