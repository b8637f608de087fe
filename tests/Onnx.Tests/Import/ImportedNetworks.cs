namespace Generated.Tests;

// The networks that models are imported into.

[Network(4, 16, 3, Hidden = Activation.ReLU, Output = Activation.Softmax)]
internal sealed partial class IrisImport;

[Network(64, 32, 10, Hidden = Activation.ReLU, Output = Activation.Linear)]
internal sealed partial class DigitsImport;

[Network(10, 24, 24, 1, Hidden = Activation.Tanh, Output = Activation.Linear)]
internal sealed partial class RegressorImport;

[Network(6, 8, 8, 8, 8, 8, 4, Activations =
    [Activation.LeakyReLU, Activation.ELU, Activation.SELU, Activation.Softplus, Activation.Softsign, Activation.Sigmoid])]
internal sealed partial class ManyActivationsImport;

[Network(3, 4, 2, Hidden = Activation.Linear, Output = Activation.Linear)]
internal sealed partial class LinearImport;

[Network(3, 4, 2, Hidden = Activation.Step, Output = Activation.Linear)]
internal sealed partial class StepImport;

[Network(3, 4, 2, Hidden = Activation.Sigmoid, Output = Activation.Linear)]
internal sealed partial class SigmoidImport;

[Network(3, 4, 2, Hidden = Activation.Tanh, Output = Activation.Linear)]
internal sealed partial class TanhImport;

[Network(3, 4, 2, Hidden = Activation.ReLU, Output = Activation.Linear)]
internal sealed partial class ReLUImport;

[Network(3, 4, 2, Hidden = Activation.LeakyReLU, Output = Activation.Linear)]
internal sealed partial class LeakyReLUImport;

[Network(3, 4, 2, Hidden = Activation.ELU, Output = Activation.Linear)]
internal sealed partial class ELUImport;

[Network(3, 4, 2, Hidden = Activation.SELU, Output = Activation.Linear)]
internal sealed partial class SELUImport;

[Network(3, 4, 2, Hidden = Activation.GELU, Output = Activation.Linear)]
internal sealed partial class GELUImport;

[Network(3, 4, 2, Hidden = Activation.SiLU, Output = Activation.Linear)]
internal sealed partial class SiLUImport;

[Network(3, 4, 2, Hidden = Activation.Mish, Output = Activation.Linear)]
internal sealed partial class MishImport;

[Network(3, 4, 2, Hidden = Activation.Softplus, Output = Activation.Linear)]
internal sealed partial class SoftplusImport;

[Network(3, 4, 2, Hidden = Activation.Softsign, Output = Activation.Linear)]
internal sealed partial class SoftsignImport;

[Network(3, 4, 2, Hidden = Activation.HardTanh, Output = Activation.Linear)]
internal sealed partial class HardTanhImport;

[Network(3, 4, 2, Hidden = Activation.Softmax, Output = Activation.Linear)]
internal sealed partial class SoftmaxImport;
