using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>
/// The shape of a value: what one sample has of it. A vector of features, a sequence of steps, or an image; features lie innermost.
/// </summary>
/// <param name="Rank">1 for a vector, 2 for a sequence, 3 for an image.</param>
/// <param name="Height">The rows of an image, else 1.</param>
/// <param name="Width">The columns of an image or the steps of a sequence, else 1.</param>
/// <param name="Features">The features of each position.</param>
internal readonly record struct ValueShape(int Rank, int Height, int Width, int Features)
{
    public static ValueShape Vector(int features) => new(1, 1, 1, features);

    public static ValueShape Of(IReadOnlyList<int> lengths) => lengths.Count switch
    {
        1 => Vector(lengths[0]),
        2 => new(2, 1, lengths[0], lengths[1]),
        3 => new(3, lengths[0], lengths[1], lengths[2]),
        _ => throw new ArgumentOutOfRangeException(nameof(lengths)),
    };

    /// <summary>Whether it is one step of a sequence that has no end: a vector for every layer that does not remember steps.</summary>
    public bool IsStream { get; init; }

    /// <summary>The positions: 1 of a vector.</summary>
    public int Positions => Height * Width;

    /// <summary>The elements of one sample.</summary>
    public int Size => Positions * Features;

    /// <summary>The same where a declaration may ask for more than an int holds.</summary>
    public double ExactSize => (double)Height * Width * Features;

    /// <summary>The lengths, features last.</summary>
    public EquatableArray<int> Lengths => new(Rank switch { 1 => [Features], 2 => [Width, Features], _ => [Height, Width, Features] });

    /// <summary>The same positions with other features.</summary>
    public ValueShape WithFeatures(int features) => this with { Features = features };

    /// <summary>Whether another value has the same positions.</summary>
    public bool HasPositionsOf(ValueShape other) => (Rank, Height, Width) == (other.Rank, other.Height, other.Width);

    /// <summary>The lengths as a drawing has them: <c>8×8×1</c>.</summary>
    public override string ToString() => string.Join("×", Lengths.Select(length => length.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>A value that flows through a network: an input, or what a layer computes.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Producer">The number of the layer that computes it, or 0 for an input of the network.</param>
/// <param name="Readers">The numbers of the layers that read it.</param>
/// <param name="IsOutput">Whether it is an output of the network.</param>
internal sealed record ValueNode(string Name, ValueShape Shape, int Producer, EquatableArray<int> Readers, bool IsOutput);
