using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;
using Generated.Generator.Shapes;
using PlannedActivation = Generated.Generator.Declaration.Activation;
using PlannedPrecision = Generated.Generator.Declaration.Precision;

namespace Generated.Tool.Freezing;

/// <summary>A network with its weights, and every decision about the code that it becomes.</summary>
internal sealed class FrozenNetwork
{
    /// <summary>
    /// The most multiply-adds that are written out. Code of as many just fits the nearest instruction cache; of twice as many it
    /// takes ten times as long, and a loop over weights in memory is faster.
    /// </summary>
    public const int MostStatements = 2048;

    /// <summary>The most multiply-adds in one method: half of what the JIT still optimises.</summary>
    public const int MostStatementsOfMethod = 480;

    /// <summary>The most multiply-adds of a network that is one method, its layers one after the other.</summary>
    private const int MostStatementsOfOne = 160;

    /// <summary>The sums that are in registers at the same time.</summary>
    private const int MostSums = 12;

    private FrozenNetwork(NetworkModel model, IReadOnlyList<FrozenLayer> layers, int lanes)
    {
        (Model, Layers, Lanes) = (model, layers, lanes);
        Segments = [.. layers.Select(Divide)];
    }

    public NetworkModel Model { get; }

    public IReadOnlyList<FrozenLayer> Layers { get; }

    /// <summary>What is computed of each layer, in the order in which it is.</summary>
    public IReadOnlyList<IReadOnlyList<FrozenSegment>> Segments { get; }

    /// <summary>The lanes of a register.</summary>
    public int Lanes { get; }

    /// <summary>The floating-point type in C#.</summary>
    public string Type => Model.Precision == Precision.Single ? "float" : "double";

    /// <summary>The weights that are zero.</summary>
    public int ZeroWeights => Layers.Sum(layer => layer.ZeroWeights);

    /// <summary>The multiply-adds that are written out.</summary>
    public int Statements => Segments.Sum(segments => segments.Sum(segment => segment.Statements));

    /// <summary>Whether the whole network is one method, its values in registers from the input to the output.</summary>
    public bool IsOneMethod => Statements <= MostStatementsOfOne && Layers.All(layer => IsActivatedInRegisters(layer, registers: 4)
        || (layer.Activation == PlannedActivation.Softmax && layer.Number == Layers.Count));

    /// <summary>
    /// Whether a layer's activation function is computed on registers: it takes a few instructions, or there are few registers. An exponential
    /// that is inlined many times would drown the sums.
    /// </summary>
    public bool IsActivatedInRegisters(FrozenLayer layer, int registers = 2) => FrozenActivation.IsShort(layer.Activation)
        || (layer.Activation != PlannedActivation.Softmax && Segments[layer.Number - 1].Sum(segment => segment.Groups.Count()) <= registers);

    /// <summary>Plans the code of a network.</summary>
    /// <exception cref="ArgumentException">A weight or bias is not a finite number of the network's type: the message names it.</exception>
    /// <exception cref="NotSupportedException">
    /// The network is not a chain of dense layers, or too large: the message says by what, and what to do instead.
    /// </exception>
    public static FrozenNetwork Plan(NetworkModel model)
    {
        int lanes = model.Precision == Precision.Single ? 4 : 2;
        IReadOnlyList<DenseLayer> dense = model.DenseLayers();
        (double[] Weights, double[] Bias)[] parameters =
            [.. dense.Select(layer => (Narrow(model, layer, layer.Weights.Span), Narrow(model, layer, layer.Bias.Span)))];
        // So many weights do not fit, whatever their registers.
        if (parameters.Sum(layer => layer.Weights.LongCount(weight => weight != 0)) is var weights && weights > MostStatements * lanes)
            throw TooLarge(model, weights / lanes);

        // From the last layer down, since what a layer leaves out may be all that reads a unit below it.
        NetworkPlan plan = Planner.Plan(NetworkGraph.Of(Spec(model)));
        var layers = new FrozenLayer[plan.Layers.Count];
        bool[] isRead = [.. Enumerable.Repeat(true, plan.Outputs)];
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            layers[i] = new FrozenLayer((DensePlan)plan.Layers[i], parameters[i].Weights, parameters[i].Bias, isRead);
            isRead = layers[i].Reads(lanes);
        }

        var network = new FrozenNetwork(model, layers, lanes);
        return network.Statements <= MostStatements ? network : throw TooLarge(model, network.Statements);
    }

    private const string Instead = "Declare it with [Network(…, Weights = \"…\")] instead, which loads them.";

    private static NotSupportedException TooLarge(NetworkModel model, long statements) => new(string.Create(CultureInfo.InvariantCulture,
        $"{model.Name} takes {statements:N0} multiply-adds or more, but at most {MostStatements:N0} are written out: "
        + $"more code than that does not fit the nearest cache, and a loop is faster. {Instead}"));

    private static NetworkSpec Spec(NetworkModel model) => new(
        new TargetClass("", default, "", model.Name),
        model.Precision == Precision.Single ? PlannedPrecision.Single : PlannedPrecision.Double,
        Architecture.Chain(model.Shape.InputSize, model.Shape.Layers.Select(layer => new DenseSpec(layer.Units, (PlannedActivation)layer.Activation))),
        AllowsUnsafe: false);

    /// <summary>Values as the network's type holds them.</summary>
    private static double[] Narrow(NetworkModel model, DenseLayer layer, ReadOnlySpan<double> values)
    {
        double[] narrow = new double[values.Length];
        for (int i = 0; i < narrow.Length; i++)
        {
            narrow[i] = model.Precision == Precision.Single ? (float)values[i] : values[i];
            if (!double.IsFinite(narrow[i]))
            {
                string which = values.Length == layer.Units ? $"bias {Number(i)}"
                    : $"weight from input {Number(i % layer.Inputs)} to unit {Number(i / layer.Inputs)}";
                throw new ArgumentException(
                    $"The {which} of layer {layer.Name} is {values[i].ToString("R", CultureInfo.InvariantCulture)}, "
                    + $"which is no finite {(model.Precision == Precision.Single ? "float" : "double")}: only finite numbers become constants.");
            }
        }

        return narrow;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Divides the units of a layer into those whose sums are taken together. Registers of units that nothing reads are left out.</summary>
    private List<FrozenSegment> Divide(FrozenLayer layer)
    {
        var segments = new List<FrozenSegment>();
        for (int first = 0; first < layer.Units; first += Lanes)
        {
            var group = new FrozenSegment(layer, FrozenForm.Registers, first, Math.Min(Lanes, layer.Units - first), Lanes);
            if (!group.Units.Any(layer.IsRead))
                continue;
            group = group with { Form = layer.IsDots ? FrozenForm.Dots : PaysAsRegister(group) ? FrozenForm.Registers : FrozenForm.Chains };
            if (group.Statements > MostStatementsOfMethod)
            {
                throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture,
                    $"The units from {first} on of layer {layer.Number} of {Model.Name} take {group.Statements:N0} multiply-adds, "
                    + $"but at most {MostStatementsOfMethod:N0} stand in one method, "
                    + $"since the JIT does not optimise larger ones. {Instead}"));
            }

            // Neighbours are taken together as far as their sums fit the registers.
            if (segments.Count > 0 && segments[^1] is var last && last.Form == group.Form && last.FirstUnit + last.Count == first
                && last with { Count = last.Count + group.Count } is var both && both.Sums <= MostSums && both.Statements <= MostStatementsOfMethod)
            {
                segments[^1] = both;
            }
            else
            {
                segments.Add(group);
            }
        }

        return segments;
    }

    /// <summary>
    /// Whether a register of units, zeros and all, takes clearly fewer multiply-adds than its weights one by one without them. Where it
    /// does not, the zeros are better left out.
    /// </summary>
    private static bool PaysAsRegister(FrozenSegment group) => 1.25 * group.Statements < (group with { Form = FrozenForm.Chains }).Statements;
}
