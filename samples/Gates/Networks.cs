namespace Generated.Samples.Gates;

/// <summary>One threshold unit: Rosenblatt's perceptron.</summary>
[Network(2, 1, Output = Activation.Step)]
internal sealed partial class ThresholdUnit;

/// <summary>One linear unit: the ADALINE. Its output counts as 1 from ½ on.</summary>
[Network(2, 1, Output = Activation.Linear)]
internal sealed partial class LinearUnit;

/// <summary>One sigmoid unit: logistic regression.</summary>
[Network(2, 1, Output = Activation.Sigmoid)]
internal sealed partial class SigmoidUnit;

/// <summary>Two threshold units whose outputs a third one joins.</summary>
[Network(2, 2, 1, Hidden = Activation.Step, Output = Activation.Step)]
internal sealed partial class ThresholdNetwork;

/// <summary>A multi-layer perceptron.</summary>
[Network(2, 3, 1, Hidden = Activation.Tanh, Output = Activation.Sigmoid)]
internal sealed partial class MultiLayerPerceptron;
