// Trainings of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;
using System.Threading.Tasks;
using Generated.Tests;
using Xunit;
using SmallNetwork = Generated.Tests.ReferenceNetwork<Generated.Tests.CheckpointFileTests.SmallShape>;

namespace Generated.Tests
{
    /// <summary>The runtime needs no native library: where OpenSSL cannot be loaded, as in small containers, trainings are saved and resumed.</summary>
    public class WithoutOpenSslTests
    {
        /// <summary>Tells the child what to do, before its Main: the runner itself hashes.</summary>
        internal const string ActionVariable = "GENERATED_WITHOUT_OPENSSL";

        internal const string Hash = "hash", SaveAndResume = "save and resume";

        [Fact]
        public async Task ATrainingIsSavedAndResumedWithoutOpenSsl()
        {
            // A library that is none, where the loader looks first, is one that cannot be loaded.
            using var folder = new TemporaryFolder();
            foreach (string version in (string[])["3", "1.1", "1.0.2", "1.0.0", "10"])
                File.WriteAllBytes(folder[$"libssl.so.{version}"], []);

            // What the framework hashes with is missing there indeed. Windows and macOS have their own.
            if (OperatingSystem.IsLinux())
                Assert.Contains("No usable version of libssl was found", (await Run(Hash, folder.FullName)).Output, StringComparison.Ordinal);
            (int exitCode, string output) = await Run(SaveAndResume, folder.FullName);
            Assert.True(exitCode == 0, output);
        }

        private static async Task<(int ExitCode, string Output)> Run(string action, string libraries)
        {
            string assembly = typeof(WithoutOpenSslTests).Assembly.Location;
            var start = new ProcessStartInfo("dotnet", [assembly]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["DOTNET_STARTUP_HOOKS"] = assembly;
            start.Environment["LD_LIBRARY_PATH"] = libraries;
            start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
            start.Environment[ActionVariable] = action;
            using Process child = Process.Start(start)!;
            Task<string> output = child.StandardOutput.ReadToEndAsync(), error = child.StandardError.ReadToEndAsync();
            await child.WaitForExitAsync();
            return (child.ExitCode, await output + await error);
        }

        /// <summary>What the child does.</summary>
        internal static void Do(string action)
        {
            if (action == Hash)
            {
                SHA256.HashData([1, 2, 3]);
                return;
            }

            string folder = Directory.CreateTempSubdirectory("without-openssl").FullName;
            try
            {
                string path = Path.Combine(folder, "training.checkpoint");
                Trainer<SmallNetwork, double>? trainer = null;
                trainer = new Trainer<SmallNetwork, double>(SmallNetwork.Create(seed: 1)) { Epochs = 2, EpochCompleted = _ => trainer!.SaveCheckpoint(path) };
                trainer.Train<BinaryCrossEntropy>(TrainingData.Xor, new Adam<double>(0.1));
                var resumed = new Trainer<SmallNetwork, double>(SmallNetwork.Create(seed: 1)) { Epochs = 3 };
                if (resumed.Resume<BinaryCrossEntropy>(path, TrainingData.Xor, new Adam<double>(0.1)).Epochs.Count != 3)
                    throw new InvalidOperationException("It was not resumed.");
                TensorFile.Save(Path.Combine(folder, "x.npz"), [Files.Count("x", 3)]);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}

/// <summary>What DOTNET_STARTUP_HOOKS runs before Main.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(WithoutOpenSslTests.ActionVariable) is not { } action)
            return;
        WithoutOpenSslTests.Do(action);
        Environment.Exit(0);
    }
}
