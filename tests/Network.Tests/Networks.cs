namespace Generated.Tests;

// The networks that the tests of this project share: tiny, narrow, wide, odd, deep; every layout, lane class and
// activation place at least once.

[Network(2, 3, 1, Hidden = Activation.Sigmoid, Output = Activation.Sigmoid)]
internal sealed partial class TinyNetwork;

[Network(4, 16, 3, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class SmallNetwork;

[Network(64, 32, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class DigitNetwork;

[Network(17, 33, 31, 19, Activations = [Activation.GELU, Activation.Tanh, Activation.Softmax])]
internal sealed partial class OddNetwork;

[Network(50, 150, 1, Hidden = Activation.Tanh)]
internal sealed partial class ValueNetwork;

[Network(9, 5, 12, 7, 40, 6, Activations = [Activation.Softplus, Activation.Mish, Activation.Softmax, Activation.SELU, Activation.HardTanh], Precision = Precision.Double)]
internal sealed partial class MixedNetwork;

[Network(3)]
[RadialBasis(21)]
[Dense(18, Activation.SiLU)]
[RadialBasis(6)]
[Dense(2, Activation.Linear)]
internal sealed partial class RadialNetwork;

[Network(300, 600, 700, 20, Hidden = Activation.LeakyReLU, Output = Activation.Sigmoid)]
internal sealed partial class LargeNetwork;

[Network(40, 9000, 8, Hidden = Activation.Tanh)]
internal sealed partial class VeryWideNetwork;

/// <summary>Rows of weights so long that strips of them are packed, with columns that no tile divides.</summary>
[Network(270, 530, 300, 3, Hidden = Activation.Tanh)]
internal sealed partial class StripsNetwork;

[Network(260, 275, 262, 4, Hidden = Activation.ReLU, Precision = Precision.Double)]
internal sealed partial class DoubleStripsNetwork;

[Network(300, 520)]
internal sealed partial class SingleWideLayerNetwork;

[Network(5, 3, Output = Activation.Tanh, Precision = Precision.Double)]
internal sealed partial class SingleLayerNetwork;

[Network(12, 20, 7, Hidden = Activation.ReLU)]
internal sealed partial class LogitsNetwork;

[Network(6, 300, Precision = Precision.Double)]
internal sealed partial class ManyLogitsNetwork;

[Network(8, 11, 5, Hidden = Activation.Tanh)]
internal sealed partial class LabelsNetwork;
