using System;

namespace Generated.Samples.Representation;

/// <summary>A network at one time of its training.</summary>
/// <param name="Epoch">After how many epochs.</param>
/// <param name="Accuracy">The share of the points whose class is right.</param>
/// <param name="Representation">The activations of the last hidden layer, two for each point.</param>
/// <param name="Line">The output unit's line in the plane of those: w₁h₁ + w₂h₂ + b = 0.</param>
/// <param name="Output">The network's output at any point of the plane of inputs, as it was then.</param>
/// <param name="IsSeparable">Whether the perceptron rule found a line that separates the classes in the representation.</param>
internal sealed record Snapshot(
    int Epoch, double Accuracy, float[] Representation, (double W1, double W2, double B) Line, Func<double, double, double> Output, bool IsSeparable)
{
    // Where no line is found after so many epochs, there is none or one with next to no margin.
    private const int SeparationEpochs = 2000;

    /// <summary>Takes a snapshot.</summary>
    public static Snapshot Take<TNetwork>(TNetwork network, Dataset<float> data, int epoch)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        TNetwork copy = TNetwork.Create();
        network.Parameters.CopyTo(copy.Parameters);

        int hidden = TNetwork.Shape.Layers.Count - 1;
        float[] representation = new float[2 * data.Count], outputs = new float[data.Count];
        for (int row = 0; row < data.Count; row++)
            copy.Activate(data.Input(row), hidden, representation.AsSpan(2 * row, 2));
        copy.ForwardBatch(data.Inputs, outputs);

        LayerShape last = TNetwork.Shape.Layers[hidden];
        Span<float> parameters = copy.Parameters;
        float[] output = new float[1];
        return new Snapshot(epoch, Metrics.Accuracy<float>(outputs, data.Targets, 1), representation,
            (parameters[last.WeightIndex(0, 0)], parameters[last.WeightIndex(1, 0)], parameters[last.BiasIndex(0)]),
            (x, y) =>
            {
                copy.Forward([(float)x, (float)y], output);
                return output[0];
            },
            IsLinearlySeparable(new Dataset<float>(representation, 2, data.Targets, 1)));
    }

    /// <summary>Whether the perceptron rule ends, as it does if and only if a line separates the classes.</summary>
    public static bool IsLinearlySeparable(Dataset<float> points) =>
        new PerceptronRule<SeparatingUnit, float>(new SeparatingUnit()) { Epochs = SeparationEpochs }.Train(points).End == LearningEnd.Converged;
}
