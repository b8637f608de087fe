namespace Generated.Samples.Iris;

/// <summary>
/// Sizes of a flower in centimetres to probabilities of its species. The standardiser is a layer and the species are labels, so a file of weights is
/// all that a program needs.
/// </summary>
[Network(4, Labels = ["setosa", "versicolor", "virginica"])]
[Normalization]
[Dense(16, Activation.Tanh)]
[Dropout(0.1)]
[Dense(3, Activation.Softmax)]
public sealed partial class IrisClassifier;
