using System;
using System.Globalization;
using System.Net;
using System.Text;

namespace Generated.Samples.Digits;

/// <summary>Text of a page that grows. Inserted strings are encoded, inserted numbers are written the same everywhere.</summary>
internal sealed class Markup : IFormatProvider, ICustomFormatter
{
    private readonly StringBuilder _text = new();

    /// <summary>Appends a line of markup whose inserted values are text and numbers.</summary>
    public void Add(FormattableString line) => _text.Append(line.ToString(this)).Append('\n');

    /// <summary>Appends markup as it is.</summary>
    public void AddRaw(string markup) => _text.Append(markup).Append('\n');

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
