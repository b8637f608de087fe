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

    private static double Evaluate<TLoss, T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int columns, bool matched, T scale, Span<T> gradients)
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
