using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Samples.Boundaries;

/// <summary>A region of the plane that a threshold network tells from the rest.</summary>
/// <param name="Name">What the region is.</param>
/// <param name="Network">The network's architecture.</param>
/// <param name="Explanation">How it is composed.</param>
/// <param name="IsInside">What the network says of a point.</param>
/// <param name="Lines">The half-planes of the first layer.</param>
/// <param name="Area">The area of the region in the picture's square from −1.5 to 1.5; NaN if it is not worked out.</param>
internal sealed record Region(
    string Name, string Network, string Explanation, Func<double, double, bool> IsInside, IReadOnlyList<HalfPlaneOf> Lines, double Area)
{
    /// <summary>The square that is drawn and measured.</summary>
    public static Interval Side { get; } = new(-1.5, 1.5);

    /// <summary>The area that the network claims, by counting points of a fine grid.</summary>
    public double MeasureArea()
    {
        const int points = 600;
        int inside = 0;
        for (int row = 0; row < points; row++)
        {
            for (int column = 0; column < points; column++)
                inside += IsInside(Side.At((column + 0.5) / points), Side.At((row + 0.5) / points)) ? 1 : 0;
        }

        return inside * Math.Pow((Side.High - Side.Low) / points, 2);
    }
}

/// <summary>A function of one input that a network approximates by square pulses.</summary>
/// <param name="Name">What is approximated.</param>
/// <param name="Network">The network's architecture.</param>
/// <param name="Explanation">How it is composed.</param>
/// <param name="Output">The network's output.</param>
/// <param name="Target">The function.</param>
internal sealed record Approximation(string Name, string Network, string Explanation, Func<double, double> Output, Func<double, double>? Target)
{
    /// <summary>The inputs that are drawn.</summary>
    public static Interval Inputs { get; } = new(0, 1);

    /// <summary>The largest distance between the output and the function over the drawn inputs.</summary>
    public double LargestError() => Target is null ? 0
        : Enumerable.Range(0, 2000).Select(i => Inputs.At((i + 0.5) / 2000)).Max(x => Math.Abs(Output(x) - Target(x)));
}

/// <summary>The figures of the sample.</summary>
internal static class Figures
{
    /// <summary>Regions of the plane, from one unit to three layers.</summary>
    public static IReadOnlyList<Region> Regions { get; } =
    [
        OfHalfPlane(new HalfPlaneOf(1, 2, -0.5)),
        OfPolygon("Square", new Square(), 4),
        OfPolygon("Pentagon", new Pentagon(), 5),
        OfPolygon("Hexagon", new Hexagon(), 6),
        OfPolygon("Polygon of 16 sides", new SixteenSides(), 16),
        OfPolygon("Circle, nearly", new Circle(), 64),
        OfTwoPolygons(new Polygon(3, -0.45, -0.2, 0.45), new Polygon(5, 0.6, 0.35, 0.5)),
    ];

    /// <summary>The pulse, and what a few and many of them make of a function.</summary>
    public static IReadOnlyList<Approximation> Approximations { get; } =
    [
        OfPulse(0.3, 0.6),
        OfFunction(new EightPulses()),
        OfFunction(new FortyPulses()),
    ];

    /// <summary>The function that is approximated.</summary>
    public static double Wave(double x) => 0.5 + 0.35 * Math.Sin(2 * Math.PI * x) + 0.12 * Math.Cos(6 * Math.PI * x);

    private static Region OfHalfPlane(HalfPlaneOf halfPlane)
    {
        var network = new HalfPlane();
        Composition.SetHalfPlanes(network, [halfPlane]);
        return new Region("Half-plane", HalfPlane.Shape.ToString(), "one threshold unit", IsOn(network), [halfPlane], double.NaN);
    }

    private static Region OfPolygon<TNetwork>(string name, TNetwork network, int sides)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        var polygon = new Polygon(sides, 0, 0, 1);
        Composition.Inside(network, polygon);
        return new Region(name, TNetwork.Shape.ToString(), FormattableString.Invariant($"in all {sides} half-planes (AND)"), IsOn(network), [.. polygon.HalfPlanes()], polygon.Area);
    }

    private static Region OfTwoPolygons(Polygon first, Polygon second)
    {
        TwoPolygons network = Composition.InsideEither(new TwoPolygons(), first, second);
        return new Region("Union of two polygons", TwoPolygons.Shape.ToString(), "two ANDs, and a third layer for OR", IsOn(network),
            [.. first.HalfPlanes(), .. second.HalfPlanes()], double.NaN);
    }

    private static Approximation OfPulse(double start, double end)
    {
        var network = new Pulse();
        Composition.Pulses(network, _ => 0.8, new Interval(start, end));
        return new Approximation("Square pulse", Pulse.Shape.ToString(), "a step up and a step down", Output(network), null);
    }

    private static Approximation OfFunction<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        Composition.Pulses(network, Wave, Approximation.Inputs);
        int pulses = TNetwork.Shape.Layers[0].Units / 2;
        return new Approximation(FormattableString.Invariant($"A function by {pulses} pulses"), TNetwork.Shape.ToString(), "", Output(network), Wave);
    }

    private static Func<double, double, bool> IsOn<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        float[] output = new float[1];
        return (x1, x2) =>
        {
            network.Forward([(float)x1, (float)x2], output);
            return output[0] == 1;
        };
    }

    private static Func<double, double> Output<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        float[] output = new float[1];
        return x =>
        {
            network.Forward([(float)x], output);
            return output[0];
        };
    }
}
