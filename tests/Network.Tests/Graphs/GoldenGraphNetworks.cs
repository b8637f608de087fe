namespace Generated.Tests;

// The networks of golden/layers.json that are of a fixed number of steps or of none, each in both precisions.

[Network(6)]
[Dense(10)]
[LayerNorm(Activation = Activation.SiLU)]
[Dense(3, Activation.Softmax)]
internal sealed partial class LayerNormalisationSingle;

[Network(6, Precision = Precision.Double)]
[Dense(10)]
[LayerNorm(Activation = Activation.SiLU)]
[Dense(3, Activation.Softmax)]
internal sealed partial class LayerNormalisationDouble;

[Network(5)]
[Scale]
[Dense(9)]
[PReLU]
[Dense(7)]
[PReLU(PerFeature = false)]
[Dense(2)]
internal sealed partial class ScaleAndPReLUSingle;

[Network(5, Precision = Precision.Double)]
[Scale]
[Dense(9)]
[PReLU]
[Dense(7)]
[PReLU(PerFeature = false)]
[Dense(2)]
internal sealed partial class ScaleAndPReLUDouble;

[Network(7)]
[Dense(12, Activation.Tanh, Bias = false)]
[Dense(3, Bias = false)]
internal sealed partial class NoBiasSingle;

[Network(7, Precision = Precision.Double)]
[Dense(12, Activation.Tanh, Bias = false)]
[Dense(3, Bias = false)]
internal sealed partial class NoBiasDouble;

[Network(8)]
[Dense(16, Activation.ReLU, Name = "a")]
[Dense(16, Activation.Tanh)]
[Dense(16)]
[Add("a", Activation = Activation.ReLU)]
[Dense(4)]
internal sealed partial class ResidualBlockSingle;

[Network(8, Precision = Precision.Double)]
[Dense(16, Activation.ReLU, Name = "a")]
[Dense(16, Activation.Tanh)]
[Dense(16)]
[Add("a", Activation = Activation.ReLU)]
[Dense(4)]
internal sealed partial class ResidualBlockDouble;

[Network(12)]
[Dense(24, Activation.ELU)]
[Dense(16, Activation.ELU, Name = "trunk")]
[Dense(4, Activation.Softmax, Name = "policy")]
[Dense(1, Name = "value", From = "trunk")]
[Output("policy", "value")]
internal sealed partial class TwoHeadsSingle;

[Network(12, Precision = Precision.Double)]
[Dense(24, Activation.ELU)]
[Dense(16, Activation.ELU, Name = "trunk")]
[Dense(4, Activation.Softmax, Name = "policy")]
[Dense(1, Name = "value", From = "trunk")]
[Output("policy", "value")]
internal sealed partial class TwoHeadsDouble;

[Network]
[Input("image", 20)]
[Input("pose", 6)]
[Dense(10, Activation.ReLU, Name = "seen")]
[Concat("seen", "pose")]
[Dense(8, Activation.Tanh)]
[Dense(2)]
internal sealed partial class TwoInputsSingle;

[Network(Precision = Precision.Double)]
[Input("image", 20)]
[Input("pose", 6)]
[Dense(10, Activation.ReLU, Name = "seen")]
[Concat("seen", "pose")]
[Dense(8, Activation.Tanh)]
[Dense(2)]
internal sealed partial class TwoInputsDouble;

[Network(9)]
[Dense(8, Activation.Tanh, Name = "a")]
[Dense(8, Activation.Sigmoid, Name = "g", From = "input")]
[Multiply("a")]
[Dense(3)]
internal sealed partial class GatedSingle;

[Network(9, Precision = Precision.Double)]
[Dense(8, Activation.Tanh, Name = "a")]
[Dense(8, Activation.Sigmoid, Name = "g", From = "input")]
[Multiply("a")]
[Dense(3)]
internal sealed partial class GatedDouble;

[Network]
[Input("signal", 16, 3)]
[Conv1D(8, Kernel = 3, Activation = Activation.ReLU, Padding = Padding.Valid)]
[Conv1D(6, Kernel = 3, Activation = Activation.Tanh, Padding = Padding.Same, Stride = 2)]
[MaxPool(2)]
[Flatten]
[Dense(4, Activation.Softmax)]
internal sealed partial class ConvolutionOverTimeSingle;

[Network(Precision = Precision.Double)]
[Input("signal", 16, 3)]
[Conv1D(8, Kernel = 3, Activation = Activation.ReLU, Padding = Padding.Valid)]
[Conv1D(6, Kernel = 3, Activation = Activation.Tanh, Padding = Padding.Same, Stride = 2)]
[MaxPool(2)]
[Flatten]
[Dense(4, Activation.Softmax)]
internal sealed partial class ConvolutionOverTimeDouble;

[Network]
[Input("signal", Steps = 24)]
[Conv1D(8, Activation = Activation.Tanh)]
[Conv1D(8, Activation = Activation.Tanh, Dilation = 2)]
[Conv1D(8, Activation = Activation.Tanh, Dilation = 4)]
[Dense(1)]
internal sealed partial class CausalDilatedConvolutionsSingle;

[Network(Precision = Precision.Double)]
[Input("signal", Steps = 24)]
[Conv1D(8, Activation = Activation.Tanh)]
[Conv1D(8, Activation = Activation.Tanh, Dilation = 2)]
[Conv1D(8, Activation = Activation.Tanh, Dilation = 4)]
[Dense(1)]
internal sealed partial class CausalDilatedConvolutionsDouble;

[Network]
[Input("image", 8, 8, 1)]
[Conv2D(6, Activation = Activation.ReLU)]
[Conv2D(8, Activation = Activation.ReLU, Padding = Padding.Same)]
[MaxPool(2)]
[Flatten]
[Dense(10, Activation.Softmax)]
internal sealed partial class DigitsByConvolutionSingle;

[Network(Precision = Precision.Double)]
[Input("image", 8, 8, 1)]
[Conv2D(6, Activation = Activation.ReLU)]
[Conv2D(8, Activation = Activation.ReLU, Padding = Padding.Same)]
[MaxPool(2)]
[Flatten]
[Dense(10, Activation.Softmax)]
internal sealed partial class DigitsByConvolutionDouble;

[Network]
[Input("signal", 12, 4)]
[Conv1D(4, Kernel = 5, Groups = 4)]
[Dense(8, Activation.GELU)]
[GlobalAveragePool]
[Dense(2)]
internal sealed partial class DepthwiseAndPointwiseSingle;

[Network(Precision = Precision.Double)]
[Input("signal", 12, 4)]
[Conv1D(4, Kernel = 5, Groups = 4)]
[Dense(8, Activation.GELU)]
[GlobalAveragePool]
[Dense(2)]
internal sealed partial class DepthwiseAndPointwiseDouble;

[Network]
[Input("signal", Steps = 9, Features = 4)]
[Rnn(6)]
[Dense(2)]
internal sealed partial class PlainRecurrentSingle;

[Network(Precision = Precision.Double)]
[Input("signal", Steps = 9, Features = 4)]
[Rnn(6)]
[Dense(2)]
internal sealed partial class PlainRecurrentDouble;

[Network]
[Input("signal", Steps = 11, Features = 2)]
[Gru(8)]
[Dense(3, Activation.Softmax)]
internal sealed partial class GatedRecurrentUnitSingle;

[Network(Precision = Precision.Double)]
[Input("signal", Steps = 11, Features = 2)]
[Gru(8)]
[Dense(3, Activation.Softmax)]
internal sealed partial class GatedRecurrentUnitDouble;

[Network]
[Input("signal", Steps = 12)]
[Lstm(16)]
[Dense(1)]
internal sealed partial class LongShortTermMemorySingle;

[Network(Precision = Precision.Double)]
[Input("signal", Steps = 12)]
[Lstm(16)]
[Dense(1)]
internal sealed partial class LongShortTermMemoryDouble;

[Network]
[Input("signal", Steps = 10, Features = 5)]
[Gru(7)]
[LastStep]
[Dense(3, Activation.Softmax)]
internal sealed partial class LastStepOnlySingle;

[Network(Precision = Precision.Double)]
[Input("signal", Steps = 10, Features = 5)]
[Gru(7)]
[LastStep]
[Dense(3, Activation.Softmax)]
internal sealed partial class LastStepOnlyDouble;

[Network]
[Input("signal", Steps = 14, Features = 2)]
[Dense(6, Activation.Tanh, Name = "in")]
[Conv1D(6, Kernel = 3, Activation = Activation.Tanh, Dilation = 2)]
[Add("in")]
[LayerNorm]
[Lstm(6)]
[Dense(1, Activation.Sigmoid)]
internal sealed partial class ConvolutionMemoryResidualSingle;

[Network(Precision = Precision.Double)]
[Input("signal", Steps = 14, Features = 2)]
[Dense(6, Activation.Tanh, Name = "in")]
[Conv1D(6, Kernel = 3, Activation = Activation.Tanh, Dilation = 2)]
[Add("in")]
[LayerNorm]
[Lstm(6)]
[Dense(1, Activation.Sigmoid)]
internal sealed partial class ConvolutionMemoryResidualDouble;
