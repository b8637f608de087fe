using System;
using System.Linq;

namespace Generated.Tests;

/// <summary>Checkpoints as a trainer writes them.</summary>
internal static class Checkpoints
{
    /// <summary>The parameters of the best epoch, in canonical order; the last epoch's are ten times as large.</summary>
    public static float[] Best { get; } = [.. Enumerable.Range(1, 13).Select(i => i / 16f)];

    /// <summary>Saves one of a network 2 → 3 Tanh → 1 Sigmoid and gives its path.</summary>
    public static string Save(string path) => Save(path, new NetworkShape(
        new LayerShape(LayerKind.Dense, 2, 3, Activation.Tanh, 0, WeightOrder.UnitsByInputs, 6),
        new LayerShape(LayerKind.Dense, 3, 1, Activation.Sigmoid, 9, WeightOrder.UnitsByInputs, 12)), Best);

    /// <summary>Saves one of a network 2 → 5 RadialBasis → 1 Linear and gives its path.</summary>
    public static string SaveRadialBasis(string path) => Save(path, new NetworkShape(
        new LayerShape(LayerKind.RadialBasis, 2, 5, Activation.Linear, 0, WeightOrder.UnitsByInputs, 10),
        new LayerShape(LayerKind.Dense, 5, 1, Activation.Linear, 15, WeightOrder.UnitsByInputs, 20)), []);

    /// <summary>Saves one of a network with a dense layer without a bias, a normalisation and a sum, and gives its path.</summary>
    public static string SaveGraph(string path) => Save(path, new NetworkShape(
        [new ValueShape("x", 2)],
        [
            new LayerShape(LayerKind.Dense, 2, 3, Activation.ReLU, new ParameterTensor("weight", ParameterRole.Weight, [3, 2], 2, 3, 0)) { Sources = [0] },
            new LayerShape(
                LayerKind.LayerNorm, 3, 3, Activation.Linear,
                new ParameterTensor("weight", ParameterRole.Gain, [3], 3, 3, 6), new ParameterTensor("bias", ParameterRole.Bias, [3], 3, 3, 9)) { Name = "seen", Sources = [1] },
            new LayerShape(LayerKind.Add, 3, 3, Activation.Linear) { Sources = [2, 1] },
        ],
        [3]), []);

    private static string Save(string path, NetworkShape shape, float[] best)
    {
        new Checkpoint<float>
        {
            Settings = [("loss", "BinaryCrossEntropy"), ("batch size", "4")],
            BaseLearningRate = 0.01,
            Schedule = [],
            Optimizer = new OptimizerState<float>("Sgd", 80, 0.01, []),
            LossToImprove = 0.5,
            EpochsWithoutImprovement = 1,
            Epochs = [.. Enumerable.Range(1, 2).Select(epoch => new TrainingProgress(epoch, 0, 0.5 / epoch, 0.5, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(epoch), 0.01))],
            Parameters = [.. Enumerable.Range(1, shape.ParameterCount).Select(i => 10 * i / 16f)],
            Best = best,
        }.Save(path, shape);
        return path;
    }
}
