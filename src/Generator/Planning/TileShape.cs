namespace Generated.Generator.Planning;

/// <summary>
/// The sums that a kernel holds in registers at once: <see cref="Rows"/> rows by <see cref="Vectors"/> vectors of
/// columns, each in <see cref="Parts"/> parts.
/// </summary>
internal readonly record struct TileShape(int Rows, int Vectors, int Parts = 1)
{
    public int Sums => Rows * Vectors * Parts;
}
