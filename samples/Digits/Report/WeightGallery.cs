using System;

namespace Generated.Samples.Digits;

/// <summary>What each unit of the first layer looks for: its weights, laid out as the pixels that they belong to.</summary>
internal static class WeightGallery
{
    private const int Pixels = 64;

    /// <summary>Draws one image per unit, all on the scale that is drawn under them.</summary>
    /// <param name="page">The page to add to.</param>
    /// <param name="weights"><c>[units][64]</c>, row-major.</param>
    public static void Draw(Markup page, ReadOnlySpan<float> weights)
    {
        float largest = 0;
        foreach (float weight in weights)
            largest = Math.Max(largest, Math.Abs(weight));

        page.AddRaw("""<div class="gallery weights">""");
        for (int unit = 0; unit * Pixels < weights.Length; unit++)
        {
            page.AddRaw("<figure>");
            PixelImage.Draw(page, FormattableString.Invariant($"Weights of unit {unit}"), weights.Slice(unit * Pixels, Pixels), largest);
            page.Add($"""<figcaption><small>{unit}</small></figcaption>""");
            page.AddRaw("</figure>");
        }

        page.AddRaw("</div>");
        DrawScale(page, largest);
    }

    private static void DrawScale(Markup page, double largest)
    {
        page.AddRaw("""
            <svg class="scale" viewBox="0 0 320 44" role="img" aria-labelledby="scale-title">
            <title id="scale-title">Colour scale of the weights</title>
            <defs>
            <linearGradient id="falling"><stop class="negative" offset="0"/><stop class="negative" offset="1" stop-opacity="0"/></linearGradient>
            <linearGradient id="rising"><stop class="positive" offset="0" stop-opacity="0"/><stop class="positive" offset="1"/></linearGradient>
            </defs>
            <rect class="paper" x="20" y="4" width="280" height="14"/>
            <rect x="20" y="4" width="140" height="14" fill="url(#falling)"/>
            <rect x="160" y="4" width="140" height="14" fill="url(#rising)"/>
            """);
        page.Add($"""<text class="tick" x="20" y="36" text-anchor="middle">−{largest:0.00}</text>""");
        page.AddRaw("""<text class="tick" x="160" y="36" text-anchor="middle">0</text>""");
        page.Add($"""<text class="tick" x="300" y="36" text-anchor="middle">+{largest:0.00}</text>""");
        page.AddRaw("</svg>");
    }
}
