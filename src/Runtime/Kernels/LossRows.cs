using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Generated.Kernels;

/// <summary>The loss of a batch: of all rows at once, if the loss can do that, else row by row.</summary>
public static class LossRows
{
    /// <summary>Writes the gradients of some rows and returns the sum of their losses, each multiplied by the weight of its row.</summary>
    /// <remarks>
    /// A row's weight multiplies what the loss passes back, after the derivatives of the loss and of the output activation have
    /// cancelled. So a weighted gradient is as exact as one without weights. Weights that are all 1 give the bits of no weights.
    /// </remarks>
    /// <param name="output">The first of rows × columns outputs.</param>
    /// <param name="targets">As many targets, the rows' weights, and what the gradients are multiplied by.</param>
    /// <param name="gradient">The first of as many gradients: with respect to the outputs or, if matched, to what their activation is applied to.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The outputs in a row.</param>
    /// <param name="matched">Whether the derivatives of the loss and of the output activation cancel.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Evaluate<TLoss, T>(ref T output, LossTargets<T> targets, ref T gradient, nuint rows, nuint columns, bool matched)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = (int)(rows * columns);
        ReadOnlySpan<T> outputs = MemoryMarshal.CreateReadOnlySpan(ref output, length);
        Span<T> gradients = MemoryMarshal.CreateSpan(ref gradient, length);
        return targets.Weights.IsEmpty
            ? Evaluate<TLoss, T>(outputs, targets.Targets, (int)columns, matched, targets.Scale, gradients)
            : EvaluateWeighted<TLoss, T>(outputs, targets, (int)columns, matched, gradients);
    }

    /// <summary>Whether the derivative of a loss and that of an output's activation cancel.</summary>
    /// <param name="output">The how many of the outputs, from 0.</param>
    /// <param name="activation">The activation that it ends with.</param>
    public static bool Matches<TLoss, T>(int output, Activation activation)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLoss.OutputCount > 1 ? TLoss.MatchesOutput(output, activation) : TLoss.Matches(activation);

    /// <summary>
    /// As <see cref="Evaluate{TLoss, T}(ref T, LossTargets{T}, ref T, nuint, nuint, bool)"/> for one of several outputs, or one that is a sequence or an
    /// image, over whose positions the loss is a mean.
    /// </summary>
    /// <param name="output">The how many of the outputs, from 0.</param>
    /// <param name="values">The first of rows × positions × features values.</param>
    /// <param name="targets">The targets of all outputs, the rows' weights, and what the gradients are multiplied by.</param>
    /// <param name="rowWidth">The targets in a row.</param>
    /// <param name="column">The first of them that is this output's.</param>
    /// <param name="gathered">Room for as many targets as there are values.</param>
    /// <param name="gradient">The first of as many gradients.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="positions">The positions of the output.</param>
    /// <param name="features">The features of each.</param>
    /// <param name="matched">Whether the derivatives of the loss and of the output activation cancel.</param>
    public static double EvaluateOutput<TLoss, T>(
        int output, ref T values, LossTargets<T> targets, int rowWidth, int column, ref T gathered, ref T gradient, nuint rows,
        int positions, int features, bool matched)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = positions * features, count = (int)rows;
        Span<T> own = MemoryMarshal.CreateSpan(ref gathered, count * size), gradients = MemoryMarshal.CreateSpan(ref gradient, count * size);
        for (int row = 0; row < count; row++)
            targets.Targets.Slice(row * rowWidth + column, size).CopyTo(own[(row * size)..]);
        ReadOnlySpan<T> all = MemoryMarshal.CreateReadOnlySpan(ref values, count * size);
        T scale = targets.Scale / T.CreateTruncating(positions);
        if (targets.Weights.IsEmpty || !targets.Weights.ContainsAnyExcept(T.One))
            return Of<TLoss, T>(output, all, own, features, matched, scale, gradients) / positions;

        double loss = 0.0;
        for (int row = 0; row < count; row++)
        {
            T weight = targets.Weights[row];
            Span<T> delta = gradients.Slice(row * size, size);
            if (weight == T.Zero)
            {
                delta.Clear();
                continue;
            }

            double ofRow = Of<TLoss, T>(output, all.Slice(row * size, size), own.Slice(row * size, size), features, matched, scale, delta);
            loss += double.CreateTruncating(weight) * ofRow / positions;
            foreach (ref T element in delta)
                element *= weight;
        }

        return loss;
    }

    /// <summary>The loss of a row of all outputs: the sum of those of the outputs, of a sequence or an image the mean over its positions.</summary>
    /// <param name="shape">Where the outputs lie in a row.</param>
    /// <param name="values">The values of all outputs.</param>
    /// <param name="target">The targets, of the same length.</param>
    internal static double OfRow<TLoss, T>(NetworkShape shape, ReadOnlySpan<T> values, ReadOnlySpan<T> target)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (shape.HasPlainOutput)
            return double.CreateTruncating(TLoss.Value(values, target));
        double loss = 0.0;
        int at = 0;
        for (int output = 0; output < shape.Outputs.Count; output++)
        {
            ValueShape value = shape.Outputs[output];
            double sum = 0.0;
            for (int position = 0; position < value.Positions; position++, at += value.Features)
            {
                ReadOnlySpan<T> y = values.Slice(at, value.Features), t = target.Slice(at, value.Features);
                sum += double.CreateTruncating(TLoss.OutputCount > 1 ? TLoss.ValueOfOutput(output, y, t) : TLoss.Value(y, t));
            }

            loss += sum / value.Positions;
        }

        return loss;
    }

    /// <summary>What a loss does not allow about the targets of a row, or null.</summary>
    internal static string? FindTargetError<TLoss, T>(NetworkShape shape, ReadOnlySpan<T> target)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (shape.HasPlainOutput)
            return TLoss.FindTargetError(target);
        int at = 0;
        for (int output = 0; output < shape.Outputs.Count; output++)
        {
            ValueShape value = shape.Outputs[output];
            for (int position = 0; position < value.Positions; position++, at += value.Features)
            {
                ReadOnlySpan<T> part = target.Slice(at, value.Features);
                if ((TLoss.OutputCount > 1 ? TLoss.FindTargetErrorOfOutput(output, part) : TLoss.FindTargetError(part)) is { } error)
                    return $"Of output '{value.Name}': {error}";
            }
        }

        return null;
    }

    private static double Of<TLoss, T>(int output, ReadOnlySpan<T> values, ReadOnlySpan<T> targets, int columns, bool matched, T scale, Span<T> gradients)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLoss.OutputCount > 1
            ? TLoss.EvaluateOutput(output, values, targets, columns, matched, scale, gradients)
            : Evaluate<TLoss, T>(values, targets, columns, matched, scale, gradients);

    internal static double Evaluate<TLoss, T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int columns, bool matched, T scale, Span<T> gradients)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TLoss.TakesRows
            ? TLoss.Evaluate(outputs, targets, columns, matched, scale, gradients)
            : RowByRow<TLoss, T>(outputs, targets, columns, matched, scale, gradients);

    private static double EvaluateWeighted<TLoss, T>(ReadOnlySpan<T> outputs, LossTargets<T> targets, int columns, bool matched, Span<T> gradients)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A sum over several rows has another order than a sum of rows.
        if (!targets.Weights.ContainsAnyExcept(T.One))
            return Evaluate<TLoss, T>(outputs, targets.Targets, columns, matched, targets.Scale, gradients);

        double loss = 0.0;
        for (int row = 0; row < targets.Weights.Length; row++)
        {
            T weight = targets.Weights[row];
            Span<T> delta = gradients.Slice(row * columns, columns);
            if (weight == T.Zero)
            {
                // Left out, even if its loss is infinite or its target is missing (NaN).
                delta.Clear();
                continue;
            }

            ReadOnlySpan<T> y = outputs.Slice(row * columns, columns), t = targets.Targets.Slice(row * columns, columns);
            double ofRow = Evaluate<TLoss, T>(y, t, columns, matched, targets.Scale, delta);
            loss += double.CreateTruncating(weight) * ofRow;
            foreach (ref T element in delta)
                element *= weight;
        }

        return loss;
    }

    private static double RowByRow<TLoss, T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int columns, bool matched, T scale, Span<T> gradients)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double loss = 0.0;
        for (int at = 0; at < outputs.Length; at += columns)
        {
            ReadOnlySpan<T> y = outputs.Slice(at, columns), t = targets.Slice(at, columns);
            loss += double.CreateTruncating(TLoss.Value(y, t));
            if (matched)
                TLoss.MatchedGradient(y, t, scale, gradients.Slice(at, columns));
            else
                TLoss.Gradient(y, t, scale, gradients.Slice(at, columns));
        }

        return loss;
    }
}
