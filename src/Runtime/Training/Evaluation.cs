namespace Generated;

/// <summary>How well a network does on a data set.</summary>
/// <param name="Loss">The mean loss over the samples.</param>
/// <param name="Accuracy">The share of the samples whose class is predicted right; null if the targets are no classes.</param>
public readonly record struct Evaluation(double Loss, double? Accuracy)
{
    /// <summary>The number of samples whose outputs are not numbers. They count as wrong.</summary>
    public int NaNPredictions { get; init; }
}
