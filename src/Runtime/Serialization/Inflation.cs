using System;

namespace Generated;

/// <summary>
/// The guard against small compressed files that claim to hold much: real data are seldom compressed to less than a tenth, and
/// deflate can do no better than a thousandth.
/// </summary>
internal static class Inflation
{
    private const long AlwaysRead = 8 << 20;
    private const long BestRatio = 1032;

    /// <summary>How many times as many bytes as they are compressed to are likely.</summary>
    public const int LikelyRatio = 100;

    /// <summary>Requires a likely length, before memory is taken for it.</summary>
    /// <param name="length">The claimed number of bytes.</param>
    /// <param name="compressedLength">The number of bytes in the file that they are compressed to.</param>
    /// <param name="file">What errors call the file.</param>
    /// <param name="what">What of the file is meant.</param>
    /// <param name="ratio">How many times the compressed length is allowed above 8 MB.</param>
    /// <exception cref="DataFormatException">It is above 8 MB and more times the compressed length than is allowed, or cannot be right.</exception>
    public static void RequireLikely(long length, long compressedLength, string file, string what, int ratio = LikelyRatio)
    {
        long compressed = Math.Clamp(compressedLength, 0, long.MaxValue / 2048);
        long most = Math.Max(compressed * Math.Min(ratio, BestRatio), Math.Min(compressed * BestRatio + 1024, AlwaysRead));
        if (length < 0 || length > most)
        {
            throw new DataFormatException(file,
                $"{what} claims to hold {length} bytes in {compressedLength} compressed ones; at most {ratio} times as many are read (and any 8 MB). "
                + "Uncompressed, it is read whatever it holds.");
        }
    }
}
