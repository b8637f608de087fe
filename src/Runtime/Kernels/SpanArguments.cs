using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Generated.Kernels;

/// <summary>The checks at the entry of every generated member, made before anything is written.</summary>
public static class SpanArguments
{
    /// <summary>The arguments of <c>Forward</c>: an input and an output, apart from each other.</summary>
    /// <exception cref="ArgumentException">A length is another, or they overlap; the message says which.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireForward<T>(ReadOnlySpan<T> input, int inputs, Span<T> output, int outputs)
    {
        RequireLength(input.Length, inputs, nameof(input));
        RequireLength(output.Length, outputs, nameof(output));
        RequireApart(input, output, nameof(input), nameof(output));
    }

    /// <summary>The arguments of <c>ForwardBatch</c>: any number of inputs and as many outputs, apart from each other.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ArgumentException">A length is another, or they overlap; the message says which.</exception>
    public static int RequireForwardBatch<T>(ReadOnlySpan<T> inputs, int inputSize, Span<T> outputs, int outputSize)
    {
        int rows = RequireRows(inputs.Length, inputSize, nameof(inputs));
        RequireLength(outputs.Length, (long)rows * outputSize, nameof(outputs));
        RequireApart(inputs, outputs, nameof(inputs), nameof(outputs));
        return rows;
    }

    /// <summary>The arguments of <c>Activate</c>: an input, a layer from 1 on, and its activation, apart from the input.</summary>
    /// <exception cref="ArgumentException">A length is another, or they overlap; the message says which.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public static void RequireActivate<T>(ReadOnlySpan<T> input, int inputs, int layer, int layers, Span<T> activation, int units)
    {
        RequireLength(input.Length, inputs, nameof(input));
        RequireLayer(layer, layers, nameof(layer));
        RequireLength(activation.Length, units, nameof(activation));
        RequireApart(input, activation, nameof(input), nameof(activation));
    }

    /// <summary>The arguments of <c>Backward</c>: an input, a target, and a gradient as long as the parameters and apart from them all.</summary>
    /// <exception cref="ArgumentException">A length is another, or they overlap; the message says which.</exception>
    public static void RequireBackward<T>(ReadOnlySpan<T> parameters, ReadOnlySpan<T> input, int inputs, ReadOnlySpan<T> target, int outputs, Span<T> gradient)
    {
        RequireLength(input.Length, inputs, nameof(input));
        RequireLength(target.Length, outputs, nameof(target));
        RequireGradient(parameters, input, target, gradient, nameof(input), nameof(target));
    }

    /// <summary>
    /// The arguments of <c>BackwardBatch</c>: at least one input, as many targets, no weights or as many, and a gradient as long as
    /// the parameters and apart from them all.
    /// </summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ArgumentException">A length is another, there is no row, or they overlap; the message says which.</exception>
    public static int RequireBackwardBatch<T>(
        ReadOnlySpan<T> parameters, ReadOnlySpan<T> inputs, int inputSize, ReadOnlySpan<T> targets, int outputSize, ReadOnlySpan<T> weights, Span<T> gradient)
    {
        int rows = RequireRows(inputs.Length, inputSize, nameof(inputs));
        RequireAnyRow(rows, nameof(inputs));
        RequireLength(targets.Length, (long)rows * outputSize, nameof(targets));
        RequireGradient(parameters, inputs, targets, gradient, nameof(inputs), nameof(targets));
        if (!weights.IsEmpty)
        {
            RequireLength(weights.Length, rows, nameof(weights));
            RequireApart(weights, gradient, nameof(weights), nameof(gradient));
        }

        return rows;
    }

    /// <summary>The arguments of <c>BackwardPart</c>: those of <c>BackwardBatch</c>, with a limit to the rows.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ArgumentException">A length is another, there are no rows or too many, or they overlap; the message says which.</exception>
    public static int RequireBackwardPart<T>(
        ReadOnlySpan<T> parameters, ReadOnlySpan<T> inputs, int inputSize, ReadOnlySpan<T> targets, int outputSize,
        ReadOnlySpan<T> weights, int batchRows, int most, Span<T> gradient)
    {
        int rows = RequireBackwardBatch(parameters, inputs, inputSize, targets, outputSize, weights, gradient);
        if (rows > most || rows > batchRows)
            ThrowPart(rows, most, batchRows);
        return rows;
    }

    /// <summary>The arguments of <c>Backward</c> for an upstream gradient.</summary>
    /// <exception cref="ArgumentException">A length is another, or they overlap; the message says which.</exception>
    public static void RequireUpstream<T>(
        ReadOnlySpan<T> parameters, ReadOnlySpan<T> input, int inputs, ReadOnlySpan<T> outputGradient, int outputs, Span<T> gradient, Span<T> inputGradient)
    {
        RequireLength(input.Length, inputs, nameof(input));
        RequireLength(outputGradient.Length, outputs, nameof(outputGradient));
        RequireGradient(parameters, input, outputGradient, gradient, nameof(input), nameof(outputGradient));
        RequireLength(inputGradient.Length, inputs, nameof(inputGradient));
        RequireApart(input, inputGradient, nameof(input), nameof(inputGradient));
        RequireApart(outputGradient, inputGradient, nameof(outputGradient), nameof(inputGradient));
        RequireApart(parameters, inputGradient, nameof(parameters), nameof(inputGradient));
        RequireApart(gradient, inputGradient, nameof(gradient), nameof(inputGradient));
    }

    private static void RequireGradient<T>(
        ReadOnlySpan<T> parameters, ReadOnlySpan<T> input, ReadOnlySpan<T> target, Span<T> gradient, string inputName, string targetName)
    {
        RequireLength(gradient.Length, parameters.Length, nameof(gradient));
        RequireApart(input, gradient, inputName, nameof(gradient));
        RequireApart(target, gradient, targetName, nameof(gradient));
        RequireApart(parameters, gradient, nameof(parameters), nameof(gradient));
    }

    /// <summary>Requires a length.</summary>
    /// <exception cref="ArgumentException">The length is another; the message says which is given and which is wanted.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireLength(int given, long wanted, string parameter)
    {
        if (given != wanted)
            ThrowLength(given, wanted, parameter);
    }

    /// <summary>Requires whole rows.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ArgumentException">The length is not a multiple of the row length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RequireRows(int given, int rowLength, string parameter)
    {
        int rows = given / rowLength;
        if (given != rows * rowLength)
            ThrowRows(given, rowLength, parameter);
        return rows;
    }

    /// <summary>Requires at least one row, since there is no mean over none.</summary>
    /// <exception cref="ArgumentException">There is no row.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireAnyRow(int rows, string parameter)
    {
        if (rows == 0)
            ThrowNoRow(parameter);
    }

    /// <summary>Requires that what is read and what is written do not share memory.</summary>
    /// <exception cref="ArgumentException">They overlap.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireApart<T>(ReadOnlySpan<T> read, Span<T> written, string parameter, string other)
    {
        if (read.Overlaps(written))
            ThrowOverlap(parameter, other);
    }

    /// <summary>Requires a layer number from 1 to <paramref name="count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    private static void RequireLayer(int layer, int count, string parameter)
    {
        if (layer < 1 || layer > count)
        {
            throw new ArgumentOutOfRangeException(parameter, layer, string.Create(CultureInfo.InvariantCulture,
                $"There is no layer {layer}: the network's layers are numbered from 1 to {count}."));
        }
    }

    /// <summary>The first element of a stack buffer that starts a cache line. The buffer has a cache line to spare.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ref T StartOfCacheLine<T>(Span<T> stack)
        where T : unmanaged
    {
        // Stack memory does not move, so the address holds for as long as the reference does.
        ref T start = ref MemoryMarshal.GetReference(stack);
        nint past = (nint)Unsafe.AsPointer(ref start) & 63;
        return ref Unsafe.AddByteOffset(ref start, (64 - past) & 63);
    }

    [DoesNotReturn]
    private static void ThrowLength(int given, long wanted, string parameter) => throw new ArgumentException(
        string.Create(CultureInfo.InvariantCulture, $"The length is {given}, but {wanted} is wanted."), parameter);

    [DoesNotReturn]
    private static void ThrowRows(int given, int rowLength, string parameter) => throw new ArgumentException(
        string.Create(CultureInfo.InvariantCulture, $"The length is {given}, but whole rows of {rowLength} are wanted."), parameter);

    [DoesNotReturn]
    private static void ThrowNoRow(string parameter) => throw new ArgumentException("There is no row; at least one is wanted.", parameter);

    [DoesNotReturn]
    private static void ThrowPart(int rows, int most, int batchRows) => throw new ArgumentException(
        string.Create(CultureInfo.InvariantCulture,
            $"There are {rows} rows, but at most {most} are taken at a time, and no more than the {batchRows} of the batch."), "inputs");

    [DoesNotReturn]
    private static void ThrowOverlap(string parameter, string other) => throw new ArgumentException(
        $"It shares memory with '{other}', which is written before all of it is read; memory of its own is wanted.", parameter);
}
