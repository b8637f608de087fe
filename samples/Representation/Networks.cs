namespace Generated.Samples.Representation;

// The last hidden layer has two units, so what it makes of the input can be drawn; the output unit then has to draw a line.

[Network(2, 8, 2, 1, Hidden = Activation.Tanh, Output = Activation.Sigmoid)]
internal sealed partial class MoonNetwork;

[Network(2, 24, 24, 2, 1, Hidden = Activation.Tanh, Output = Activation.Sigmoid)]
internal sealed partial class SpiralNetwork;

/// <summary>Asks whether a line separates the classes: the perceptron rule ends only if one does.</summary>
[Network(2, 1, Output = Activation.Step)]
internal sealed partial class SeparatingUnit;
