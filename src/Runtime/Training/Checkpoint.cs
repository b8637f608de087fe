using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Generated;

/// <summary>All that a training needs to go on, bit for bit, after one of its epochs; and the file it is kept in.</summary>
/// <remarks>
/// The file, little-endian: 8 bytes "GENTRAIN"; the version of the format (4 bytes); the hash of the architecture, the first 8 bytes of
/// the SHA-256 of its text (<see cref="CheckpointNetwork"/>); the length of what follows (8); the content, as
/// <c>Write</c> and <c>Read</c> list it; the CRC-32C of all that is before it (4). Parameters are in the canonical order
/// (<see cref="ParameterOrder"/>), so that another layout of the parameter vector can still read them. Version 1 differed in the loss only, of which
/// it had the short name and not the full type.
/// </remarks>
internal sealed record Checkpoint<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Version = 2;
    private const int OldestVersion = 1;
    private const int HeaderLength = 28, ChecksumLength = 4;

    private static ReadOnlySpan<byte> Magic => "GENTRAIN"u8;

    /// <summary>What must be the same when the training goes on, by name: the loss, the batch size, the optimiser and so on.</summary>
    public required IReadOnlyList<(string Name, string Value)> Settings { get; init; }

    /// <summary>Whether the settings have the short name of the loss, which does not tell its namespace and type arguments.</summary>
    public bool HasShortLossName { get; private init; }

    /// <summary>The learning rate that a schedule multiplies.</summary>
    public required double BaseLearningRate { get; init; }

    /// <summary>What the schedule remembers.</summary>
    public required double[] Schedule { get; init; }

    /// <summary>The optimiser. Its memory is in the canonical order.</summary>
    public required OptimizerState<T> Optimizer { get; init; }

    /// <summary>The loss that the next epochs must improve on not to be stopped early.</summary>
    public required double LossToImprove { get; init; }

    /// <summary>How many epochs in a row have not.</summary>
    public required int EpochsWithoutImprovement { get; init; }

    /// <summary>The epochs so far. The next one's order follows from the seed and its number.</summary>
    public required IReadOnlyList<TrainingProgress> Epochs { get; init; }

    /// <summary>The parameters, in the canonical order.</summary>
    public required T[] Parameters { get; init; }

    /// <summary>The parameters of the best epoch, in the canonical order; none without early stopping.</summary>
    public required T[] Best { get; init; }

    /// <summary>Writes a file, whole or not at all.</summary>
    public void Save(string path, NetworkShape shape)
    {
        var content = new MemoryStream();
        content.SetLength(HeaderLength);
        content.Position = HeaderLength;
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
            Write(writer, shape);

        Span<byte> header = content.GetBuffer().AsSpan(0, HeaderLength);
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteUInt64LittleEndian(header[12..], Hash(Architecture(shape)));
        BinaryPrimitives.WriteInt64LittleEndian(header[20..], content.Length - HeaderLength);

        byte[] checksum = new byte[ChecksumLength];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, Checksum(content.GetBuffer().AsSpan(0, (int)content.Length)));
        AtomicFile.Write(path, file =>
        {
            content.WriteTo(file);
            file.Write(checksum);
        });
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CheckpointException">It is damaged, has values that no training has, or is of another architecture.</exception>
    public static Checkpoint<T> Load(string path, NetworkShape shape) => Load(path, Architecture(shape), shape.ParameterCount);

    /// <summary>Reads a file of the network that a text describes: that of <see cref="ReadArchitecture"/>.</summary>
    /// <exception cref="CheckpointException">It is damaged, has values that no training has, or is of another architecture.</exception>
    public static Checkpoint<T> Load(string path, string network, int parameterCount)
    {
        byte[] file = ReadSound(path);
        using BinaryReader reader = Content(file);
        try
        {
            string architecture = reader.ReadString();
            if (architecture != network || BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(12)) != Hash(network))
                throw new CheckpointException(path, $"it is of the network {architecture}, but this one is {network}.");
            Checkpoint<T> checkpoint = Read(reader, parameterCount) with { HasShortLossName = VersionOf(file) == 1 };
            if (reader.BaseStream.Position != reader.BaseStream.Length)
                throw new InvalidDataException("there is more in it than was looked for.");
            checkpoint.RequirePossible();
            return checkpoint;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            throw NotUnderstood(path, error);
        }
    }

    /// <summary>Whether a file starts like a checkpoint.</summary>
    public static bool IsCheckpoint(ReadOnlySpan<byte> start) => start.StartsWith(Magic);

    /// <summary>The network that a checkpoint is of, as <see cref="CheckpointNetwork"/> writes it.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public static string ReadArchitecture(string path)
    {
        using BinaryReader reader = Content(ReadSound(path));
        try
        {
            return reader.ReadString();
        }
        catch (Exception error) when (error is IOException or FormatException or ArgumentException)
        {
            throw NotUnderstood(path, error);
        }
    }

    /// <summary>The bytes of a file whose header and checksum are right.</summary>
    private static byte[] ReadSound(string path)
    {
        AtomicFile.ClearBeside(path);
        byte[] file = File.ReadAllBytes(path);
        if (!IsCheckpoint(file))
        {
            string other = FileKind.Of(file.AsSpan(0, Math.Min(file.Length, FileKind.StartLength))) is { } kind ? $"; it is {kind}" : "";
            throw new CheckpointException(path, $"it is no checkpoint of a training: it does not start with GENTRAIN{other}.");
        }

        if (file.Length < HeaderLength + ChecksumLength)
            throw new CheckpointException(path, Invariant($"it is cut off after {file.Length} bytes."));
        if (VersionOf(file) is < OldestVersion or > Version)
        {
            throw new CheckpointException(path,
                Invariant($"it has version {VersionOf(file)} of the format, but this library reads versions {OldestVersion} to {Version}."));
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(20));
        if (length != file.Length - HeaderLength - ChecksumLength)
            throw new CheckpointException(
                path, Invariant($"its header tells of {length} bytes, but there are {file.Length - HeaderLength - ChecksumLength}: it is cut off or damaged."));
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(file.Length - ChecksumLength));
        if (checksum != Checksum(file.AsSpan(0, file.Length - ChecksumLength)))
            throw new CheckpointException(path, "its checksum is wrong: it is damaged.");
        return file;
    }

    private static int VersionOf(byte[] file) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(8));

    private static BinaryReader Content(byte[] file) => new(new MemoryStream(file, HeaderLength, file.Length - HeaderLength - ChecksumLength), Encoding.UTF8);

    private static CheckpointException NotUnderstood(string path, Exception error) => new(path, $"it cannot be understood: {error.Message}", error);

    /// <summary>Requires of all values that a training can have them, so that it does not fail when it goes on from them.</summary>
    /// <exception cref="InvalidDataException">One is out of its range.</exception>
    private void RequirePossible()
    {
        RequireRange(BaseLearningRate, 0.0, double.MaxValue, "learning rate");
        if (double.IsNaN(LossToImprove) || double.IsNegativeInfinity(LossToImprove))
            throw new InvalidDataException(Invariant($"the loss to improve on is {LossToImprove}."));
        if (EpochsWithoutImprovement < 0 || EpochsWithoutImprovement > Epochs.Count)
            throw new InvalidDataException(Invariant($"it has {Epochs.Count} epochs, of which {EpochsWithoutImprovement} are without improvement."));
        if (Epochs.Count == 0)
            throw new InvalidDataException("it has no epoch.");
        foreach (TrainingProgress epoch in Epochs)
        {
            RequireRange(epoch.TrainingLoss, double.MinValue, double.MaxValue, Invariant($"training loss of epoch {epoch.Epoch}"));
            RequireRange(epoch.ValidationLoss ?? 0.0, double.MinValue, double.MaxValue, Invariant($"validation loss of epoch {epoch.Epoch}"));
            RequireRange(epoch.ValidationAccuracy ?? 0.0, 0.0, 1.0, Invariant($"validation accuracy of epoch {epoch.Epoch}"));
            RequireRange(epoch.LearningRate, 0.0, double.MaxValue, Invariant($"learning rate of epoch {epoch.Epoch}"));
            RequireDuration(epoch.Duration, Invariant($"duration of epoch {epoch.Epoch}"));
            RequireDuration(epoch.Elapsed, Invariant($"time until the end of epoch {epoch.Epoch}"));
        }

        foreach (T value in Parameters.Concat(Best))
        {
            if (!T.IsFinite(value))
                throw new InvalidDataException(Invariant($"a parameter is {value}."));
        }
    }

    private static void RequireRange(double value, double least, double most, string what)
    {
        if (!(value >= least && value <= most))
            throw new InvalidDataException(Invariant($"the {what} is {value}."));
    }

    /// <summary>Requires a time to which that of the epochs to come can be added.</summary>
    private static void RequireDuration(TimeSpan time, string what)
    {
        if (time < TimeSpan.Zero || time > TimeSpan.MaxValue / 2)
            throw new InvalidDataException(Invariant($"the {what} is {time}."));
    }

    private void Write(BinaryWriter writer, NetworkShape shape)
    {
        writer.Write(Architecture(shape));
        writer.Write(Settings.Count);
        foreach ((string name, string value) in Settings)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Write(BaseLearningRate);
        writer.Write(Schedule.Length);
        foreach (double value in Schedule)
            writer.Write(value);
        writer.Write(LossToImprove);
        writer.Write(EpochsWithoutImprovement);
        writer.Write(Epochs.Count);
        foreach (TrainingProgress epoch in Epochs)
        {
            writer.Write(epoch.TrainingLoss);
            Write(writer, epoch.ValidationLoss);
            Write(writer, epoch.ValidationAccuracy);
            writer.Write(epoch.Duration.Ticks);
            writer.Write(epoch.Elapsed.Ticks);
            writer.Write(epoch.LearningRate);
        }

        Write(writer, Parameters);
        writer.Write(Best.Length > 0);
        Write(writer, Best);
        writer.Write(Optimizer.Description);
        writer.Write(Optimizer.StepCount);
        writer.Write(Optimizer.LearningRate);
        writer.Write(Optimizer.Memory.Count);
        foreach (T[] quantity in Optimizer.Memory)
            Write(writer, quantity);
    }

    private static Checkpoint<T> Read(BinaryReader reader, int parameterCount)
    {
        return new Checkpoint<T>
        {
            // In the order of the file: initialisers run from top to bottom.
            Settings = ReadList(reader, () => (reader.ReadString(), reader.ReadString())),
            BaseLearningRate = reader.ReadDouble(),
            Schedule = [.. ReadList(reader, reader.ReadDouble)],
            LossToImprove = reader.ReadDouble(),
            EpochsWithoutImprovement = reader.ReadInt32(),
            Epochs = ReadEpochs(reader),
            Parameters = ReadVector(reader, parameterCount),
            Best = ReadVector(reader, reader.ReadBoolean() ? parameterCount : 0),
            Optimizer = new OptimizerState<T>(
                reader.ReadString(), reader.ReadInt64(), reader.ReadDouble(), ReadList(reader, () => ReadVector(reader, parameterCount))),
        };
    }

    private static List<TrainingProgress> ReadEpochs(BinaryReader reader)
    {
        int epoch = 0;
        return ReadList(reader, () => new TrainingProgress(++epoch, 0, reader.ReadDouble(), ReadOptional(reader), ReadOptional(reader),
            TimeSpan.FromTicks(reader.ReadInt64()), TimeSpan.FromTicks(reader.ReadInt64()), reader.ReadDouble()));
    }

    private static List<TItem> ReadList<TItem>(BinaryReader reader, Func<TItem> read)
    {
        // No memory is taken for more than the file has.
        int count = reader.ReadInt32();
        if (count < 0)
            throw new InvalidDataException(Invariant($"it has a list of {count} values."));
        var list = new List<TItem>();
        for (int i = 0; i < count; i++)
            list.Add(read());
        return list;
    }

    private static void Write(BinaryWriter writer, double? value)
    {
        writer.Write(value.HasValue);
        writer.Write(value.GetValueOrDefault());
    }

    private static double? ReadOptional(BinaryReader reader)
    {
        bool hasValue = reader.ReadBoolean();
        double value = reader.ReadDouble();
        return hasValue ? value : null;
    }

    private static void Write(BinaryWriter writer, T[] vector)
    {
        foreach (T value in vector)
        {
            if (typeof(T) == typeof(float))
                writer.Write(float.CreateTruncating(value));
            else
                writer.Write(double.CreateTruncating(value));
        }
    }

    private static T[] ReadVector(BinaryReader reader, int length)
    {
        if ((long)length * Unsafe.SizeOf<T>() > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new EndOfStreamException(Invariant($"it ends before {length} parameters do."));
        var vector = new T[length];
        for (int i = 0; i < length; i++)
            vector[i] = typeof(T) == typeof(float) ? T.CreateTruncating(reader.ReadSingle()) : T.CreateTruncating(reader.ReadDouble());
        return vector;
    }

    private static string Architecture(NetworkShape shape) => CheckpointNetwork.TextOf<T>(shape);

    private static ulong Hash(string network) => BinaryPrimitives.ReadUInt64LittleEndian(Sha256.HashData(Encoding.UTF8.GetBytes(network)));

    /// <summary>CRC-32C (Castagnoli), which no altered byte escapes, nor any other change within 32 bits.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes)
            sum = BitOperations.Crc32C(sum, value);
        return ~sum;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
