using System;
using System.IO;

namespace Generated.Samples.Boundaries;

/// <summary>Composes the figures, measures and draws them.</summary>
internal static class BoundariesRun
{
    /// <summary>Writes the picture and a table of the figures.</summary>
    /// <param name="output">Receives the table.</param>
    /// <param name="picture">The file of the picture.</param>
    public static void Execute(TextWriter output, string picture)
    {
        output.WriteLine("What threshold units compose; all weights are set by hand, none is learnt.");
        output.WriteLine();
        foreach (Region region in Figures.Regions)
        {
            string area = double.IsNaN(region.Area) ? "" : FormattableString.Invariant($", which is {region.Area:F3} exactly");
            output.WriteLine(FormattableString.Invariant($"{region.Name,-23} {region.Network,-28} area {region.MeasureArea():F3}{area}"));
        }

        foreach (Approximation approximation in Figures.Approximations)
        {
            string error = approximation.Target is null ? approximation.Explanation : FormattableString.Invariant($"largest error {approximation.LargestError():F3}");
            output.WriteLine($"{approximation.Name,-23} {approximation.Network,-28} {error}");
        }

        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"The circle that the polygons close in on has the area π = {Math.PI:F3}."));
        BoundariesPicture.Draw().Save(picture);
    }
}
