using System;
using System.IO;
using System.IO.Compression;

namespace Generated;

/// <summary>
/// The bytes of a file in a zip archive, whose checksum is compared when they end. Whatever is wrong with them is told as
/// <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class ZipEntryStream : Stream
{
    private static readonly uint[] s_crcOfByte = CrcOfBytes();

    private readonly ZipArchiveEntry _entry;
    private readonly Stream _bytes;
    private uint _crc = uint.MaxValue;

    public ZipEntryStream(ZipArchiveEntry entry)
    {
        _entry = entry;
        try
        {
            _bytes = entry.Open();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the archive's reader says in this way that the archive is damaged, or of a kind that it does not know.</summary>
    public static bool IsDamage(Exception e) =>
        e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException;

    /// <summary>Goes past some bytes.</summary>
    public void Skip(long count)
    {
        Span<byte> some = stackalloc byte[256];
        while (count > 0)
        {
            int read = Read(some[..(int)Math.Min(count, some.Length)]);
            if (read == 0)
                throw new InvalidDataException("The entry ends early.");
            count -= read;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _bytes.Read(buffer);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new InvalidDataException(e.Message, e);
        }

        foreach (byte next in buffer[..read])
            _crc = s_crcOfByte[(byte)(_crc ^ next)] ^ _crc >> 8;
        if (read == 0 && !buffer.IsEmpty && ~_crc != _entry.Crc32)
            throw new InvalidDataException("The checksum is another.");
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _bytes.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The CRC-32 of ISO 3309, least significant bit first, of each byte.</summary>
    private static uint[] CrcOfBytes()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
            table[i] = crc;
        }

        return table;
    }
}
