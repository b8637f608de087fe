namespace Generated.Tests;

// Networks to be exported: every activation as a hidden and as the output layer's, in both precisions; all of them in one; and some that are wider.

[Network(5, 8, 6, Hidden = Activation.Linear, Output = Activation.Linear)]
internal sealed partial class SingleLinear;

[Network(5, 8, 6, Hidden = Activation.Linear, Output = Activation.Linear, Precision = Precision.Double)]
internal sealed partial class DoubleLinear;

[Network(5, 8, 6, Hidden = Activation.Step, Output = Activation.Step)]
internal sealed partial class SingleStep;

[Network(5, 8, 6, Hidden = Activation.Step, Output = Activation.Step, Precision = Precision.Double)]
internal sealed partial class DoubleStep;

[Network(5, 8, 6, Hidden = Activation.Sigmoid, Output = Activation.Sigmoid)]
internal sealed partial class SingleSigmoid;

[Network(5, 8, 6, Hidden = Activation.Sigmoid, Output = Activation.Sigmoid, Precision = Precision.Double)]
internal sealed partial class DoubleSigmoid;

[Network(5, 8, 6, Hidden = Activation.Tanh, Output = Activation.Tanh)]
internal sealed partial class SingleTanh;

[Network(5, 8, 6, Hidden = Activation.Tanh, Output = Activation.Tanh, Precision = Precision.Double)]
internal sealed partial class DoubleTanh;

[Network(5, 8, 6, Hidden = Activation.ReLU, Output = Activation.ReLU)]
internal sealed partial class SingleReLU;

[Network(5, 8, 6, Hidden = Activation.ReLU, Output = Activation.ReLU, Precision = Precision.Double)]
internal sealed partial class DoubleReLU;

[Network(5, 8, 6, Hidden = Activation.LeakyReLU, Output = Activation.LeakyReLU)]
internal sealed partial class SingleLeakyReLU;

[Network(5, 8, 6, Hidden = Activation.LeakyReLU, Output = Activation.LeakyReLU, Precision = Precision.Double)]
internal sealed partial class DoubleLeakyReLU;

[Network(5, 8, 6, Hidden = Activation.ELU, Output = Activation.ELU)]
internal sealed partial class SingleELU;

[Network(5, 8, 6, Hidden = Activation.ELU, Output = Activation.ELU, Precision = Precision.Double)]
internal sealed partial class DoubleELU;

[Network(5, 8, 6, Hidden = Activation.SELU, Output = Activation.SELU)]
internal sealed partial class SingleSELU;

[Network(5, 8, 6, Hidden = Activation.SELU, Output = Activation.SELU, Precision = Precision.Double)]
internal sealed partial class DoubleSELU;

[Network(5, 8, 6, Hidden = Activation.GELU, Output = Activation.GELU)]
internal sealed partial class SingleGELU;

[Network(5, 8, 6, Hidden = Activation.GELU, Output = Activation.GELU, Precision = Precision.Double)]
internal sealed partial class DoubleGELU;

[Network(5, 8, 6, Hidden = Activation.SiLU, Output = Activation.SiLU)]
internal sealed partial class SingleSiLU;

[Network(5, 8, 6, Hidden = Activation.SiLU, Output = Activation.SiLU, Precision = Precision.Double)]
internal sealed partial class DoubleSiLU;

[Network(5, 8, 6, Hidden = Activation.Mish, Output = Activation.Mish)]
internal sealed partial class SingleMish;

[Network(5, 8, 6, Hidden = Activation.Mish, Output = Activation.Mish, Precision = Precision.Double)]
internal sealed partial class DoubleMish;

[Network(5, 8, 6, Hidden = Activation.Softplus, Output = Activation.Softplus)]
internal sealed partial class SingleSoftplus;

[Network(5, 8, 6, Hidden = Activation.Softplus, Output = Activation.Softplus, Precision = Precision.Double)]
internal sealed partial class DoubleSoftplus;

[Network(5, 8, 6, Hidden = Activation.Softsign, Output = Activation.Softsign)]
internal sealed partial class SingleSoftsign;

[Network(5, 8, 6, Hidden = Activation.Softsign, Output = Activation.Softsign, Precision = Precision.Double)]
internal sealed partial class DoubleSoftsign;

[Network(5, 8, 6, Hidden = Activation.HardTanh, Output = Activation.HardTanh)]
internal sealed partial class SingleHardTanh;

[Network(5, 8, 6, Hidden = Activation.HardTanh, Output = Activation.HardTanh, Precision = Precision.Double)]
internal sealed partial class DoubleHardTanh;

[Network(5, 8, 6, Hidden = Activation.Softmax, Output = Activation.Softmax)]
internal sealed partial class SingleSoftmax;

[Network(5, 8, 6, Hidden = Activation.Softmax, Output = Activation.Softmax, Precision = Precision.Double)]
internal sealed partial class DoubleSoftmax;

[Network(6, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 4, Activations =
[
    Activation.Step, Activation.Sigmoid, Activation.Tanh, Activation.ReLU, Activation.LeakyReLU, Activation.ELU, Activation.SELU, Activation.GELU,
    Activation.SiLU, Activation.Mish, Activation.Softplus, Activation.Softsign, Activation.HardTanh, Activation.Linear, Activation.Softmax,
])]
internal sealed partial class SingleEveryActivation;

[Network(6, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 4, Activations =
[
    Activation.Step, Activation.Sigmoid, Activation.Tanh, Activation.ReLU, Activation.LeakyReLU, Activation.ELU, Activation.SELU, Activation.GELU,
    Activation.SiLU, Activation.Mish, Activation.Softplus, Activation.Softsign, Activation.HardTanh, Activation.Linear, Activation.Softmax,
], Precision = Precision.Double)]
internal sealed partial class DoubleEveryActivation;

[Network(64, 32, 10)]
internal sealed partial class SingleDigits;

[Network(300, 70, 1, Hidden = Activation.Tanh)]
internal sealed partial class SingleWide;

[Network(1, 1)]
internal sealed partial class SingleNeuron;

[Network(3)]
[RadialBasis(4)]
[Dense(2, Activation.Linear)]
internal sealed partial class RadialBasisNetwork;
