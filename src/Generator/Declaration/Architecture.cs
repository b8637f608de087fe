using System.Linq;

namespace Generated.Generator.Declaration;

/// <summary>An input as declared.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Lengths">Features; or steps and features; or height, width and features.</param>
internal sealed record InputSpec(string Name, EquatableArray<int> Lengths)
{
    /// <summary>What the only input is called where it has no attribute of its own.</summary>
    public const string DefaultName = "input";
}

/// <summary>What flows where, as declared: it may still be wrong.</summary>
/// <param name="Inputs">The inputs, in order.</param>
/// <param name="Layers">The layers, in order.</param>
/// <param name="Outputs">The names of the layers that are outputs; empty for the last one.</param>
internal sealed record Architecture(EquatableArray<InputSpec> Inputs, EquatableArray<LayerSpec> Layers, EquatableArray<string> Outputs)
{
    /// <summary>
    /// Whether the network has memory and no fixed number of steps: every input is one step's features, and some layer remembers steps.
    /// </summary>
    public bool IsStreaming => Inputs.All(input => input.Lengths.Count == 1) && Layers.Any(layer => layer.HasMemory);

    /// <summary>What the last layer's output is called.</summary>
    public string OutputName => NameOf(Layers[Layers.Count - 1], Layers.Count);

    /// <summary>What a layer's output is called: its own name, or <c>layer</c> and its number.</summary>
    public static string NameOf(LayerSpec layer, int number) => layer.Name ?? $"layer{number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>A chain of layers behind one vector.</summary>
    public static Architecture Chain(int inputs, System.Collections.Generic.IEnumerable<LayerSpec> layers) =>
        new(new([new InputSpec(InputSpec.DefaultName, new([inputs]))]), new(layers), new([]));
}
