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
