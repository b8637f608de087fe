using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Valid files, changed at random: whatever comes of them is read whole, or refused with the exception that is documented, soon, and
/// without much memory. GENERATED_EXHAUSTIVE=1 takes fifty times as many.
/// </summary>
public class MutationTests
{
    private static readonly int s_mutations = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1" ? 250_000 : 5_000;

    [Fact]
    public Task SafetensorsFilesAreLoadedWholeOrRefused()
    {
        byte[] iris = File.ReadAllBytes(Files.Golden("models", "iris-mlp.safetensors"));
        byte[] ours = Files.Bytes(stream => Safetensors.Write(stream, NetworkTensors(), TensorType.BFloat16, new Dictionary<string, string> { ["format"] = "pt" }));
        return Mutate(bytes => LoadNetwork(bytes), iris, ours);
    }

    [Fact]
    public Task NpzFilesAreLoadedWholeOrRefused()
    {
        // Whole archives, and archives of arrays that were changed before they went in.
        byte[] stored = Files.Bytes(stream => Npz.Write(stream, NetworkTensors()));
        (string Name, byte[] Bytes)[] arrays = [.. NetworkTensors().Select(tensor => (tensor.Name, Files.Bytes(stream => Npy.Write(stream, tensor))))];
        byte[] compressed = Archive(arrays);
        return Mutate(bytes => LoadNetwork(bytes), (random, mutate) => random.NextInt(3) switch
        {
            0 => mutate(stored),
            1 => mutate(compressed),
            _ => Archive([.. arrays.Select((array, i) => i == random.NextInt(arrays.Length) ? (array.Name, mutate(array.Bytes)) : array)]),
        });
    }

    [Fact]
    public Task NpyFilesAreReadWholeOrRefused()
    {
        byte[][] files = [.. new[] { "version1.npy", "version2.npy", "version3.npy", "single.npy", "empty.npy", "records.npy", "objects.npy" }.Select(name => File.ReadAllBytes(Files.Golden("numpy", name)))];
        byte[] labels = Files.Bytes(stream => stream.Write([0x93, .. "NUMPY"u8, 1, 0, 70, 0, .. Encoding.ASCII.GetBytes("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }".PadRight(70)), 0, 1]));
        return Mutate(bytes =>
        {
            using TensorFile file = Files.Read(bytes), targets = Files.Read(labels);
            Assert.Equal(file.Tensors[0].Count, file.Tensors[0].ToArray<double>().Length);
            Dataset.FromTensors<float>(file.Tensors[0], targets.Tensors[0]);
        }, files);
    }

    [Fact]
    public Task IdxFilesAreReadWholeOrRefused()
    {
        byte[] images = IdxTests.File(0x08, [6, 4, 4], Enumerable.Range(0, 96).Select(value => (byte)value)), labels = IdxTests.File(0x08, [6], [0, 1, 2, 2, 1, 0]);
        byte[] gzip = IdxTests.Gzip(images), gzipLabels = IdxTests.Gzip(labels);
        return Mutate(bytes =>
        {
            StoredTensor first = Idx.Read(new MemoryStream(bytes), "test");
            StoredTensor inputs = first.Shape.Count > 1 ? first : Idx.Read(new MemoryStream(images), "test");
            StoredTensor targets = first.Shape.Count > 1 ? Idx.Read(new MemoryStream(labels), "test") : first;
            Dataset<float> data = Dataset.FromTensors<float>(inputs, targets);
            using var reader = new TensorDatasetReader<float>(new TensorRows(inputs, targets), data.ClassNames, 1);
            float[] readInputs = new float[data.Inputs.Length], readTargets = new float[data.Targets.Length];
            Assert.Equal(data.Count, reader.Read(readInputs, readTargets));
            Assert.Equal(data.Inputs, readInputs);
            Assert.Equal(data.Targets, readTargets);
        }, (random, mutate) => random.NextInt(6) switch
        {
            0 => mutate(images),
            1 => mutate(labels),
            2 => mutate(gzip),
            3 => mutate(gzipLabels),
            4 => IdxTests.Gzip(mutate(images)),
            _ => IdxTests.Gzip(mutate(labels)),
        });
    }

    [Fact]
    public Task CsvFilesAreReadWholeOrRefused()
    {
        byte[] classes = Encoding.UTF8.GetBytes("x,y,\"the, class\"\r\n" + string.Concat(Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i * 0.37},{-i}e-2,{(i % 3 == 0 ? "\"a \"\"b\"\"\"" : "größer")}\r\n"))));
        byte[] numbers = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i};;NA;{i * 1e-300}\n"))));
        return Mutate(bytes =>
        {
            string text = Encoding.UTF8.GetString(bytes);
            var options = new CsvOptions { Separator = text.Contains(';', StringComparison.Ordinal) ? ';' : ',', MissingAsNaN = text.Contains(";;", StringComparison.Ordinal) };
            Dataset<double> data = Dataset.ReadCsv<double>(new StringReader(text), "test", options);

            // The reader of chunks agrees.
            using var reader = new CsvDatasetReader<double>(new StringReader(text), "test", options with { Target = CsvTarget.Class(^1, data.ClassNames) });
            var inputs = new List<double>();
            double[] chunk = new double[7 * reader.InputSize], targets = new double[7 * reader.TargetSize];
            for (int rows = 7; rows == 7;)
            {
                rows = reader.Read(chunk, targets);
                inputs.AddRange(chunk[..(rows * reader.InputSize)]);
            }

            Assert.Equal(data.Inputs, [.. inputs]);
        }, classes, numbers);
    }

    private static NamedTensor<float>[] NetworkTensors() =>
        [Files.Count("0.weight", 16, 4), Files.Count("0.bias", 16), Files.Count("2.weight", 3, 16), Files.Count("2.bias", 3)];

    /// <summary>Loads a network: all of it or nothing.</summary>
    private static void LoadNetwork(byte[] bytes)
    {
        var network = new ReferenceNetwork<IrisShape>();
        network.Parameters.Fill(0.25);
        bool isLoaded = false;
        try
        {
            using TensorFile file = Files.Read(bytes);
            network.LoadWeights(file);
            isLoaded = true;
        }
        finally
        {
            if (!isLoaded)
                Assert.False(network.Parameters.ContainsAnyExcept(0.25), "A part was loaded.");
        }
    }

    private static byte[] Archive((string Name, byte[] Bytes)[] arrays) => Files.Bytes(stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, byte[] bytes) in arrays)
        {
            using Stream entry = archive.CreateEntry(name + ".npy").Open();
            entry.Write(bytes);
        }
    });

    private static Task Mutate(Action<byte[]> read, params byte[][] files) => Mutate(read, (random, mutate) => mutate(files[random.NextInt(files.Length)]));

    private static Task Mutate(Action<byte[]> read, Func<RandomGenerator, Func<byte[], byte[]>, byte[]> make) =>
        Mutation.ReadAll(s_mutations, random => make(random, valid => Mutation.Of(valid, random)), read);

    private sealed class IrisShape : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([4, 16, 3], [Activation.ReLU, Activation.Softmax]);
    }
}
