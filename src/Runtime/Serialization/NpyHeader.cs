using System;
using System.Collections.Generic;
using System.Globalization;

namespace Generated;

/// <summary>What the header of an <c>.npy</c> file says: <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>, a literal of Python.</summary>
/// <param name="Type">The type of the values.</param>
/// <param name="TypeName">The same as it is written.</param>
/// <param name="IsBigEndian">Whether a value's most significant byte comes first.</param>
/// <param name="IsColumnMajor">Whether the first index runs fastest.</param>
/// <param name="Shape">The length of each dimension.</param>
/// <param name="Length">The bytes before the first value.</param>
internal sealed record NpyHeader(TensorType Type, string TypeName, bool IsBigEndian, bool IsColumnMajor, long[] Shape, int Length)
{
    /// <summary>Reads the literal.</summary>
    /// <exception cref="FormatException">It is not one of a header; the message is without the file's name.</exception>
    public static NpyHeader Parse(string text, int length)
    {
        string? type = null;
        bool? isColumnMajor = null;
        long[]? shape = null;
        var literal = new Literal(text);
        literal.Expect('{');
        while (!literal.Take('}'))
        {
            string key = literal.ReadText();
            bool isNew = key switch
            {
                "descr" => type is null,
                "fortran_order" => isColumnMajor is null,
                "shape" => shape is null,
                _ => throw new FormatException($"its header holds '{key}', which NumPy does not know."),
            };
            if (!isNew)
                throw new FormatException($"its header holds '{key}' twice.");
            literal.Expect(':');
            if (key == "descr")
                type = literal.ReadType();
            else if (key == "shape")
                shape = literal.ReadNumbers();
            else
                isColumnMajor = literal.ReadBoolean();
            if (literal.Take('}'))
                break;
            literal.Expect(',');
        }

        literal.ExpectEnd();
        if (type is null || isColumnMajor is null || shape is null)
            throw new FormatException("its header lacks 'descr', 'fortran_order' or 'shape'.");
        TensorType known = TypeOf(type);
        return StoredTensor.CountOf(shape, known) is null
            ? throw new FormatException("its shape is too large for any file.")
            : new NpyHeader(known, type, type[0] == '>' || (type[0] == '=' && !BitConverter.IsLittleEndian), isColumnMajor.Value, shape, length);
    }

    /// <summary>Why values of a type are not read.</summary>
    public static string UnreadReason(string type) =>
        type[0] == '[' ? "it holds records, which are not read; save each of their fields by itself."
        : type.EndsWith('O') ? "it holds Python objects, which are not read."
        : $"its values are of type '{type}'; f2, f4, f8, b1, i1 to i8 and u1 to u8 are read.";

    private static TensorType TypeOf(string type) => type is ['[', ..] ? TensorType.Other : type is ['<' or '>' or '=' or '|', .. [_, ..] rest]
        ? rest switch
        {
            "f2" => TensorType.Float16,
            "f4" => TensorType.Float32,
            "f8" => TensorType.Float64,
            "b1" => TensorType.Boolean,
            "i1" => TensorType.Int8,
            "i2" => TensorType.Int16,
            "i4" => TensorType.Int32,
            "i8" => TensorType.Int64,
            "u1" => TensorType.UInt8,
            "u2" => TensorType.UInt16,
            "u4" => TensorType.UInt32,
            "u8" => TensorType.UInt64,
            _ => TensorType.Other,
        }
        : throw new FormatException($"its values are of type '{type}', which has no byte order.");

    /// <summary>The few things of Python's syntax that a header is made of.</summary>
    private ref struct Literal(string text)
    {
        private ReadOnlySpan<char> _rest = text;

        public bool Take(char character)
        {
            _rest = _rest.TrimStart(" \t\r\n");
            if (!_rest.StartsWith(character))
                return false;
            _rest = _rest[1..];
            return true;
        }

        public void Expect(char character)
        {
            if (!Take(character))
                throw Error($"'{character}'");
        }

        public void ExpectEnd()
        {
            _rest = _rest.TrimStart(" \t\r\n");
            if (!_rest.IsEmpty)
                throw Error("its end");
        }

        public string ReadText()
        {
            char quote = Take('\'') ? '\'' : '"';
            if (quote == '"')
                Expect('"');
            int end = _rest.IndexOf(quote);
            if (end < 0)
                throw Error($"a closing {quote}");
            string text = _rest[..end].ToString();
            _rest = _rest[(end + 1)..];
            return text;
        }

        /// <summary>A type in quotation marks, or the list of a record's fields, which is not taken apart.</summary>
        public string ReadType()
        {
            if (!Take('['))
                return ReadText();
            string list = "[";
            for (int depth = 1; depth > 0;)
            {
                int next = _rest.IndexOfAny("[]'\"");
                if (next < 0)
                    throw Error("a closing ]");
                list += _rest[..next].ToString();
                _rest = _rest[next..];
                if (_rest[0] is '\'' or '"')
                {
                    list += $"'{ReadText()}'";
                    continue;
                }

                depth += _rest[0] == '[' ? 1 : -1;
                list += _rest[0];
                _rest = _rest[1..];
            }

            return list;
        }

        public bool ReadBoolean()
        {
            bool isTrue = TakeWord("True");
            return isTrue || TakeWord("False") ? isTrue : throw Error("True or False");
        }

        public long[] ReadNumbers()
        {
            var numbers = new List<long>();
            Expect('(');
            while (!Take(')'))
            {
                numbers.Add(ReadNumber());
                if (Take(')'))
                    break;
                Expect(',');
            }

            return [.. numbers];
        }

        private long ReadNumber()
        {
            _rest = _rest.TrimStart(" \t\r\n");
            int end = _rest.IndexOfAnyExceptInRange('0', '9');
            if (end <= 0 || !long.TryParse(_rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out long number))
                throw Error("a whole number from 0 to 2⁶³ − 1");
            _rest = _rest[end..];
            // Python 2 wrote 3L.
            Take('L');
            return number;
        }

        private bool TakeWord(string word)
        {
            _rest = _rest.TrimStart(" \t\r\n");
            if (!_rest.StartsWith(word))
                return false;
            _rest = _rest[word.Length..];
            return true;
        }

        private readonly FormatException Error(string wanted) =>
            new($"its header has '{_rest[..Math.Min(_rest.Length, 40)]}' where {wanted} is wanted.");
    }
}
