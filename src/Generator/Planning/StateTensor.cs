namespace Generated.Generator.Planning;

/// <summary>What a layer remembers from step to step, by the name of the runtime's class.</summary>
/// <param name="Name">What it is to the layer: "hidden", "cell", "history".</param>
/// <param name="Steps">The steps that it remembers, or 0 if it is one vector.</param>
/// <param name="Features">The features of each step, or of the vector.</param>
internal sealed record StateTensor(string Name, int Steps, int Features)
{
    /// <summary>The number of values.</summary>
    public int Length => System.Math.Max(1, Steps) * Features;
}
