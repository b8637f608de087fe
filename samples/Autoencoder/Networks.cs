namespace Generated.Samples.Autoencoder;

/// <summary>Linear from end to end: the best that it can do is what PCA does.</summary>
[Network(64, 10, 64, Hidden = Activation.Linear, Precision = Precision.Double)]
internal sealed partial class LinearAutoencoder;

/// <summary>Two numbers in the middle, and layers on both sides that bend. The third layer is the code; pixels are from 0 to 1, as a sigmoid is.</summary>
[Network(64, 128, 32, 2, 32, 128, 64,
    Activations = [Activation.Tanh, Activation.Tanh, Activation.Linear, Activation.Tanh, Activation.Tanh, Activation.Sigmoid])]
internal sealed partial class DeepAutoencoder;
