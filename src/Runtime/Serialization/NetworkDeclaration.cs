using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated;

/// <summary>A network as the attributes that declare it in C#, which is also what a file of weights says of its layers.</summary>
internal static class NetworkDeclaration
{
    /// <summary>Where a safetensors file of a network that is not a chain of dense layers says how it is declared.</summary>
    public const string MetadataKey = "declaration";

    /// <summary>The attributes, a line each, in their shortest form, for a file that has <c>using Generated;</c>.</summary>
    /// <param name="shape">The network.</param>
    /// <param name="precision">In what it computes.</param>
    /// <param name="arguments">Further arguments of the first attribute as they are written.</param>
    public static string AttributesOf(NetworkShape shape, Precision precision, params IEnumerable<string> arguments)
    {
        IEnumerable<string> last = precision == Precision.Double ? ["Precision = Precision.Double", .. arguments] : arguments;
        return shape.IsDenseChain ? Attribute("Network", [.. ShortForm(shape), .. last]) : string.Join("\n", LongForm(shape, last));
    }

    /// <summary>Whether the shape tells all that a declaration says: that of a generated network does, one written by hand may not.</summary>
    public static bool IsKnown(NetworkShape shape) => shape.Layers.All(layer => Enum.IsDefined(layer.Kind)
        && SettingsOf(layer.Kind).All(name => layer.Settings.Any(setting => setting.Name == name)));

    private static string[] SettingsOf(LayerKind kind) => kind switch
    {
        LayerKind.Conv1D or LayerKind.Conv2D => ["KernelHeight", "KernelWidth", "Stride", "Dilation", "Groups", "Padding"],
        LayerKind.MaxPool or LayerKind.AveragePool => ["Size", "Stride"],
        LayerKind.Slice => ["Start", "Length"],
        LayerKind.LayerNorm => ["Epsilon"],
        LayerKind.Normalization => ["Clip"],
        LayerKind.Dropout => ["Rate"],
        _ => [],
    };

    private static IEnumerable<string> ShortForm(NetworkShape shape)
    {
        IReadOnlyList<LayerShape> layers = shape.Layers;
        List<string> all = [.. layers.Select(layer => layer.Units).Prepend(shape.InputSize).Select(Number)];
        Activation[] hidden = [.. layers.SkipLast(1).Select(layer => layer.Activation).Distinct()];
        if (hidden.Length > 1)
        {
            all.Add($"Activations = [{string.Join(", ", layers.Select(layer => NameOf(layer.Activation)))}]");
        }
        else
        {
            all.AddRange(hidden.Select(activation => $"Hidden = {NameOf(activation)}"));
            all.Add($"Output = {NameOf(layers[^1].Activation)}");
        }

        return all;
    }

    private static IEnumerable<string> LongForm(NetworkShape shape, IEnumerable<string> arguments)
    {
        yield return Attribute("Network", shape.IsChain ? [Number(shape.InputSize), .. arguments] : arguments);
        foreach (ValueShape input in shape.IsChain ? [] : shape.Inputs)
            yield return Attribute("Input", [Text(input.Name), .. input.Lengths.Select(Number)]);
        for (int i = 0; i < shape.Layers.Count; i++)
            yield return LayerOf(shape, i);
        int last = shape.Inputs.Count + shape.Layers.Count - 1;
        if (shape.OutputValues is not [var only] || only != last)
            yield return Attribute("Output", shape.OutputValues.Select(value => Text(ValueName(shape, value))));
    }

    private static string LayerOf(NetworkShape shape, int index)
    {
        LayerShape layer = shape.Layers[index];
        int before = index == 0 ? 0 : shape.Inputs.Count + index - 1;
        int[] sources = layer.Sources.Count == 0 ? [before] : [.. layer.Sources];
        // A concatenation names all that it takes; of others the first value is that of From.
        bool namesAll = layer.Kind == LayerKind.Concat;
        List<string> all = [.. sources.Skip(namesAll ? 0 : 1).Select(value => Text(ValueName(shape, value))), .. Arguments(layer)];
        if (!namesAll && sources[0] != before)
            all.Add($"From = {Text(ValueName(shape, sources[0]))}");
        if (layer.Name is { } name)
            all.Add($"Name = {Text(name)}");
        return Attribute(layer.Kind.ToString(), all);
    }

    /// <summary>What a layer's attribute is told, but for the values that it takes. This is the one place that knows the attributes of the kinds.</summary>
    private static IEnumerable<string> Arguments(LayerShape layer) => layer.Kind switch
    {
        LayerKind.Dense =>
        [
            Number(layer.Units), .. Unless(layer.Activation, Activation.Linear, NameOf(layer.Activation)),
            .. Unless(layer.Parameters.Count, 2, "Bias = false"),
        ],
        LayerKind.RadialBasis or LayerKind.Rnn or LayerKind.Gru or LayerKind.Lstm => [Number(layer.Units)],
        LayerKind.Dropout => [Setting(layer, "Rate")],
        LayerKind.Activation => [NameOf(layer.Activation)],
        LayerKind.Conv1D => [Number(layer.Units), $"Kernel = {Setting(layer, "KernelWidth")}", .. Convolution(layer)],
        LayerKind.Conv2D =>
            [Number(layer.Units), $"KernelHeight = {Setting(layer, "KernelHeight")}", $"KernelWidth = {Setting(layer, "KernelWidth")}", .. Convolution(layer)],
        LayerKind.MaxPool or LayerKind.AveragePool =>
            [Setting(layer, "Size"), .. Unless(Setting(layer, "Stride"), Setting(layer, "Size"), $"Stride = {Setting(layer, "Stride")}")],
        LayerKind.Slice => [Setting(layer, "Start"), Setting(layer, "Length")],
        LayerKind.LayerNorm => [.. Unless(Setting(layer, "Epsilon"), "1E-05", $"Epsilon = {Setting(layer, "Epsilon")}"), .. Activated(layer)],
        LayerKind.Normalization => Unless(Setting(layer, "Clip"), "∞", $"Clip = {Setting(layer, "Clip")}"),
        LayerKind.PReLU => Unless(layer.Parameters[0].Length, layer.Units, "PerFeature = false"),
        LayerKind.Add or LayerKind.Multiply or LayerKind.Scale => Activated(layer),
        _ => [],
    };

    private static IEnumerable<string> Convolution(LayerShape layer) =>
    [
        .. Unless(Setting(layer, "Stride"), "1", $"Stride = {Setting(layer, "Stride")}"),
        .. Unless(Setting(layer, "Dilation"), "1", $"Dilation = {Setting(layer, "Dilation")}"),
        .. Unless(Setting(layer, "Groups"), "1", $"Groups = {Setting(layer, "Groups")}"),
        $"Padding = {nameof(Padding)}.{(Padding)int.Parse(Setting(layer, "Padding"), CultureInfo.InvariantCulture)}",
        .. Activated(layer),
        .. Unless(layer.Parameters.Count, 2, "Bias = false"),
    ];

    private static IEnumerable<string> Activated(LayerShape layer) =>
        Unless(layer.Activation, Activation.Linear, $"Activation = {NameOf(layer.Activation)}");

    private static IEnumerable<string> Unless<T>(T value, T usual, string argument) => EqualityComparer<T>.Default.Equals(value, usual) ? [] : [argument];

    private static string Setting(LayerShape layer, string name)
    {
        double value = layer.Settings.First(setting => setting.Name == name).Value;
        return double.IsPositiveInfinity(value) ? "∞" : value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static string ValueName(NetworkShape shape, int value) =>
        value < shape.Inputs.Count ? shape.Inputs[value].Name : shape.NameOf(value - shape.Inputs.Count + 1);

    private static string Attribute(string name, IEnumerable<string> arguments) =>
        string.Join(", ", arguments) is { Length: > 0 } text ? $"[{name}({text})]" : $"[{name}]";

    private static string NameOf(Activation activation) => $"{nameof(Activation)}.{activation}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A name in quotes. What values are called is an identifier, in which nothing has to be escaped.</summary>
    private static string Text(string name) => $"\"{name}\"";
}
