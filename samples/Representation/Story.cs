using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Samples.Representation;

/// <summary>The training of one network, with snapshots on the way.</summary>
/// <param name="Name">What is told apart.</param>
/// <param name="Network">The network's architecture.</param>
/// <param name="Data">The points.</param>
/// <param name="Snapshots">The network before the training, on the way, and at the end.</param>
internal sealed record Story(string Name, string Network, Dataset<float> Data, IReadOnlyList<Snapshot> Snapshots)
{
    private const ulong Seed = 1;

    /// <summary>Trains both networks.</summary>
    public static IReadOnlyList<Story> TellAll() =>
    [
        Tell("Two moons", new MoonNetwork(Seed), PointSets.TwoMoons(240, Seed), learningRate: 0.05, [0, 5, 20, 60, 300]),
        Tell("Two spirals", new SpiralNetwork(Seed), PointSets.TwoSpirals(240, Seed), learningRate: 0.05, [0, 50, 200, 500, 1500]),
    ];

    private static Story Tell<TNetwork>(string name, TNetwork network, Dataset<float> data, double learningRate, int[] epochs)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        List<Snapshot> snapshots = [Snapshot.Take(network, data, 0)];
        var trainer = new Trainer<TNetwork, float>(network)
        {
            Epochs = epochs[^1],
            BatchSize = 16,
            Seed = Seed,
            EpochCompleted = progress =>
            {
                if (epochs.Contains(progress.Epoch))
                    snapshots.Add(Snapshot.Take(network, data, progress.Epoch));
            },
        };
        trainer.Train<BinaryCrossEntropy>(data, new Sgd<float>(learningRate) { Momentum = 0.9 });
        return new Story(name, TNetwork.Shape.ToString(), data, snapshots);
    }
}
