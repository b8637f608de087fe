namespace Generated.Samples.Convolution;

/// <summary>
/// Reads a digit by looking at every place for the same strokes: 16 filters of 3 × 3 pixels, 32 over what those found, the strongest answer
/// of every 2 × 2 places, and ten units that weigh them.
/// </summary>
[Network]
[Input("image", 8, 8, 1)]
[Conv2D(16, Padding = Padding.Same, Activation = Activation.ReLU)]
[Conv2D(32, Padding = Padding.Same, Activation = Activation.ReLU)]
[MaxPool(2)]
[Flatten]
[Dense(10, Activation.Softmax)]
public sealed partial class ConvolutionalClassifier;
