namespace Generated.Tests;

// Networks that tests of training and files share: two heads behind a normalisation, and an image beside a vector.
[Network(4)]
[Normalization(Clip = 4)]
[Dense(16, Activation.Tanh, Name = "trunk")]
[LayerNorm]
[Dense(3, Activation.Softmax, Name = "kind")]
[Dense(2, From = "trunk", Name = "size")]
[Output("kind", "size")]
internal sealed partial class TwoHeadedIris;

[Network(Precision = Precision.Double)]
[Input("image", 6, 6, 2)]
[Input("pose", 3)]
[Conv2D(4, Kernel = 3, Padding = Padding.Same, Activation = Activation.ReLU, From = "image")]
[MaxPool(2)]
[Flatten(Name = "seen")]
[Concat("pose", From = "seen")]
[Dense(8, Activation.SiLU, Name = "trunk")]
[Dense(8, Activation.SiLU, Bias = false)]
[Add("trunk")]
[PReLU]
[Dense(2, Name = "answer")]
internal sealed partial class Pilot;
