using System.Collections.Generic;

namespace Generated.Samples.Gates;

/// <summary>A panel per rule and gate: where the network's output counts as 1, and the lines that its units draw.</summary>
internal static class GatesPicture
{
    private const double Panel = 176;
    private const double Column = 218;
    private const double Row = 262;
    private const double Left = 92;
    private const double Top = 160;

    /// <summary>Draws the picture.</summary>
    public static Svg Draw(IReadOnlyList<Lesson> lessons)
    {
        double width = Left + Method.All.Count * Column + 8, height = Top + Gate.All.Count * Row + 40;
        var svg = new Svg(width, height, "Which learning rule learns which gate?",
            "Every panel is the plane of the two inputs, x1 to the right and x2 upwards. A single unit draws one line: enough for OR and AND, never for XOR. A hidden layer draws several.");
        for (int column = 0; column < Method.All.Count; column++)
        {
            double middle = Left + column * Column + Panel / 2;
            svg.Text("heading", middle, Top - 34, Method.All[column].Name);
            svg.Text("detail", middle, Top - 14, Method.All[column].Network);
        }

        for (int row = 0; row < Gate.All.Count; row++)
            svg.Text("row", Left - 30, Top + row * Row + Panel / 2 + 6, Gate.All[row].Name);
        for (int i = 0; i < lessons.Count; i++)
            DrawLesson(svg, lessons[i], Left + i / Gate.All.Count * Column, Top + i % Gate.All.Count * Row);
        DrawLegend(svg, height - 26);
        return svg;
    }

    private static void DrawLesson(Svg svg, Lesson lesson, double left, double top)
    {
        var plot = new Plot(svg, left, top, Panel, Panel, new Interval(-0.5, 1.5), new Interval(-0.5, 1.5));
        plot.Fill("panel");
        plot.Region((x1, x2) => lesson.Output(x1, x2) >= 0.5);
        foreach (DecisionLine line in lesson.Lines)
            plot.Line(line.W1, line.W2, line.B, lesson.Method.HasHiddenLayer ? "hidden" : "boundary");
        if (!lesson.Method.HasHiddenLayer && lesson.Lines is [{ W1: 0, W2: 0 }])
            svg.Text("detail", plot.Middle, top + Panel / 2 + 5, "both weights 0: no line");
        plot.Frame();
        plot.Ticks([0, 1], [0, 1]);

        IReadOnlyList<bool> isRight = lesson.IsRight;
        for (int i = 0; i < Lesson.Corners.Count; i++)
        {
            (double x1, double x2) = Lesson.Corners[i];
            plot.Point(x1, x2, 8, lesson.Gate.Values[i] ? "one" : "zero");
            if (!isRight[i])
                plot.Cross(x1, x2, 13);
        }

        bool isLearnt = lesson.RightCount == Lesson.Corners.Count;
        svg.Text(isLearnt ? "caption good" : "caption bad", plot.Middle, plot.Bottom + 36, isLearnt ? "✓ all 4 corners right" : $"✗ {Lesson.Corners.Count - lesson.RightCount} of 4 corners wrong");
        svg.Text("detail", plot.Middle, plot.Bottom + 54, lesson.Course);
    }

    private static void DrawLegend(Svg svg, double y)
    {
        double x = Left;
        void Entry(string text, double width)
        {
            svg.Text("legend", x + 26, y + 5, text);
            x += width;
        }

        svg.Add($"""<circle class="one" cx="{x + 10}" cy="{y}" r="8"/>""");
        Entry("gate is 1", 110);
        svg.Add($"""<circle class="zero" cx="{x + 10}" cy="{y}" r="7"/>""");
        Entry("gate is 0", 110);
        svg.Add($"""<rect class="region" x="{x}" y="{y - 9}" width="19" height="18"/>""");
        Entry("network says 1", 150);
        svg.Add($"""<rect class="panel" x="{x}" y="{y - 9}" width="19" height="18"/>""");
        Entry("network says 0", 150);
        svg.Add($"""<path class="wrong" d="M{x + 1} {y - 9}l18 18m0 -18l-18 18"/>""");
        Entry("wrong corner", 152);
        svg.Add($"""<line class="boundary" x1="{x - 10}" y1="{y}" x2="{x + 20}" y2="{y}"/>""");
        Entry("line of the single unit", 204);
        svg.Add($"""<line class="hidden" x1="{x - 10}" y1="{y}" x2="{x + 20}" y2="{y}"/>""");
        Entry("line of a hidden unit", 168);
        Entry("on its line, a unit says 1", 0);
    }
}
