using System.Numerics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// What the gates of a recurrent layer do with their sums, for a register of units of one sequence at one step. A sum has two parts: what the input sends
/// and what the last output sends. Gates lie one behind the other, each with all units.
/// </summary>
public interface IRecurrentCell
{
    /// <summary>Computes one step.</summary>
    /// <param name="gates">The gates' sums over the inputs, which the gates themselves replace: what the way back needs.</param>
    /// <param name="recurrent">The gates' sums over the last outputs.</param>
    /// <param name="hidden">The last outputs, which the new ones replace.</param>
    /// <param name="cell">The memory beside them, which the new one replaces, if the cell has one.</param>
    /// <param name="output">Receives the new outputs.</param>
    /// <param name="history">Receives the last outputs and what else the way back needs.</param>
    /// <param name="candidates">Receives the sums over the last outputs that the way back needs by themselves, if there are any.</param>
    /// <param name="unit">The first unit.</param>
    /// <param name="units">The number of units.</param>
    static abstract void Forward<TVector, T>(
        ref T gates, ref T recurrent, ref T hidden, ref T cell, ref T output, ref T history, ref T candidates, nuint unit, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Goes one step back.</summary>
    /// <param name="gates">The gates, which the gradients of their sums over the inputs replace.</param>
    /// <param name="recurrent">Receives the gradients of the gates' sums over the last outputs.</param>
    /// <param name="hidden">What the sums of the next step hand down to the outputs.</param>
    /// <param name="cell">What the next step hands down besides: to the memory, or to the outputs past the sums. Receives the same of this one.</param>
    /// <param name="delta">What is handed down to the outputs from above.</param>
    /// <param name="history">What <see cref="Forward"/> has kept.</param>
    /// <param name="candidates">What it has kept of sums, which the gradients of the sums over the last outputs replace.</param>
    /// <param name="unit">The first unit.</param>
    /// <param name="units">The number of units.</param>
    static abstract void Backward<TVector, T>(
        ref T gates, ref T recurrent, ref T hidden, ref T cell, ref T delta, ref T history, ref T candidates, nuint unit, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The number of gates.</summary>
    static abstract int Gates { get; }

    /// <summary>How many values a unit keeps of a step: its last output first.</summary>
    static abstract int Kept { get; }
}
