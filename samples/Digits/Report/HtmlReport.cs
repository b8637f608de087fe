using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Generated.Samples.Digits;

/// <summary>Writes what a training run has led to as one HTML file with pictures in it: nothing is loaded, no script runs.</summary>
internal static class HtmlReport
{
    /// <summary>Writes the file, over an existing one.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="data">What to show.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static void Write(string path, ReportData data) => File.WriteAllText(path, Render(data));

    /// <summary>The page.</summary>
    public static string Render(ReportData data)
    {
        var page = new Markup();
        page.AddRaw("""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            """);
        page.Add($"<title>{data.Title}</title>");
        page.AddRaw($"<style>\n{ReportStyle.Css}\n</style>\n</head>\n<body>\n<main>");
        page.Add($"""<header><h1>{data.Title}</h1><p class="summary">{data.Summary}</p></header>""");
        AddFacts(page, data.Facts);
        AddTraining(page, data);
        page.AddRaw("""<div class="pair">""");
        AddConfusion(page, data.Confusion);
        AddMisclassified(page, data.Misclassified);
        page.AddRaw("</div>");
        AddWeights(page, data.FirstLayerWeights);
        page.Add($"<footer>{data.Source}</footer>");
        page.AddRaw("</main>\n</body>\n</html>");
        return page.ToString();
    }

    private static void AddFacts(Markup page, IReadOnlyList<(string Name, string Value)> facts)
    {
        page.AddRaw("""<dl class="facts">""");
        foreach ((string name, string value) in facts)
            page.Add($"<div><dt>{name}</dt><dd>{value}</dd></div>");
        page.AddRaw("</dl>");
    }

    private static void AddTraining(Markup page, ReportData data)
    {
        List<Curve> losses = [new Curve("training", "first", data.TrainingLoss)];
        if (data.TestLoss.Length > 0)
            losses.Add(new Curve("test", "second", data.TestLoss));

        page.AddRaw("""<section class="pair">""");
        page.AddRaw("<div><h2>Loss</h2>");
        page.AddRaw("""<p class="note">Mean Kullback–Leibler divergence per epoch, on a logarithmic axis: from the smoothed labels in training, from the plain ones in the test.</p>""");
        double[] all = losses.SelectMany(curve => curve.Values).Select(value => Math.Max(value, 1e-9)).ToArray();
        CurveChart.Draw(page, "loss", "Loss per epoch", Axis.Logarithmic(all.Min(), all.Max()), "0.######", "0.0000", losses);
        page.AddRaw("</div>");
        if (data.TestAccuracy.Length > 0)
        {
            page.AddRaw("<div><h2>Accuracy</h2>");
            page.AddRaw("""<p class="note">Share of test images recognised, per epoch. No setting depends on it.</p>""");
            double low = Math.Min(0.9, Math.Floor(data.TestAccuracy.Min() * 10) / 10);
            CurveChart.Draw(page, "accuracy", "Accuracy per epoch", Axis.Linear(low, 1, 5), "0 %", "0.0 %",
                [new Curve("test", "second", data.TestAccuracy)]);
            page.AddRaw("</div>");
        }

        page.AddRaw("</section>");
    }

    private static void AddConfusion(Markup page, int[,] confusion)
    {
        page.AddRaw("<section><h2>Confusion matrix</h2>");
        page.AddRaw("""<p class="note">Test images by true and predicted digit: <b class="right">right</b> on the diagonal, <b class="wrong">wrong</b> beside it, each on a scale of its own.</p>""");
        ConfusionHeatMap.Draw(page, confusion);
        page.AddRaw("</section>");
    }

    private static void AddMisclassified(Markup page, IReadOnlyList<MisclassifiedDigit> digits)
    {
        page.AddRaw("<section><h2>Misclassified digits</h2>");
        if (digits.Count == 0)
        {
            page.AddRaw("""<p class="note">None: every test image is recognised.</p>""");
        }
        else
        {
            page.Add($"""<p class="note">{digits.Count} test images: the true digit → what the network sees, and how sure it is. The surest errors come first.</p>""");
            MisclassifiedGallery.Draw(page, digits);
        }

        page.AddRaw("</section>");
    }

    private static void AddWeights(Markup page, float[] weights)
    {
        page.AddRaw("<section><h2>First-layer weights</h2>");
        page.AddRaw("""<p class="note">One image per hidden unit, all on one scale. Ink on a <b class="positive">positive</b> pixel excites the unit, on a <b class="negative">negative</b> one it inhibits it. An empty image is a unit that fell silent: no gradient reached it, and weight decay took the rest.</p>""");
        WeightGallery.Draw(page, weights);
        page.AddRaw("</section>");
    }
}
