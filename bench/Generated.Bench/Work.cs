namespace Generated.Bench;

/// <summary>The names of what is measured.</summary>
internal static class Work
{
    public const string Sample = "one sample";
    public const string Batch = "batch of 128";
    public const string TrainingStep = "training step, batch of 32";

    /// <summary>All of them, in the order of the table.</summary>
    public static readonly string[] All = [Sample, Batch, TrainingStep];
}
