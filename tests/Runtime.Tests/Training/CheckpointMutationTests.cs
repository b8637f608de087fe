// Trainings of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Generated.Numerics;
using Xunit;
using SmallNetwork = Generated.Tests.ReferenceNetwork<Generated.Tests.CheckpointFileTests.SmallShape>;

namespace Generated.Tests;

/// <summary>
/// Checkpoints whose content is changed and whose checksum is made right again, so that nothing but the values themselves can be found wrong:
/// each is resumed, or refused with nothing changed. GENERATED_EXHAUSTIVE=1 takes a million of them.
/// </summary>
public sealed class CheckpointMutationTests : IDisposable
{
    private const int HeaderLength = 28, ChecksumLength = 4;

    private static readonly int s_mutations = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1" ? 500_000 : 5_000;

    private static readonly byte[][] s_extremes =
    [
        .. new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1.0, 2.0, 0.5, 1e300, double.MaxValue, double.MinValue }.Select(BitConverter.GetBytes),
        .. new[] { long.MinValue, long.MaxValue, -1L, long.MaxValue / 2, 0L }.Select(BitConverter.GetBytes),
        .. new[] { int.MinValue, int.MaxValue, -1, 0, 1, 1 << 24 }.Select(BitConverter.GetBytes),
        .. new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue }.Select(BitConverter.GetBytes),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoints").FullName;

    private string File => Path.Combine(_folder, "training.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task MutationsChangeNothingOrAreResumed() => Run(new DoubleSubject(), RandomMutations(s_mutations));

    [Fact]
    public Task MutationsInSinglePrecisionChangeNothingOrAreResumed() => Run(new SingleSubject(), RandomMutations(s_mutations));

    /// <summary>So each field has met each of them, whatever field it is.</summary>
    [Fact]
    public Task ExtremeValuesAtEveryPlaceChangeNothingOrAreResumed() => Run(new DoubleSubject(), ExtremesEverywhere);

    [Fact]
    public Task ExtremeValuesAtEveryPlaceInSinglePrecisionChangeNothingOrAreResumed() => Run(new SingleSubject(), ExtremesEverywhere);

    private static Func<byte[], IEnumerable<byte[]>> RandomMutations(int count) => content => Enumerable.Range(1, count).Select(i =>
    {
        var random = new RandomGenerator((ulong)i);
        if (random.NextInt(2) == 0)
            return Mutation.Of(content, random);
        byte[] mutant = [.. content];
        for (int changes = 1 + random.NextInt(2); changes > 0; changes--)
        {
            byte[] extreme = s_extremes[random.NextInt(s_extremes.Length)];
            extreme.CopyTo(mutant, random.NextInt(mutant.Length - extreme.Length));
        }

        return mutant;
    });

    private static IEnumerable<byte[]> ExtremesEverywhere(byte[] content) =>
        from extreme in s_extremes
        from at in Enumerable.Range(0, content.Length - extreme.Length + 1)
        select (byte[])[.. content[..at], .. extreme, .. content[(at + extreme.Length)..]];

    private Task Run<TNetwork, T>(Subject<TNetwork, T> subject, Func<byte[], IEnumerable<byte[]>> mutate)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Task.Run(() =>
        {
            byte[] valid = subject.SavedFile(File);
            int refused = 0, resumed = 0;
            subject.Start();
            Snapshot<T> before = subject.Take();
            foreach (byte[] content in mutate(valid[HeaderLength..^ChecksumLength]))
            {
                Overwrite(WithContent(valid, content));
                string? unexpected = null;
                try
                {
                    subject.Resume(File);
                    resumed++;
                }
                catch (CheckpointException e)
                {
                    refused++;
                    unexpected = e.Message.Any(char.IsControl) ? "It has control characters." : before.DifferenceFrom(subject.Take());
                    if (unexpected is null)
                        continue;
                }
                catch (TrainingDivergedException)
                {
                    // The values are those of a training, if a wild one, which went on from them.
                    resumed++;
                }
                catch (Exception e)
                {
                    unexpected = e.ToString();
                }

                Assert.True(unexpected is null, $"Mutation {refused + resumed}: {unexpected}");
                subject.Start();
            }

            Assert.InRange(refused, (refused + resumed) / 2, refused + resumed - 1);
            TestContext.Current.TestOutputHelper?.WriteLine($"{refused} were refused, {resumed} resumed.");
        }).WaitAsync(TimeSpan.FromMinutes(30), TestContext.Current.CancellationToken);

    /// <summary>Without cutting the file to nothing first: some file systems then wait for the disk each time.</summary>
    private void Overwrite(byte[] bytes)
    {
        using FileStream file = System.IO.File.OpenWrite(File);
        file.Write(bytes);
        file.SetLength(bytes.Length);
    }

    /// <summary>The file with another content, whose length and checksum are right. Of every fourth, the hash of the architecture is that of its text.</summary>
    private static byte[] WithContent(byte[] valid, byte[] content)
    {
        byte[] file = [.. valid[..HeaderLength], .. content, .. new byte[ChecksumLength]];
        if (content.Length > 0 && content.Length % 4 == 0 && content[0] < 0x80 && content.Length > content[0])
            Sha256.HashData(content.AsSpan(1, content[0])).AsSpan(0, 8).CopyTo(file.AsSpan(12));
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(20), content.Length);
        uint sum = uint.MaxValue;
        foreach (byte value in file.AsSpan(0, file.Length - ChecksumLength))
            sum = BitOperations.Crc32C(sum, value);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - ChecksumLength), ~sum);
        return file;
    }

    /// <summary>The bits of all that a resumed training could change.</summary>
    private sealed record Snapshot<T>(T[] Parameters, OptimizerState<T> Optimizer, double[] Schedule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public string? DifferenceFrom(Snapshot<T> other) =>
            !SameBits<T>(Parameters, other.Parameters) ? "The network changed."
            : (Optimizer.StepCount, Optimizer.Description) != (other.Optimizer.StepCount, other.Optimizer.Description) ? "The steps of the optimiser changed."
            : !SameBits<double>([Optimizer.LearningRate], [other.Optimizer.LearningRate]) ? "The learning rate changed."
            : Optimizer.Memory.Count != other.Optimizer.Memory.Count || !Optimizer.Memory.Zip(other.Optimizer.Memory).All(pair => SameBits<T>(pair.First, pair.Second)) ? "The memory of the optimiser changed."
            : !SameBits<double>(Schedule, other.Schedule) ? "The schedule changed."
            : null;

        private static bool SameBits<TValue>(ReadOnlySpan<TValue> left, ReadOnlySpan<TValue> right)
            where TValue : unmanaged => MemoryMarshal.AsBytes(left).SequenceEqual(MemoryMarshal.AsBytes(right));
    }

    /// <summary>A training that has begun, and is to become the one of a checkpoint.</summary>
    private abstract class Subject<TNetwork, T>
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private TNetwork _network = null!;
        private LearningRateSchedule _schedule = null!;
        private IOptimizer<T> _optimizer = null!;
        private Trainer<TNetwork, T> _trainer = null!;

        protected abstract Dataset<T> Data { get; }

        protected abstract Dataset<T>? Validation { get; }

        protected abstract EarlyStopping? Stopping { get; }

        protected abstract IOptimizer<T> NewOptimizer();

        protected abstract TrainingHistory Train(Trainer<TNetwork, T> trainer, IOptimizer<T> optimizer);

        protected abstract TrainingHistory Resume(Trainer<TNetwork, T> trainer, IOptimizer<T> optimizer, string path);

        /// <summary>A checkpoint of two epochs.</summary>
        public byte[] SavedFile(string path)
        {
            Prepare(epochs: 2, path);
            Train(_trainer, _optimizer);
            return System.IO.File.ReadAllBytes(path);
        }

        /// <summary>New objects, which have been trained for an epoch, so that they have something to lose.</summary>
        public void Start()
        {
            Prepare(epochs: 1);
            Train(_trainer, _optimizer);
            _trainer = NewTrainer(epochs: 3, path: null);
        }

        /// <summary>Goes on with what the file holds, for one epoch more.</summary>
        public void Resume(string path) => Resume(_trainer, _optimizer, path);

        public Snapshot<T> Take()
        {
            double[] schedule = new double[_schedule.StateLength];
            _schedule.ExportState(schedule);
            return new Snapshot<T>(_network.Parameters.ToArray(), _optimizer.ExportState(), schedule);
        }

        private void Prepare(int epochs, string? path = null)
        {
            _network = TNetwork.Create(seed: 1);
            _schedule = new LinearWarmup(2).Times(new ReduceOnPlateau { Patience = 3, Cooldown = 2 }).Then(new ReduceOnPlateau(), after: 5);
            _optimizer = NewOptimizer();
            _trainer = NewTrainer(epochs, path);
        }

        private Trainer<TNetwork, T> NewTrainer(int epochs, string? path)
        {
            Trainer<TNetwork, T>? trainer = null;
            trainer = new Trainer<TNetwork, T>(_network)
            {
                Epochs = epochs,
                BatchSize = 4,
                Schedule = _schedule,
                Validation = Validation,
                EarlyStopping = Stopping,
                EpochCompleted = _ =>
                {
                    if (path is not null)
                        trainer!.SaveCheckpoint(path);
                },
            };
            return trainer;
        }
    }

    private sealed class DoubleSubject : Subject<SmallNetwork, double>
    {
        protected override Dataset<double> Data => TrainingData.Xor;

        protected override Dataset<double>? Validation => TrainingData.Xor;

        protected override EarlyStopping? Stopping => new();

        protected override IOptimizer<double> NewOptimizer() => new Adam<double>(0.1);

        protected override TrainingHistory Train(Trainer<SmallNetwork, double> trainer, IOptimizer<double> optimizer) =>
            trainer.Train<BinaryCrossEntropy>(Data, optimizer);

        protected override TrainingHistory Resume(Trainer<SmallNetwork, double> trainer, IOptimizer<double> optimizer, string path) =>
            trainer.Resume<BinaryCrossEntropy>(path, Data, optimizer);
    }

    private sealed class SingleSubject : Subject<SingleLinear, float>
    {
        protected override Dataset<float> Data { get; } = Dataset.FromRows([[0f, 0f], [0f, 1f], [1f, 0f], [1f, 1f]], [[0f], [1f], [1f], [0f]]);

        protected override Dataset<float>? Validation => null;

        protected override EarlyStopping? Stopping => null;

        protected override IOptimizer<float> NewOptimizer() => new RmsProp<float>(0.1) { Momentum = 0.5, Centered = true };

        protected override TrainingHistory Train(Trainer<SingleLinear, float> trainer, IOptimizer<float> optimizer) =>
            trainer.Train<HalfSquaredError>(Data, optimizer);

        protected override TrainingHistory Resume(Trainer<SingleLinear, float> trainer, IOptimizer<float> optimizer, string path) =>
            trainer.Resume<HalfSquaredError>(path, Data, optimizer);
    }
}
