namespace Generated;

/// <summary>Why a loss does not fit an output.</summary>
/// <param name="IsImpossible">Whether the loss cannot be computed from such outputs; otherwise it can, but the network learns badly from it.</param>
/// <param name="Reason">Why, as a clause that begins with "it" or "its".</param>
/// <param name="Fitting">The loss that fits, or null where the output has to change.</param>
/// <param name="Advice">What to do, as a clause.</param>
internal sealed record LossMisfit(bool IsImpossible, string Reason, string? Fitting, string Advice);

/// <summary>
/// Which losses fit which outputs. The analyzers are compiled with this file too, so that the compiler, the exceptions of the runtime and
/// docs/training.md agree: hence names in place of types.
/// </summary>
internal static class LossFit
{
    /// <summary>What an output layer of Gaussian units is called, which has no activation.</summary>
    public const string RadialBasis = "RadialBasis";

    /// <summary>Says why a loss of the runtime does not fit an output; null if it does, or if nothing is known about the loss.</summary>
    /// <param name="loss">The name of the loss.</param>
    /// <param name="output">What the last layer does, as the line that draws a network says: its activation or, without one, its kind.</param>
    public static LossMisfit? Of(string loss, string output) => loss switch
    {
        // Gradients do not pass a Step at all, which has a rule of its own.
        _ when output == "Step" => null,
        "HalfSquaredError" or "MeanSquaredError" or "MeanAbsoluteError" or "Huber" => OfError(output),
        "BinaryCrossEntropy" => OfBinary(output),
        "CategoricalCrossEntropy" or "KullbackLeibler" => OfCategorical(loss, output),
        "BinaryCrossEntropyFromLogits" => OfLogits(output, applied: "Sigmoid", withSoftmax: "CategoricalCrossEntropy"),
        "CategoricalCrossEntropyFromLogits" => OfLogits(output, applied: "Softmax", withSoftmax: "CategoricalCrossEntropy"),
        "KullbackLeiblerFromLogits" => OfLogits(output, applied: "Softmax", withSoftmax: "KullbackLeibler"),
        _ => null,
    };

    private static LossMisfit? OfError(string output) => output switch
    {
        "Softmax" => Poor("its gradient vanishes where the network is sure of a wrong class", "CategoricalCrossEntropy"),
        "Sigmoid" => Poor("its gradient vanishes where a unit is sure of a wrong answer", "BinaryCrossEntropy"),
        _ => null,
    };

    private static LossMisfit? OfBinary(string output) => output switch
    {
        "Sigmoid" or RadialBasis => null,
        "Softmax" => Poor("it takes the outputs for independent probabilities, but they sum to 1", "CategoricalCrossEntropy"),
        "Linear" => Impossible(output, "BinaryCrossEntropyFromLogits", ""),
        _ => Impossible(output, null, "Sigmoid"),
    };

    private static LossMisfit? OfCategorical(string loss, string output) => output switch
    {
        "Softmax" => null,
        "Sigmoid" or RadialBasis => Poor(
            "it takes the outputs for a distribution, but they do not sum to 1, so that making them all 1 makes it small", "BinaryCrossEntropy"),
        "Linear" => Impossible(output, loss + "FromLogits", ""),
        _ => Impossible(output, null, "Softmax"),
    };

    private static LossMisfit? OfLogits(string output, string applied, string withSoftmax)
    {
        string reason = output == applied ? $"it applies {applied} itself, so that {applied} would be applied twice"
            : $"it takes logits, which are any numbers, but {output} gives {Range(output)}";
        return output switch
        {
            "Linear" or "LeakyReLU" => null,
            "Sigmoid" or RadialBasis => Poor(reason, "BinaryCrossEntropy"),
            "Softmax" => Poor(reason, withSoftmax),
            _ => new LossMisfit(false, reason, null, "declare the output Linear"),
        };
    }

    private static LossMisfit Poor(string reason, string fitting) => new(false, reason, fitting, $"use {fitting}");

    private static LossMisfit Impossible(string output, string? fitting, string activation) => new(
        true, $"it takes logarithms of probabilities, but {output} gives {Range(output)}", fitting,
        fitting is null ? $"declare the output {activation}" : $"use {fitting}");

    private static string Range(string output) => output switch
    {
        "Sigmoid" or "Softmax" or RadialBasis => "numbers from 0 to 1",
        "Tanh" or "Softsign" or "HardTanh" => "numbers from −1 to 1",
        "ReLU" or "Softplus" => "numbers from 0 up",
        "Linear" or "LeakyReLU" => "any number",
        _ => "numbers from just below 0 up",
    };
}
