// Trainings of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using SmallNetwork = Generated.Tests.ReferenceNetwork<Generated.Tests.CheckpointFileTests.SmallShape>;
using SmallTrainer = Generated.Trainer<Generated.Tests.ReferenceNetwork<Generated.Tests.CheckpointFileTests.SmallShape>, double>;

namespace Generated.Tests;

/// <summary>Damaged checkpoints, and how they are written.</summary>
public sealed class CheckpointFileTests : IDisposable
{
    // Set in the process that is killed while it saves.
    private const string FolderVariable = "GENERATED_CHECKPOINT_FOLDER";

    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoints").FullName;

    private string File => Path.Combine(_folder, "training.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void EveryTruncationIsAnErrorAndChangesNothing()
    {
        byte[] whole = SavedFile();
        for (int length = 0; length < whole.Length; length++)
            AssertRefused(whole[..length], length);
        AssertRefused([.. whole, 0], whole.Length + 1);
    }

    [Fact]
    public void EveryAlteredByteIsAnErrorAndChangesNothing()
    {
        byte[] whole = SavedFile();
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] altered = [.. whole];
            altered[i] ^= (byte)(1 + i % 255);
            AssertRefused(altered, i);
        }
    }

    [Fact]
    public void ErrorsSayWhatIsWrong()
    {
        byte[] whole = SavedFile();
        Assert.Contains("does not start with GENTRAIN", Refusal([1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("cut off", Refusal(whole[..20]), StringComparison.Ordinal);
        Assert.Contains("cut off", Refusal(whole[..^1]), StringComparison.Ordinal);
        Assert.Contains("version 3 of the format, but this library reads versions 1 to 2", Refusal([.. whole[..8], 3, .. whole[9..]]), StringComparison.Ordinal);
        Assert.Contains("checksum", Refusal([.. whole[..^1], (byte)~whole[^1]]), StringComparison.Ordinal);
        Assert.StartsWith(File, Refusal([1, 2, 3]), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => NewSmall().Trainer.Resume<HalfSquaredError>(Path.Combine(_folder, "none"), TrainingData.Xor, new Adam<double>(0.1)));
    }

    [Fact]
    public void AFileThatCannotBeWrittenLeavesNothingBehind()
    {
        string inTheWay = Path.Combine(_folder, "folder");
        Directory.CreateDirectory(inTheWay);
        Assert.ThrowsAny<Exception>(() => Train(NewSmall(trainer => trainer.SaveCheckpoint(inTheWay))));
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Empty(Directory.GetFiles(inTheWay));
    }

    [Fact]
    public async Task AProcessKilledWhileItSavesLeavesAReadableFile()
    {
        for (int kill = 0; kill < 2; kill++)
        {
            await TestProcess.RunUntilAsync(typeof(CheckpointFileTests).Assembly, typeof(CheckpointFileTests), nameof(SavesWithoutEndIfToldTo),
                () => System.IO.File.Exists(File), TimeSpan.FromMilliseconds(40 + 70 * kill), (FolderVariable, _folder));
            using var cancellation = new CancellationTokenSource();
            TrainingHistory history = NewSmall(_ => cancellation.Cancel(), epochs: int.MaxValue).Trainer
                .Resume<BinaryCrossEntropy>(File, TrainingData.Xor, new Adam<double>(0.1), cancellation.Token);
            Assert.Equal(StopReason.Cancelled, history.StopReason);
            Assert.True(history.Epochs.Count > 1);
            System.IO.File.Delete(File);
        }
    }

    /// <summary>What the killed process does; nothing in any other.</summary>
    [Fact]
    public void SavesWithoutEndIfToldTo()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { } folder)
            Train(NewSmall(trainer => trainer.SaveCheckpoint(Path.Combine(folder, "training.checkpoint")), epochs: int.MaxValue));
    }

    private static void Train((SmallNetwork Network, SmallTrainer Trainer) small) =>
        small.Trainer.Train<BinaryCrossEntropy>(TrainingData.Xor, new Adam<double>(0.1));

    private static (SmallNetwork Network, SmallTrainer Trainer) NewSmall(Action<SmallTrainer>? save = null, int epochs = 2)
    {
        SmallTrainer? trainer = null;
        var network = SmallNetwork.Create(seed: 1);
        trainer = new SmallTrainer(network) { Epochs = epochs, EpochCompleted = _ => save?.Invoke(trainer!) };
        return (network, trainer);
    }

    /// <summary>A small file, of a training that <see cref="Refusal"/> would go on with.</summary>
    private byte[] SavedFile()
    {
        Train(NewSmall(trainer => trainer.SaveCheckpoint(File)));
        NewSmall().Trainer.Resume<BinaryCrossEntropy>(File, TrainingData.Xor, new Adam<double>(0.1));
        return System.IO.File.ReadAllBytes(File);
    }

    private string Refusal(byte[] file)
    {
        System.IO.File.WriteAllBytes(File, file);
        (SmallNetwork network, SmallTrainer trainer) = NewSmall();
        double[] before = network.Parameters.ToArray();
        var optimizer = new Adam<double>(0.1);
        var error = Assert.Throws<CheckpointException>(() => trainer.Resume<BinaryCrossEntropy>(File, TrainingData.Xor, optimizer));
        Assert.Equal(before, network.Parameters.ToArray());
        Assert.Equal(0, optimizer.StepCount);
        return error.Message;
    }

    private void AssertRefused(byte[] file, int where) => Assert.False(string.IsNullOrEmpty(Refusal(file)), $"{where}");

    public sealed class SmallShape : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([2, 1], [Activation.Sigmoid]);
    }
}
