using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Generated.Tool.Models;

/// <summary>A tensor of parameters that a checkpoint has.</summary>
/// <param name="Name">Its name, with that of its layer: <c>layer1.weight</c>.</param>
/// <param name="Shape">Its lengths.</param>
internal sealed record TrainingTensor(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>The number of elements, or a negative number if there are more than an <see cref="int"/> counts.</summary>
    public int Count
    {
        get
        {
            long all = Shape.Aggregate(1L, (count, length) => count is >= 0 and <= int.MaxValue ? count * length : -1);
            return all > int.MaxValue ? -1 : (int)all;
        }
    }
}

/// <summary>A checkpoint, read without the network that it is of: its architecture stands in it as text.</summary>
internal abstract partial class TrainingFile
{
    private protected TrainingFile(string path, string network, NetworkShape? shape, IReadOnlyList<TrainingTensor> tensors) =>
        (Path, Network, Shape, Tensors) = (path, network, shape, tensors);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The network on one line.</summary>
    public string Network { get; }

    /// <summary>The layers, with the parameters in canonical order, of a chain that the line describes in full; null for any other network.</summary>
    public NetworkShape? Shape { get; }

    /// <summary>The tensors of any other network, in canonical order; else empty.</summary>
    public IReadOnlyList<TrainingTensor> Tensors { get; }

    /// <summary>The precision that it was trained in.</summary>
    public abstract Precision Precision { get; }

    /// <summary>What the training was given, and how far it is, by name.</summary>
    public abstract IEnumerable<(string Name, string Value)> Facts { get; }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public static TrainingFile Open(string path)
    {
        string architecture = Checkpoint<float>.ReadArchitecture(path);
        int comma = Math.Max(architecture.LastIndexOf(','), 0), brace = architecture.IndexOf(" {", StringComparison.Ordinal);
        string network = architecture[..(brace >= 0 ? brace : comma)];
        NetworkShape? shape = null;
        TrainingTensor[] tensors = brace < 0 ? [] : [.. Tensor().Matches(architecture[brace..comma]).Select(TensorOf)];
        if (brace < 0 ? !TryParse(network, out shape) || shape!.ToString() != network
            : tensors.Length == 0 || Array.Exists(tensors, tensor => tensor.Count < 0))
            throw new ToolException(PrintableText.Of($"{path}: it is of the network '{architecture}', which is not understood."));
        return architecture[comma..] == ", Double"
            ? new TrainingFile<double>(path, architecture, network, shape, tensors)
            : new TrainingFile<float>(path, architecture, network, shape, tensors);
    }

    private static TrainingTensor TensorOf(Match match) => new(match.Groups[1].Value,
        [.. match.Groups[2].Value.Split(", ").Select(length => TryParseSize(length, out int size) ? size : -1)]);

    [GeneratedRegex(@"([^\s{,]+) \[([0-9, ]+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Tensor();

    /// <summary>The network with its best parameters, or the last ones if the training does not keep the best.</summary>
    /// <exception cref="ToolException">It is a graph, of which the checkpoint does not state enough.</exception>
    public abstract NetworkModel Model();

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
            // A dense layer has the name of its activation, any other that of its kind.
            LayerKind kind = LayerKind.Dense;
            if (!(Enum.TryParse(name, out Activation activation) && Enum.IsDefined(activation)) && !(Enum.TryParse(name, out kind) && Enum.IsDefined(kind)))
                return false;
            long biasOffset = offset + (long)inputs * units;
            if (biasOffset + units > int.MaxValue)
                return false;
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
internal sealed class TrainingFile<T>(string path, string architecture, string network, NetworkShape? shape, IReadOnlyList<TrainingTensor> tensors)
    : TrainingFile(path, network, shape, tensors)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Checkpoint<T> _checkpoint = Checkpoint<T>.Load(path, architecture, shape?.ParameterCount ?? checked(tensors.Sum(tensor => tensor.Count)));

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
    public override NetworkModel Model()
    {
        if (Shape is null)
            throw new ToolException($"{Path}: {Network} is a graph, whose wiring and settings a checkpoint does not state.");
        string name = System.IO.Path.GetFileNameWithoutExtension(Path);
        return NetworkModel.OfCanonical<T>(name, Shape, _checkpoint.Best.Length > 0 ? _checkpoint.Best : _checkpoint.Parameters, labels: []);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
