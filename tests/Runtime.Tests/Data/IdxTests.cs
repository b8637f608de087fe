using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Xunit;

namespace Generated.Tests;

public class IdxTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ImagesAndLabelsAreRead(bool isCompressed)
    {
        using var folder = new TemporaryFolder();
        byte[] images = File(0x08, [3, 2, 2], [0, 51, 102, 255, 1, 2, 3, 4, 5, 6, 7, 8]), labels = File(0x08, [3], [2, 0, 2]);
        System.IO.File.WriteAllBytes(folder["images"], isCompressed ? Gzip(images) : images);
        System.IO.File.WriteAllBytes(folder["labels"], isCompressed ? Gzip(labels) : labels);

        Dataset<float> data = Dataset.LoadIdx<float>(folder["images"], folder["labels"]);
        Assert.Equal(3, data.Count);
        Assert.Equal(4, data.InputSize);
        Assert.Equal([0, 51, 102, 255], data.Input(0));
        Assert.Equal([5, 6, 7, 8], data.Input(2));
        Assert.Equal(["0", "1", "2"], data.ClassNames);
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 0, 1], data.Targets);
        Assert.True(data.HasClasses);

        Dataset<double> scaled = Dataset.LoadIdx<double>(folder["images"], folder["labels"], ["a", "b", "c", "d"], inputScale: 1.0 / 255);
        Assert.Equal([0, 0.2, 0.4, 1], scaled.Input(0).ToArray().Select(pixel => Math.Round(pixel, 12)));
        Assert.Equal(["a", "b", "c", "d"], scaled.ClassNames);
        Assert.Equal([0, 0, 1, 0], scaled.Target(0));
    }

    [Fact]
    public void EveryTypeIsReadBigEndian()
    {
        Assert.Equal([-1, 1], Values(0x09, [0xFF, 1]));
        Assert.Equal([-2, 258], Values(0x0B, [0xFF, 0xFE, 1, 2]));
        Assert.Equal([-2, 16909060], Values(0x0C, [0xFF, 0xFF, 0xFF, 0xFE, 1, 2, 3, 4]));
        Assert.Equal([1, -2.5], Values(0x0D, [0x3F, 0x80, 0, 0, 0xC0, 0x20, 0, 0]));
        Assert.Equal([1, -2.5], Values(0x0E, [0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xC0, 0x04, 0, 0, 0, 0, 0, 0]));

        static double[] Values(byte type, byte[] values) => Read(File(type, [2], values)).ToArray<double>();
    }

    [Fact]
    public void BadFilesAreRefused()
    {
        byte[] valid = File(0x08, [2, 2], [1, 2, 3, 4]);
        AssertRefused([], "it ends within its header.");
        AssertRefused(valid[..9], "it ends within its header.");
        AssertRefused([1, .. valid[1..]], "it is not an IDX file, which starts with two zero bytes, a type and a number of dimensions.");
        AssertRefused([0, 0, 0x0A, .. valid[3..]], "its values are of type 0x0A, which IDX does not have.");
        AssertRefused(valid[..^1], "its shape [2, 2] and type UInt8 take 4 bytes, but 3 follow the header.");
        AssertRefused([.. valid, 5], "its shape [2, 2] and type UInt8 take 4 bytes, but 5 follow the header.");
        AssertRefused(File(0x0E, [uint.MaxValue, uint.MaxValue, 3], []), "its shape is too large for any file.");
        AssertRefused(File(0x08, [uint.MaxValue], []), "its shape [4294967295] and type UInt8 take 4294967295 bytes, but 0 follow the header.");

        AssertRefused(Gzip(valid[..^1]), "its values end after 3 of 4.");
        AssertRefused(Gzip([.. valid, 5]), "something follows the 4 values that its shape asks for.");
        AssertRefused(Gzip(File(0x08, [uint.MaxValue], [])), "it claims to hold 4294967295 bytes in");
        byte[] flipped = Gzip(valid);
        flipped[^6] ^= 1;
        AssertRefused(flipped, "its compressed values are damaged.");
        // A hundred megabytes of zeros, of which nothing is inflated.
        AssertRefused(Gzip(File(0x08, [100_000_000], new byte[100_000_000])), "it claims to hold 100000000 bytes in");
    }

    [Fact]
    public void FilesThatDoNotBelongTogetherAreRefused()
    {
        using var folder = new TemporaryFolder();
        System.IO.File.WriteAllBytes(folder["images"], File(0x08, [3, 2], [1, 2, 3, 4, 5, 6]));
        AssertProblem(File(0x08, [2], [0, 1]), "its shape is [2], but there are inputs of 3 samples.");
        AssertProblem(File(0x08, [3], [0, 0, 0]), "0 is the only class; at least two are wanted.");
        AssertProblem(File(0x09, [3], [0, 1, 0xFF]), "row 2 (counted from 0) is of class -1; there are classes 0 to 1.");
        AssertProblem(File(0x0B, [3], [0, 0, 0, 1, 0x7F, 0xFF]), "there is a class 32767, more than labels are thought to have;");
        AssertProblem(File(0x08, [3], [0, 1, 2]), "row 2 (counted from 0) is of class 2; there are classes 0 to 1.", ["a", "b"]);
        System.IO.File.WriteAllBytes(folder["labels"], File(0x0D, [3, 2], new byte[24]));
        Assert.Throws<ArgumentException>(() => Dataset.LoadIdx<float>(folder["images"], folder["labels"], ["a", "b", "c"]));
        Assert.Equal(2, Dataset.LoadIdx<float>(folder["images"], folder["labels"]).TargetSize);

        void AssertProblem(byte[] labels, string problem, string[]? names = null)
        {
            System.IO.File.WriteAllBytes(folder["labels"], labels);
            var error = Assert.Throws<DataFormatException>(() => Dataset.LoadIdx<float>(folder["images"], folder["labels"], names));
            Assert.StartsWith($"{folder["labels"]}: {problem}", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>An IDX file.</summary>
    internal static byte[] File(byte type, uint[] shape, IEnumerable<byte> values)
    {
        byte[] lengths = new byte[4 * shape.Length];
        for (int i = 0; i < shape.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(lengths.AsSpan(4 * i), shape[i]);
        return [0, 0, type, (byte)shape.Length, .. lengths, .. values];
    }

    internal static byte[] Gzip(byte[] bytes) => Files.Bytes(stream =>
    {
        using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write(bytes);
    });

    private static StoredTensor Read(byte[] bytes) => Idx.Read(new MemoryStream(bytes), "test");

    private static void AssertRefused(byte[] bytes, string problem)
    {
        DataFormatException? error = null;
        long allocated = Files.AllocatedBy(() => error = Assert.Throws<DataFormatException>(() => Read(bytes).ToArray<float>()));
        Assert.StartsWith($"test: {problem}", error!.Message, StringComparison.Ordinal);
        Assert.True(allocated < 1_000_000, $"{allocated} bytes");
    }
}
