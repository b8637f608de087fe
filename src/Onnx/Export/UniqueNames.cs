using System.Collections.Generic;
using System.Globalization;

namespace Generated.Onnx.Export;

/// <summary>Names of a graph's nodes, or of its values, each of which may stand for one only.</summary>
internal sealed class UniqueNames
{
    private readonly HashSet<string> _taken = [];

    /// <summary>The name that is wanted, or, if it is taken, the same with the first free number behind it.</summary>
    public string Take(string wanted)
    {
        string name = wanted;
        for (int i = 2; !_taken.Add(name); i++)
            name = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{i}");
        return name;
    }
}
