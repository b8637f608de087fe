// One file is a whole program: dotnet run quickstart.cs
#:package Generated@0.1.0

// The network is compiled with this file: optimised it is fast.
#:property Optimize=true

// The just-in-time compiler takes the widest registers there are. Without this line, a compiler to native code is downloaded.
#:property PublishAot=false

using System;
using Generated;

// Four samples of two inputs and one target.
var xor = new Dataset<float>([0, 0, 0, 1, 1, 0, 1, 1], inputSize: 2, [0, 1, 1, 0], targetSize: 1);

var network = new Xor(seed: 1);
var trainer = new Trainer<Xor, float>(network) { Epochs = 1000, BatchSize = 4, Seed = 1 };
TrainingHistory history = trainer.Train<BinaryCrossEntropy>(xor, new Sgd<float>(0.5) { Momentum = 0.9 });
Console.WriteLine($"Loss {history.Epochs[^1].TrainingLoss:F4} after {history.Epochs.Count} epochs");

Span<float> output = stackalloc float[Xor.OutputSize];
for (int row = 0; row < xor.Count; row++)
{
    network.Forward(xor.Input(row), output);
    Console.WriteLine($"{xor.Input(row)[0]} xor {xor.Input(row)[1]} = {output[0]:F3}");
}

[Network(2, 4, 1, Hidden = Activation.Tanh, Output = Activation.Sigmoid)]
public sealed partial class Xor;
