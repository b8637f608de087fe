using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated;

/// <summary>Figures that say how well outputs meet targets. Sums are taken in <see cref="double"/>, from the first row to the last.</summary>
/// <remarks>
/// <para>
/// A row of outputs with NaN in it predicts no class: it counts as wrong. A row of targets is a class if it has a single largest value, as one-hot
/// rows and smoothed ones do; a row of zeros, or with two ones, is none.
/// </para>
/// <para>
/// With a single output, targets are 0 and 1, and outputs from 0.5 on stand for class 1. If any target is negative they are −1 and 1, and outputs
/// from 0 on stand for class 1. Smoothed targets between the two are taken for the nearer one.
/// </para>
/// </remarks>
public static class Metrics
{
    private const int MostShownValues = 8;

    /// <summary>What <see cref="PredictedClass{T}"/> gives for outputs that are not numbers.</summary>
    public const int NoClass = -1;

    /// <summary>
    /// The class that an output stands for: that of the largest value (the first of equals) or, with a single output, 1 from 0.5 on, otherwise 0.
    /// <see cref="NoClass"/> if an output is NaN.
    /// </summary>
    /// <param name="output">The outputs (or the one-hot targets) of one sample; at least one.</param>
    /// <exception cref="ArgumentException">There is no output.</exception>
    public static int PredictedClass<T>(ReadOnlySpan<T> output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ClassOf(output, T.CreateTruncating(0.5));

    /// <summary>The share of the samples whose predicted class is that of the target. Samples with an output that is NaN are wrong.</summary>
    /// <param name="outputs">Rows of outputs, row-major; at least one row.</param>
    /// <param name="targets">Rows of one-hot targets or, with a single output, of 0 and 1 or of −1 and 1.</param>
    /// <param name="outputSize">The number of outputs of a sample.</param>
    /// <exception cref="ArgumentException">A length is wrong, or a row of targets is no class.</exception>
    public static double Accuracy<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool isBipolar = IsBipolar(targets, outputSize);
        return Accuracy(outputs, targets, outputSize, isBipolar, Threshold<T>(isBipolar));
    }

    /// <summary>The share of the samples whose predicted class is that of the target, with another threshold for a single output.</summary>
    /// <param name="outputs">Rows of outputs, row-major; at least one row.</param>
    /// <param name="targets">Rows of one-hot targets or, with a single output, of 0 and 1 or of −1 and 1.</param>
    /// <param name="outputSize">The number of outputs of a sample.</param>
    /// <param name="threshold">From where on a single output stands for class 1: 0 for logits. Several outputs do not need it.</param>
    /// <exception cref="ArgumentException">A length is wrong, or a row of targets is no class.</exception>
    public static double Accuracy<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize, T threshold)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Accuracy(outputs, targets, outputSize, IsBipolar(targets, outputSize), threshold);

    /// <summary>
    /// The coefficient of determination, R² = 1 − Σ(y − t)² / Σ(t − t̄)²: 1 for perfect outputs, 0 for always the mean of the targets.
    /// With several outputs the mean of theirs. Where all targets are equal it is 1 for perfect outputs, otherwise 0 (as scikit-learn's).
    /// NaN if an output or a target is NaN.
    /// </summary>
    /// <param name="outputs">Rows of outputs, row-major; at least one row.</param>
    /// <param name="targets">Rows of targets.</param>
    /// <param name="outputSize">The number of outputs of a sample.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static double RSquared<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = RequireRows(outputs.Length, targets.Length, outputSize);
        double sum = 0.0;
        for (int output = 0; output < outputSize; output++)
        {
            (double squares, int exponent) = SquaredErrors(outputs[output..], targets[output..], outputSize, rows);
            var moments = ColumnMoments.Of(targets[output..], outputSize, rows);
            sum += double.IsNaN(squares) ? double.NaN
                : !moments.IsConstant ? moments.Explained(squares, exponent)
                : squares == 0.0 ? 1.0 : 0.0;
        }

        return sum / outputSize;
    }

    /// <summary>
    /// The root of the mean squared error, √(Σ(y − t)² / n) over all n outputs of all samples: in the unit of the targets. NaN if an output or a
    /// target is NaN.
    /// </summary>
    /// <param name="outputs">Outputs; at least one.</param>
    /// <param name="targets">As many targets.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static double RootMeanSquaredError<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = RequireRows(outputs.Length, targets.Length, outputSize: 1);
        (double squares, int exponent) = SquaredErrors(outputs, targets, stride: 1, count);
        return Math.ScaleB(Math.Sqrt(squares / count), exponent);
    }

    /// <summary>The number of rows whose predicted class is that of the target. The targets are one-hot or, with a single output, 0 and 1.</summary>
    /// <param name="outputs">Rows of outputs.</param>
    /// <param name="targets">Rows of targets.</param>
    /// <param name="outputSize">The number of outputs of a sample.</param>
    /// <param name="threshold">From where on a single output stands for class 1.</param>
    internal static int CountCorrect<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize, T threshold)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int correct = 0;
        for (int start = 0; start < outputs.Length; start += outputSize)
        {
            if (ClassOf(outputs.Slice(start, outputSize), threshold) == PredictedClass(targets.Slice(start, outputSize)))
                correct++;
        }

        return correct;
    }

    /// <summary>The number of rows with NaN in them.</summary>
    internal static int CountNaN<T>(ReadOnlySpan<T> outputs, int outputSize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = 0;
        for (int start = 0; start < outputs.Length; start += outputSize)
        {
            if (HasNaN(outputs.Slice(start, outputSize)))
                count++;
        }

        return count;
    }

    /// <summary>The class that outputs stand for; a single one stands for 1 from the threshold on.</summary>
    internal static int ClassOf<T>(ReadOnlySpan<T> output, T threshold)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpanArguments.RequireAnyRow(output.Length, nameof(output));
        if (HasNaN(output))
            return NoClass;
        if (output.Length == 1)
            return output[0] >= threshold ? 1 : 0;

        int largest = 0;
        for (int i = 1; i < output.Length; i++)
        {
            if (output[i] > output[largest])
                largest = i;
        }

        return largest;
    }

    /// <summary>The class that targets state, or <see cref="NoClass"/>.</summary>
    internal static int TargetClass<T>(ReadOnlySpan<T> target, bool isBipolar)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (target.Length == 1)
        {
            T least = isBipolar ? T.NegativeOne : T.Zero, middle = Threshold<T>(isBipolar);
            return target[0] >= least && target[0] <= T.One && target[0] != middle ? (target[0] > middle ? 1 : 0) : NoClass;
        }

        int largest = PredictedClass(target);
        return largest != NoClass && T.IsFinite(target[largest]) && target.Count(target[largest]) == 1 ? largest : NoClass;
    }

    /// <summary>Whether the targets of a single output are −1 and 1.</summary>
    internal static bool IsBipolar<T>(ReadOnlySpan<T> targets, int outputSize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (outputSize > 1)
            return false;
        foreach (T target in targets)
        {
            if (target < T.Zero)
                return true;
        }

        return false;
    }

    /// <summary>From where on a single output stands for class 1.</summary>
    internal static T Threshold<T>(bool isBipolar)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => isBipolar ? T.Zero : T.CreateTruncating(0.5);

    private static double Accuracy<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize, bool isBipolar, T threshold)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = RequireRows(outputs.Length, targets.Length, outputSize);
        int correct = 0;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> target = targets.Slice(row * outputSize, outputSize);
            int actual = TargetClass(target, isBipolar);
            if (actual == NoClass)
                ThrowNoClass(target, row, isBipolar);
            if (ClassOf(outputs.Slice(row * outputSize, outputSize), threshold) == actual)
                correct++;
        }

        return (double)correct / rows;
    }

    private static bool HasNaN<T>(ReadOnlySpan<T> output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (T value in output)
        {
            if (T.IsNaN(value))
                return true;
        }

        return false;
    }

    /// <summary>Σ(y − t)² of a column, divided by 2^(2 · exponent), so that no square is out of range.</summary>
    private static (double Squares, int Exponent) SquaredErrors<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int stride, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = 0.0;
        for (int row = 0; row < rows; row++)
            largest = Math.Max(largest, Math.Abs(Error(outputs[row * stride], targets[row * stride])));

        int exponent = ColumnMoments.Exponent(largest);
        double scale = Math.ScaleB(1.0, -exponent);
        double squares = 0.0;
        for (int row = 0; row < rows; row++)
        {
            double error = Error(outputs[row * stride], targets[row * stride]) * scale;
            squares += error * error;
        }

        return (squares, exponent);
    }

    private static double Error<T>(T output, T target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => double.CreateTruncating(output) - double.CreateTruncating(target);

    private static void ThrowNoClass<T>(ReadOnlySpan<T> target, int row, bool isBipolar)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] shown = target[..Math.Min(target.Length, MostShownValues)].ToArray();
        string values = string.Join(", ", shown.Select(value => value.ToString(null, CultureInfo.InvariantCulture)));
        string more = target.Length > MostShownValues ? ", …" : "";
        string expected = target.Length > 1 ? "one-hot targets" : isBipolar ? "targets of −1 and 1" : "targets of 0 and 1";
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"Expected {expected}, but row {row} (counted from 0) is [{values}{more}], which is no class. ")
            + "Leave such rows out; ConfusionMatrix.Of does, and counts them.", "targets");
    }

    private static int RequireRows(int outputs, int targets, int outputSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputSize, 1);
        int rows = SpanArguments.RequireRows(outputs, outputSize, nameof(outputs));
        SpanArguments.RequireAnyRow(rows, nameof(outputs));
        SpanArguments.RequireLength(targets, outputs, nameof(targets));
        return rows;
    }
}
