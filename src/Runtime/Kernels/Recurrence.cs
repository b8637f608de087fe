using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// The gates of a recurrent layer at one step, for some sequences: what lies between the products. Values of all steps lie as
/// <c>[sequences][steps][width]</c>, those of one step as <c>[sequences][width]</c>. Units are taken a register at a time, the last few in narrower
/// ones; nothing beyond them is touched.
/// </summary>
public static class Recurrence
{
    /// <summary>One step forward. References to values of all steps point to the step.</summary>
    /// <param name="gates">Of all steps, <c>gates · units</c> wide: the gates' sums over the inputs, which the gates replace.</param>
    /// <param name="recurrent">Of one step, <c>gates · units</c> wide: the gates' sums over the last outputs.</param>
    /// <param name="hidden">Of one step: the last outputs, which the new ones replace.</param>
    /// <param name="cell">Of one step: the memory, which the new one replaces.</param>
    /// <param name="output">Of all steps: receives the outputs.</param>
    /// <param name="history">Of all steps, <see cref="IRecurrentCell.Kept"/> · units wide: receives what the way back needs.</param>
    /// <param name="candidates">Of all steps, <c>gates · units</c> wide: receives the sums that the way back needs, of a cell that keeps them.</param>
    /// <param name="sequences">The number of sequences.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="units">The number of units.</param>
    public static void Forward<TCell, T>(
        ref T gates, ref T recurrent, ref T hidden, ref T cell, ref T output, ref T history, ref T candidates, nuint sequences, nuint steps, nuint units)
        where TCell : struct, IRecurrentCell
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint unit = 0;
        if (Vector512.IsHardwareAccelerated && units >= (nuint)Simd512<T>.Count)
        {
            Forward<TCell, Simd512<T>, T>(
                ref unit, ref gates, ref recurrent, ref hidden, ref cell, ref output, ref history, ref candidates, sequences, steps, units);
        }

        if (Vector256.IsHardwareAccelerated && units - unit >= (nuint)Simd256<T>.Count)
        {
            Forward<TCell, Simd256<T>, T>(
                ref unit, ref gates, ref recurrent, ref hidden, ref cell, ref output, ref history, ref candidates, sequences, steps, units);
        }

        if (units - unit >= (nuint)Simd128<T>.Count)
        {
            Forward<TCell, Simd128<T>, T>(
                ref unit, ref gates, ref recurrent, ref hidden, ref cell, ref output, ref history, ref candidates, sequences, steps, units);
        }

        if (unit < units)
        {
            Forward<TCell, Scalar<T>, T>(
                ref unit, ref gates, ref recurrent, ref hidden, ref cell, ref output, ref history, ref candidates, sequences, steps, units);
        }
    }

    /// <summary>One step back. References to values of all steps point to the step.</summary>
    /// <param name="gates">Of all steps: the gates, which the gradients of their sums over the inputs replace.</param>
    /// <param name="recurrent">Of one step: receives the gradients of the gates' sums over the last outputs.</param>
    /// <param name="hidden">Of one step: what the next step's sums hand down to the outputs.</param>
    /// <param name="cell">Of one step: what the next step hands down besides. Receives the same of this one.</param>
    /// <param name="delta">Of all steps: what is handed down to the outputs from above.</param>
    /// <param name="history">Of all steps: what <see cref="Forward{TCell, T}"/> has kept.</param>
    /// <param name="candidates">Of all steps: what it has kept of sums, which the gradients of the sums over the last outputs replace.</param>
    /// <param name="sequences">The number of sequences.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="units">The number of units.</param>
    public static void Backward<TCell, T>(
        ref T gates, ref T recurrent, ref T hidden, ref T cell, ref T delta, ref T history, ref T candidates, nuint sequences, nuint steps, nuint units)
        where TCell : struct, IRecurrentCell
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint unit = 0;
        if (Vector512.IsHardwareAccelerated && units >= (nuint)Simd512<T>.Count)
        {
            Backward<TCell, Simd512<T>, T>(
                ref unit, ref gates, ref recurrent, ref hidden, ref cell, ref delta, ref history, ref candidates, sequences, steps, units);
        }

        if (Vector256.IsHardwareAccelerated && units - unit >= (nuint)Simd256<T>.Count)
        {
            Backward<TCell, Simd256<T>, T>(
                ref unit, ref gates, ref recurrent, ref hidden, ref cell, ref delta, ref history, ref candidates, sequences, steps, units);
        }

        if (units - unit >= (nuint)Simd128<T>.Count)
        {
            Backward<TCell, Simd128<T>, T>(
                ref unit, ref gates, ref recurrent, ref hidden, ref cell, ref delta, ref history, ref candidates, sequences, steps, units);
        }

        if (unit < units)
        {
            Backward<TCell, Scalar<T>, T>(
                ref unit, ref gates, ref recurrent, ref hidden, ref cell, ref delta, ref history, ref candidates, sequences, steps, units);
        }
    }

    /// <summary>All whole registers from <paramref name="unit"/> on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<TCell, TVector, T>(
        ref nuint unit, ref T gates, ref T recurrent, ref T hidden, ref T cell, ref T output, ref T history, ref T candidates,
        nuint sequences, nuint steps, nuint units)
        where TCell : struct, IRecurrentCell
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)TCell.Gates * units, kept = (nuint)TCell.Kept * units;
        for (; unit + (nuint)TVector.Count <= units; unit += (nuint)TVector.Count)
        {
            for (nuint sequence = 0; sequence < sequences; sequence++)
            {
                nuint row = sequence * steps;
                TCell.Forward<TVector, T>(
                    ref Unsafe.Add(ref gates, row * width), ref Unsafe.Add(ref recurrent, sequence * width), ref Unsafe.Add(ref hidden, sequence * units),
                    ref Unsafe.Add(ref cell, sequence * units), ref Unsafe.Add(ref output, row * units), ref Unsafe.Add(ref history, row * kept),
                    ref Unsafe.Add(ref candidates, row * width), unit, units);
            }
        }
    }

    /// <summary>All whole registers from <paramref name="unit"/> on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Backward<TCell, TVector, T>(
        ref nuint unit, ref T gates, ref T recurrent, ref T hidden, ref T cell, ref T delta, ref T history, ref T candidates,
        nuint sequences, nuint steps, nuint units)
        where TCell : struct, IRecurrentCell
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)TCell.Gates * units, kept = (nuint)TCell.Kept * units;
        for (; unit + (nuint)TVector.Count <= units; unit += (nuint)TVector.Count)
        {
            for (nuint sequence = 0; sequence < sequences; sequence++)
            {
                nuint row = sequence * steps;
                TCell.Backward<TVector, T>(
                    ref Unsafe.Add(ref gates, row * width), ref Unsafe.Add(ref recurrent, sequence * width), ref Unsafe.Add(ref hidden, sequence * units),
                    ref Unsafe.Add(ref cell, sequence * units), ref Unsafe.Add(ref delta, row * units), ref Unsafe.Add(ref history, row * kept),
                    ref Unsafe.Add(ref candidates, row * width), unit, units);
            }
        }
    }
}
