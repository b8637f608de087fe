namespace Generated;

/// <summary>
/// A step of a training, as <see cref="DropoutAttribute"/> knows it: the mask of a layer is a hash of seed, step, layer, row and unit, so the same
/// step of the same rows gives the same mask, on any thread and in a resumed training.
/// </summary>
/// <remarks>Default: no step; nothing is dropped.</remarks>
/// <param name="Seed">The seed of the training.</param>
/// <param name="Step">The number of the step.</param>
public readonly record struct DropoutStep(ulong Seed, long Step)
{
    /// <summary>The number of the first row in its batch: rows of a batch that are computed apart get the masks that they have in it. Default: 0.</summary>
    public int FirstRow { get; init; }

    /// <summary>Whether it is a step; false for the default value.</summary>
    public bool IsStep { get; } = true;
}
