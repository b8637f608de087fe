using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;

namespace Generated;

/// <summary>
/// Reads comma-separated values as RFC 4180 has them: fields may be quoted, and then contain separators, line breaks and doubled
/// quotes. Lines end with CR LF, LF or CR. White space around a field is dropped, except inside quotes; blank lines and a byte-order mark are skipped.
/// One record is in memory at a time, and reading the next allocates nothing once the longest one was met.
/// </summary>
/// <param name="text">Where to read.</param>
/// <param name="fileName">What errors call it.</param>
/// <param name="separator">What stands between two fields.</param>
internal sealed class CsvReader(TextReader text, string fileName, char separator)
{
    private const int EndOfFile = -1;
    private const char ByteOrderMark = '\uFEFF';

    // What decoders give for bytes that they cannot decode: names that differ may become the same.
    private const char ReplacementCharacter = '\uFFFD';

    // A quotation mark that is never closed must not take a large file into memory.
    private const int LongestRecord = 4 << 20;

    private readonly char[] _block = new char[16384];
    private int _blockLength;
    private int _position;

    // The characters of the record's fields, one field after the other, and where each of them ends.
    private readonly List<char> _characters = [];
    private readonly List<int> _fieldEnds = [];
    private int _nextLine = 1;
    private bool _isStarted;

    /// <summary>The line on which the current record starts, counted from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The number of fields of the current record.</summary>
    public int FieldCount => _fieldEnds.Count;

    /// <summary>A field of the current record, counted from 0.</summary>
    public ReadOnlySpan<char> this[int field]
    {
        get
        {
            int start = field == 0 ? 0 : _fieldEnds[field - 1];
            return CollectionsMarshal.AsSpan(_characters)[start.._fieldEnds[field]];
        }
    }

    /// <summary>Goes to the next record that is not a blank line.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="DataFormatException">
    /// A quoted field is not closed, or goes on behind its closing quotation mark, or the record is endless or was not decoded.
    /// </exception>
    public bool Read()
    {
        if (!_isStarted && Peek() == ByteOrderMark)
            Take();
        _isStarted = true;
        while (Peek() != EndOfFile)
        {
            _characters.Clear();
            _fieldEnds.Clear();
            Line = _nextLine;
            bool isQuoted = ReadField();
            bool isBlank = !isQuoted && _characters.Count == 0;
            while (Peek() == separator)
            {
                Take();
                ReadField();
                isBlank = false;
            }

            TakeLineEnd();
            if (!isBlank)
                return true;
        }

        return false;
    }

    /// <summary>Reads a field up to the separator or the line end behind it.</summary>
    /// <returns>Whether it is quoted.</returns>
    private bool ReadField()
    {
        SkipSpaces();
        bool isQuoted = Peek() == '"';
        if (isQuoted)
            ReadQuoted();
        else
            ReadPlain();
        if (_fieldEnds.Count >= LongestRecord)
            throw Error($"the record has more than {LongestRecord} fields.");
        _fieldEnds.Add(_characters.Count);
        return isQuoted;
    }

    private void ReadPlain()
    {
        int end = _characters.Count;
        while (!IsAtFieldEnd())
        {
            char character = Take();
            Add(character);
            if (!char.IsWhiteSpace(character))
                end = _characters.Count;
        }

        CollectionsMarshal.SetCount(_characters, end);
    }

    private void ReadQuoted()
    {
        Take();
        while (true)
        {
            if (Peek() == EndOfFile)
                throw Error("a quotation mark is opened and never closed.");

            char character = Take();
            if (character == '"')
            {
                if (Peek() != '"')
                    break;
                Take();
            }

            if (character == '\n' || (character == '\r' && Peek() != '\n'))
                _nextLine++;
            Add(character);
        }

        SkipSpaces();
        if (!IsAtFieldEnd())
            throw Error("there is text behind a closing quotation mark.");
    }

    private void Add(char character)
    {
        if (_characters.Count + _fieldEnds.Count >= LongestRecord)
            throw Error($"the record is longer than {LongestRecord} characters.");
        if (character == ReplacementCharacter)
            throw Error("the character U+FFFD stands for bytes that could not be decoded. Read the file as UTF-8, or in the encoding that it has.");
        _characters.Add(character);
    }

    private DataFormatException Error(string problem) => new(fileName, Line, _fieldEnds.Count + 1, problem);

    private bool IsAtFieldEnd() => Peek() is var next && (next == separator || next is '\r' or '\n' or EndOfFile);

    private void SkipSpaces()
    {
        while (Peek() is ' ' or '\t' && Peek() != separator)
            Take();
    }

    private void TakeLineEnd()
    {
        if (Peek() == '\r')
            Take();
        if (Peek() == '\n')
            Take();
        _nextLine++;
    }

    private int Peek()
    {
        if (_position == _blockLength)
        {
            _blockLength = text.Read(_block);
            _position = 0;
        }

        return _blockLength == 0 ? EndOfFile : _block[_position];
    }

    /// <summary>Takes the character that <see cref="Peek"/> showed.</summary>
    private char Take() => _block[_position++];
}
