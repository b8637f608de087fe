namespace Generated.Tests;

// The networks of golden/networks.json, each in both precisions.

[Network(2, 1, Activations = [Activation.Sigmoid], Precision = Precision.Single)]
internal sealed partial class PerceptronShapeSingle;

[Network(2, 1, Activations = [Activation.Sigmoid], Precision = Precision.Double)]
internal sealed partial class PerceptronShapeDouble;

[Network(2, 3, 1, Activations = [Activation.Sigmoid, Activation.Sigmoid], Precision = Precision.Single)]
internal sealed partial class XorSingle;

[Network(2, 3, 1, Activations = [Activation.Sigmoid, Activation.Sigmoid], Precision = Precision.Double)]
internal sealed partial class XorDouble;

[Network(4, 16, 3, Activations = [Activation.ReLU, Activation.Softmax], Precision = Precision.Single)]
internal sealed partial class IrisSingle;

[Network(4, 16, 3, Activations = [Activation.ReLU, Activation.Softmax], Precision = Precision.Double)]
internal sealed partial class IrisDouble;

[Network(3, 5, 4, Activations = [Activation.Tanh, Activation.Softmax], Precision = Precision.Single)]
internal sealed partial class SoftmaxInsideSquaredErrorSingle;

[Network(3, 5, 4, Activations = [Activation.Tanh, Activation.Softmax], Precision = Precision.Double)]
internal sealed partial class SoftmaxInsideSquaredErrorDouble;

[Network(3, 5, 2, Activations = [Activation.Softmax, Activation.Linear], Precision = Precision.Single)]
internal sealed partial class SoftmaxHiddenSingle;

[Network(3, 5, 2, Activations = [Activation.Softmax, Activation.Linear], Precision = Precision.Double)]
internal sealed partial class SoftmaxHiddenDouble;

[Network(5, 7, 6, 9, 8, 7, 5, 6, 4, 3, 5, 6, 4, 3, 2, Activations = [Activation.Linear, Activation.Sigmoid, Activation.Tanh, Activation.ReLU, Activation.LeakyReLU, Activation.ELU, Activation.SELU, Activation.GELU, Activation.SiLU, Activation.Mish, Activation.Softplus, Activation.Softsign, Activation.HardTanh, Activation.Linear], Precision = Precision.Single)]
internal sealed partial class EveryActivationSingle;

[Network(5, 7, 6, 9, 8, 7, 5, 6, 4, 3, 5, 6, 4, 3, 2, Activations = [Activation.Linear, Activation.Sigmoid, Activation.Tanh, Activation.ReLU, Activation.LeakyReLU, Activation.ELU, Activation.SELU, Activation.GELU, Activation.SiLU, Activation.Mish, Activation.Softplus, Activation.Softsign, Activation.HardTanh, Activation.Linear], Precision = Precision.Double)]
internal sealed partial class EveryActivationDouble;

[Network(13, 32, 1, Activations = [Activation.Tanh, Activation.Linear], Precision = Precision.Single)]
internal sealed partial class RegressionSingle;

[Network(13, 32, 1, Activations = [Activation.Tanh, Activation.Linear], Precision = Precision.Double)]
internal sealed partial class RegressionDouble;

[Network(6, 10, 2, Activations = [Activation.Softplus, Activation.Linear], Precision = Precision.Single)]
internal sealed partial class AbsoluteSingle;

[Network(6, 10, 2, Activations = [Activation.Softplus, Activation.Linear], Precision = Precision.Double)]
internal sealed partial class AbsoluteDouble;

[Network(10, 20, 5, Activations = [Activation.ELU, Activation.Sigmoid], Precision = Precision.Single)]
internal sealed partial class MultiLabelSingle;

[Network(10, 20, 5, Activations = [Activation.ELU, Activation.Sigmoid], Precision = Precision.Double)]
internal sealed partial class MultiLabelDouble;

[Network(8, 16, 6, Activations = [Activation.SiLU, Activation.Softmax], Precision = Precision.Single)]
internal sealed partial class DistributionSingle;

[Network(8, 16, 6, Activations = [Activation.SiLU, Activation.Softmax], Precision = Precision.Double)]
internal sealed partial class DistributionDouble;

[Network(32, 64, 64, 8, Activations = [Activation.ReLU, Activation.ReLU, Activation.Linear], Precision = Precision.Single)]
internal sealed partial class PolicySingle;

[Network(32, 64, 64, 8, Activations = [Activation.ReLU, Activation.ReLU, Activation.Linear], Precision = Precision.Double)]
internal sealed partial class PolicyDouble;

[Network(17, 33, 31, 19, Activations = [Activation.GELU, Activation.Tanh, Activation.Softmax], Precision = Precision.Single)]
internal sealed partial class OddWidthsSingle;

[Network(17, 33, 31, 19, Activations = [Activation.GELU, Activation.Tanh, Activation.Softmax], Precision = Precision.Double)]
internal sealed partial class OddWidthsDouble;

[Network(20, 12, 3, 12, 20, Activations = [Activation.Sigmoid, Activation.Linear, Activation.Sigmoid, Activation.Linear], Precision = Precision.Single)]
internal sealed partial class AutoencoderSingle;

[Network(20, 12, 3, 12, 20, Activations = [Activation.Sigmoid, Activation.Linear, Activation.Sigmoid, Activation.Linear], Precision = Precision.Double)]
internal sealed partial class AutoencoderDouble;
