namespace Generated.Tests;

// What the files of make_files.py hold, declared in C#.

[Network(4, 5, 3, Hidden = Activation.ReLU, Output = Activation.Softmax, Precision = Precision.Double)]
internal sealed partial class DenseKeras;

[Network(4, Precision = Precision.Double)]
[Dense(6, Bias = false)]
[Scale(Activation = Activation.ELU)]
[Dense(2, Activation.Sigmoid)]
internal sealed partial class BatchNormKeras;

[Network(Precision = Precision.Double)]
[Input("image", 8, 6, 2)]
[Conv2D(3, KernelHeight = 3, KernelWidth = 2, Padding = Padding.Same, Activation = Activation.ReLU)]
[MaxPool(2)]
[Flatten]
[Dense(4, Name = "scores")]
internal sealed partial class ImageKeras;

[Network(Precision = Precision.Double)]
[Input("steps", 9, 2)]
[Conv1D(4, Kernel = 3, Dilation = 2, Activation = Activation.Tanh)]
[Conv1D(6, Kernel = 2, Stride = 2, Groups = 2, Padding = Padding.Valid)]
[GlobalAveragePool]
[LayerNorm(Epsilon = 0.001)]
[Dense(3, Activation.GELU, Name = "scores")]
internal sealed partial class SequenceKeras;

[Network(3, Precision = Precision.Double)]
[Normalization]
[Dense(4)]
[PReLU(PerFeature = false)]
[Dense(1)]
internal sealed partial class NormalizationKeras;

[Network(Precision = Precision.Double)]
[Input("a", 3)]
[Input("b", 2)]
[Dense(4, Activation.ReLU, From = "a")]
[Dense(4, Activation.Tanh, From = "b")]
[Add("layer2", From = "layer1")]
[Multiply("layer2", From = "layer1")]
[Concat("layer3", "layer4", "layer2")]
[Dense(2, Activation.Softmax, Name = "policy")]
[Dense(1, From = "layer3", Name = "value")]
[Output("policy", "value")]
internal sealed partial class BranchesKeras;
