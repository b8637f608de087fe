using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>A process that is killed while it saves leaves the old file or the new one; what else it leaves, the next one to save or load there deletes.</summary>
public class AtomicFileTests
{
    /// <summary>Tells the child where to save, and how names begin there.</summary>
    private const string FolderVariable = "GENERATED_TESTS_SAVE_TO", PrefixVariable = "GENERATED_TESTS_SAVE_AS";

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
            int leftovers = folder.Names.Except(names).Count();
            Interlocked.Add(ref interrupted, leftovers);
            if (delay % 2 == 0)
                TensorFile.Save(folder["another.npy"], [Files.Count("", 3)]);
            else
                TensorFile.Open(folder[names[0]]).Dispose();
            Assert.DoesNotContain(folder.Names, name => name.EndsWith(".tmp", StringComparison.Ordinal));
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
        string prefix = Environment.GetEnvironmentVariable(PrefixVariable) ?? "";
        Thread[] writers = [.. Enumerable.Range(0, Writers).Select(writer => new Thread(() =>
        {
            float[] values = new float[Values];
            var watch = Stopwatch.StartNew();
            for (int save = 1; watch.Elapsed < TimeSpan.FromMinutes(1); save++)
            {
                values.AsSpan().Fill(save);
                TensorFile.Save(Path.Combine(folder, prefix + NameOf(writer)), [new NamedTensor<float>("x", [Values], values)]);
            }
        }))];
        foreach (Thread writer in writers)
            writer.Start();
        foreach (Thread writer in writers)
            writer.Join();
    }

    /// <summary>
    /// Two processes save into one folder as fast as they can, with ten threads each, and so delete leftovers all the time, while others are killed there:
    /// none takes a file of another for a leftover, or its save would fail and its process end.
    /// </summary>
    [Fact]
    public async Task LeftoversAreDeletedWhileOthersSave()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        Process[] steady = [StartSaving(folder.FullName, prefix: "a"), StartSaving(folder.FullName, prefix: "b")];
        try
        {
            Task<string>[] outputs = [.. steady.Select(child => child.StandardOutput.ReadToEndAsync(cancellation))];
            for (int kill = 0; kill < 4; kill++)
            {
                await KillWhileSaving(folder, 20 * kill, cancellation);
                foreach (string name in Enumerable.Range(0, Writers).Select(NameOf))
                    File.Delete(folder[name]);
            }

            for (int i = 0; i < steady.Length; i++)
                Assert.False(steady[i].HasExited, steady[i].HasExited ? await outputs[i] : "");
        }
        finally
        {
            foreach (Process child in steady)
            {
                child.Kill(entireProcessTree: true);
                await child.WaitForExitAsync(CancellationToken.None);
                child.Dispose();
            }
        }

        foreach (string name in folder.Names.Where(name => name.EndsWith(".safetensors", StringComparison.Ordinal)))
            TensorFile.Open(folder[name]).Dispose();
        Assert.Equal(2 * Writers, folder.Names.Length);
    }

    [Fact]
    public void ATemporaryFileThatIsBeingWrittenIsNoLeftover()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder["outer"], stream =>
        {
            TensorFile.Save(folder["x.npy"], [Files.Count("", 3)]);
            TensorFile.Open(folder["x.npy"]).Dispose();
            AtomicFile.ClearBeside(folder["x.npy"]);
            stream.WriteByte(1);
        });
        Assert.Equal(["outer", "x.npy"], folder.Names);
        Assert.Equal([1], File.ReadAllBytes(folder["outer"]));
    }

    /// <summary>Of a loader too, and of every kind of file; not what others call .tmp.</summary>
    [Fact]
    public void EveryLoadDeletesLeftovers()
    {
        using var folder = new TemporaryFolder();
        TensorFile.Save(folder["x.npy"], [Files.Count("", 3)]);
        string leftover = folder["y.npz.0123456789abcdef" + AtomicFile.TemporaryExtension];
        Action[] loads =
        [
            () => TensorFile.Open(folder["x.npy"]).Dispose(),
            () => Assert.Throws<CheckpointException>(() => Checkpoint<float>.ReadArchitecture(folder["x.npy"])),
            () => Assert.Throws<InvalidDataException>(() => Pca<float>.Load(folder["x.npy"])),
            () => TensorFile.Save(folder["x.npy"], [Files.Count("", 3)]),
        ];
        foreach (Action load in loads)
        {
            // The time of the folder's last change tells that there may be leftovers again, and some file systems keep it coarsely.
            Thread.Sleep(20);
            File.WriteAllText(leftover, "cut off");
            File.WriteAllText(folder["mine.tmp"], "");
            load();
            Assert.Equal(["mine.tmp", "x.npy"], folder.Names);
        }
    }

    [Fact]
    public void SavingThroughADanglingLinkCreatesWhatItLeadsTo()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["models"]);
        File.CreateSymbolicLink(folder["latest.npy"], "second.npy");
        File.CreateSymbolicLink(folder["second.npy"], Path.Combine("models", "x.npy"));
        TensorFile.Save(folder["latest.npy"], [Files.Count("", 3)]);
        Assert.Equal("second.npy", new FileInfo(folder["latest.npy"]).LinkTarget);
        Assert.Equal(Path.Combine("models", "x.npy"), new FileInfo(folder["second.npy"]).LinkTarget);
        Assert.Null(new FileInfo(folder["models/x.npy"]).LinkTarget);
        using (var file = TensorFile.Open(folder["latest.npy"]))
            Assert.Equal([3], file.Tensors[0].Shape);
        Assert.Equal(["latest.npy", "second.npy"], folder.Names);
        Assert.Single(Directory.GetFiles(folder["models"]));

        // A link into a folder that is not there, and links in a circle, stay what they are.
        File.CreateSymbolicLink(folder["nowhere.npy"], Path.Combine("none", "x.npy"));
        Assert.Throws<DirectoryNotFoundException>(() => TensorFile.Save(folder["nowhere.npy"], [Files.Count("", 3)]));
        File.CreateSymbolicLink(folder["there.npy"], "back.npy");
        File.CreateSymbolicLink(folder["back.npy"], "there.npy");
        Assert.ThrowsAny<IOException>(() => TensorFile.Save(folder["there.npy"], [Files.Count("", 3)]));
        Assert.Equal("back.npy", new FileInfo(folder["there.npy"]).LinkTarget);
        Assert.Equal(["back.npy", "latest.npy", "nowhere.npy", "second.npy", "there.npy"], folder.Names);
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

    private static Process StartSaving(string folder, string prefix)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AtomicFileTests).Assembly.Location, "-explicit", "only", "-method", $"{typeof(AtomicFileTests).FullName}.{nameof(SaveUntilKilled)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[FolderVariable] = folder;
        start.Environment[PrefixVariable] = prefix;
        return Process.Start(start)!;
    }

    private static async Task KillWhileSaving(TemporaryFolder folder, int delay, CancellationToken cancellation)
    {
        using Process child = StartSaving(folder.FullName, prefix: "");
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
