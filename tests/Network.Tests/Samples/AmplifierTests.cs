using System;
using System.Linq;
using Generated.Samples.Amplifier;
using Xunit;

namespace Generated.Tests;

/// <summary>The circuit of the sample is the one that its equation describes, and a network learns it.</summary>
public class AmplifierTests
{
    /// <summary>After a long constant input the capacitor takes no current: what the resistor brings, the diodes take.</summary>
    [Theory]
    [InlineData(0.5f)]
    [InlineData(-1)]
    [InlineData(0.001f)]
    public void AtRestTheCurrentsCancel(float input)
    {
        float[] constant = new float[4000];
        Array.Fill(constant, input);
        double v = DiodeClipper.Play(constant)[^1], u = 4.0 * input;
        double resistor = (u - v) / 2200, diodes = 2 * 2.52e-9 * Math.Sinh(v / (1.752 * 25.85e-3));
        Assert.Equal(resistor, diodes, 2e-5 * Math.Abs(u) / 2200);
    }

    [Fact]
    public void TheNetworkLearnsTheCircuit()
    {
        const int length = Pluck.SampleRate / 4;
        float[] strings = Pluck.Play(seconds: 2, seed: 1), circuit = DiodeClipper.Play(strings);
        var network = new GuitarAmplifier(seed: 1);
        var trainer = new SequenceTrainer<GuitarAmplifier, float, GuitarAmplifier.State>(network)
        {
            Epochs = 12,
            BatchSize = 8,
            Window = 256,
            WarmUp = 128,
            Seed = 1,
        };
        var sequences = new Dataset<float>(strings, length, circuit, length);
        trainer.Train<MeanSquaredError>(sequences, new Adam<float>(0.01), TestContext.Current.CancellationToken);

        float[] unheard = Pluck.Play(seconds: 1, seed: 2), expected = DiodeClipper.Play(unheard), played = new float[unheard.Length];
        network.Sequence(unheard, new GuitarAmplifier.State(), played);
        double error = expected.Zip(played, (y, own) => Math.Pow(y - own, 2)).Sum(), signal = expected.Sum(y => (double)y * y);
        Assert.InRange(error / signal, 0, 0.1);
    }
}
