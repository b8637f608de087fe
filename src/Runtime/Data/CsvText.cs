using System;
using System.Buffers;
using System.IO;
using System.Text;
using System.Text.Unicode;

namespace Generated;

/// <summary>
/// The text of a stream in UTF-8. Bytes that are not UTF-8 are an error: replaced by U+FFFD, names that differ would become the same. Text that
/// begins with the byte-order mark of UTF-16 is read as that. The mark is part of the text, for <see cref="CsvReader"/> to skip.
/// </summary>
/// <param name="stream">The bytes; closed with the reader.</param>
/// <param name="name">What errors call the file.</param>
internal sealed class CsvText(Stream stream, string name) : TextReader
{
    private readonly byte[] _bytes = new byte[1 << 16];

    // The bytes that are read and not decoded, and how many were decoded before them.
    private int _start;
    private int _end;
    private long _decoded;
    private bool _isAtEnd;

    private Decoder? _utf16;
    private int _line = 1;
    private bool _isAfterReturn;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CsvText Open(string path) => new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1), path);

    /// <inheritdoc/>
    /// <exception cref="DataFormatException">The next bytes are not UTF-8.</exception>
    public override int Read(Span<char> buffer)
    {
        // One code point may take two characters.
        ArgumentOutOfRangeException.ThrowIfLessThan(buffer.Length, 2);
        while (true)
        {
            int length = _utf16 is null ? DecodeUtf8(buffer) : DecodeUtf16(_utf16, buffer);
            CountLines(buffer[..length]);
            if (length > 0 || (_isAtEnd && _start == _end))
                return length;
            Fill();
        }
    }

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }

    private int DecodeUtf8(Span<char> buffer)
    {
        OperationStatus status = Utf8.ToUtf16(_bytes.AsSpan(_start.._end), buffer, out int read, out int written, replaceInvalidSequences: false, _isAtEnd);
        _start += read;
        _decoded += read;

        // What comes before the error is delivered first, so that an error in it is found first.
        if (status == OperationStatus.InvalidData && written == 0)
        {
            throw new DataFormatException(name, _line, 0,
                $"byte {_decoded + 1} of the text, 0x{_bytes[_start]:X2}, is not UTF-8. Save the file as UTF-8; it may be in Latin-1 or Windows-1252.");
        }

        return written;
    }

    private int DecodeUtf16(Decoder decoder, Span<char> buffer)
    {
        try
        {
            decoder.Convert(_bytes.AsSpan(_start.._end), buffer, flush: _isAtEnd, out int read, out int written, out _);
            _start += read;
            _decoded += read;
            return written;
        }
        catch (DecoderFallbackException e)
        {
            throw new DataFormatException(name, $"after line {_line}, the text begins as UTF-16 but is not UTF-16 throughout. Save the file as UTF-8.", e);
        }
    }

    private void Fill()
    {
        _bytes.AsSpan(_start.._end).CopyTo(_bytes);
        _end -= _start;
        _start = 0;
        int read = stream.Read(_bytes, _end, _bytes.Length - _end);
        _isAtEnd = read == 0;
        _end += read;
        if (_decoded == 0 && _end < 2 && !_isAtEnd)
            Fill();
        else if (_decoded == 0 && _end >= 2 && (_bytes[0], _bytes[1]) is (0xFF, 0xFE) or (0xFE, 0xFF))
            _utf16 ??= new UnicodeEncoding(bigEndian: _bytes[0] == 0xFE, byteOrderMark: false, throwOnInvalidBytes: true).GetDecoder();
    }

    /// <summary>Counts lines as the reader of CSV does: they end with CR LF, LF or CR.</summary>
    private void CountLines(ReadOnlySpan<char> text)
    {
        foreach (char character in text)
        {
            if (character == '\r' || (character == '\n' && !_isAfterReturn))
                _line++;
            _isAfterReturn = character == '\r';
        }
    }
}
