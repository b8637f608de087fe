using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Samples.Gates;

/// <summary>A line w₁x₁ + w₂x₂ + b = 0 of the plane of inputs.</summary>
internal readonly record struct DecisionLine(double W1, double W2, double B);

/// <summary>How a rule did on a gate.</summary>
/// <param name="Method">The rule.</param>
/// <param name="Gate">The gate.</param>
/// <param name="Course">What the rule had to do.</param>
/// <param name="Output">The network's output at any point of the plane; it counts as 1 from ½ on.</param>
/// <param name="Lines">The lines of the units that see the inputs.</param>
internal sealed record Lesson(Method Method, Gate Gate, string Course, Func<double, double, double> Output, IReadOnlyList<DecisionLine> Lines)
{
    /// <summary>The four inputs.</summary>
    public static IReadOnlyList<(double X1, double X2)> Corners { get; } = [(0, 0), (0, 1), (1, 0), (1, 1)];

    /// <summary>Whether the output at each corner is the gate's.</summary>
    public IReadOnlyList<bool> IsRight => [.. Corners.Select((corner, i) => Output(corner.X1, corner.X2) >= 0.5 == Gate.Values[i])];

    /// <summary>How many of the four corners are right.</summary>
    public int RightCount => IsRight.Count(isRight => isRight);
}

/// <summary>A rule with the network that it teaches.</summary>
/// <param name="Name">The rule's name.</param>
/// <param name="Network">The network's architecture.</param>
/// <param name="Teach">Teaches a new network a gate.</param>
internal sealed record Method(string Name, string Network, Func<Method, Gate, Lesson> Teach)
{
    private const ulong Seed = 1;

    /// <summary>The rules of the sample: three on a single unit, then three on networks with a hidden layer.</summary>
    public static IReadOnlyList<Method> All { get; } =
    [
        new("Perceptron", ThresholdUnit.Shape.ToString(), Perceptron),
        new("Delta rule (ADALINE)", LinearUnit.Shape.ToString(), Adaline),
        new("Generalised delta rule", SigmoidUnit.Shape.ToString(), SigmoidDescent),
        new("MADALINE", ThresholdNetwork.Shape.ToString(), Madaline),
        new("Generalised delta rule", MultiLayerPerceptron.Shape.ToString(), BackPropagation),
        new("Disjunctive form", ThresholdNetwork.Shape.ToString(), Disjunction),
    ];

    /// <summary>Whether the network has a hidden layer.</summary>
    public bool HasHiddenLayer => Network.Split('→').Length > 2;

    private static Lesson Perceptron(Method method, Gate gate)
    {
        var network = new ThresholdUnit();
        LearningHistory history = new PerceptronRule<ThresholdUnit, float>(network) { Epochs = 100, Seed = Seed }.Train(gate.Samples);
        return Report(method, gate, network, Course(history), outputAtLine: 0);
    }

    private static Lesson Adaline(Method method, Gate gate)
    {
        var network = new LinearUnit();
        LearningHistory history = new DeltaRule<LinearUnit, float>(network) { LearningRate = 0.02, Epochs = 1000, Seed = Seed }.Train(gate.Samples);

        // The line is where the output is ½, not 0.
        return Report(method, gate, network, Course(history), outputAtLine: 0.5);
    }

    private static Lesson SigmoidDescent(Method method, Gate gate)
    {
        var network = new SigmoidUnit(Seed);
        LearningHistory history = new GeneralizedDeltaRule<SigmoidUnit, float>(network) { LearningRate = 0.5, Epochs = 1000, Seed = Seed }.Train(gate.Samples);
        return Report(method, gate, network, Course(history), outputAtLine: 0);
    }

    private static Lesson Madaline(Method method, Gate gate)
    {
        var network = new ThresholdNetwork(Seed);
        LearningHistory history = new MadalineRule<ThresholdNetwork, float>(network) { Epochs = 500, Seed = Seed }.Train(gate.Samples);
        return Report(method, gate, network, Course(history), outputAtLine: 0);
    }

    private static Lesson BackPropagation(Method method, Gate gate)
    {
        var network = new MultiLayerPerceptron(Seed);
        LearningHistory history = new GeneralizedDeltaRule<MultiLayerPerceptron, float>(network) { LearningRate = 0.5, Momentum = 0.5, Epochs = 1000, Seed = Seed }.Train(gate.Samples);
        return Report(method, gate, network, Course(history), outputAtLine: 0);
    }

    private static Lesson Disjunction(Method method, Gate gate)
    {
        DisjunctiveForm form = DisjunctiveForm.Reduce(gate.Values);
        var network = new ThresholdNetwork();
        BooleanNetwork.Load(network, form);
        return Report(method, gate, network, $"weights from {form}", outputAtLine: 0);
    }

    private static string Course(LearningHistory history) => history.End == LearningEnd.Converged
        ? FormattableString.Invariant($"{history.Epochs.Count} {(history.Epochs.Count == 1 ? "epoch" : "epochs")}, {history.Epochs.Sum(epoch => epoch.Updates)} updates")
        : FormattableString.Invariant($"{history.Epochs.Count} epochs, error {history.Epochs[^1].Error:F3}");

    private static Lesson Report<TNetwork>(Method method, Gate gate, TNetwork network, string course, double outputAtLine)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        LayerShape layer = TNetwork.Shape.Layers[0];
        DecisionLine Line(int unit) => new(
            network.Parameters[layer.WeightIndex(0, unit)], network.Parameters[layer.WeightIndex(1, unit)], network.Parameters[layer.BiasIndex(unit)] - outputAtLine);

        float[] output = new float[1];
        return new Lesson(method, gate, course, (x1, x2) =>
        {
            network.Forward([(float)x1, (float)x2], output);
            return output[0];
        }, [.. Enumerable.Range(0, layer.Units).Select(Line)]);
    }
}
