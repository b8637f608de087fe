namespace Generated.Tests;

// Networks with memory and no fixed number of steps, each in both precisions: those of golden/layers.json, and a mixture of all kinds.

[Network(4)]
[Rnn(6)]
[Dense(2)]
internal sealed partial class PlainRecurrentStreamSingle;

[Network(4, Precision = Precision.Double)]
[Rnn(6)]
[Dense(2)]
internal sealed partial class PlainRecurrentStreamDouble;

[Network(2)]
[Gru(8)]
[Dense(3, Activation.Softmax)]
internal sealed partial class GatedRecurrentUnitStreamSingle;

[Network(2, Precision = Precision.Double)]
[Gru(8)]
[Dense(3, Activation.Softmax)]
internal sealed partial class GatedRecurrentUnitStreamDouble;

[Network(1)]
[Lstm(16)]
[Dense(1)]
internal sealed partial class LongShortTermMemoryStreamSingle;

[Network(1, Precision = Precision.Double)]
[Lstm(16)]
[Dense(1)]
internal sealed partial class LongShortTermMemoryStreamDouble;

[Network(3)]
[Lstm(5)]
[Gru(4)]
[Dense(2)]
internal sealed partial class MemoryFromAStateStreamSingle;

[Network(3, Precision = Precision.Double)]
[Lstm(5)]
[Gru(4)]
[Dense(2)]
internal sealed partial class MemoryFromAStateStreamDouble;

[Network(1)]
[Conv1D(8, Activation = Activation.Tanh)]
[Conv1D(8, Activation = Activation.Tanh, Dilation = 2)]
[Conv1D(8, Activation = Activation.Tanh, Dilation = 4)]
[Dense(1)]
internal sealed partial class CausalConvolutionsStreamSingle;

[Network(1, Precision = Precision.Double)]
[Conv1D(8, Activation = Activation.Tanh)]
[Conv1D(8, Activation = Activation.Tanh, Dilation = 2)]
[Conv1D(8, Activation = Activation.Tanh, Dilation = 4)]
[Dense(1)]
internal sealed partial class CausalConvolutionsStreamDouble;

[Network(2)]
[Dense(6, Activation.Tanh, Name = "in")]
[Conv1D(6, Kernel = 3, Activation = Activation.Tanh, Dilation = 2)]
[Add("in")]
[LayerNorm]
[Lstm(6)]
[Dense(1, Activation.Sigmoid)]
internal sealed partial class ConvolutionMemoryResidualStreamSingle;

[Network(2, Precision = Precision.Double)]
[Dense(6, Activation.Tanh, Name = "in")]
[Conv1D(6, Kernel = 3, Activation = Activation.Tanh, Dilation = 2)]
[Add("in")]
[LayerNorm]
[Lstm(6)]
[Dense(1, Activation.Sigmoid)]
internal sealed partial class ConvolutionMemoryResidualStreamDouble;

[Network]
[Input("signal", 1)]
[Input("knob", 2)]
[Concat("signal", "knob")]
[Conv1D(16, Kernel = 2, Name = "in")]
[Conv1D(16, Dilation = 3, Activation = Activation.Tanh, Name = "filter")]
[Conv1D(16, Dilation = 3, Activation = Activation.Sigmoid, From = "in", Name = "gate")]
[Multiply("filter", Name = "first")]
[Dense(16)]
[Add("in", Name = "middle")]
[Conv1D(16, Kernel = 4, Dilation = 9, Groups = 4, Activation = Activation.GELU)]
[Scale]
[PReLU]
[Add("middle", "first")]
[Conv1D(5, Kernel = 1, Bias = false, Activation = Activation.Softmax, Name = "mix")]
[Dense(3, From = "middle", Name = "side")]
[Output("mix", "side")]
internal sealed partial class WaveStreamSingle;

[Network(Precision = Precision.Double)]
[Input("signal", 1)]
[Input("knob", 2)]
[Concat("signal", "knob")]
[Conv1D(16, Kernel = 2, Name = "in")]
[Conv1D(16, Dilation = 3, Activation = Activation.Tanh, Name = "filter")]
[Conv1D(16, Dilation = 3, Activation = Activation.Sigmoid, From = "in", Name = "gate")]
[Multiply("filter", Name = "first")]
[Dense(16)]
[Add("in", Name = "middle")]
[Conv1D(16, Kernel = 4, Dilation = 9, Groups = 4, Activation = Activation.GELU)]
[Scale]
[PReLU]
[Add("middle", "first")]
[Conv1D(5, Kernel = 1, Bias = false, Activation = Activation.Softmax, Name = "mix")]
[Dense(3, From = "middle", Name = "side")]
[Output("mix", "side")]
internal sealed partial class WaveStreamDouble;

[Network(3)]
[Normalization(Clip = 3)]
[RadialBasis(7)]
[Lstm(20, Name = "long")]
[Conv1D(9, Kernel = 5, Groups = 1, Activation = Activation.SiLU)]
[Gru(40, Name = "gru")]
[Slice(3, 21)]
[Rnn(33)]
[Dense(4, Activation.Tanh)]
[Dense(2, From = "long", Name = "head")]
[Output("layer8", "head")]
internal sealed partial class OddStreamSingle;

[Network(3, Precision = Precision.Double)]
[Normalization(Clip = 3)]
[RadialBasis(7)]
[Lstm(20, Name = "long")]
[Conv1D(9, Kernel = 5, Groups = 1, Activation = Activation.SiLU)]
[Gru(40, Name = "gru")]
[Slice(3, 21)]
[Rnn(33)]
[Dense(4, Activation.Tanh)]
[Dense(2, From = "long", Name = "head")]
[Output("layer8", "head")]
internal sealed partial class OddStreamDouble;
