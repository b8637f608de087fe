using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Samples.Digits;

namespace Generated.Samples.Autoencoder;

/// <summary>From top to bottom: eigen-digits, how the linear autoencoder finds their space, what two numbers keep of a digit, the two numbers.</summary>
internal static class AutoencoderPicture
{
    private const double Width = 1360;
    private const double Left = 196;
    private const double Eigen = 80;
    private const double EigenColumn = 103;
    private const double Digit = 50;
    private const double DigitColumn = 56.6;
    private const double Degrees = 180 / Math.PI;

    /// <summary>Draws the picture.</summary>
    /// <param name="linear">The linear autoencoder.</param>
    /// <param name="deep">The deep autoencoder with several seeds; the first is drawn.</param>
    public static Svg Draw(LinearStory linear, IReadOnlyList<DeepStory> deep)
    {
        var svg = new Svg(Width, 1756, "Autoencoders and principal components of handwritten digits",
            "Both squeeze an image of 64 pixels into a few numbers and draw it again from them. With linear units they are the same; deep networks keep more.");
        DrawEigenDigits(svg, linear, 112);
        DrawLinearTraining(svg, linear, 446);
        DrawReconstructions(svg, deep[0], 820);
        DrawCodes(svg, deep, 1146);
        return svg;
    }

    private static void DrawEigenDigits(Svg svg, LinearStory story, double top)
    {
        Section(svg, top, "1  Eigen-digits: what PCA adds to and takes from the mean image",
            "Blue: more ink, orange: less. Below each axis, its share of the variance. The linear autoencoder's units draw other images that span the same space.");
        top += 64;
        svg.Text("row", Left - 24, top + 36, "PCA");
        svg.Text("detail side", Left - 24, top + 57, "principal axes");
        svg.Text("row", Left - 24, top + 160, "Autoencoder");
        svg.Text("detail side", Left - 24, top + 181, "decoder's weights");
        PixelImage.DrawInk(svg, Left, top, Eigen, story.Pca.Mean.ToArray());
        svg.Text("detail", Left + Eigen / 2, top + Eigen + 18, "mean");
        double[] shares = story.Pca.ExplainedVarianceRatio;
        for (int i = 0; i < LinearStory.CodeSize; i++)
        {
            double left = Left + (i + 1) * EigenColumn;
            PixelImage.DrawWeights(svg, left, top, Eigen, Row(story.Pca.PrincipalAxes, i));
            svg.Text("detail", left + Eigen / 2, top + Eigen + 18, FormattableString.Invariant($"{shares[i]:P1}"));
            PixelImage.DrawWeights(svg, left, top + 124, Eigen, Row(story.Decoder, i));
            svg.Text("detail", left + Eigen / 2, top + 124 + Eigen + 18, $"unit {i + 1}");
        }
    }

    private static void DrawLinearTraining(Svg svg, LinearStory story, double top)
    {
        LinearStep last = story.Steps[^1];
        Section(svg, top, $"2  The linear autoencoder, {LinearAutoencoder.Shape}, finds the principal subspace",
            "It is told nothing of variances or axes: gradient descent on the error of the images that it draws turns its space into PCA's.");
        top += 84;
        const double height = 196, width = 500;
        var epochs = new Interval(0, LinearStory.Epochs);

        var angle = new Plot(svg, Left, top, width, height, epochs, new Interval(-2, 2));
        angle.Fill("plain");
        foreach ((double degrees, string name) in new[] { (10.0, "10°"), (1, "1°"), (0.1, "0.1°") })
        {
            Level(svg, angle, Left, width, Math.Log10(degrees));
            svg.Text("tick beside", Left - 6, angle.Y(Math.Log10(degrees)) + 4, name);
        }

        svg.Text("tick beside", Left - 6, angle.Y(2) + 10, "100°");
        svg.Text("tick beside", Left - 6, angle.Y(-2) + 2, "0.01°");
        angle.Curve(story.Steps.Select(step => ((double)step.Epoch, Math.Log10(Math.Max(step.Angle * Degrees, 0.01)))), "first");
        angle.Frame();
        angle.Ticks([0, 100, 200, 300], []);
        svg.Text("heading", angle.Middle, top - 12, "Largest angle between the two subspaces");
        svg.Text("detail", angle.Middle, angle.Bottom + 34, FormattableString.Invariant($"epochs; logarithmic scale; at the end {last.Angle * Degrees:F3}°"));

        double right = Left + width + 110;
        var error = new Plot(svg, right, top, width, height, epochs, new Interval(0, 0.08));
        error.Fill("plain");
        error.Curve([(0, story.PcaError), (LinearStory.Epochs, story.PcaError)], "target");
        error.Curve(story.Steps.Where(step => step.Error <= 0.08).Select(step => ((double)step.Epoch, step.Error)), "first");
        error.Frame();
        error.Ticks([0, 100, 200, 300], [0, 0.02, 0.04, 0.06, 0.08]);
        svg.Text("heading", error.Middle, top - 12, "Mean squared error of a pixel");
        svg.Text("detail", error.Middle, error.Bottom + 34,
            FormattableString.Invariant($"epochs; at the end {last.Error:F6}, PCA {story.PcaError:F6}"));
        Key(svg, right + width - 190, top + 28, "curve first", "autoencoder");
        Key(svg, right + width - 190, top + 52, "target", $"PCA, {LinearStory.CodeSize} components");
    }

    private static void DrawReconstructions(Svg svg, DeepStory story, double top)
    {
        Section(svg, top, "3  Test images, drawn again from two numbers each",
            FormattableString.Invariant($"Error: mean squared error of a pixel, ink from 0 to 1, over {story.Test.Count} images that neither has seen. The deep autoencoder's is {story.Margin:P0} less than PCA's."));
        top += 62;
        (string Name, string Detail)[] rows =
        [
            ("Original", ""),
            ("PCA", FormattableString.Invariant($"error {story.Pca.Error:F4}")),
            ("Autoencoder", FormattableString.Invariant($"error {story.Deep.Error:F4}")),
        ];
        for (int i = 0; i < rows.Length; i++)
        {
            svg.Text("row", Left - 24, top + i * 64 + (i == 0 ? 32 : 22), rows[i].Name);
            svg.Text("detail side", Left - 24, top + i * 64 + 43, rows[i].Detail);
        }

        svg.Text("start detail", Left, top + 206, $"PCA: 2 components. Deep autoencoder: {DeepAutoencoder.Shape}; the 2 linear units are the code.");

        // The first two test images of each digit.
        int[] images = [.. Enumerable.Range(0, DigitImages.Classes).SelectMany(digit => Enumerable.Range(0, story.Test.Count).Where(row => story.Digit(row) == digit).Take(2))];
        for (int i = 0; i < images.Length; i++)
        {
            double left = Left + i * DigitColumn;
            PixelImage.DrawInk(svg, left, top, Digit, Pixels(story.Test.Inputs, images[i]));
            PixelImage.DrawInk(svg, left, top + 64, Digit, Pixels(story.Pca.Images, images[i]));
            PixelImage.DrawInk(svg, left, top + 128, Digit, Pixels(story.Deep.Images, images[i]));
        }
    }

    private static void DrawCodes(Svg svg, IReadOnlyList<DeepStory> stories, double top)
    {
        DeepStory story = stories[0];
        Section(svg, top, "4  The two numbers: a map of the test images",
            "Each image is drawn at its two numbers, as the digit that it shows. Neither method was told the digits.");
        top += 84;
        const double size = 410, column = 462;
        DrawMap(svg, story, story.Pca, 48, top, size, "PCA", "first component", "second component");
        DrawMap(svg, story, story.Deep, 48 + column, top, size, "Deep autoencoder", "first code unit", "second code unit");

        const double left = 48 + 2 * column + 36;
        var plot = new Plot(svg, left, top, Width - left - 28, 290, new Interval(0, DeepStory.Epochs), new Interval(0, 0.08));
        plot.Fill("plain");
        plot.Curve([(0, story.Pca.Error), (DeepStory.Epochs, story.Pca.Error)], "target");
        plot.Curve(Course(story.TrainingErrors), "second");
        plot.Curve(Course(story.TestErrors), "first");
        plot.Frame();
        plot.Ticks([0, 100, 200, 300], [0, 0.02, 0.04, 0.06, 0.08]);
        svg.Text("heading", plot.Middle, top - 12, "Error over training");
        svg.Text("detail", plot.Middle, plot.Bottom + 34, "epochs of the deep autoencoder");
        Key(svg, left + 12, plot.Bottom - 58, "curve first", "autoencoder, test images");
        Key(svg, left + 12, plot.Bottom - 36, "curve second", "autoencoder, training images");
        Key(svg, left + 12, plot.Bottom - 14, "target", "PCA, test images");

        svg.Text("start", left, plot.Bottom + 72, "Test error, three splits and initial weights");
        for (int i = 0; i < stories.Count; i++)
        {
            svg.Text("start detail", left, plot.Bottom + 96 + 20 * i, FormattableString.Invariant(
                $"seed {stories[i].Seed}: PCA {stories[i].Pca.Error:F4}, deep {stories[i].Deep.Error:F4}, {stories[i].Margin:P1} less"));
        }

        svg.Text("detail", 48 + (column + size) / 2 - 150, top + size + 72, "digit");
        for (int digit = 0; digit < DigitImages.Classes; digit++)
            svg.Text($"digit d{digit}", 48 + (column + size) / 2 - 110 + 28 * digit, top + size + 73, $"{digit}");
    }

    private static void DrawMap(Svg svg, DeepStory story, Reconstruction made, double left, double top, double size, string name, string across, string up)
    {
        var plot = new Plot(svg, left, top, size, size, Range(made.Codes, 0), Range(made.Codes, 1));
        plot.Fill("plain");
        for (int row = 0; row < story.Test.Count; row++)
            svg.Text($"digit d{story.Digit(row)}", plot.X(made.Codes[2 * row]), plot.Y(made.Codes[2 * row + 1]) + 4, $"{story.Digit(row)}");
        plot.Frame();
        svg.Text("heading", plot.Middle, top - 12, name);
        svg.Text("detail", plot.Middle, plot.Bottom + 20, across);
        svg.Add($"""<text class="detail" transform="translate({left - 10} {top + size / 2}) rotate(-90)">{up}</text>""");
    }

    private static void Section(Svg svg, double y, string title, string explanation)
    {
        svg.Text("section", 24, y, title);
        svg.Text("subtitle", 24, y + 24, explanation);
    }

    private static void Key(Svg svg, double x, double y, string style, string text)
    {
        svg.Add($"""<line class="{style}" x1="{x}" y1="{y}" x2="{x + 28}" y2="{y}"/>""");
        svg.Text("legend", x + 36, y + 5, text);
    }

    private static void Level(Svg svg, Plot plot, double left, double width, double y) =>
        svg.Add($"""<line class="grid" x1="{left}" y1="{plot.Y(y)}" x2="{left + width}" y2="{plot.Y(y)}"/>""");

    // Errors beyond the panel, those of the first epochs, are left out.
    private static IEnumerable<(double X, double Y)> Course(IReadOnlyList<double> errors) =>
        errors.Select((error, i) => (i + 1.0, error)).Where(point => point.error <= 0.08);

    // A margin wide enough for a digit.
    private static Interval Range(float[] codes, int unit)
    {
        double[] values = [.. Enumerable.Range(0, codes.Length / 2).Select(row => (double)codes[2 * row + unit])];
        double low = values.Min(), high = values.Max(), margin = 0.04 * (high - low);
        return new Interval(low - margin, high + margin);
    }

    private static IEnumerable<double> Pixels(ReadOnlySpan<float> images, int row) =>
        Array.ConvertAll(images.Slice(row * DigitImages.Pixels, DigitImages.Pixels).ToArray(), pixel => (double)pixel);

    private static ReadOnlySpan<double> Row(ReadOnlySpan<double> rows, int row) => rows.Slice(row * DigitImages.Pixels, DigitImages.Pixels);
}
