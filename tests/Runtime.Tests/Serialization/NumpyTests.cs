using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

public class NumpyTests
{
    [Theory]
    [InlineData("arrays.npz")]
    [InlineData("compressed.npz")]
    public void ArraysOfNumPyAreRead(string name)
    {
        using var file = TensorFile.Open(Files.Golden("numpy", name));
        Assert.Equal(17, file.Tensors.Count);
        foreach (StoredTensor tensor in file.Tensors)
        {
            Assert.Equal([2, 3, 4], tensor.Shape);
            double[] wanted = [.. Enumerable.Range(0, 24).Select(value => tensor.Type == TensorType.Boolean ? value % 2 : (double)value)];
            Assert.Equal(wanted, tensor.ToArray<double>());
            Assert.Equal(wanted.Select(value => (float)value), tensor.ToArray<float>());
        }
    }

    [Fact]
    public void EveryVersionOfTheHeaderIsRead()
    {
        foreach (string name in new[] { "version1.npy", "version2.npy", "version3.npy" })
        {
            using var file = TensorFile.Open(Files.Golden("numpy", name));
            StoredTensor tensor = Assert.Single(file.Tensors);
            Assert.Equal("", tensor.Name);
            Assert.Equal(Enumerable.Range(0, 24).Select(value => (float)value), tensor.ToArray<float>());
        }

        using var single = TensorFile.Open(Files.Golden("numpy", "single.npy"));
        Assert.Empty(single.Tensors[0].Shape);
        Assert.Equal([3.5], single.Tensors[0].ToArray<double>());
        using var empty = TensorFile.Open(Files.Golden("numpy", "empty.npy"));
        Assert.Equal([3, 0, 2], empty.Tensors[0].Shape);
        Assert.Empty(empty.Tensors[0].ToArray<float>());
    }

    [Theory]
    [InlineData("objects.npy", "it holds Python objects, which are not read.")]
    [InlineData("records.npy", "it holds records, which are not read; save each of their fields by itself.")]
    [InlineData("complex.npy", "its values are of type '<c8'; f2, f4, f8, b1, i1 to i8 and u1 to u8 are read.")]
    public void WhatIsNoTensorIsRefused(string name, string problem)
    {
        string path = Files.Golden("numpy", name);
        Assert.Equal($"{path}: {problem}", Assert.Throws<DataFormatException>(() => TensorFile.Open(path)).Message);
    }

    [Fact]
    public void ANetworkOfScikitLearnGivesItsOutputs()
    {
        var network = new ReferenceNetwork<ScikitLearnShape>();
        network.LoadWeights(Files.Golden("numpy", "mlp.npz"));
        using var data = TensorFile.Open(Files.Golden("numpy", "mlp-data.npz"));
        double[] wanted = data["y"].ToArray<double>(), outputs = new double[wanted.Length];
        network.ForwardBatch(data["x"].ToArray<double>(), outputs);
        for (int i = 0; i < wanted.Length; i++)
            Assert.Equal(wanted[i], outputs[i], 1e-12);
    }

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Float64)]
    [InlineData(TensorType.Float16)]
    public void WhatIsWrittenIsRead(TensorType type)
    {
        NamedTensor<float>[] tensors = [Files.Count("a/b", 3, 5), Files.Count("c", 7), Files.Count("d"), Files.Count("e", 2, 0)];
        byte[] bytes = Files.Bytes(stream => Npz.Write(stream, tensors, type));
        Assert.Equal(bytes, Files.Bytes(stream => Npz.Write(stream, tensors, type)));
        using TensorFile file = Files.Read(bytes);
        Assert.Equal(tensors.Select(tensor => tensor.Name), file.Tensors.Select(tensor => tensor.Name));
        foreach (NamedTensor<float> tensor in tensors)
        {
            byte[] alone = Files.Bytes(stream => Npy.Write(stream, tensor, type));
            foreach (StoredTensor read in new[] { file[tensor.Name], Files.Read(alone).Tensors[0] })
            {
                Assert.Equal(tensor.Shape, read.Shape);
                Assert.Equal(type, read.Type);
                Assert.Equal(tensor.Values.ToArray(), read.ToArray<float>());
            }
        }

        Assert.Throws<ArgumentException>(() => Npy.Write(Stream.Null, tensors[0], TensorType.BFloat16));
        Assert.Throws<ArgumentException>(() => Npz.Write<float>(Stream.Null, [tensors[0], tensors[0]]));
    }

    [Fact]
    public async Task NumPyReadsWhatIsWritten()
    {
        using var folder = new TemporaryFolder();
        string? python = await ExternalTool.FindPythonAsync("numpy");
        if (python is null)
            ExternalTool.Missing("There is no python3 with numpy (Debian's python3-numpy).");

        TensorFile.Save(folder["alone.npy"], [Files.Count("", 4, 6)], TensorType.Float64);
        TensorFile.Save(folder["halves.npy"], [Files.Count("", 24)], TensorType.Float16);
        TensorFile.Save(folder["single.npy"], [Files.Count("")]);
        TensorFile.Save(folder["several.npz"], [Files.Count("layers.0.weight", 4, 6), Files.Count("dense/bias", 24)]);
        (_, string output, string error) = (await ExternalTool.RunAsync(python, ["-c", $"""
            import numpy as np
            def check(a, t, shape): assert a.dtype == t and a.shape == shape and (a.ravel() == np.arange(a.size)).all(), a
            check(np.load(r'{folder["alone.npy"]}'), 'f8', (4, 6))
            check(np.load(r'{folder["halves.npy"]}'), 'f2', (24,))
            check(np.load(r'{folder["single.npy"]}'), 'f4', ())
            z = np.load(r'{folder["several.npz"]}')
            assert z.files == ['layers.0.weight', 'dense/bias'], z.files
            check(z['layers.0.weight'], 'f4', (4, 6))
            check(z['dense/bias'], 'f4', (24,))
            print('read')
            """]))!.Value;
        Assert.True(output.Trim() == "read", error);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "its shape [3] and type Float32 take 12 bytes, but 8 follow the header.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "its shape [1] and type Float32 take 4 bytes, but 8 follow the header.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000, 4000000000), }", "its shape is too large for any file.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "where a whole number from 0 to 2⁶³ − 1 is wanted.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "where a whole number from 0 to 2⁶³ − 1 is wanted.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'shape': (2,), }", "its header holds 'shape' twice.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1, }", "its header holds 'more', which NumPy does not know.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }", "its header lacks 'descr', 'fortran_order' or 'shape'.")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }", "where True or False is wanted.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': 2, }", "where '(' is wanted.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } x", "where its end is wanted.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), ", "is wanted.")]
    [InlineData("{'descr': 'f4', 'fortran_order': False, 'shape': (2,), }", "its values are of type 'f4', which has no byte order.")]
    [InlineData("{'descr': '<f4, 'fortran_order': False, 'shape': (2,), }", "is wanted.")]
    [InlineData("{'descr': '<f4', 'fortran_order': __import__('os'), 'shape': (2,), }", "where True or False is wanted.")]
    [InlineData("((((((((((((((((", "where '{' is wanted.")]
    [InlineData("", "where '{' is wanted.")]
    public void HostileHeadersAreRefused(string header, string problem) => AssertRefused(WithHeader(header, new byte[8]), problem);

    [Fact]
    public void LengthsThatCannotBeAreRefused()
    {
        byte[] valid = Files.Bytes(stream => Npy.Write(stream, Files.Count("", 4)));
        for (int length = 6; length < valid.Length; length++)
            AssertRefused(valid[..length], "");
        AssertRefused([.. valid, 0], "take 16 bytes, but 17 follow the header.");
        AssertRefused([.. valid[..6], 4, .. valid[7..]], "it is an .npy file of version 4.0; 1.0, 2.0 and 3.0 are read.");
        AssertRefused([.. valid[..6], 2, 0, 255, 255, 255, 255, .. valid[10..]], "its header claims 4294967295 bytes, of which 10000 at most are read.");
    }

    [Fact]
    public void ZipBombsAreRefused()
    {
        // A gigabyte of zeros in one megabyte: nothing of it is inflated.
        byte[] bomb = Files.Bytes(stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            using Stream array = archive.CreateEntry("x.npy", CompressionLevel.SmallestSize).Open();
            array.Write(WithHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (67108864,), }", []));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 256; i++)
                array.Write(zeros);
        });
        Assert.InRange(bomb.Length, 0, 300_000);
        AssertRefused(bomb, "compressed ones; at most 100 times as many are read (and any 8 MB). Uncompressed, it is read whatever it holds.");

        // Unless the caller trusts it.
        using (var file = TensorFile.Read(new MemoryStream(bomb), "test", maxCompressionRatio: 1032))
            Assert.Equal([67108864], file["x"].Shape);
        Assert.Throws<DataFormatException>(() => TensorFile.Read(new MemoryStream(bomb), "test", maxCompressionRatio: 900));
        Assert.Throws<ArgumentOutOfRangeException>(() => TensorFile.Read(new MemoryStream(bomb), "test", maxCompressionRatio: 0));

        // An archive that understates what it holds gives no more than it stated.
        byte[] small = Files.Bytes(stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            using Stream array = archive.CreateEntry("x.npy", CompressionLevel.SmallestSize).Open();
            array.Write(WithHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000,), }", new byte[4_000_000]));
        });
        int length = small.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24;
        BitConverter.GetBytes(128 + 8).CopyTo(small, length);
        AssertRefused(small, "");
    }

    /// <summary>As pruned weights and one-hot targets are: np.savez_compressed makes a three-hundredth of them.</summary>
    [Fact]
    public void SparseArraysAreReadWhereTheCallerAllowsTheirRatio()
    {
        using var folder = new TemporaryFolder();
        float[] sparse = new float[3_000_000];
        for (int i = 0; i < sparse.Length; i += 3000)
            sparse[i] = i;
        using (var stream = new FileStream(folder["sparse.npz"], FileMode.CreateNew))
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        using (Stream array = archive.CreateEntry("x.npy", CompressionLevel.SmallestSize).Open())
            Npy.Write<float>(array, new("x", [3_000_000], sparse));

        Assert.InRange(12_000_000 / new FileInfo(folder["sparse.npz"]).Length, 101, 1032);
        Assert.Throws<DataFormatException>(() => TensorFile.Open(folder["sparse.npz"]));
        using var file = TensorFile.Open(folder["sparse.npz"], maxCompressionRatio: 1032);
        Assert.Equal(sparse, file["x"].ToArray<float>());
        Assert.Throws<ArgumentOutOfRangeException>(() => TensorFile.Open(folder["sparse.npz"], maxCompressionRatio: 0));
    }

    /// <summary>Texts, objects, records and complex numbers keep no other array of an archive from being read.</summary>
    [Theory]
    [InlineData("'<U10'", "<U10")]
    [InlineData("'|O'", "|O")]
    [InlineData("'<c16'", "<c16")]
    [InlineData("'<M8[ns]'", "<M8[ns]")]
    [InlineData("[('a]', '<f4'), ('b', [('c', '<i4', (2,))])]", "[('a]', '<f4'), ('b', [('c', '<i4', (2,))])]")]
    public void AnArrayOfAnUnreadTypeLeavesTheOthersReadable(string descr, string type)
    {
        byte[] bytes = Files.Bytes(stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            using (Stream array = archive.CreateEntry("other.npy").Open())
                array.Write(WithHeader($"{{'descr': {descr}, 'fortran_order': False, 'shape': (2,), }}", new byte[80]));
            using (Stream array = archive.CreateEntry("x.npy").Open())
                Npy.Write(array, Files.Count("x", 4));
        });
        using TensorFile file = Files.Read(bytes);
        Assert.Equal([0, 1, 2, 3], file["x"].ToArray<float>());
        Assert.Equal((TensorType.Other, type, 2L), (file["other"].Type, file["other"].TypeName, file["other"].Count));
        Assert.Equal($"test: tensor 'other': its values are of type '{type}', which is not read.", Assert.Throws<DataFormatException>(() => file["other"].ToArray<float>()).Message);
    }

    [Fact]
    public void DamagedArchivesAreRefused()
    {
        byte[] valid = Files.Bytes(stream => Npz.Write(stream, [Files.Count("x", 4)]));
        byte[] flipped = [.. valid];
        flipped[flipped.AsSpan().IndexOf("x.npy"u8) + 5 + 128] ^= 1;
        using (TensorFile file = Files.Read(flipped))
            Assert.Equal("test: tensor 'x': its compressed values are damaged.", Assert.Throws<DataFormatException>(() => file["x"].ToArray<float>()).Message);
        AssertRefused(valid[..^30], "it is not an intact zip archive:");
        AssertRefused("PK\u0003\u0004 and no archive"u8.ToArray(), "it is not an intact zip archive:");

        byte[] twice = Files.Bytes(stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            for (int i = 0; i < 2; i++)
            {
                using Stream array = archive.CreateEntry("x.npy").Open();
                Npy.Write(array, Files.Count("x", 4));
            }
        });
        AssertRefused(twice, "there are two arrays 'x'.");
    }

    private static byte[] WithHeader(string header, byte[] values)
    {
        byte[] text = new byte[118];
        text.AsSpan().Fill((byte)' ');
        Encoding.Latin1.GetBytes(header).CopyTo(text, 0);
        return [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. text, .. values];
    }

    private static void AssertRefused(byte[] bytes, string problem)
    {
        DataFormatException? error = null;
        long allocated = Files.AllocatedBy(() => error = Assert.Throws<DataFormatException>(() =>
        {
            using TensorFile file = Files.Read(bytes);
            file.Tensors[0].ToArray<float>();
        }));
        Assert.StartsWith("test: ", error!.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.True(allocated < 1_000_000, $"{allocated} bytes");
    }

    /// <summary>What a program prints, or null if it fails.</summary>
    private sealed class ScikitLearnShape : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([5, 7, 6, 2], [Activation.Tanh, Activation.Tanh, Activation.Linear]);
    }
}
