namespace Generated.Samples.Policy;

/// <summary>
/// From the state of the cart and its pole: with which probability to push left and right, and how much is still to be had from here.
/// </summary>
[Network]
[Input("state", 4)]
[Dense(32, Activation.Tanh, Name = "trunk")]
[Dense(2, Activation.Softmax, From = "trunk", Name = "policy")]
[Dense(1, From = "trunk", Name = "value")]
[Output("policy", "value")]
public sealed partial class CartPolicy;
