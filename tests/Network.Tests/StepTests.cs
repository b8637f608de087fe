using System;
using System.Threading;
using Xunit;

namespace Generated.Tests;

/// <summary>A step's derivative is 0: it is never trained by gradients in silence.</summary>
public partial class StepTests
{
    [Fact]
    public void ATrainerRefusesAStepLayer()
    {
        var data = new Dataset<float>([0, 0, 1, 1], 2, [0, 1], 1);
        var trainer = new Trainer<Threshold, float>(new Threshold(1)) { Epochs = 1 };
#pragma warning disable GEN0025 // The compiler refuses it already; here it is the trainer's turn.
        var error = Assert.Throws<InvalidOperationException>(() => trainer.Train<MeanSquaredError>(data, new Sgd<float>(0.1), CancellationToken.None));
#pragma warning restore GEN0025
        Assert.Contains("Layer 2 has the activation Step", error.Message, StringComparison.Ordinal);
    }

    [Network(2, 2, 1, Hidden = Activation.Tanh, Output = Activation.Step)]
    private sealed partial class Threshold;
}
