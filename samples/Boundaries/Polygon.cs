using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Samples.Boundaries;

/// <summary>The points for which w₁x₁ + w₂x₂ + b ≥ 0: what one threshold unit tells from the rest of the plane.</summary>
internal readonly record struct HalfPlaneOf(double W1, double W2, double B);

/// <summary>A regular polygon: the points that lie in all of its half-planes.</summary>
/// <param name="Sides">The number of sides.</param>
/// <param name="CentreX">The centre.</param>
/// <param name="CentreY">The centre.</param>
/// <param name="Apothem">The distance of each side from the centre.</param>
/// <param name="Turn">The direction of the first side's middle, in turns.</param>
internal sealed record Polygon(int Sides, double CentreX, double CentreY, double Apothem, double Turn = 0.25)
{
    /// <summary>The area, n·r²·tan(π/n).</summary>
    public double Area => Sides * Apothem * Apothem * Math.Tan(Math.PI / Sides);

    /// <summary>A half-plane per side, each with the polygon on its inner side.</summary>
    public IEnumerable<HalfPlaneOf> HalfPlanes() => Enumerable.Range(0, Sides).Select(side =>
    {
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * (Turn + (double)side / Sides));
        return new HalfPlaneOf(-cosine, -sine, Apothem + cosine * CentreX + sine * CentreY);
    });
}
