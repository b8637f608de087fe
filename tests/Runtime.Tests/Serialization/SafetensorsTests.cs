using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Generated.Tests;

public class SafetensorsTests
{
    [Fact]
    public void AnIndependentReaderReadsWhatIsWritten()
    {
        double[] values = [0.1, -2.5, double.NaN, double.PositiveInfinity, 1e300, -0.0];
        byte[] bytes = Files.Bytes(stream => Safetensors.Write<double>(stream,
            [new("a \"quoted\" näme\n", [2, 3], values), new("none", [0, 7], Array.Empty<double>()), new("single", [], new[] { 4.0 })],
            metadata: new Dictionary<string, string> { ["format"] = "pt", ["note"] = "größer" }));

        (Dictionary<string, (string Type, long[] Shape, byte[] Bytes)> tensors, Dictionary<string, string> metadata) = ReadIndependently(bytes);
        Assert.Equal(3, tensors.Count);
        Assert.Equal(("F64", 2), (tensors["a \"quoted\" näme\n"].Type, tensors["a \"quoted\" näme\n"].Shape.Length));
        Assert.Equal(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), tensors["a \"quoted\" näme\n"].Bytes);
        Assert.Equal([0, 7], tensors["none"].Shape);
        Assert.Equal(BitConverter.GetBytes(4.0), tensors["single"].Bytes);
        Assert.Empty(tensors["single"].Shape);
        Assert.Equal("größer", metadata["note"]);
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8);
    }

    [Theory]
    [InlineData(TensorType.Float32, "F32")]
    [InlineData(TensorType.Float64, "F64")]
    [InlineData(TensorType.Float16, "F16")]
    [InlineData(TensorType.BFloat16, "BF16")]
    public void WhatIsWrittenIsRead(TensorType type, string name)
    {
        byte[] bytes = Files.Bytes(stream => Safetensors.Write(stream, [Files.Count("x", 5, 7), Files.Count("y", 3)], type, new Dictionary<string, string> { ["k"] = "v" }));
        Assert.Equal(name, ReadIndependently(bytes).Tensors["x"].Type);
        using TensorFile file = Files.Read(bytes);
        Assert.Equal(["x", "y"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([5, 7], file["x"].Shape);
        Assert.Equal(type, file["y"].Type);
        Assert.Equal("v", file.Metadata["k"]);
        Assert.Equal(Files.Count("x", 35).Values.ToArray(), file["x"].ToArray<float>());
        Assert.Equal([0, 1, 2], file["y"].ToArray<double>());
        Assert.Equal([(Half)0, (Half)1, (Half)2], file["y"].ToArray<Half>());
    }

    [Fact]
    public void EveryHalfAndEveryBFloat16KeepsItsBits()
    {
        Half[] halves = [.. Enumerable.Range(0, 65536).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))];
        byte[] bytes = Files.Bytes(stream => Safetensors.Write<Half>(stream, [new("x", [65536], halves)]));
        Assert.Equal(MemoryMarshal.AsBytes(halves.AsSpan()).ToArray(), ReadIndependently(bytes).Tensors["x"].Bytes);
        Assert.Equal(MemoryMarshal.AsBytes(halves.AsSpan()), MemoryMarshal.AsBytes(Files.Read(bytes)["x"].ToArray<Half>().AsSpan()));

        // By way of the larger types, which hold all of them.
        Assert.Equal(halves.Select(half => (float)half), Files.Read(bytes)["x"].ToArray<float>());
        float[] singles = [.. Enumerable.Range(0, 65536).Select(bits => BitConverter.UInt32BitsToSingle((uint)bits << 16))];
        bytes = Files.Bytes(stream => Safetensors.Write<float>(stream, [new("x", [65536], singles)], TensorType.BFloat16));
        Assert.Equal(singles, Files.Read(bytes)["x"].ToArray<float>());
        Assert.Equal(singles.Select(single => (double)single), Files.Read(bytes)["x"].ToArray<double>());
        byte[] again = Files.Bytes(stream => Safetensors.Write<double>(stream, [new("x", [65536], singles.Select(single => (double)single).ToArray())], TensorType.BFloat16));
        Assert.Equal(bytes, again);
    }

    [Fact]
    public void RoundingIsToTheNearestAndTiesToEven()
    {
        // 1 + 2⁻⁷ is the BFloat16 after 1: half-way lies 1 + 2⁻⁸, and a little beside it lie doubles that a float does not tell from it.
        double tie = 1 + Math.Pow(2, -8), little = Math.Pow(2, -40), next = 1 + Math.Pow(2, -7);
        double[] values = [tie, tie + little, tie - little, -tie - little, next + Math.Pow(2, -8), next + Math.Pow(2, -8) - little, 3.0e-41];
        Assert.Equal([1, next, 1, -next, 1 + Math.Pow(2, -6), next, BitConverter.UInt32BitsToSingle(0x00000000)], Rounded(values, TensorType.BFloat16));

        // Of doubles at random, no other value of the type is nearer.
        var random = new Random(1);
        double[] many = [.. Enumerable.Range(0, 5000).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-8, 8)))];
        foreach (TensorType type in new[] { TensorType.BFloat16, TensorType.Float16, TensorType.Float32 })
        {
            int bits = type == TensorType.BFloat16 ? 8 : type == TensorType.Float16 ? 11 : 24;
            double[] rounded = Rounded(many, type);
            Assert.All(Enumerable.Range(0, many.Length), i =>
                Assert.True(Math.Abs(rounded[i] - many[i]) <= Math.Max(Math.Pow(2, Math.ILogB(many[i]) - bits), Math.Pow(2, type == TensorType.Float16 ? -25 : -140)), $"{type}: {many[i]:R} became {rounded[i]:R}"));
        }
    }

    [Fact]
    public void WholeNumbersOfOtherLibrariesAreRead()
    {
        string[] types = ["BOOL", "U8", "I8", "I16", "U16", "I32", "U32", "I64", "U64"];
        int[] sizes = [1, 1, 1, 2, 2, 4, 4, 8, 8];
        for (int i = 0; i < types.Length; i++)
        {
            byte[] values = new byte[2 * sizes[i]];
            values.AsSpan(sizes[i]).Fill(0xFF);
            double last = Files.Read(WithHeader($$$"""{"x":{"dtype":"{{{types[i]}}}","shape":[2],"data_offsets":[0,{{{values.Length}}}]}}""", values))["x"].ToArray<double>()[1];
            Assert.Equal(types[i][0] switch { 'B' => 1, 'I' => -1, _ => Math.Pow(2, 8 * sizes[i]) - 1 }, last);
        }
    }

    [Fact]
    public void OrderAndWhiteSpaceOfTheHeaderAreFree()
    {
        using TensorFile file = Files.Read(WithHeader("""
             { "second" : { "data_offsets":[4, 8], "shape":[1], "dtype":"F32" },
               "__metadata__":{}, "empty":{"dtype":"I64","shape":[5,0],"data_offsets":[4,4]}, "first":{"dtype":"F32","shape":[],"data_offsets":[0,4]} }
            """ + "   ", [0, 0, 128, 63, 0, 0, 0, 64]));
        Assert.Equal(["first", "empty", "second"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([1f], file["first"].ToArray<float>());
        Assert.Equal([2f], file["second"].ToArray<float>());
        Assert.Empty(file["empty"].ToArray<float>());
        Assert.Throws<ArgumentException>(() => file["first"].Read<float>(new float[2]));
        Assert.Equal("test: there is no tensor 'third'; there are 'first', 'empty', 'second'.", Assert.Throws<DataFormatException>(() => file["third"]).Message);
    }

    /// <summary>Eight bits, half a byte, and what there will be one day: their own values are not read, all others are.</summary>
    [Theory]
    [InlineData("F8_E4M3", 2)]
    [InlineData("F8_E5M2", 2)]
    [InlineData("F8_E8M0", 2)]
    [InlineData("F4", 1)]
    [InlineData("C64", 16)]
    [InlineData("X\\u001b", 3)]
    public void ATensorOfAnUnreadTypeLeavesTheOthersReadable(string type, int bytes)
    {
        string header = $$$"""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"{{{type}}}","shape":[2],"data_offsets":[4,{{{4 + bytes}}}]},"c":{"dtype":"F64","shape":[1],"data_offsets":[{{{4 + bytes}}},{{{12 + bytes}}}]}}""";
        using TensorFile file = Files.Read(WithHeader(header, [0, 0, 128, 63, .. new byte[bytes], 0, 0, 0, 0, 0, 0, 0, 64]));
        Assert.Equal([1f], file["a"].ToArray<float>());
        Assert.Equal([2.0], file["c"].ToArray<double>());
        Assert.Equal((TensorType.Float32, "F32"), (file["a"].Type, file["a"].TypeName));
        StoredTensor unread = file["b"];
        Assert.Equal((TensorType.Other, type.Replace("\\u001b", "\u001b", StringComparison.Ordinal), 2L), (unread.Type, unread.TypeName, unread.Count));
        string problem = $"test: tensor 'b': its values are of type '{type.Replace("\\u001b", "\\u001B", StringComparison.Ordinal)}', which is not read.";
        Assert.Equal(problem, Assert.Throws<DataFormatException>(() => unread.ToArray<float>()).Message);
        Assert.Equal(problem, Assert.Throws<DataFormatException>(() => unread.Read<double>(new double[2])).Message);
        Assert.Equal(problem, Assert.Throws<DataFormatException>(() => Dataset.FromTensors<float>(unread, file["b"])).Message);
    }

    [Theory]
    [InlineData("", "the header is not valid JSON")]
    [InlineData("[]", "the header is not a JSON object.")]
    [InlineData("{", "the header is not valid JSON")]
    [InlineData("{} x", "the header is not valid JSON")]
    [InlineData("{}{}", "the header is not valid JSON")]
    [InlineData("""{"x":1}""", "the entry of tensor 'x' is not a JSON object.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "there are two entries 'x'.")]
    [InlineData("""{"x":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "the entry of tensor 'x' holds 'dtype' twice.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2]}}""", "the entry of tensor 'x' holds no dtype, no shape or not two data_offsets.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", "the entry of tensor 'x' holds no dtype, no shape or not two data_offsets.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":[[[[[1]]]]]}}""", "the entry of tensor 'x' holds 'more', which safetensors does not know.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[[2]],"data_offsets":[0,8]}}""", "the header is not valid JSON, or deeper than 3 levels")]
    [InlineData("""{"x":{"dtype":"F12","shape":[2],"data_offsets":[8,0]}}""", "the entry of tensor 'x' has the data_offsets 8 and 0, of which the second is less.")]
    [InlineData("""{"x":{"dtype":"F12","shape":[2],"data_offsets":[0,16]}}""", "the values of tensor 'x', bytes 0 to 16, are beyond the 8 bytes that follow the header.")]
    [InlineData("""{"x":{"dtype":["F32"],"shape":[2],"data_offsets":[0,8]}}""", "the entry of tensor 'x' holds a dtype that is not a text.")]
    [InlineData("""{"x":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", "the entry of tensor 'x' is of shape [2] and dtype F64, which takes 16 bytes, but its data_offsets are 0 and 8.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "which takes 8 bytes, but its data_offsets are 8 and 0.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "the entry of tensor 'x' holds a shape that is no list of whole numbers from 0 to 2⁶³ − 1.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "the entry of tensor 'x' holds a shape that is no list of whole numbers from 0 to 2⁶³ − 1.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", "the entry of tensor 'x' holds a shape that is no list of whole numbers from 0 to 2⁶³ − 1.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", "the entry of tensor 'x' has a shape that is too large for any file.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2000000000],"data_offsets":[0,8000000000]}}""", "the values of tensor 'x', bytes 0 to 8000000000, are beyond the 8 bytes that follow the header.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "the values of tensor 'y', bytes 0 to 8, overlap those of another tensor, which end at 4.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "the values of tensor 'x', bytes 4 to 8, leave a gap behind byte 0.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "8 bytes follow the header, but the tensors take 4.")]
    [InlineData("""{"__metadata__":{"x":{}}}""", "'__metadata__' holds 'x', which is not a text.")]
    [InlineData("""{"__metadata__":{"x":"1","x":"2"}}""", "'__metadata__' holds 'x' twice.")]
    [InlineData("""{"__metadata__":[]}""", "'__metadata__' is not a JSON object.")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "a text in the header is not valid Unicode.")]
    public void HostileHeadersAreRefused(string header, string problem) => AssertRefused(WithHeader(header, new byte[8]), problem);

    [Fact]
    public void LengthsThatCannotBeAreRefused()
    {
        byte[] valid = Files.Bytes(stream => Safetensors.Write(stream, [Files.Count("x", 4)]));
        AssertRefused([], "it has 0 bytes and is neither a safetensors nor a NumPy file.");
        AssertRefused(valid[..7], "it has 7 bytes and is neither a safetensors nor a NumPy file.");
        AssertRefused(valid[..^1], "are beyond the 15 bytes that follow the header.");
        AssertRefused(valid[..30], "where 22 follow.");
        AssertRefused([.. valid, 0], "17 bytes follow the header, but the tensors take 16.");
        foreach (ulong length in new ulong[] { ulong.MaxValue, long.MaxValue, 1UL << 40, int.MaxValue })
        {
            byte[] huge = [.. valid];
            BinaryPrimitives.WriteUInt64LittleEndian(huge, length);
            AssertRefused(huge, $"as a safetensors file it claims a header of {length} bytes");
        }

        byte[] deep = WithHeader("{\"x\":{\"shape\":" + new string('[', 100_000), []);
        AssertRefused(deep, "the header is not valid JSON, or deeper than 3 levels");
        byte[] large = new byte[Safetensors.HeaderLimit + 16];
        BinaryPrimitives.WriteInt64LittleEndian(large, large.Length - 8);
        AssertRefused(large, "of which 16777216 at most are read.");
    }

    [Fact]
    public void WhatCannotBeStoredIsRefused()
    {
        Assert.Throws<ArgumentException>(() => Safetensors.Write(Stream.Null, [Files.Count("x", 1), Files.Count("x", 1)]));
        Assert.Throws<ArgumentException>(() => Safetensors.Write(Stream.Null, [Files.Count("__metadata__", 1)]));
        Assert.Throws<ArgumentException>(() => Safetensors.Write(Stream.Null, [Files.Count("x", 1)], TensorType.Int32));
        Assert.Throws<ArgumentException>(() => new NamedTensor<float>("x", [2, 3], new float[5]));
        Assert.Throws<ArgumentException>(() => new NamedTensor<float>("x", [0, -1], Array.Empty<float>()));
        Assert.Throws<ArgumentException>(() => new NamedTensor<float>("x", [1 << 30, 1 << 30, 1 << 30], Array.Empty<float>()));
        Assert.Throws<ArgumentException>(() => TensorFile.Read(new System.IO.Compression.GZipStream(Stream.Null, System.IO.Compression.CompressionMode.Decompress), "x"));
    }

    private static double[] Rounded(double[] values, TensorType type) =>
        Files.Read(Files.Bytes(stream => Safetensors.Write<double>(stream, [new("x", [values.Length], values)], type)))["x"].ToArray<double>();

    private static byte[] WithHeader(string header, byte[] values) => [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. values];

    private static void AssertRefused(byte[] bytes, string problem)
    {
        DataFormatException? error = null;
        long allocated = Files.AllocatedBy(() => error = Assert.Throws<DataFormatException>(() => Files.Read(bytes)));
        Assert.StartsWith("test: ", error!.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.True(allocated < 1_000_000, $"{allocated} bytes");
    }

    /// <summary>The format in twenty lines, with nothing of the library.</summary>
    private static (Dictionary<string, (string Type, long[] Shape, byte[] Bytes)> Tensors, Dictionary<string, string> Metadata) ReadIndependently(byte[] bytes)
    {
        var tensors = new Dictionary<string, (string, long[], byte[])>();
        var metadata = new Dictionary<string, string>();
        int start = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, start - 8));
        foreach (JsonProperty entry in header.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__")
            {
                metadata = entry.Value.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!);
                continue;
            }

            int[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64())];
            tensors.Add(entry.Name, (entry.Value.GetProperty("dtype").GetString()!, shape, bytes[(start + offsets[0])..(start + offsets[1])]));
        }

        return (tensors, metadata);
    }
}
