namespace Generated.Bench;

// The networks that RTNeural's own benchmarks have: one sample in, one sample out.
[Network(1)]
[Lstm(16)]
[Dense(1)]
internal sealed partial class Lstm16;

[Network(1)]
[Lstm(20)]
[Dense(1)]
internal sealed partial class Lstm20;

[Network(1)]
[Lstm(32)]
[Dense(1)]
internal sealed partial class Lstm32;

[Network(1)]
[Lstm(40)]
[Dense(1)]
internal sealed partial class Lstm40;

[Network(1)]
[Lstm(64)]
[Dense(1)]
internal sealed partial class Lstm64;

[Network(1)]
[Gru(8)]
[Dense(1)]
internal sealed partial class Gru8;

[Network(1)]
[Gru(16)]
[Dense(1)]
internal sealed partial class Gru16;

[Network(1)]
[Gru(32)]
[Dense(1)]
internal sealed partial class Gru32;

[Network(1)]
[Gru(40)]
[Dense(1)]
internal sealed partial class Gru40;

[Network(1)]
[Gru(64)]
[Dense(1)]
internal sealed partial class Gru64;

[Network(1)]
[Conv1D(16, Activation = Activation.Tanh)]
[Conv1D(16, Activation = Activation.Tanh, Dilation = 2)]
[Conv1D(16, Activation = Activation.Tanh, Dilation = 4)]
[Conv1D(16, Activation = Activation.Tanh, Dilation = 8)]
[Dense(1)]
internal sealed partial class Convolutions16;

[Network(1)]
[Conv1D(8, Activation = Activation.ReLU)]
[Conv1D(8, Activation = Activation.ReLU, Dilation = 2)]
[Conv1D(8, Activation = Activation.ReLU, Dilation = 4)]
[Conv1D(8, Activation = Activation.ReLU, Dilation = 8)]
[Dense(1)]
internal sealed partial class Convolutions8;

[Network(1)]
[Dense(8, Activation.Tanh)]
[Conv1D(4, Activation = Activation.Tanh)]
[Gru(8)]
[Dense(1)]
internal sealed partial class Mixed;
