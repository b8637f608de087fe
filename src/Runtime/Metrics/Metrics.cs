using System;
using System.Numerics;
using Generated.Numerics;

namespace Generated;

/// <summary>Figures that say how well outputs meet targets. Sums are taken in <see cref="double"/>, from the first row to the last.</summary>
public static class Metrics
{
    /// <summary>The class that an output stands for: that of the largest value (the first of equals) or, with a single output, 1 from 0.5 on, otherwise 0.</summary>
    /// <param name="output">The outputs (or the one-hot targets) of one sample; at least one.</param>
    /// <exception cref="ArgumentException">There is no output.</exception>
    public static int PredictedClass<T>(ReadOnlySpan<T> output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SpanArguments.RequireAnyRow(output.Length, nameof(output));
        if (output.Length == 1)
            return output[0] >= T.CreateTruncating(0.5) ? 1 : 0;

        int largest = 0;
        for (int i = 1; i < output.Length; i++)
        {
            if (output[i] > output[largest])
                largest = i;
        }

        return largest;
    }

    /// <summary>The share of the samples whose predicted class is that of the target.</summary>
    /// <param name="outputs">Rows of outputs, row-major; at least one row.</param>
    /// <param name="targets">Rows of one-hot targets or, with a single output, of 0 and 1.</param>
    /// <param name="outputSize">The number of outputs of a sample.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static double Accuracy<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = RequireRows(outputs.Length, targets.Length, outputSize);
        return (double)CountCorrect(outputs, targets, outputSize) / rows;
    }

    /// <summary>
    /// The coefficient of determination, R² = 1 − Σ(y − t)² / Σ(t − t̄)²: 1 for perfect outputs, 0 for always the mean of the targets.
    /// With several outputs the mean of theirs. Where all targets are equal it is 1 for perfect outputs, otherwise 0 (as scikit-learn's).
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
            sum += RSquaredOfColumn(outputs[output..], targets[output..], outputSize, rows);
        return sum / outputSize;
    }

    /// <summary>The root of the mean squared error, √(Σ(y − t)² / n) over all n outputs of all samples: in the unit of the targets.</summary>
    /// <param name="outputs">Outputs; at least one.</param>
    /// <param name="targets">As many targets.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static double RootMeanSquaredError<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = RequireRows(outputs.Length, targets.Length, outputSize: 1);
        double squares = 0.0;
        for (int i = 0; i < count; i++)
        {
            double error = double.CreateTruncating(outputs[i]) - double.CreateTruncating(targets[i]);
            squares += error * error;
        }

        return Math.Sqrt(squares / count);
    }

    /// <summary>The number of rows whose predicted class is that of the target.</summary>
    internal static int CountCorrect<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int correct = 0;
        for (int start = 0; start < outputs.Length; start += outputSize)
        {
            if (PredictedClass(outputs.Slice(start, outputSize)) == PredictedClass(targets.Slice(start, outputSize)))
                correct++;
        }

        return correct;
    }

    private static double RSquaredOfColumn<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int stride, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0.0;
        bool isConstant = true;
        for (int row = 0; row < rows; row++)
        {
            sum += double.CreateTruncating(targets[row * stride]);
            isConstant &= targets[row * stride] == targets[0];
        }

        double mean = sum / rows;
        double residual = 0.0;
        double total = 0.0;
        for (int row = 0; row < rows; row++)
        {
            double target = double.CreateTruncating(targets[row * stride]);
            double error = double.CreateTruncating(outputs[row * stride]) - target;
            residual += error * error;
            total += (target - mean) * (target - mean);
        }

        if (isConstant)
            return residual == 0.0 ? 1.0 : 0.0;
        return 1.0 - residual / total;
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
