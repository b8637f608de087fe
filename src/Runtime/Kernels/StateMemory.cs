using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Generated.Kernels;

/// <summary>What the kernels of a streaming network do with states. No states stand for states of zeros, which are forgotten.</summary>
public static class StateMemory
{
    /// <summary>The arguments of <c>StepBatch</c>: a state for each row.</summary>
    /// <exception cref="ArgumentException">There are more or fewer, or one is null.</exception>
    public static void RequireStates<T>(ReadOnlySpan<NetworkState<T>> states, int sequences)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (states.Length != sequences)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Expected {sequences} states, one for each row, but got {states.Length}."), nameof(states));
        }

        RequireNoNull(states);
    }

    /// <summary>The arguments of <c>BackwardSequencesPart</c>: at least one state, and equally many steps for each.</summary>
    /// <param name="states">The states.</param>
    /// <param name="rows">The steps of all sequences.</param>
    /// <param name="rowLength">The elements of memory that each takes.</param>
    /// <param name="fixedLength">The elements besides.</param>
    /// <returns>The number of steps of a sequence.</returns>
    /// <exception cref="ArgumentException">It is otherwise, or so many steps need more memory than there can be.</exception>
    public static int RequireSteps<T>(ReadOnlySpan<NetworkState<T>> states, int rows, int rowLength, int fixedLength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireSequences(states, rows);
        if ((rows + 15L) * rowLength + fixedLength > Array.MaxLength)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{rows} steps need {(rows + 15L) * rowLength + fixedLength} values of memory, at most "
                    + $"{Array.MaxLength} are possible: take fewer at a time."), "inputs");
        }

        return rows / states.Length;
    }

    /// <summary>At least one state, none of them null, and equally many steps for each.</summary>
    /// <exception cref="ArgumentException">It is otherwise.</exception>
    internal static void RequireSequences<T>(ReadOnlySpan<NetworkState<T>> states, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (states.IsEmpty)
            throw new ArgumentException("Expected at least one state.", nameof(states));
        RequireNoNull(states);
        if (rows == 0 || rows % states.Length != 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture,
                    $"Expected equally many steps for each of {states.Length} states, but got {rows} in all."), "inputs");
        }
    }

    /// <summary>Copies a part of each state to rows of <paramref name="width"/> values.</summary>
    public static void Load<T>(ReadOnlySpan<NetworkState<T>> states, int offset, ref T rows, nuint sequences, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (states.IsEmpty)
        {
            Joins.Clear(ref rows, sequences * (nuint)width);
            return;
        }

        for (int i = 0; i < states.Length; i++)
            Copy(ref states[i].Values[offset], ref Unsafe.Add(ref rows, i * width), width);
    }

    /// <summary>Copies rows of <paramref name="width"/> values to a part of each state.</summary>
    public static void Store<T>(ReadOnlySpan<NetworkState<T>> states, int offset, ref T rows, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < states.Length; i++)
            Copy(ref Unsafe.Add(ref rows, i * width), ref states[i].Values[offset], width);
    }

    /// <summary>Counts steps, after all layers have taken them.</summary>
    public static void Advance<T>(ReadOnlySpan<NetworkState<T>> states, int steps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (NetworkState<T> state in states)
            state.Advance(steps);
    }

    /// <summary>
    /// Writes the inputs that a causal convolution sees at each step, <c>[sequences][steps][kernel][features]</c>, and remembers the last inputs.
    /// </summary>
    /// <param name="states">The states, whose histories are rings.</param>
    /// <param name="offset">Where in a state the history begins.</param>
    /// <param name="input">The first of sequences × steps × features values.</param>
    /// <param name="windows">The first of as many values for each position of the kernel.</param>
    /// <param name="sequences">The number of sequences.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="kernel">The positions of the kernel.</param>
    /// <param name="dilation">The steps from one to the next.</param>
    /// <param name="features">The features.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Slide<T>(
        ReadOnlySpan<NetworkState<T>> states, int offset, ref T input, ref T windows, nuint sequences, nuint steps, int kernel, int dilation, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int reach = (kernel - 1) * dilation, count = (int)steps;
        for (int sequence = 0; sequence < (int)sequences; sequence++)
        {
            ref T values = ref Unsafe.Add(ref input, (nint)sequence * count * features);
            Span<T> ring = states.IsEmpty || reach == 0 ? default : states[sequence].Values.Slice(offset, reach * features);
            int start = ring.IsEmpty ? 0 : (int)(states[sequence].Steps % reach);
            for (int step = 0; step < count; step++)
            {
                for (int source = step - reach; source <= step; source += dilation, windows = ref Unsafe.Add(ref windows, features))
                {
                    if (source >= 0)
                    {
                        Copy(ref Unsafe.Add(ref values, (nint)source * features), ref windows, features);
                    }
                    else if (ring.IsEmpty)
                    {
                        Joins.Clear(ref windows, (nuint)features);
                    }
                    else
                    {
                        int place = start + source;
                        Copy(ref ring[(place < 0 ? place + reach : place) * features], ref windows, features);
                    }
                }
            }

            if (ring.IsEmpty)
                continue;
            // Steps before the last few would be overwritten.
            int first = Math.Max(0, count - reach);
            int at = (int)((start + (long)first) % reach);
            for (int step = first; step < count; step++)
            {
                Copy(ref Unsafe.Add(ref values, (nint)step * features), ref ring[at * features], features);
                at = at + 1 == reach ? 0 : at + 1;
            }
        }
    }

    /// <summary>
    /// Adds up what the windows of <see cref="Slide"/> hand down to each input, in the order of the steps that saw it from the first on. What would go to
    /// inputs before the first step is left out.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void SlideBack<T>(ref T windows, ref T below, nuint sequences, nuint steps, int kernel, int dilation, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint width = (nuint)(kernel * features), length = (nuint)features, distance = (nuint)dilation, last = (nuint)kernel - 1;
        for (nuint sequence = 0; sequence < sequences; sequence++)
        {
            for (nuint step = 0; step < steps; step++, below = ref Unsafe.Add(ref below, features))
            {
                // Position k of the kernel sees this step from step + (kernel − 1 − k)·dilation.
                nuint row = sequence * steps + step;
                Tiles.Copy(ref Unsafe.Add(ref windows, row * width + last * length), ref below, length);
                for (nuint back = 1; back <= last && step + back * distance < steps; back++)
                    Joins.Add(ref below, ref Unsafe.Add(ref windows, (row + back * distance) * width + (last - back) * length), length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(ref T source, ref T target, int count) =>
        MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(MemoryMarshal.CreateSpan(ref target, count));

    private static void RequireNoNull<T>(ReadOnlySpan<NetworkState<T>> states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < states.Length; i++)
        {
            if (states[i] is null)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"State {i} is null."), nameof(states));
        }
    }
}
