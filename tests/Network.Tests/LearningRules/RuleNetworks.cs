namespace Generated.Tests;

// The networks that the tests of the learning rules share.

[Network(2, 1, Output = Activation.Step)]
internal sealed partial class ThresholdUnit;

[Network(5, 1, Output = Activation.Step, Precision = Precision.Double)]
internal sealed partial class WideThresholdUnit;

[Network(6, 3, Output = Activation.Step, Precision = Precision.Double)]
internal sealed partial class ThresholdUnits;

[Network(3, 1, Precision = Precision.Double)]
internal sealed partial class LinearUnit;

[Network(6, 2, Precision = Precision.Double)]
internal sealed partial class LinearUnits;

[Network(40, 17)]
internal sealed partial class LinearLayer;

[Network(2, 3, 1, Hidden = Activation.Step, Output = Activation.Step)]
internal sealed partial class Madaline;

[Network(2, 4, 3, 2, Hidden = Activation.Step, Output = Activation.Step, Precision = Precision.Double)]
internal sealed partial class DeepMadaline;

[Network(2, 4, 1, Hidden = Activation.Tanh, Output = Activation.Sigmoid, Precision = Precision.Double)]
internal sealed partial class SigmoidNetwork;
