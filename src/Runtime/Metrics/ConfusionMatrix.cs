using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;
using Generated.Kernels;

namespace Generated;

/// <summary>How often samples of each class are taken for each class, and the figures that follow from these counts.</summary>
/// <remarks>As in scikit-learn, a ratio 0/0 is 0, and a macro average is taken over the classes that occur, actual or predicted.</remarks>
public sealed class ConfusionMatrix
{
    private readonly int[,] _counts;

    // The samples of each class whose prediction is not a number.
    private readonly int[] _unpredicted;

    /// <summary>An empty matrix.</summary>
    /// <param name="classCount">The number of classes; at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 classes.</exception>
    public ConfusionMatrix(int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        _counts = new int[classCount, classCount];
        _unpredicted = new int[classCount];
    }

    /// <summary>The number of classes.</summary>
    public int ClassCount => _counts.GetLength(0);

    /// <summary>The number of samples, those of <see cref="NaNPredictions"/> included.</summary>
    public int Total { get; private set; }

    /// <summary>The number of samples whose outputs are not numbers. They count as wrong: against the accuracy, and against their class's recall.</summary>
    public int NaNPredictions => _unpredicted.Sum();

    /// <summary>The number of rows that <c>Of</c> left out because their targets are no class. They are not in <see cref="Total"/>.</summary>
    public int RowsLeftOut { get; private set; }

    /// <summary>The number of samples of a class that are taken for a class.</summary>
    /// <param name="actual">The class that they are of, from 0 on.</param>
    /// <param name="predicted">The class that they are taken for, from 0 on.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such class.</exception>
    public int this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>The share of the samples that are taken for what they are.</summary>
    public double Accuracy => Ratio(Enumerable.Range(0, ClassCount).Sum(c => (long)_counts[c, c]), Total);

    /// <summary>The mean precision of the classes that occur.</summary>
    public double MacroPrecision => MacroAverage(Precision);

    /// <summary>The mean recall of the classes that occur.</summary>
    public double MacroRecall => MacroAverage(Recall);

    /// <summary>The mean F1 score of the classes that occur.</summary>
    public double MacroF1 => MacroAverage(F1);

    /// <summary>
    /// Counts outputs against targets, by the rules of <see cref="Metrics"/>. Rows whose targets are no class are left out and counted in
    /// <see cref="RowsLeftOut"/>.
    /// </summary>
    /// <param name="outputs">Rows of outputs, row-major.</param>
    /// <param name="targets">Rows of one-hot targets or, with a single output, of 0 and 1 or of −1 and 1.</param>
    /// <param name="outputSize">The number of outputs of a sample; a single one stands for two classes.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static ConfusionMatrix Of<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Of(outputs, targets, outputSize, Metrics.Threshold<T>(Metrics.IsBipolar(targets, outputSize)));

    /// <summary>Counts outputs against targets, with another threshold for a single output.</summary>
    /// <param name="outputs">Rows of outputs, row-major.</param>
    /// <param name="targets">Rows of one-hot targets or, with a single output, of 0 and 1 or of −1 and 1.</param>
    /// <param name="outputSize">The number of outputs of a sample; a single one stands for two classes.</param>
    /// <param name="threshold">From where on a single output stands for class 1: 0 for logits. Several outputs do not need it.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static ConfusionMatrix Of<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize, T threshold)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputSize, 1);
        int rows = SpanArguments.RequireRows(outputs.Length, outputSize, nameof(outputs));
        SpanArguments.RequireLength(targets.Length, outputs.Length, nameof(targets));
        var matrix = new ConfusionMatrix(Math.Max(outputSize, 2));
        bool isBipolar = Metrics.IsBipolar(targets, outputSize);
        for (int row = 0; row < rows; row++)
        {
            int actual = Metrics.TargetClass(targets.Slice(row * outputSize, outputSize), isBipolar);
            if (actual == Metrics.NoClass)
                matrix.RowsLeftOut++;
            else
                matrix.Add(actual, Metrics.ClassOf(outputs.Slice(row * outputSize, outputSize), threshold));
        }

        return matrix;
    }

    /// <summary>Counts one sample.</summary>
    /// <param name="actual">The class that it is of, from 0 on.</param>
    /// <param name="predicted">The class that it is taken for, from 0 on; or <see cref="Metrics.NoClass"/>.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such class. Nothing is counted.</exception>
    public void Add(int actual, int predicted)
    {
        if (predicted == Metrics.NoClass)
            _unpredicted[actual]++;
        else
            _counts[actual, predicted]++;
        Total++;
    }

    /// <summary>The share of the samples that are taken for a class that are of it.</summary>
    /// <param name="class">The class, from 0 on.</param>
    public double Precision(int @class) => Ratio(_counts[@class, @class], PredictedCount(@class));

    /// <summary>The share of the samples of a class that are taken for it; also called sensitivity.</summary>
    /// <param name="class">The class, from 0 on.</param>
    public double Recall(int @class) => Ratio(_counts[@class, @class], ActualCount(@class));

    /// <summary>The harmonic mean of precision and recall, F₁ = 2PR / (P + R).</summary>
    /// <param name="class">The class, from 0 on.</param>
    public double F1(int @class) => Ratio(2L * _counts[@class, @class], ActualCount(@class) + PredictedCount(@class));

    /// <summary>
    /// The counts as lines of text, a row per actual class; and a line each for <see cref="NaNPredictions"/> and <see cref="RowsLeftOut"/> if there
    /// are any.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int actual = 0; actual < ClassCount; actual++)
        {
            IEnumerable<string> row = Enumerable.Range(0, ClassCount).Select(predicted => _counts[actual, predicted].ToString(CultureInfo.InvariantCulture));
            text.Append(actual == 0 ? "" : "\n").AppendJoin(' ', row.Select(count => count.PadLeft(5)));
        }

        if (NaNPredictions > 0)
            text.Append(CultureInfo.InvariantCulture, $"\npredictions that are not numbers, counted as wrong: {NaNPredictions}");
        if (RowsLeftOut > 0)
            text.Append(CultureInfo.InvariantCulture, $"\nrows left out, whose targets are no class: {RowsLeftOut}");
        return text.ToString();
    }

    private long ActualCount(int @class) => Enumerable.Range(0, ClassCount).Sum(predicted => (long)_counts[@class, predicted]) + _unpredicted[@class];

    private long PredictedCount(int @class) => Enumerable.Range(0, ClassCount).Sum(actual => (long)_counts[actual, @class]);

    private double MacroAverage(Func<int, double> figure)
    {
        double[] figures = [.. Enumerable.Range(0, ClassCount).Where(c => ActualCount(c) + PredictedCount(c) > 0).Select(figure)];
        return figures.Length == 0 ? 0.0 : figures.Average();
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0.0 : (double)part / whole;
}
