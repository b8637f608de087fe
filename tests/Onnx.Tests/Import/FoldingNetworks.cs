namespace Generated.Tests;

// The networks that scaling is folded into.

[Network(1, 1, Output = Activation.Linear)]
internal sealed partial class OneLinear;

[Network(1, 1, Output = Activation.Tanh)]
internal sealed partial class OneTanh;

[Network(5, 8, 2, Hidden = Activation.Tanh, Output = Activation.Linear)]
internal sealed partial class FiveTanh;

[Network(13, 16, 3, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class ThirteenReLU;

[Network(30, 1, Output = Activation.Sigmoid)]
internal sealed partial class ThirtySigmoid;

[Network(65, 16, 8, 2, Hidden = Activation.ReLU, Output = Activation.Linear)]
internal sealed partial class SixtyFiveReLU;

[Network(1, 1, Output = Activation.Tanh, Precision = Precision.Double)]
internal sealed partial class OneTanhDouble;

[Network(5, 8, 2, Hidden = Activation.Tanh, Output = Activation.Linear, Precision = Precision.Double)]
internal sealed partial class FiveTanhDouble;

[Network(65, 16, 8, 2, Hidden = Activation.ReLU, Output = Activation.Linear, Precision = Precision.Double)]
internal sealed partial class SixtyFiveReLUDouble;

[Network(5, 1, 2, Hidden = Activation.Tanh, Output = Activation.Linear)]
internal sealed partial class NormalizedSum;
