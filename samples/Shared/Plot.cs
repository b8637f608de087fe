using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Generated.Samples;

/// <summary>A range of values along one axis.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
internal readonly record struct Interval(double Low, double High)
{
    /// <summary>Where the value lies: 0 at the lower end, 1 at the upper.</summary>
    public double Position(double value) => (value - Low) / (High - Low);

    /// <summary>The value at a position.</summary>
    public double At(double position) => Low + position * (High - Low);
}

/// <summary>A rectangle of the picture with coordinates of its own, x to the right and y upwards.</summary>
/// <param name="svg">The picture.</param>
/// <param name="left">The left edge in the picture.</param>
/// <param name="top">The upper edge in the picture.</param>
/// <param name="width">The width in the picture.</param>
/// <param name="height">The height in the picture.</param>
/// <param name="x">The values from the left edge to the right.</param>
/// <param name="y">The values from the lower edge to the upper.</param>
internal sealed class Plot(Svg svg, double left, double top, double width, double height, Interval x, Interval y)
{
    /// <summary>The middle of the panel, for text above and below.</summary>
    public double Middle => left + width / 2;

    /// <summary>The lower edge.</summary>
    public double Bottom => top + height;

    /// <summary>Where a value of x lies in the picture.</summary>
    public double X(double value) => left + width * x.Position(value);

    /// <summary>Where a value of y lies in the picture.</summary>
    public double Y(double value) => top + height * (1 - y.Position(value));

    /// <summary>Fills the panel.</summary>
    public void Fill(string style) => svg.Add($"""<rect class="{style}" x="{left}" y="{top}" width="{width}" height="{height}"/>""");

    /// <summary>Draws the frame, over all that touches it.</summary>
    public void Frame() => svg.Add($"""<rect class="frame" x="{left}" y="{top}" width="{width}" height="{height}"/>""");

    /// <summary>Round numbers from 0 up to an end: four to ten of them.</summary>
    public static IEnumerable<double> RoundNumbers(double end)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(end / 4))), step = power * new[] { 5, 2, 1 }.First(factor => factor * power <= end / 4);
        return Enumerable.Range(0, (int)(end / step) + 1).Select(i => i * step);
    }

    /// <summary>Marks values at the lower and the left edge.</summary>
    public void Ticks(IEnumerable<double> xs, IEnumerable<double> ys)
    {
        foreach (double value in xs)
            svg.Text("tick below", X(value), Bottom + 16, value.ToString("0.##", CultureInfo.InvariantCulture));
        foreach (double value in ys)
            svg.Text("tick beside", left - 6, Y(value) + 4, value.ToString("0.##", CultureInfo.InvariantCulture));
    }

    /// <summary>Fills the part of the panel where a condition holds, asked at the middles of square cells.</summary>
    /// <param name="holds">The condition on x and y.</param>
    /// <param name="cell">The width of a cell in the picture.</param>
    public void Region(Func<double, double, bool> holds, double cell = 1)
    {
        int columns = (int)Math.Round(width / cell), rows = (int)Math.Round(height / cell);
        var path = new StringBuilder();
        for (int row = 0; row < rows; row++)
        {
            double middle = y.At(1 - (row + 0.5) / rows);
            for (int column = 0; column < columns; column++)
            {
                int start = column;
                while (column < columns && holds(x.At((column + 0.5) / columns), middle))
                    column++;
                if (column > start)
                {
                    path.Append(CultureInfo.InvariantCulture,
                        $"M{left + width * start / columns:0.##} {top + height * row / rows:0.##}h{width * (column - start) / columns:0.##}v{height / rows:0.###}h{-width * (column - start) / columns:0.##}z");
                }
            }
        }

        if (path.Length > 0)
            svg.Add($"""<path class="region" d="{path}"/>""");
    }

    /// <summary>Draws the part of the line w₁x + w₂y + b = 0 that lies in the panel, if there is one.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Line(double w1, double w2, double b, string style)
    {
        var ends = new List<(double X, double Y)>();
        void AddIfInside(double px, double py)
        {
            bool isInside = px >= x.Low - 1e-9 && px <= x.High + 1e-9 && py >= y.Low - 1e-9 && py <= y.High + 1e-9;
            if (isInside && !ends.Exists(end => Math.Abs(end.X - px) + Math.Abs(end.Y - py) < 1e-9))
                ends.Add((px, py));
        }

        foreach (double edge in new[] { x.Low, x.High })
        {
            if (w2 != 0)
                AddIfInside(edge, -(w1 * edge + b) / w2);
        }

        foreach (double edge in new[] { y.Low, y.High })
        {
            if (w1 != 0)
                AddIfInside(-(w2 * edge + b) / w1, edge);
        }

        if (ends.Count < 2)
            return false;
        svg.Add($"""<line class="{style}" x1="{X(ends[0].X)}" y1="{Y(ends[0].Y)}" x2="{X(ends[1].X)}" y2="{Y(ends[1].Y)}"/>""");
        return true;
    }

    /// <summary>Draws a curve through points.</summary>
    public void Curve(IEnumerable<(double X, double Y)> points, string style)
    {
        string path = string.Join(" ", points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):0.##},{Y(point.Y):0.##}")));
        svg.Add($"""<polyline class="curve {style}" points="{path}"/>""");
    }

    /// <summary>Draws a point.</summary>
    public void Point(double px, double py, double radius, string style) =>
        svg.Add($"""<circle class="{style}" cx="{X(px)}" cy="{Y(py)}" r="{radius}"/>""");

    /// <summary>Crosses a point out.</summary>
    public void Cross(double px, double py, double radius)
    {
        double cx = X(px), cy = Y(py);
        svg.Add($"""<path class="wrong" d="M{cx - radius} {cy - radius}L{cx + radius} {cy + radius}M{cx - radius} {cy + radius}L{cx + radius} {cy - radius}"/>""");
    }
}
