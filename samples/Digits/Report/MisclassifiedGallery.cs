using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Samples.Digits;

/// <summary>The images that the network gets wrong, the surest errors first.</summary>
internal static class MisclassifiedGallery
{
    private const int Most = 40;

    /// <summary>Draws the images, each with <c>truth → prediction</c> and the probability of the prediction.</summary>
    public static void Draw(Markup page, IReadOnlyList<MisclassifiedDigit> digits)
    {
        page.AddRaw("""<div class="gallery">""");
        foreach (MisclassifiedDigit digit in digits.OrderByDescending(digit => digit.Probability).Take(Most))
        {
            page.AddRaw("<figure>");
            PixelImage.Draw(page, FormattableString.Invariant($"A {digit.Truth} that the network takes for a {digit.Prediction}"), digit.Pixels, 16);
            page.Add($"""<figcaption>{digit.Truth} → {digit.Prediction}<small>{100 * digit.Probability:0.0} %</small></figcaption>""");
            page.AddRaw("</figure>");
        }

        page.AddRaw("</div>");
        if (digits.Count > Most)
            page.Add($"""<p class="note">{digits.Count - Most} more are not shown.</p>""");
    }
}
