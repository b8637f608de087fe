using System;
using Generated.Bench;

namespace Generated.Compare;

[Network(784, 128, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
public sealed partial class Network784x128x10;

[Network(784, 128, 10, Hidden = Activation.ReLU)]
public sealed partial class Network784x128x10Linear;

[Network(784, 512, 512, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]
public sealed partial class Network784x512x512x10;

[Network(32, 64, 64, 8, Hidden = Activation.ReLU)]
public sealed partial class Network32x64x64x8;

[Network(4, 16, 3, Hidden = Activation.ReLU)]
public sealed partial class Network4x16x3;

[Network(4, 32, 16, 4, Hidden = Activation.Tanh)]
public sealed partial class Network4x32x16x4;

[Network(2, 3, 1, Hidden = Activation.Sigmoid, Output = Activation.Sigmoid)]
public sealed partial class Network2x3x1;

[Network(64, 64)]
public sealed partial class Network64x64;

[Network(64, 10, 10, 10, Hidden = Activation.ReLU)]
public sealed partial class Width10;

[Network(64, 16, 16, 16, Hidden = Activation.ReLU)]
public sealed partial class Width16;

[Network(64, 17, 17, 17, Hidden = Activation.ReLU)]
public sealed partial class Width17;

[Network(64, 31, 31, 31, Hidden = Activation.ReLU)]
public sealed partial class Width31;

[Network(64, 32, 32, 32, Hidden = Activation.ReLU)]
public sealed partial class Width32;

[Network(64, 33, 33, 33, Hidden = Activation.ReLU)]
public sealed partial class Width33;

/// <summary>That of <c>samples/Convolution</c>.</summary>
[Network]
[Input("image", 8, 8, 1)]
[Conv2D(16, Padding = Padding.Same, Activation = Activation.ReLU)]
[Conv2D(32, Padding = Padding.Same, Activation = Activation.ReLU)]
[MaxPool(2)]
[Flatten]
[Dense(10, Activation.Softmax)]
public sealed partial class ConvolutionalDigits;

[Network]
[Input("x", 64)]
[Dense(64, Activation.ReLU)]
[Dense(64)]
[Add("x", Name = "middle")]
[Dense(64, Activation.ReLU)]
[Dense(64)]
[Add("middle")]
public sealed partial class ResidualBlock;

[Network]
[Input("state", 48)]
[Dense(256, Activation.ReLU)]
[Dense(128, Activation.ReLU, Name = "trunk")]
[Dense(12, Activation.Tanh, From = "trunk", Name = "action")]
[Dense(1, From = "trunk", Name = "value")]
[Output("action", "value")]
public sealed partial class TrunkWithTwoHeads;

/// <summary>The networks that are compared.</summary>
internal static class Networks
{
    /// <summary>784-128-10, ReLU and softmax.</summary>
    public static readonly NetworkCase Digits = NetworkCase.Of<Network784x128x10, CategoricalCrossEntropy>(
        "784-128-10", (network, x, y, calls) =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(x, y);
                SideBySide.Consume(y[0]);
            }
        });

    /// <summary>784-128-10, ReLU and a linear output.</summary>
    public static readonly NetworkCase DigitsLinear = NetworkCase.Of<Network784x128x10Linear, HalfSquaredError>(
        "784-128-10, linear output", (network, x, y, calls) =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(x, y);
                SideBySide.Consume(y[0]);
            }
        });

    /// <summary>784-512-512-10, ReLU and softmax.</summary>
    public static readonly NetworkCase Wide = NetworkCase.Of<Network784x512x512x10, CategoricalCrossEntropy>("784-512-512-10");

    /// <summary>32-64-64-8, ReLU and a linear output.</summary>
    public static readonly NetworkCase Control = NetworkCase.Of<Network32x64x64x8, HalfSquaredError>(
        "32-64-64-8", (network, x, y, calls) =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(x, y);
                SideBySide.Consume(y[0]);
            }
        });

    /// <summary>4-16-3, ReLU and a linear output.</summary>
    public static readonly NetworkCase Tiny = NetworkCase.Of<Network4x16x3, HalfSquaredError>(
        "4-16-3", (network, x, y, calls) =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(x, y);
                SideBySide.Consume(y[0]);
            }
        });

    /// <summary>4-32-16-4, tanh and a linear output.</summary>
    public static readonly NetworkCase Tanh = NetworkCase.Of<Network4x32x16x4, HalfSquaredError>("4-32-16-4 tanh");

    /// <summary>2-3-1, sigmoids.</summary>
    public static readonly NetworkCase Sigmoid = NetworkCase.Of<Network2x3x1, BinaryCrossEntropy>(
        "2-3-1 sigmoid", (network, x, y, calls) =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(x, y);
                SideBySide.Consume(y[0]);
            }
        });

    /// <summary>One linear layer.</summary>
    public static readonly NetworkCase Dense = NetworkCase.Of<Network64x64, HalfSquaredError>(
        "dense 64×64", (network, x, y, calls) =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(x, y);
                SideBySide.Consume(y[0]);
            }
        });

    /// <summary>Two convolutions and a dense layer on images of 8×8.</summary>
    public static readonly NetworkCase Images = NetworkCase.Of<ConvolutionalDigits, CategoricalCrossEntropy>("convolutional digits");

    /// <summary>Four layers of 64 units, two and two around a sum.</summary>
    public static readonly NetworkCase Residual = NetworkCase.Of<ResidualBlock, HalfSquaredError>(
        "residual 4×64", (network, x, y, calls) =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(x, y);
                SideBySide.Consume(y[0]);
            }
        });

    /// <summary>48-256-128 and two heads.</summary>
    public static readonly NetworkCase Heads = NetworkCase.Of<TrunkWithTwoHeads, HalfSquaredError>(
        "48-256-128, two heads", (network, x, y, calls) =>
        {
            for (int i = 0; i < calls; i++)
            {
                network.Forward(x, y);
                SideBySide.Consume(y[0]);
            }
        });

    /// <summary>Widths that fill registers and widths that do not, each with the full one that it is measured against.</summary>
    public static readonly (NetworkCase Network, string Neighbour)[] Widths =
    [
        (NetworkCase.Of<Width10, HalfSquaredError>("64-10-10-10"), "64-16-16-16"),
        (NetworkCase.Of<Width16, HalfSquaredError>("64-16-16-16"), "64-16-16-16"),
        (NetworkCase.Of<Width17, HalfSquaredError>("64-17-17-17"), "64-16-16-16"),
        (NetworkCase.Of<Width31, HalfSquaredError>("64-31-31-31"), "64-32-32-32"),
        (NetworkCase.Of<Width32, HalfSquaredError>("64-32-32-32"), "64-32-32-32"),
        (NetworkCase.Of<Width33, HalfSquaredError>("64-33-33-33"), "64-32-32-32"),
    ];
}
