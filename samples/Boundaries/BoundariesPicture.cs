using System;
using System.Linq;

namespace Generated.Samples.Boundaries;

/// <summary>A panel per figure: the regions of the plane first, then the functions of one input.</summary>
internal static class BoundariesPicture
{
    private const int Columns = 5;
    private const double Panel = 220;
    private const double Column = 258;
    private const double Row = 336;
    private const double Left = 48;
    private const double Top = 136;

    /// <summary>Draws the picture.</summary>
    public static Svg Draw()
    {
        double width = Left + Columns * Column - 14, height = Top + 2 * Row - 12;
        var svg = new Svg(width, height, "What threshold units can draw",
            "A unit of the first layer cuts the plane along a line. A second layer joins half-planes to convex regions, a third joins those to any region; sums of steps make functions.");
        for (int i = 0; i < Figures.Regions.Count + Figures.Approximations.Count; i++)
        {
            double left = Left + i % Columns * Column, top = Top + i / Columns * Row;
            if (i < Figures.Regions.Count)
                DrawRegion(svg, Figures.Regions[i], left, top);
            else
                DrawApproximation(svg, Figures.Approximations[i - Figures.Regions.Count], left, top);
        }

        DrawLegend(svg, height - 22);
        return svg;
    }

    private static void DrawRegion(Svg svg, Region region, double left, double top)
    {
        var plot = new Plot(svg, left, top, Panel, Panel, Region.Side, Region.Side);
        plot.Fill("panel");
        plot.Region(region.IsInside);
        foreach (HalfPlaneOf line in region.Lines)
            plot.Line(line.W1, line.W2, line.B, region.Lines.Count > 8 ? "faint" : "hidden");
        plot.Frame();
        plot.Ticks([-1, 0, 1], [-1, 0, 1]);
        Label(svg, plot, top, region.Name, region.Network, region.Explanation);
    }

    private static void DrawApproximation(Svg svg, Approximation approximation, double left, double top)
    {
        var plot = new Plot(svg, left, top, Panel, Panel, Approximation.Inputs, new Interval(-0.1, 1.1));
        plot.Fill("plain");
        // Close enough that a step looks upright.
        plot.Curve(Enumerable.Range(0, 1001).Select(i => Approximation.Inputs.At(i / 1000.5)).Select(x => (x, approximation.Output(x))), "first");
        if (approximation.Target is { } target)
            plot.Curve(Enumerable.Range(0, 221).Select(i => (i / 220.0, target(i / 220.0))), "target");
        plot.Frame();
        plot.Ticks([0, 0.5, 1], [0, 0.5, 1]);
        Label(svg, plot, top, approximation.Name, approximation.Network,
            approximation.Target is null ? approximation.Explanation : FormattableString.Invariant($"largest error {approximation.LargestError():F3}"));
    }

    private static void Label(Svg svg, Plot plot, double top, string name, string network, string explanation)
    {
        svg.Text("heading", plot.Middle, top - 30, name);
        svg.Text("detail", plot.Middle, top - 11, network);
        svg.Text("detail", plot.Middle, plot.Bottom + 36, explanation);
    }

    private static void DrawLegend(Svg svg, double y)
    {
        double x = Left;
        svg.Add($"""<rect class="region" x="{x}" y="{y - 9}" width="19" height="18"/>""");
        svg.Text("legend", x + 28, y + 5, "network says 1");
        svg.Add($"""<rect class="panel" x="{x + 160}" y="{y - 9}" width="19" height="18"/>""");
        svg.Text("legend", x + 188, y + 5, "network says 0");
        svg.Add($"""<line class="hidden" x1="{x + 315}" y1="{y}" x2="{x + 347}" y2="{y}"/>""");
        svg.Text("legend", x + 356, y + 5, "edge of a half-plane: one unit of the first layer");
        svg.Add($"""<line class="curve first" x1="{x + 695}" y1="{y}" x2="{x + 727}" y2="{y}"/>""");
        svg.Text("legend", x + 736, y + 5, "the network's output");
        svg.Add($"""<line class="target" x1="{x + 910}" y1="{y}" x2="{x + 942}" y2="{y}"/>""");
        svg.Text("legend", x + 951, y + 5, "the function to approximate");
    }
}
