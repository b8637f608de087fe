using System;
using System.Collections.Generic;
using System.Text;

namespace Generated.Samples.Digits;

/// <summary>A small picture of square pixels. Colour comes from the style sheet, strength from the value, so both colour schemes are served.</summary>
internal static class PixelImage
{
    private const int Side = 8;
    private const int Levels = 24;

    /// <summary>Draws 8 × 8 values.</summary>
    /// <param name="page">The page to add to.</param>
    /// <param name="title">What the picture shows.</param>
    /// <param name="values">64 values, row by row. Positive ones are drawn in one colour, negative ones in another, 0 is empty.</param>
    /// <param name="largest">The magnitude that is drawn in full strength.</param>
    public static void Draw(Markup page, string title, ReadOnlySpan<float> values, float largest)
    {
        page.Add($"""<svg class="pixels" viewBox="0 0 {Side} {Side}" role="img"><title>{title}</title>""");
        foreach ((int level, string pixels) in Group(values, largest))
            page.Add($"""<path class="{(level > 0 ? "positive" : "negative")}" fill-opacity="{Math.Abs(level) / (double)Levels}" d="{pixels}"/>""");
        page.AddRaw("</svg>");
    }

    /// <summary>The pixels of each strength as one path, neighbours in a row as one rectangle.</summary>
    private static SortedDictionary<int, string> Group(ReadOnlySpan<float> values, float largest)
    {
        var paths = new SortedDictionary<int, StringBuilder>();
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0, next; column < Side; column = next)
            {
                int level = Level(values[row * Side + column], largest);
                for (next = column + 1; next < Side && Level(values[row * Side + next], largest) == level; next++)
                {
                }

                if (level == 0)
                    continue;
                if (!paths.TryGetValue(level, out StringBuilder? path))
                    paths.Add(level, path = new StringBuilder());
                path.Append(FormattableString.Invariant($"M{column} {row}h{next - column}v1h{column - next}z"));
            }
        }

        var texts = new SortedDictionary<int, string>();
        foreach ((int level, StringBuilder path) in paths)
            texts.Add(level, path.ToString());
        return texts;
    }

    private static int Level(float value, float largest) =>
        largest > 0 ? (int)MathF.Round(Math.Clamp(value / largest, -1, 1) * Levels) : 0;
}
