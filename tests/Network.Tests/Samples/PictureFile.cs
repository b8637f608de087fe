using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>Runs a sample and reads the picture and the text that it writes.</summary>
internal sealed class PictureFile
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    private readonly XElement _root;

    public PictureFile(Action<TextWriter, string> run)
    {
        string path = Path.Combine(Path.GetTempPath(), $"generated-{Guid.NewGuid():N}.svg");
        using var output = new StringWriter();
        try
        {
            run(output, path);
            _root = XDocument.Load(path).Root!;
        }
        finally
        {
            File.Delete(path);
        }

        Output = output.ToString();
        Assert.Equal(s_svg + "svg", _root.Name);
    }

    public string Output { get; }

    public string[] Texts => [.. _root.Descendants(s_svg + "text").Select(text => text.Value)];

    public string Title => _root.Element(s_svg + "title")!.Value;

    public int Count(string element, string style) =>
        _root.Descendants(s_svg + element).Count(item => item.Attribute("class")?.Value == style);

    /// <summary>Whether everything has its place within the picture.</summary>
    public bool IsWithinItsPage()
    {
        double width = (double)_root.Attribute("width")!, height = (double)_root.Attribute("height")!;
        string[] across = ["x", "x1", "x2", "cx"], down = ["y", "y1", "y2", "cy"];
        return _root.Descendants().Attributes().All(attribute =>
            (!across.Contains(attribute.Name.LocalName) || (double)attribute is var x && x >= 0 && x <= width)
            && (!down.Contains(attribute.Name.LocalName) || (double)attribute is var y && y >= 0 && y <= height));
    }
}
