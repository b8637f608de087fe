using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Generated.Numerics;

/// <summary>The loss of a batch: of all rows at once, if the loss can do that, else row by row.</summary>
public static class LossRows
{
    /// <summary>Writes the gradients of some rows and returns the sum of their losses.</summary>
    /// <param name="output">The first of rows × columns outputs.</param>
    /// <param name="target">The first of as many targets.</param>
    /// <param name="gradient">The first of as many gradients: with respect to the outputs or, if matched, to what their activation is applied to.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The outputs in a row.</param>
    /// <param name="matched">Whether the derivatives of the loss and of the output activation cancel.</param>
    /// <param name="scale">What the gradients are multiplied by.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Evaluate<TLoss, T>(ref T output, ref T target, ref T gradient, nuint rows, nuint columns, bool matched, T scale)
        where TLoss : struct, ILoss<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int length = (int)(rows * columns);
        ReadOnlySpan<T> outputs = MemoryMarshal.CreateReadOnlySpan(ref output, length), targets = MemoryMarshal.CreateReadOnlySpan(ref target, length);
        Span<T> gradients = MemoryMarshal.CreateSpan(ref gradient, length);
        return TLoss.TakesRows
            ? TLoss.Evaluate(outputs, targets, (int)columns, matched, scale, gradients)
            : RowByRow<TLoss, T>(outputs, targets, (int)columns, matched, scale, gradients);
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
