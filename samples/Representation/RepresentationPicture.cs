using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Samples.Representation;

/// <summary>Two rows for each network, a column for each snapshot: the plane of the inputs, and below it what the last hidden layer makes of it.</summary>
internal static class RepresentationPicture
{
    private const double Panel = 206;
    private const double Column = 240;
    private const double Left = 176;
    private const double Top = 134;
    private const double RowOfInputs = 236;
    private const double RowOfRepresentation = 334;

    /// <summary>Draws the picture.</summary>
    public static Svg Draw(IReadOnlyList<Story> stories)
    {
        double width = Left + stories[0].Snapshots.Count * Column, height = Top + stories.Count * (RowOfInputs + RowOfRepresentation) + 6;
        var svg = new Svg(width, height, "How a representation becomes linearly separable",
            "Above: the points and what the network says of the plane. Below: the same points as the two units of the last hidden layer see them; the output unit can only draw a line there.");
        for (int i = 0; i < stories.Count; i++)
            DrawStory(svg, stories[i], Top + i * (RowOfInputs + RowOfRepresentation));
        DrawLegend(svg, height - 22);
        return svg;
    }

    private static void DrawStory(Svg svg, Story story, double top)
    {
        svg.Text("row", Left - 40, top + 30, story.Name);
        string[] layers = story.Network.Split(" → ");
        for (int i = 0; i < layers.Length; i++)
            svg.Text("detail side", Left - 40, top + 54 + 18 * i, i == 0 ? $"{layers[i]} inputs" : $"→ {layers[i]}");
        svg.Text("side", Left - 40, top + Panel - 8, "inputs x1, x2");
        svg.Text("side", Left - 40, top + RowOfInputs + Panel / 2 - 6, "last hidden layer,");
        svg.Text("side", Left - 40, top + RowOfInputs + Panel / 2 + 12, "units h1, h2");
        for (int i = 0; i < story.Snapshots.Count; i++)
        {
            Snapshot snapshot = story.Snapshots[i];
            double left = Left + i * Column;
            DrawInputs(svg, story, snapshot, left, top);
            DrawRepresentation(svg, story, snapshot, left, top + RowOfInputs);
        }
    }

    private static void DrawInputs(Svg svg, Story story, Snapshot snapshot, double left, double top)
    {
        var plot = new Plot(svg, left, top, Panel, Panel, new Interval(-1.9, 1.9), new Interval(-1.9, 1.9));
        plot.Fill("panel");
        plot.Region((x, y) => snapshot.Output(x, y) >= 0.5);
        DrawPoints(plot, story.Data.Inputs, story.Data, snapshot);
        plot.Frame();
        plot.Ticks([-1, 0, 1], [-1, 0, 1]);
        svg.Text("heading", plot.Middle, top - 12, snapshot.Epoch == 0 ? "before training" : FormattableString.Invariant($"epoch {snapshot.Epoch}"));
    }

    private static void DrawRepresentation(Svg svg, Story story, Snapshot snapshot, double left, double top)
    {
        // Activations of tanh lie between −1 and 1.
        var plot = new Plot(svg, left, top, Panel, Panel, new Interval(-1.12, 1.12), new Interval(-1.12, 1.12));
        (double w1, double w2, double b) = snapshot.Line;
        plot.Fill("panel");
        plot.Region((h1, h2) => w1 * h1 + w2 * h2 + b >= 0);
        plot.Line(w1, w2, b, "boundary");
        DrawPoints(plot, snapshot.Representation, story.Data, snapshot);
        plot.Frame();
        plot.Ticks([-1, 0, 1], [-1, 0, 1]);
        svg.Text(snapshot.IsSeparable ? "caption good" : "caption bad", plot.Middle, plot.Bottom + 35, snapshot.IsSeparable ? "✓ separable by a line" : "✗ no separating line found");
        svg.Text("detail", plot.Middle, plot.Bottom + 53, FormattableString.Invariant($"accuracy {snapshot.Accuracy:P1}"));
    }

    private static void DrawPoints(Plot plot, ReadOnlySpan<float> points, Dataset<float> data, Snapshot snapshot)
    {
        // What the network gets wrong comes last, so that no other point hides it.
        bool IsRight(int row) => snapshot.Output(data.Input(row)[0], data.Input(row)[1]) >= 0.5 == (data.Target(row)[0] == 1);
        foreach (int row in Enumerable.Range(0, data.Count).OrderByDescending(IsRight))
            plot.Point(points[2 * row], points[2 * row + 1], 3.2, data.Target(row)[0] == 1 ? "dot one" : "dot zero");
    }

    private static void DrawLegend(Svg svg, double y)
    {
        double x = Left;
        svg.Add($"""<circle class="dot one" cx="{x + 9}" cy="{y}" r="5"/>""");
        svg.Text("legend", x + 22, y + 5, "class 1");
        svg.Add($"""<circle class="dot zero" cx="{x + 109}" cy="{y}" r="5"/>""");
        svg.Text("legend", x + 122, y + 5, "class 0");
        svg.Add($"""<rect class="region" x="{x + 200}" y="{y - 9}" width="19" height="18"/>""");
        svg.Text("legend", x + 228, y + 5, "network says 1");
        svg.Add($"""<rect class="panel" x="{x + 360}" y="{y - 9}" width="19" height="18"/>""");
        svg.Text("legend", x + 388, y + 5, "network says 0");
        svg.Add($"""<line class="boundary" x1="{x + 520}" y1="{y}" x2="{x + 550}" y2="{y}"/>""");
        svg.Text("legend", x + 560, y + 5, "the output unit's line");
    }
}
