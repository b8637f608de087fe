namespace Generated.Tests;

// A chain and a graph with dropout, and each once more without it.
[Network(20)]
[Dropout(0.2)]
[Dense(33, Activation.ReLU)]
[Dropout(0.5)]
[Dense(17, Activation.Tanh)]
[Dropout(0.1)]
[Dense(3, Activation.Softmax)]
internal sealed partial class DroppedSingle;

[Network(20, Precision = Precision.Double)]
[Dropout(0.2)]
[Dense(33, Activation.ReLU)]
[Dropout(0.5)]
[Dense(17, Activation.Tanh)]
[Dropout(0.1)]
[Dense(3, Activation.Softmax)]
internal sealed partial class DroppedDouble;

[Network(20)]
[Dense(33, Activation.ReLU)]
[Dense(17, Activation.Tanh)]
[Dense(3, Activation.Softmax)]
internal sealed partial class WholeSingle;

[Network(20, Precision = Precision.Double)]
[Dense(33, Activation.ReLU)]
[Dense(17, Activation.Tanh)]
[Dense(3, Activation.Softmax)]
internal sealed partial class WholeDouble;

[Network]
[Input("signal", Steps = 12, Features = 3)]
[Input("pose", 4)]
[Dropout(0.25, From = "pose", Name = "seen")]
[Conv1D(8, Activation = Activation.SiLU, From = "signal")]
[Dropout(0.3)]
[Flatten]
[Concat("seen", "layer4")]
[Dense(16, Activation.Tanh, Name = "trunk")]
[Dropout(0.4)]
[Dense(16)]
[Add("trunk")]
[Dropout(0.25, Name = "state")]
[Dense(2, Activation.Softmax, From = "trunk", Name = "policy")]
[Dropout(0.6, Name = "masked")]
[Output("state", "policy", "masked", "seen")]
internal sealed partial class DroppedGraphSingle;

[Network(Precision = Precision.Double)]
[Input("signal", Steps = 12, Features = 3)]
[Input("pose", 4)]
[Dropout(0.25, From = "pose", Name = "seen")]
[Conv1D(8, Activation = Activation.SiLU, From = "signal")]
[Dropout(0.3)]
[Flatten]
[Concat("seen", "layer4")]
[Dense(16, Activation.Tanh, Name = "trunk")]
[Dropout(0.4)]
[Dense(16)]
[Add("trunk")]
[Dropout(0.25, Name = "state")]
[Dense(2, Activation.Softmax, From = "trunk", Name = "policy")]
[Dropout(0.6, Name = "masked")]
[Output("state", "policy", "masked", "seen")]
internal sealed partial class DroppedGraphDouble;

// Nothing is computed where the dropout layers stand.
[Network(Precision = Precision.Double)]
[Input("signal", Steps = 12, Features = 3)]
[Input("pose", 4)]
[Activation(Activation.Linear, From = "pose", Name = "seen")]
[Conv1D(8, Activation = Activation.SiLU, From = "signal")]
[Activation(Activation.Linear)]
[Flatten]
[Concat("seen", "layer4")]
[Dense(16, Activation.Tanh, Name = "trunk")]
[Activation(Activation.Linear)]
[Dense(16)]
[Add("trunk")]
[Activation(Activation.Linear, Name = "state")]
[Dense(2, Activation.Softmax, From = "trunk", Name = "policy")]
[Activation(Activation.Linear, Name = "masked")]
[Output("state", "policy", "masked", "seen")]
internal sealed partial class WholeGraphDouble;

// One layer between two of dropout, so that a reference is a few lines.
[Network(6, Precision = Precision.Double)]
[Dropout(0.3)]
[Dense(5, Activation.Tanh)]
[Dropout(0.4)]
internal sealed partial class DroppedLayer;

// So small that one sample is computed straight-line.
[Network(4)]
[Dropout(0.1)]
[Dense(8, Activation.Tanh)]
[Dropout(0.1)]
[Dense(3, Activation.Softmax)]
[Dropout(0.1)]
internal sealed partial class TinyDropped;

[Network(4)]
[Dense(8, Activation.Tanh)]
[Dense(3, Activation.Softmax)]
internal sealed partial class TinyWhole;
