namespace Generated.Samples.Digits;

/// <summary>Reads a digit from an image of 8 × 8 pixels.</summary>
[Network(64, 32, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
public sealed partial class DigitClassifier;
