using System;

namespace Generated.Samples.Digits;

/// <summary>
/// The confusion matrix: true digits down, predicted digits across. Right answers and errors have colours and scales
/// of their own, since the few errors would vanish on the scale of the right answers.
/// </summary>
internal static class ConfusionHeatMap
{
    private const double Cell = 40;
    private const double Left = 66;
    private const double Top = 54;
    private const double Gap = 10;

    /// <summary>Draws the matrix with the recall of each row and the precision of each column.</summary>
    /// <param name="page">The page to add to.</param>
    /// <param name="confusion">Counts by true and predicted class.</param>
    public static void Draw(Markup page, int[,] confusion)
    {
        int classes = confusion.GetLength(0);
        double side = classes * Cell;
        double width = Left + side + Gap + 58;
        double height = Top + side + Gap + 34;
        page.Add($"""<svg class="matrix" viewBox="0 0 {width} {height}" role="img" aria-labelledby="confusion-title confusion-desc">""");
        page.AddRaw("""<title id="confusion-title">Confusion matrix</title>""");
        page.Add($"""<desc id="confusion-desc">{Describe(confusion)}</desc>""");
        page.Add($"""<text class="label" x="{Left + side / 2}" y="16" text-anchor="middle">predicted digit</text>""");
        page.Add($"""<text class="label" x="20" y="{Top + side / 2}" text-anchor="middle" transform="rotate(-90 20 {Top + side / 2})">true digit</text>""");
        page.Add($"""<text class="label" x="{Left + side + Gap}" y="{Top - 14}">recall %</text>""");
        page.Add($"""<text class="label" x="{Left - 10}" y="{Top + side + Gap + 16}" text-anchor="end">prec. %</text>""");
        for (int i = 0; i < classes; i++)
        {
            double middle = (i + 0.5) * Cell;
            page.Add($"""<text class="class" x="{Left + middle}" y="{Top - 14}" text-anchor="middle">{i}</text>""");
            page.Add($"""<text class="class" x="{Left - 18}" y="{Top + middle + 5}" text-anchor="middle">{i}</text>""");
            page.Add($"""<text class="tick" x="{Left + side + Gap}" y="{Top + middle + 5}">{Percent(confusion[i, i], RowSum(confusion, i))}</text>""");
            page.Add($"""<text class="tick" x="{Left + middle}" y="{Top + side + Gap + 16}" text-anchor="middle">{Percent(confusion[i, i], ColumnSum(confusion, i))}</text>""");
        }

        DrawCells(page, confusion);
        page.AddRaw("</svg>");
    }

    private static void DrawCells(Markup page, int[,] confusion)
    {
        int classes = confusion.GetLength(0);
        int mostRight = 1, mostWrong = 1;
        for (int truth = 0; truth < classes; truth++)
        {
            for (int prediction = 0; prediction < classes; prediction++)
            {
                ref int most = ref truth == prediction ? ref mostRight : ref mostWrong;
                most = Math.Max(most, confusion[truth, prediction]);
            }
        }

        for (int truth = 0; truth < classes; truth++)
        {
            for (int prediction = 0; prediction < classes; prediction++)
            {
                int count = confusion[truth, prediction];
                bool right = truth == prediction;
                double share = count / (double)(right ? mostRight : mostWrong);
                double x = Left + prediction * Cell, y = Top + truth * Cell;
                page.Add($"""<g><title>true {truth}, predicted {prediction}: {count}</title>""");
                page.Add($"""<rect class="cell" x="{x + 1}" y="{y + 1}" width="{Cell - 2}" height="{Cell - 2}" rx="3"/>""");
                if (count > 0)
                {
                    // Never so pale that a single error is overlooked; seldom of middle strength, on which no ink is easy to read.
                    double opacity = 0.2 + 0.8 * share * Math.Sqrt(share);
                    page.Add($"""<rect class="{(right ? "right" : "wrong")}" fill-opacity="{opacity}" x="{x + 1}" y="{y + 1}" width="{Cell - 2}" height="{Cell - 2}" rx="3"/>""");
                    page.Add($"""<text class="{(opacity > 0.7 ? "count strong" : "count")}" x="{x + Cell / 2}" y="{y + Cell / 2 + 5}" text-anchor="middle">{count}</text>""");
                }

                page.AddRaw("</g>");
            }
        }
    }

    private static string Describe(int[,] confusion)
    {
        int right = 0, all = 0;
        for (int i = 0; i < confusion.GetLength(0); i++)
        {
            right += confusion[i, i];
            all += RowSum(confusion, i);
        }

        return FormattableString.Invariant($"{right} of {all} images are on the diagonal, where the predicted digit is the true one; {all - right} are not.");
    }

    private static string Percent(int part, int whole) => whole == 0 ? "–" : FormattableString.Invariant($"{100.0 * part / whole:0}");

    private static int RowSum(int[,] matrix, int row)
    {
        int sum = 0;
        for (int column = 0; column < matrix.GetLength(1); column++)
            sum += matrix[row, column];
        return sum;
    }

    private static int ColumnSum(int[,] matrix, int column)
    {
        int sum = 0;
        for (int row = 0; row < matrix.GetLength(0); row++)
            sum += matrix[row, column];
        return sum;
    }
}
