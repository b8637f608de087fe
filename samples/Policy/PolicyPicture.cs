using System.Collections.Generic;
using System.Linq;

namespace Generated.Samples.Policy;

/// <summary>The mean return of every seed over the pushes that it has learnt from.</summary>
internal static class PolicyPicture
{
    /// <summary>Draws the picture.</summary>
    public static Svg Draw(IReadOnlyList<Lesson> lessons)
    {
        var svg = new Svg(860, 480, "A policy learns to balance a pole",
            "Mean return of 20 episodes, the likelier push always taken. Each line is the training of one seed.");
        double thousands = lessons.Max(lesson => lesson.Course[^1].Pushes) / 1000.0;
        var plot = new Plot(svg, 70, 100, 760, 310, new Interval(0, thousands), new Interval(0, 520));
        plot.Fill("plain");
        plot.Line(0, 1, -PolicyRun.Enough, "hidden");
        foreach (Lesson lesson in lessons)
            plot.Curve(lesson.Course.Select(point => (point.Pushes / 1000.0, point.Return)), "first");
        plot.Frame();
        plot.Ticks(Plot.RoundNumbers(thousands), [0, 100, 200, 300, 400, PolicyRun.Enough, CartPole.MaxSteps]);
        svg.Text("detail", plot.Middle, plot.Bottom + 44, "thousands of pushes");
        return svg;
    }
}
