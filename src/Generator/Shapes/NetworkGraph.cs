using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>
/// A network with all its shapes: layers are nodes, values are edges. Rules, the reader of weights files and the planner all look at this one
/// inference.
/// </summary>
/// <param name="Spec">The network as declared.</param>
/// <param name="Values">The values, the input first, then in the order in which they are computed.</param>
/// <param name="Layers">The layers, in the order in which they are computed.</param>
internal sealed record NetworkGraph(NetworkSpec Spec, EquatableArray<ValueNode> Values, EquatableArray<LayerNode> Layers)
{
    /// <summary>The elements of one sample's input.</summary>
    public int Inputs => Values[0].Shape.Size;

    /// <summary>The elements of one sample's output.</summary>
    public int Outputs => Layers[Layers.Count - 1].Units;

    /// <summary>The number of parameters; a declaration may ask for more than an int holds.</summary>
    public long ParameterCount => Layers.Sum(layer => layer.ParameterCount);

    /// <summary>Multiplications and additions of one inference, without activation functions.</summary>
    public long OperationsPerInference => Layers.Sum(layer => layer.Inferred.Operations);

    /// <summary>The layer that computes a value, or null for the network's input.</summary>
    public LayerNode? ProducerOf(int value) => Values[value].Producer is var number && number > 0 ? Layers[number - 1] : null;

    /// <summary>Infers all shapes of a declared network.</summary>
    public static NetworkGraph Of(NetworkSpec spec) => Of(spec, spec.Inputs, spec.Layers);

    /// <summary>The layers of a network whose class, precision and weights do not matter.</summary>
    public static EquatableArray<LayerNode> LayersOf(int inputs, IEnumerable<LayerSpec> specs)
    {
        var layers = new List<LayerNode>();
        var shape = new ValueShape(inputs);
        foreach (LayerSpec spec in specs)
        {
            InferredLayer inferred = LayerInference.Infer(spec, shape);
            layers.Add(new LayerNode(layers.Count + 1, spec, Input: layers.Count, Output: layers.Count + 1, inferred));
            shape = inferred.Output;
        }

        return new EquatableArray<LayerNode>(layers);
    }

    private static NetworkGraph Of(NetworkSpec spec, int inputs, IEnumerable<LayerSpec> specs)
    {
        EquatableArray<LayerNode> layers = LayersOf(inputs, specs);
        IEnumerable<ValueNode> computed = layers.Select(layer => new ValueNode(layer.Inferred.Output, layer.Number, ReadersOf(layers, layer.Output)));
        return new NetworkGraph(spec, new EquatableArray<ValueNode>([new ValueNode(new ValueShape(inputs), 0, ReadersOf(layers, 0)), .. computed]), layers);
    }

    private static EquatableArray<int> ReadersOf(IEnumerable<LayerNode> layers, int value) =>
        new(layers.Where(layer => layer.Input == value).Select(layer => layer.Number));
}
