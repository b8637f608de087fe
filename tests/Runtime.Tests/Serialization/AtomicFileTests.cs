using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>A process that is killed while it saves leaves the old file or the new one.</summary>
public class AtomicFileTests
{
    /// <summary>Tells the child where to save.</summary>
    private const string FolderVariable = "GENERATED_TESTS_SAVE_TO";

    private const int Children = 20, Writers = 10, Values = 100_000;

    [Fact]
    public async Task KillingTwoHundredSavesLeavesEveryFileReadable()
    {
        // Two processes at a time; each is killed once, at any moment, while all of its writers save.
        var random = new Random(1);
        int[] delays = [.. Enumerable.Range(0, Children).Select(_ => random.Next(30))];
        int interrupted = 0;
        await Parallel.ForEachAsync(delays, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken }, async (delay, cancellation) =>
        {
            using var folder = new TemporaryFolder();
            await KillWhileSaving(folder, delay, cancellation);

            string[] names = [.. Enumerable.Range(0, Writers).Select(NameOf)];
            Interlocked.Add(ref interrupted, folder.Names.Except(names).Count());
            foreach (string name in names)
            {
                using var file = TensorFile.Open(folder[name]);
                float[] values = file["x"].ToArray<float>();
                Assert.Equal(Values, values.Length);
                Assert.True(values[0] >= 1 && !values.AsSpan().ContainsAnyExcept(values[0]), $"{name} is of two saves.");
            }
        });

        // Each temporary file that is left is a save that was cut off.
        Assert.InRange(interrupted, Children * Writers / 4, Children * Writers);
    }

    /// <summary>The child: replaces its files, each by one whose values are all the number of the save, until it is killed (or a minute has passed, if the parent is gone).</summary>
    [Fact(Explicit = true)]
    public void SaveUntilKilled()
    {
        string folder = Environment.GetEnvironmentVariable(FolderVariable) ?? throw new InvalidOperationException($"{FolderVariable} is not set.");
        Thread[] writers = [.. Enumerable.Range(0, Writers).Select(writer => new Thread(() =>
        {
            float[] values = new float[Values];
            var watch = Stopwatch.StartNew();
            for (int save = 1; watch.Elapsed < TimeSpan.FromMinutes(1); save++)
            {
                values.AsSpan().Fill(save);
                TensorFile.Save(Path.Combine(folder, NameOf(writer)), [new NamedTensor<float>("x", [Values], values)]);
            }
        }))];
        foreach (Thread writer in writers)
            writer.Start();
        foreach (Thread writer in writers)
            writer.Join();
    }

    [Fact]
    public void AFailedSaveLeavesTheOldFileAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        string path = folder["x.npy"];
        TensorFile.Save(path, [Files.Count("", 3)]);
        byte[] before = File.ReadAllBytes(path);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(before);
            throw new InvalidOperationException();
        }));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(["x.npy"], folder.Names);
        Assert.Throws<DirectoryNotFoundException>(() => TensorFile.Save(folder["none/x.npy"], [Files.Count("", 3)]));
    }

    [Fact]
    public void AReplacedFileKeepsItsPermissionsAndItsLinks()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        TensorFile.Save(folder["x.npy"], [Files.Count("", 3)]);
        File.CreateSymbolicLink(folder["link.npy"], "x.npy");
        File.SetUnixFileMode(folder["x.npy"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        TensorFile.Save(folder["link.npy"], [Files.Count("", 4)]);
        Assert.Equal("x.npy", new FileInfo(folder["link.npy"]).LinkTarget);
        using (var file = TensorFile.Open(folder["x.npy"]))
            Assert.Equal([4], file.Tensors[0].Shape);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["x.npy"]));
    }

    [Fact]
    public void AFileIsReplacedWhileItIsRead()
    {
        using var folder = new TemporaryFolder();
        TensorFile.Save(folder["x.npy"], [Files.Count("", 3)]);
        using var before = TensorFile.Open(folder["x.npy"]);
        TensorFile.Save(folder["x.npy"], [Files.Count("", 4)]);
        using var after = TensorFile.Open(folder["x.npy"]);
        Assert.Equal([0, 1, 2], before.Tensors[0].ToArray<float>());
        Assert.Equal([0, 1, 2, 3], after.Tensors[0].ToArray<float>());
    }

    private static string NameOf(int writer) => $"{writer}.safetensors";

    private static async Task KillWhileSaving(TemporaryFolder folder, int delay, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AtomicFileTests).Assembly.Location, "-explicit", "only", "-method", $"{typeof(AtomicFileTests).FullName}.{nameof(SaveUntilKilled)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[FolderVariable] = folder.FullName;
        using Process child = Process.Start(start)!;
        Task<string> output = child.StandardOutput.ReadToEndAsync(cancellation), error = child.StandardError.ReadToEndAsync(cancellation);
        try
        {
            // Until there is a good file of every writer, which the next save must not harm.
            while (Enumerable.Range(0, Writers).Any(writer => !File.Exists(folder[NameOf(writer)])))
            {
                Assert.False(child.HasExited, child.HasExited ? await output + await error : "");
                await Task.Delay(1, cancellation);
            }

            await Task.Delay(delay, cancellation);
        }
        finally
        {
            child.Kill(entireProcessTree: true);
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }
}
