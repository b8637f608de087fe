namespace Generated.Generator.Planning;

/// <summary>How a tile reads the values that it broadcasts, and its weights.</summary>
internal enum TileReading
{
    /// <summary>Broadcast values one by one, from anywhere.</summary>
    Plain,

    /// <summary>Broadcast values 128 bits at a time, for a single row, which is limited by its loads.</summary>
    Spread,

    /// <summary>Broadcast values one by one; the weights, which exceed the nearest cache, are asked for ahead of time.</summary>
    Streamed,

    /// <summary>The runtime's own tile of one row, for what is not worth a tile of the network's.</summary>
    Shared,
}

/// <summary>
/// The sums that a kernel holds in registers at once: <see cref="Rows"/> rows by <see cref="Vectors"/> vectors of
/// columns, each in <see cref="Parts"/> parts.
/// </summary>
internal readonly record struct TileShape(int Rows, int Vectors, int Parts = 1, TileReading Reading = TileReading.Plain)
{
    public int Sums => Rows * Vectors * Parts;
}
