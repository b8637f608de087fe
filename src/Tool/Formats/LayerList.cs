using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Generated.Tool.Compilation;

namespace Generated.Tool.Formats;

/// <summary>The layers of a file as they are read, each with its declaration and its tensors. The generator has the last word on what they are.</summary>
/// <param name="file">The file.</param>
/// <param name="inputs">The number of inputs.</param>
internal sealed class LayerList(string file, int inputs)
{
    /// <summary>What the input is called.</summary>
    public const string Input = "input";

    private const string ClassName = "Declared";

    private readonly List<string> _attributes = [];
    private readonly List<double[]> _tensors = [];

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>The number of features that the last layer gives.</summary>
    public int Features { get; private set; } = inputs;

    /// <summary>What the last layer gives is called, or the input where there is none yet.</summary>
    public string LastValue => _attributes.Count == 0 ? Input : Text($"layer{_attributes.Count}");

    /// <summary>Adds a layer.</summary>
    /// <param name="attribute">Its attribute as it is written in C#, of numbers and names of the library only.</param>
    /// <param name="features">The number of features that it gives.</param>
    /// <param name="tensors">Its tensors in canonical order and layout.</param>
    /// <returns>What its output is called.</returns>
    public string Add(string attribute, int features, params double[][] tensors)
    {
        _attributes.Add($"[{attribute}]");
        _tensors.AddRange(tensors);
        Features = features;
        return LastValue;
    }

    /// <summary>Adds an earlier value, of as many features as there are inputs, to the output of the last layer, which has as many or fewer.</summary>
    /// <param name="earlier">What it is called.</param>
    public void AddEarlier(string earlier)
    {
        string last = LastValue;
        if (Inputs > Features)
        {
            Add(Text($"Slice(0, {Features}, From = \"{earlier}\")"), Features);
            earlier = last;
        }

        Add($"Add(\"{earlier}\")", Features);
    }

    /// <summary>The network, in single precision as the programs compute that such files are for.</summary>
    /// <exception cref="ToolException">The generator does not accept it.</exception>
    public NetworkModel Build()
    {
        bool isGraph = _attributes.Any(attribute => attribute.Contains($"\"{Input}\"", StringComparison.Ordinal));
        string start = isGraph ? Text($"[Network]\n[Input(\"{Input}\", {Inputs})]") : Text($"[Network({Inputs})]");
        string source = $"using Generated;\n{start}\n{string.Join('\n', _attributes)}\npublic sealed partial class {ClassName};";
        (NetworkShape shape, Precision precision) = CompiledNetwork.Describe(source, ClassName, $"The network of {file}");
        double[] values = [.. _tensors.SelectMany(tensor => tensor)];
        return new NetworkModel(Path.GetFileNameWithoutExtension(file), shape, values, precision);
    }

    /// <summary>A text with numbers as C# has them.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
