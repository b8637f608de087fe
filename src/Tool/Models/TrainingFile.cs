using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;

namespace Generated.Tool.Models;

/// <summary>A checkpoint, read without the network that it is of: its architecture stands in it as text.</summary>
internal abstract class TrainingFile
{
    private protected TrainingFile(string path, NetworkShape shape)
    {
        Path = path;
        Shape = shape;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The network's layers, with the parameters in canonical order.</summary>
    public NetworkShape Shape { get; }

    /// <summary>The precision that it was trained in.</summary>
    public abstract Precision Precision { get; }

    /// <summary>What the training was given, and how far it is, by name.</summary>
    public abstract IEnumerable<(string Name, string Value)> Facts { get; }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public static TrainingFile Open(string path)
    {
        string architecture = Checkpoint<float>.ReadArchitecture(path);
        int comma = architecture.LastIndexOf(',');
        if (comma < 0 || !TryParse(architecture[..comma], out NetworkShape? shape) || shape!.ToString() != architecture[..comma])
            throw new ToolException(PrintableText.Of($"{path}: it is of the network '{architecture}', which is not understood."));
        return architecture[comma..] == ", Double" ? new TrainingFile<double>(path, shape) : new TrainingFile<float>(path, shape);
    }

    /// <summary>The network with its best parameters, or the last ones if the training does not keep the best.</summary>
    /// <exception cref="ToolException">A layer is not dense.</exception>
    public abstract DenseModel Model();

    /// <summary>Reads what <see cref="NetworkShape.ToString"/> writes.</summary>
    private static bool TryParse(string text, out NetworkShape? shape)
    {
        shape = null;
        string[] parts = text.Split(" → ");
        if (!TryParseSize(parts[0], out int inputs))
            return false;
        var layers = new List<LayerShape>();
        long offset = 0;
        foreach (string part in parts[1..])
        {
            if (part.Split(' ') is not [var size, var name] || !TryParseSize(size, out int units))
                return false;
            bool isRadial = name == nameof(LayerKind.RadialBasis);
            Activation activation = default;
            if (!isRadial && !(Enum.TryParse(name, out activation) && Enum.IsDefined(activation)))
                return false;
            long biasOffset = offset + (long)inputs * units;
            if (biasOffset + units > int.MaxValue)
                return false;
            LayerKind kind = isRadial ? LayerKind.RadialBasis : LayerKind.Dense;
            layers.Add(new LayerShape(kind, inputs, units, activation, (int)offset, WeightOrder.UnitsByInputs, (int)biasOffset));
            offset = biasOffset + units;
            inputs = units;
        }

        if (layers.Count > 0)
            shape = new NetworkShape([.. layers]);
        return shape is not null;
    }

    private static bool TryParseSize(string text, out int size) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size > 0;
}

/// <inheritdoc/>
internal sealed class TrainingFile<T>(string path, NetworkShape shape) : TrainingFile(path, shape)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Checkpoint<T> _checkpoint = Checkpoint<T>.Load(path, shape);

    /// <inheritdoc/>
    public override Precision Precision => typeof(T) == typeof(double) ? Precision.Double : Precision.Single;

    /// <inheritdoc/>
    public override IEnumerable<(string Name, string Value)> Facts
    {
        get
        {
            IReadOnlyList<TrainingProgress> epochs = _checkpoint.Epochs;
            yield return ("epochs", Invariant($"{epochs.Count}"));
            if (epochs.Count > 0)
            {
                TrainingProgress last = epochs[^1];
                yield return ("time", Invariant($"{last.Elapsed.TotalSeconds:F1} s"));
                yield return ("training loss", Invariant($"{last.TrainingLoss:G6}"));
                if (last.ValidationLoss is { } loss)
                    yield return ("validation loss", Invariant($"{loss:G6}"));
                if (last.ValidationAccuracy is { } accuracy)
                    yield return ("validation accuracy", Invariant($"{accuracy:P2}"));
                yield return ("learning rate", Invariant($"{last.LearningRate:G6}"));
            }

            yield return ("steps", Invariant($"{_checkpoint.Optimizer.StepCount}"));
            foreach ((string name, string value) in _checkpoint.Settings)
                yield return (name, value);
            yield return ("best parameters", _checkpoint.Best.Length > 0
                ? Invariant($"kept, of the loss {_checkpoint.LossToImprove:G6}; epochs without improvement since: {_checkpoint.EpochsWithoutImprovement}")
                : "not kept; the last ones are");
        }
    }

    /// <inheritdoc/>
    public override DenseModel Model()
    {
        T[] parameters = _checkpoint.Best.Length > 0 ? _checkpoint.Best : _checkpoint.Parameters;
        var layers = new List<DenseLayer>();
        foreach (LayerShape layer in Shape.Layers)
        {
            if (layer.Kind != LayerKind.Dense)
                throw new ToolException($"{Path}: layer {layers.Count + 1} of {Shape} is not dense; only dense layers are models of files.");
            layers.Add(new DenseLayer(Invariant($"layer{layers.Count + 1}"), layer.Inputs, layer.Units, layer.Activation,
                Wide(parameters.AsSpan(layer.WeightsOffset, layer.WeightCount)), Wide(parameters.AsSpan(layer.BiasOffset, layer.Units))));
        }

        return new DenseModel(System.IO.Path.GetFileNameWithoutExtension(Path), layers, Precision);
    }

    private static double[] Wide(ReadOnlySpan<T> values) => Array.ConvertAll(values.ToArray(), double.CreateTruncating);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
