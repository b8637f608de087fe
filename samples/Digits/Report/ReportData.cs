using System.Collections.Generic;

namespace Generated.Samples.Digits;

/// <summary>A test image that the network takes for another digit.</summary>
/// <param name="Pixels">64 values from 0 (paper) to 16 (ink), row by row.</param>
/// <param name="Truth">The digit that was written.</param>
/// <param name="Prediction">The digit that the network sees.</param>
/// <param name="Probability">The probability from 0 to 1 that the network gives its prediction.</param>
internal sealed record MisclassifiedDigit(float[] Pixels, int Truth, int Prediction, double Probability);

/// <summary>What the report shows, as plain numbers.</summary>
internal sealed record ReportData
{
    /// <summary>The heading of the page.</summary>
    public required string Title { get; init; }

    /// <summary>One or two sentences under the heading.</summary>
    public required string Summary { get; init; }

    /// <summary>Names and values for the table at the top.</summary>
    public required IReadOnlyList<(string Name, string Value)> Facts { get; init; }

    /// <summary>The mean loss on the training part, one value per epoch.</summary>
    public required double[] TrainingLoss { get; init; }

    /// <summary>The mean loss on the test part, one value per epoch; empty if there is none.</summary>
    public required double[] TestLoss { get; init; }

    /// <summary>The accuracy from 0 to 1 on the test part, one value per epoch; empty if there is none.</summary>
    public required double[] TestAccuracy { get; init; }

    /// <summary>Test images by true digit (first index) and predicted digit (second index), 10 × 10.</summary>
    public required int[,] Confusion { get; init; }

    /// <summary>The test images that the network gets wrong.</summary>
    public required IReadOnlyList<MisclassifiedDigit> Misclassified { get; init; }

    /// <summary>The weights of the first layer, <c>[units][64]</c> row-major.</summary>
    public required float[] FirstLayerWeights { get; init; }

    /// <summary>Where the images come from, for the foot of the page.</summary>
    public required string Source { get; init; }
}
