using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>What kind of mistake a declaration makes in what flows where.</summary>
internal enum WiringMistake
{
    /// <summary>A name is not valid, or names two values.</summary>
    Name,

    /// <summary>A layer or an output takes a value that there is not.</summary>
    Source,

    /// <summary>A layer does not fit what it is given.</summary>
    Shape,

    /// <summary>A value is used by nothing.</summary>
    Unused,
}

/// <summary>One mistake, and which part of the declaration is to blame.</summary>
/// <param name="Mistake">The kind of mistake.</param>
/// <param name="Part">Whose it is.</param>
/// <param name="Number">The how many of the inputs or layers it is, from 1.</param>
/// <param name="Argument">The argument of its attribute; empty for the attribute as a whole.</param>
/// <param name="Index">The how many of that argument's elements.</param>
/// <param name="Text">What is wrong.</param>
internal sealed record WiringProblem(WiringMistake Mistake, WiringPart Part, int Number, string Argument, int Index, string Text);

/// <summary>A part of a declaration.</summary>
internal enum WiringPart
{
    Input, Layer, Output,
}

/// <summary>Connects the layers of an architecture by the names of their values, and infers all shapes.</summary>
internal sealed class Wiring
{
    /// <summary>The most elements that a value may have; far beyond what a network in an assembly can be.</summary>
    private const double MostElements = int.MaxValue / 4;

    private readonly List<WiringProblem> _problems = [];
    private readonly List<(string Name, ValueShape? Shape, int Producer)> _values = [];
    private readonly List<LayerNode> _layers = [];
    private readonly List<int> _outputs = [];

    private Wiring(Architecture architecture)
    {
        for (int i = 0; i < architecture.Inputs.Count; i++)
        {
            InputSpec input = architecture.Inputs[i];
            ValueShape shape = ValueShape.Of(input.Lengths) with { IsStream = architecture.IsStreaming };
            RequireName(input.Name, WiringPart.Input, i + 1, "name");
            if (shape.ExactSize > MostElements)
                Add(WiringMistake.Shape, WiringPart.Input, i + 1, "shape", $"Input '{input.Name}' has too many elements");
            _values.Add((input.Name, shape.ExactSize > MostElements ? null : shape, 0));
        }

        // Numbers stand for names too, so that a name cannot mean two layers.
        string[] names = [.. architecture.Layers.Select((layer, i) => Architecture.NameOf(layer, i + 1))];
        for (int i = 0; i < names.Length; i++)
            Connect(architecture.Layers[i], i + 1, names);
        foreach ((string name, int i) in architecture.Outputs.Select((name, i) => (name, i)))
        {
            int value = _values.FindIndex(value => value.Name == name);
            if (value < architecture.Inputs.Count)
                Add(WiringMistake.Source, WiringPart.Output, 1, "names", $"names '{name}', but the layers are {List(names)}", i);
            else if (_outputs.Contains(value))
                Add(WiringMistake.Source, WiringPart.Output, 1, "names", $"names '{name}' twice", i);
            else
                _outputs.Add(value);
        }

        if (architecture.Outputs.Count == 0 && _layers.Count > 0)
            _outputs.Add(_values.Count - 1);
        FindUnused(architecture);
    }

    /// <summary>The values, the inputs first, then in the order in which they are computed. Complete where there are no problems.</summary>
    public EquatableArray<ValueNode> Values => new(_values.Select((value, index) => new ValueNode(
        value.Name, value.Shape ?? default, value.Producer,
        new(_layers.Where(layer => layer.Sources.Contains(index)).Select(layer => layer.Number)), _outputs.Contains(index))));

    /// <summary>The layers whose shapes are known, in order.</summary>
    public EquatableArray<LayerNode> Layers => new(_layers);

    /// <summary>The indices of the output values.</summary>
    public EquatableArray<int> Outputs => new(_outputs);

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<WiringProblem> Problems => _problems;

    public static Wiring Of(Architecture architecture) => new(architecture);

    private void Connect(LayerSpec layer, int number, string[] names)
    {
        if (layer.Name is not null)
            RequireName(layer.Name, WiringPart.Layer, number, "Name");
        else if (_values.Any(value => value.Name == names[number - 1]))
        {
            Add(
                WiringMistake.Name, WiringPart.Layer, number, "",
                $"'{names[number - 1]}' names two values: it is the default name of layer {number}");
        }

        var sources = new List<int>();
        foreach (Source source in layer.Sources.Count == 0 ? new EquatableArray<Source>([new Source(null, "From")]) : layer.Sources)
        {
            int value = source.Name is null ? number == 1 ? 0 : _values.Count - 1 : _values.FindIndex(value => value.Name == source.Name);
            if (value >= 0)
            {
                sources.Add(value);
                continue;
            }

            string problem = names.Skip(number - 1).Contains(source.Name)
                ? $"takes '{source.Name}', which is {(names[number - 1] == source.Name ? "its own output" : "declared after it")}: a layer takes earlier values"
                : $"takes '{source.Name}', but the values before it are {List(_values.Select(known => known.Name))}";
            Add(WiringMistake.Source, WiringPart.Layer, number, source.Argument, problem, source.Index);
        }

        ValueShape?[] shapes = [.. sources.Select(source => _values[source].Shape)];
        bool isKnown = sources.Count == System.Math.Max(1, layer.Sources.Count) && shapes.All(shape => shape is not null);
        InferredLayer? inferred = isKnown ? LayerInference.Infer(layer, [.. shapes.Select(shape => shape!.Value)]) : null;
        if (inferred is { Problem: null } && inferred.Output.ExactSize > MostElements)
            inferred = InferredLayer.Impossible("has too many elements");
        if (inferred?.Problem is { } reason)
            Add(WiringMistake.Shape, WiringPart.Layer, number, inferred.Argument, reason);
        if (inferred is { Problem: null })
            _layers.Add(new LayerNode(number, layer, new(sources), _values.Count, inferred));
        _values.Add((names[number - 1], inferred is { Problem: null } ? inferred.Output : null, number));
    }

    private void FindUnused(Architecture architecture)
    {
        // What is behind a mistake may be the very thing that would have used a value.
        if (_problems.Count > 0)
            return;
        for (int value = 0; value < _values.Count; value++)
        {
            if (_outputs.Contains(value) || _layers.Any(layer => layer.Sources.Contains(value)))
                continue;
            bool isInput = value < architecture.Inputs.Count;
            Add(WiringMistake.Unused, isInput ? WiringPart.Input : WiringPart.Layer, isInput ? value + 1 : _values[value].Producer, "", _values[value].Name);
        }
    }

    private void RequireName(string name, WiringPart part, int number, string argument)
    {
        if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_') || !name.All(letter => char.IsLetterOrDigit(letter) || letter == '_'))
            Add(WiringMistake.Name, part, number, argument, $"'{name}' is not a valid name: expected a letter or _, then letters, digits and _");
        else if (_values.Any(value => value.Name == name))
            Add(WiringMistake.Name, part, number, argument, $"'{name}' names two values");
    }

    private void Add(WiringMistake mistake, WiringPart part, int number, string argument, string text, int index = 0) =>
        _problems.Add(new WiringProblem(mistake, part, number, argument, index, text));

    private static string List(IEnumerable<string> names)
    {
        string[] quoted = [.. names.Select(name => $"'{name}'")];
        return quoted.Length == 1 ? quoted[0] : $"{string.Join(", ", quoted.Take(quoted.Length - 1))} and {quoted[quoted.Length - 1]}";
    }
}
