using System;
using System.Linq;
using Generated.Samples.Boundaries;
using Xunit;

namespace Generated.Tests;

/// <summary>The sample about boundaries composes what it says.</summary>
public class BoundariesTests
{
    [Fact]
    public void PolygonsHaveTheirArea()
    {
        Region[] polygons = [.. Figures.Regions.Where(region => !double.IsNaN(region.Area))];
        Assert.Equal([4, 5, 6, 16, 64], polygons.Select(polygon => polygon.Lines.Count));

        // A grid of 600 × 600 points is out by no more than a part of the points along the edge.
        Assert.All(polygons, polygon => Assert.Equal(polygon.Area, polygon.MeasureArea(), 0.01));
        Assert.Equal(Math.PI, polygons[^1].Area, 0.003);
    }

    [Fact]
    public void TheUnionIsWhereEitherPolygonIs()
    {
        Region union = Figures.Regions[^1];
        foreach ((double x, double y) in from i in Enumerable.Range(0, 61) from k in Enumerable.Range(0, 61) select (-1.4871 + i * 0.05, -1.4913 + k * 0.05))
        {
            bool IsInAll(int first, int count) => union.Lines.Skip(first).Take(count).All(line => line.W1 * x + line.W2 * y + line.B >= 0);
            Assert.Equal(IsInAll(0, 3) || IsInAll(3, 5), union.IsInside(x, y));
        }

        // It is not convex: the middle of the two polygons' centres' outer corners is not in it.
        Assert.True(union.IsInside(-1.1, 0.2) && union.IsInside(0.4, 0.8) && !union.IsInside(-0.35, 0.5));
    }

    [Fact]
    public void MorePulsesApproximateBetter()
    {
        Approximation pulse = Figures.Approximations[0];
        Assert.Equal([0, 0, 0.8, 0.8, 0, 0], new[] { 0, 0.299, 0.301, 0.599, 0.601, 1 }.Select(pulse.Output), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.InRange(Figures.Approximations[1].LargestError(), 0.1, 0.3);
        Assert.InRange(Figures.Approximations[2].LargestError(), 0.01, 0.06);
    }

    [Fact]
    public void ThePictureHasEveryFigure()
    {
        var picture = new PictureFile(BoundariesRun.Execute);
        Assert.Equal("What threshold units can draw", picture.Title);
        foreach (string name in new[] { "Half-plane", "Square", "Pentagon", "Hexagon", "Polygon of 16 sides", "Circle, nearly", "Union of two polygons", "Square pulse", "A function by 8 pulses", "A function by 40 pulses" })
        {
            Assert.Contains(name, picture.Texts);
            Assert.Contains(name, picture.Output, StringComparison.Ordinal);
        }

        Assert.Equal(10, picture.Count("rect", "frame"));
        Assert.Equal(7, picture.Count("path", "region"));

        // Half-planes of the half-plane, the square, the pentagon, the hexagon and the union, and the legend's.
        Assert.Equal(1 + 4 + 5 + 6 + 8 + 1, picture.Count("line", "hidden"));
        Assert.Equal(16 + 64, picture.Count("line", "faint"));
        Assert.True(picture.IsWithinItsPage());
    }
}
