using System;
using System.Diagnostics;
using System.Text;

namespace Generated.Generator.Emission;

/// <summary>Writes indented lines that end in <c>\n</c>.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _indent;

    /// <summary>Writes an empty line, unless one was just written or a block just opened.</summary>
    public void Line()
    {
        if (_text.Length > 1 && _text[_text.Length - 2] is not ('\n' or '{'))
            _text.Append('\n');
    }

    /// <summary>Writes one line, or each line of a raw string.</summary>
    public void Line(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            if (line.Length > 0)
                _text.Append(' ', 4 * _indent).Append(line);
            _text.Append('\n');
        }
    }

    /// <summary>Writes a line and an opening brace; disposing the result closes it.</summary>
    public Block Open(string header)
    {
        Line(header);
        return Open();
    }

    /// <summary>Writes an opening brace; disposing the result closes it.</summary>
    public Block Open()
    {
        Line("{");
        _indent++;
        return new Block(this);
    }

    /// <summary>The text; every block must have been closed.</summary>
    public override string ToString()
    {
        Debug.Assert(_indent == 0, "A block was left open.");
        return _text.ToString();
    }

    public readonly struct Block(SourceWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._indent--;
            writer.Line("}");
        }
    }
}
