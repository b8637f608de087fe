using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>The shape of a value: what one sample has of it.</summary>
/// <param name="Features">The number of features.</param>
internal readonly record struct ValueShape(int Features)
{
    /// <summary>The elements of one sample.</summary>
    public int Size => Features;
}

/// <summary>A value that flows through a network: its input, or what a layer computes.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Producer">The number of the layer that computes it, or 0 for an input of the network.</param>
/// <param name="Readers">The numbers of the layers that read it.</param>
internal sealed record ValueNode(ValueShape Shape, int Producer, EquatableArray<int> Readers);
