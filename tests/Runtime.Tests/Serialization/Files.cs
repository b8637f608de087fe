using System;
using System.IO;
using System.Linq;

namespace Generated.Tests;

/// <summary>What the tests of files share.</summary>
internal static class Files
{
    /// <summary>A file of tests/golden.</summary>
    public static string Golden(params string[] path) => Path.Combine([AppContext.BaseDirectory, "golden", .. path]);

    public static TensorFile Read(byte[] bytes) => TensorFile.Read(new MemoryStream(bytes), "test");

    public static byte[] Bytes(Action<Stream> write)
    {
        var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    /// <summary>The numbers from 0 on, as a tensor.</summary>
    public static NamedTensor<float> Count(string name, params int[] shape) =>
        new(name, shape, Enumerable.Range(0, shape.Aggregate(1, (product, length) => product * length)).Select(value => (float)value).ToArray());

    /// <summary>The bytes that reading allocates.</summary>
    public static long AllocatedBy(Action read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        read();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

/// <summary>A folder for the files of one test, which goes with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("generated").FullName;

    public string this[string name] => Path.Combine(FullName, name);

    public string[] Names => [.. Directory.GetFiles(FullName).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
