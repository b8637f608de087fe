using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Generated.Samples.Autoencoder;

/// <summary>Draws an image of 8 × 8 pixels: a path for each shade.</summary>
internal static class PixelImage
{
    private const int Side = 8, Shades = 16;

    /// <summary>Draws ink on white, from 0 to 1; what is beyond is cut off.</summary>
    public static void DrawInk(Svg svg, double left, double top, double size, IEnumerable<double> pixels) =>
        Draw(svg, left, top, size, pixels.Select(pixel => (int)Math.Round(Shades * Math.Clamp(pixel, 0, 1))),
            shade => Mix("ffffff", "1d2125", shade / (double)Shades));

    /// <summary>Draws weights, the largest in full colour: positive ones blue, negative ones orange.</summary>
    public static void DrawWeights(Svg svg, double left, double top, double size, ReadOnlySpan<double> weights)
    {
        double[] values = weights.ToArray();
        double largest = values.Max(Math.Abs);
        Draw(svg, left, top, size, values.Select(value => (int)Math.Round(Shades * value / largest)),
            shade => Mix("ffffff", shade > 0 ? "2166ac" : "b4560a", Math.Abs(shade) / (double)Shades));
    }

    private static void Draw(Svg svg, double left, double top, double size, IEnumerable<int> shades, Func<int, string> colour)
    {
        double cell = size / Side;
        foreach (IGrouping<int, (int Shade, int Pixel)> group in shades.Select((shade, pixel) => (shade, pixel)).Where(pixel => pixel.shade != 0).GroupBy(pixel => pixel.shade))
        {
            var path = new StringBuilder();
            foreach ((_, int pixel) in group)
                path.Append(CultureInfo.InvariantCulture, $"M{left + pixel % Side * cell:0.##} {top + pixel / Side * cell:0.##}h{cell:0.##}v{cell:0.##}h{-cell:0.##}z");
            svg.Add($"""<path class="pixel" fill="#{colour(group.Key)}" d="{path}"/>""");
        }

        svg.Add($"""<rect class="image" x="{left}" y="{top}" width="{size}" height="{size}"/>""");
    }

    private static string Mix(string from, string to, double share) => string.Concat(Enumerable.Range(0, 3).Select(channel =>
    {
        int first = Channel(from, channel), second = Channel(to, channel);
        return ((int)Math.Round(first + (second - first) * share)).ToString("x2", CultureInfo.InvariantCulture);
    }));

    private static int Channel(string colour, int channel) => int.Parse(colour.AsSpan(2 * channel, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
