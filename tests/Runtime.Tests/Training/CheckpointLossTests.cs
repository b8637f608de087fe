// Trainings of milliseconds need no cancelling.
#pragma warning disable xUnit1051

using System;
using System.IO;
using Xunit;
using SmallNetwork = Generated.Tests.ReferenceNetwork<Generated.Tests.CheckpointFileTests.SmallShape>;

namespace Generated.Tests
{
    /// <summary>The loss of a checkpoint is a type with its namespace and type arguments.</summary>
    public sealed class CheckpointLossTests : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("checkpoints").FullName;

        private string File => Path.Combine(_folder, "training.checkpoint");

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        [Fact]
        public void AnotherTypeArgumentIsAnotherLoss()
        {
            Save<PowerLoss<Two>>();
            Assert.Equal(
                $"{File}: the loss of the saved training is 'Generated.Tests.CheckpointLossTests+PowerLoss`1[Generated.Tests.CheckpointLossTests+Two]', but that of this one is 'Generated.Tests.CheckpointLossTests+PowerLoss`1[Generated.Tests.CheckpointLossTests+Four]'.",
                Refusal<PowerLoss<Four>>());
            Resume<PowerLoss<Two>>(File);
        }

        [Fact]
        public void AnotherNamespaceIsAnotherLoss()
        {
            Save<HalfSquaredError>();
            Assert.Contains("is 'Generated.HalfSquaredError', but that of this one is 'Generated.Tests.Another.HalfSquaredError'", Refusal<Another.HalfSquaredError>(), StringComparison.Ordinal);
            Resume<HalfSquaredError>(File);
        }

        /// <summary>A file as it was written before the full type was: by the loss's short name.</summary>
        [Fact]
        public void AFileOfTheFirstVersionIsResumed()
        {
            using (Stream version1 = TestData.Open("version1.checkpoint"))
            using (FileStream file = System.IO.File.Create(File))
                version1.CopyTo(file);
            TrainingHistory history = Resume<BinaryCrossEntropy>(File);
            Assert.Equal(2, history.Epochs.Count);
            Assert.Contains("the loss of the saved training is 'BinaryCrossEntropy', but that of this one is 'HalfSquaredError'", Refusal<HalfSquaredError>(), StringComparison.Ordinal);
        }

        private void Save<TLoss>()
            where TLoss : struct, ILoss<double> => NewTrainer(saveTo: File).Train<TLoss>(TrainingData.Xor, new Adam<double>(0.1));

        private static TrainingHistory Resume<TLoss>(string path)
            where TLoss : struct, ILoss<double> => NewTrainer(saveTo: null).Resume<TLoss>(path, TrainingData.Xor, new Adam<double>(0.1));

        private string Refusal<TLoss>()
            where TLoss : struct, ILoss<double> => Assert.Throws<CheckpointException>(() => Resume<TLoss>(File)).Message;

        private static Trainer<SmallNetwork, double> NewTrainer(string? saveTo)
        {
            Trainer<SmallNetwork, double>? trainer = null;
            trainer = new Trainer<SmallNetwork, double>(SmallNetwork.Create(seed: 1))
            {
                Epochs = 2,
                EpochCompleted = _ =>
                {
                    if (saveTo is not null)
                        trainer!.SaveCheckpoint(saveTo);
                },
            };
            return trainer;
        }

        private interface IPower
        {
            static abstract int Power { get; }
        }

        private readonly struct Two : IPower
        {
            public static int Power => 2;
        }

        private readonly struct Four : IPower
        {
            public static int Power => 4;
        }

        /// <summary>(y − t)ᵖ / p.</summary>
        private readonly struct PowerLoss<TPower> : ILoss<double>
            where TPower : struct, IPower
        {
            public static double Value(ReadOnlySpan<double> output, ReadOnlySpan<double> target) => Math.Pow(output[0] - target[0], TPower.Power) / TPower.Power;

            public static void Gradient(ReadOnlySpan<double> output, ReadOnlySpan<double> target, double scale, Span<double> outputGradient) =>
                outputGradient[0] = scale * Math.Pow(output[0] - target[0], TPower.Power - 1);
        }
    }
}

namespace Generated.Tests.Another
{
    /// <summary>A loss of the name of one that the library has.</summary>
    internal readonly struct HalfSquaredError : ILoss<double>
    {
        public static double Value(ReadOnlySpan<double> output, ReadOnlySpan<double> target) => (output[0] - target[0]) * (output[0] - target[0]) / 2;

        public static void Gradient(ReadOnlySpan<double> output, ReadOnlySpan<double> target, double scale, Span<double> outputGradient) =>
            outputGradient[0] = scale * (output[0] - target[0]);
    }
}
