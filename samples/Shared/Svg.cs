using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text;

namespace Generated.Samples;

/// <summary>A picture that grows. Inserted text is encoded, inserted numbers are written the same everywhere.</summary>
internal sealed class Svg : IFormatProvider, ICustomFormatter
{
    private readonly StringBuilder _text = new();

    /// <summary>Starts a picture on a white page with its title at the top.</summary>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="subtitle">One line on how to read it.</param>
    public Svg(double width, double height, string title, string subtitle)
    {
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">""");
        Add($"<title>{title}</title><desc>{subtitle}</desc>");
        _text.Append(SvgStyle.Css);
        Add($"""<rect width="{width}" height="{height}" fill="#ffffff"/>""");
        Add($"""<text class="title" x="24" y="42">{title}</text>""");
        Add($"""<text class="subtitle" x="24" y="67">{subtitle}</text>""");
    }

    /// <summary>Appends a line of markup whose inserted values are text and numbers.</summary>
    public void Add(FormattableString line) => _text.Append(line.ToString(this)).Append('\n');

    /// <summary>Writes text.</summary>
    /// <param name="style">The class of the style sheet.</param>
    /// <param name="x">Where it starts, ends or has its middle, as the class says.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">The text.</param>
    public void Text(string style, double x, double y, string text) => Add($"""<text class="{style}" x="{x}" y="{y}">{text}</text>""");

    /// <summary>Ends the picture and writes it to a file.</summary>
    public void Save(string path) => File.WriteAllText(path, this + "</svg>\n");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    object? IFormatProvider.GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

    string ICustomFormatter.Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
    {
        // Coordinates to a hundredth of a pixel unless told otherwise.
        double number => number.ToString(format ?? "0.##", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(format, CultureInfo.InvariantCulture),
        _ => WebUtility.HtmlEncode(arg?.ToString()) ?? "",
    };
}
