namespace Generated.Tool.Models;

/// <summary>Which class the one probability of a model is of, where its file has those of two.</summary>
internal static class OutputClass
{
    /// <summary>Says it in a sentence; null for other models.</summary>
    public static string? Sentence(NetworkModel model) =>
        model.OutputClass is { } name ? Listing.Printable($"The output is the probability of class '{name}'; that of the other class is 1 minus it.") : null;
}
