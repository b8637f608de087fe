using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Samples.Digits;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What it shows, for the legend.</param>
/// <param name="Style">The class that colours it.</param>
/// <param name="Values">One value per epoch.</param>
internal sealed record Curve(string Name, string Style, double[] Values);

/// <summary>Lines over the epochs of training.</summary>
internal static class CurveChart
{
    private const double Width = 520;
    private const double Height = 320;
    private const double Left = 62;
    private const double Right = Width - 76;
    private const double Top = 40;
    private const double Bottom = Height - 46;
    private const double LabelHeight = 17;

    /// <summary>Draws the curves.</summary>
    /// <param name="page">The page to add to.</param>
    /// <param name="id">A name for the picture, unique on the page.</param>
    /// <param name="title">What the picture shows.</param>
    /// <param name="axis">The vertical axis.</param>
    /// <param name="tickFormat">How the axis writes a value.</param>
    /// <param name="valueFormat">How the last value of a curve is written beside it.</param>
    /// <param name="curves">The curves, each with the same number of epochs.</param>
    public static void Draw(
        Markup page, string id, string title, Axis axis, string tickFormat, string valueFormat, IReadOnlyList<Curve> curves)
    {
        int epochs = curves[0].Values.Length;
        page.Add($"""<svg class="chart" viewBox="0 0 {Width} {Height}" role="img" aria-labelledby="{id}-title {id}-desc">""");
        page.Add($"""<title id="{id}-title">{title}</title>""");
        page.Add($"""<desc id="{id}-desc">{Describe(epochs, valueFormat, curves)}</desc>""");
        DrawAxes(page, axis, tickFormat, epochs);
        DrawLegend(page, curves);
        foreach (Curve curve in curves)
            DrawCurve(page, axis, curve);
        DrawLastValues(page, axis, valueFormat, curves);
        DrawTooltips(page, epochs, valueFormat, curves);
        page.AddRaw("</svg>");
    }

    private static void DrawAxes(Markup page, Axis axis, string tickFormat, int epochs)
    {
        foreach (double tick in axis.Ticks)
        {
            double y = Y(axis, tick);
            page.Add($"""<line class="grid" x1="{Left}" y1="{y}" x2="{Right}" y2="{y}"/>""");
            page.Add($"""<text class="tick" x="{Left - 8}" y="{y + 4.5}" text-anchor="end">{Text(tick, tickFormat)}</text>""");
        }

        page.Add($"""<line class="axis" x1="{Left}" y1="{Bottom}" x2="{Right}" y2="{Bottom}"/>""");
        foreach (double epoch in EpochTicks(epochs))
        {
            double x = X(epochs, epoch);
            page.Add($"""<line class="axis" x1="{x}" y1="{Bottom}" x2="{x}" y2="{Bottom + 5}"/>""");
            page.Add($"""<text class="tick" x="{x}" y="{Bottom + 20}" text-anchor="middle">{epoch:0}</text>""");
        }

        page.Add($"""<text class="label" x="{(Left + Right) / 2}" y="{Height - 6}" text-anchor="middle">epoch</text>""");
    }

    /// <summary>The first epoch and the round ones that keep their distance from it.</summary>
    private static IEnumerable<double> EpochTicks(int epochs)
    {
        if (epochs == 1)
            return [1];
        var round = Axis.Linear(0, epochs, Math.Min(epochs, 6)).Ticks.Where(epoch => epoch == Math.Floor(epoch) && epoch > 1).ToList();
        double step = round.Count > 1 ? round[1] - round[0] : 1;
        return round.Where(epoch => epoch - 1 >= step / 2).Prepend(1);
    }

    private static void DrawLegend(Markup page, IReadOnlyList<Curve> curves)
    {
        double x = Left;
        foreach (Curve curve in curves)
        {
            page.Add($"""<line class="curve {curve.Style}" x1="{x}" y1="15" x2="{x + 22}" y2="15"/>""");
            page.Add($"""<text class="legend" x="{x + 29}" y="20">{curve.Name}</text>""");
            x += 62 + 7.5 * curve.Name.Length;
        }
    }

    private static void DrawCurve(Markup page, Axis axis, Curve curve)
    {
        int epochs = curve.Values.Length;
        string points = string.Join(' ', curve.Values.Select((value, i) =>
            FormattableString.Invariant($"{X(epochs, i + 1):0.##},{Y(axis, value):0.##}")));
        page.Add($"""<polyline class="curve {curve.Style}" points="{points}"/>""");
        page.Add($"""<circle class="point {curve.Style}" cx="{X(epochs, epochs)}" cy="{Y(axis, curve.Values[^1])}" r="3.5"/>""");
    }

    /// <summary>The last value of each curve beside it; labels that would touch are moved apart.</summary>
    private static void DrawLastValues(Markup page, Axis axis, string valueFormat, IReadOnlyList<Curve> curves)
    {
        double free = Top - LabelHeight;
        foreach (Curve curve in curves.OrderBy(curve => Y(axis, curve.Values[^1])))
        {
            double y = Math.Max(Y(axis, curve.Values[^1]), free);
            free = y + LabelHeight;
            page.Add($"""<text class="value {curve.Style}" x="{Right + 9}" y="{y + 4.5}">{Text(curve.Values[^1], valueFormat)}</text>""");
        }
    }

    /// <summary>A strip per epoch that shows its values under the pointer.</summary>
    private static void DrawTooltips(Markup page, int epochs, string valueFormat, IReadOnlyList<Curve> curves)
    {
        double width = (Right - Left) / epochs;
        for (int i = 0; i < epochs; i++)
        {
            string values = string.Join(", ", curves.Select(curve => $"{curve.Name} {Text(curve.Values[i], valueFormat)}"));
            page.Add($"""<rect class="strip" x="{Left + i * width}" y="{Top}" width="{width}" height="{Bottom - Top}"><title>epoch {i + 1}: {values}</title></rect>""");
        }
    }

    private static string Describe(int epochs, string valueFormat, IReadOnlyList<Curve> curves) => string.Join("; ", curves.Select(curve =>
        string.Create(CultureInfo.InvariantCulture,
            $"{curve.Name}: {Text(curve.Values[0], valueFormat)} in epoch 1, {Text(curve.Values[^1], valueFormat)} in epoch {epochs}"))) + ".";

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static double X(int epochs, double epoch) =>
        epochs == 1 ? (Left + Right) / 2 : Left + (Right - Left) * (epoch - 1) / (epochs - 1);

    private static double Y(Axis axis, double value) => Bottom - (Bottom - Top) * axis.Position(value);
}
