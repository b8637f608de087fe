using System;
using System.Collections.Generic;

namespace Generated.Samples.Gates;

/// <summary>A Boolean function of two inputs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its values at (0, 0), (0, 1), (1, 0), (1, 1).</param>
internal sealed record Gate(string Name, bool[] Values)
{
    /// <summary>The gates of the sample: a line separates the ones from the zeros of the first two, and none does of the third.</summary>
    public static IReadOnlyList<Gate> All { get; } =
    [
        new("OR", [false, true, true, true]),
        new("AND", [false, false, false, true]),
        new("XOR", [false, true, true, false]),
    ];

    /// <summary>The four inputs and the values as samples.</summary>
    public Dataset<float> Samples => new([0, 0, 0, 1, 1, 0, 1, 1], 2, Array.ConvertAll(Values, value => value ? 1f : 0f), 1);
}
