using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>
/// A network with all its shapes: layers are nodes, values are edges. Rules, the reader of weights files and the planner all look at this one
/// inference.
/// </summary>
/// <param name="Spec">The network as declared.</param>
/// <param name="Values">The values, the inputs first, then in the order in which they are computed.</param>
/// <param name="Layers">The layers, in the order in which they are computed.</param>
/// <param name="OutputValues">The indices of the values that are outputs, in their order.</param>
internal sealed record NetworkGraph(NetworkSpec Spec, EquatableArray<ValueNode> Values, EquatableArray<LayerNode> Layers, EquatableArray<int> OutputValues)
{
    /// <summary>The number of values that are inputs.</summary>
    public int InputCount => Spec.Architecture.Inputs.Count;

    /// <summary>The elements of one sample's inputs.</summary>
    public int Inputs => Values.Take(InputCount).Sum(value => value.Shape.Size);

    /// <summary>The elements of one sample's outputs.</summary>
    public int Outputs => OutputValues.Sum(value => Values[value].Shape.Size);

    /// <summary>The number of parameters, constants among them; a declaration may ask for more than an int holds.</summary>
    public long ParameterCount => Layers.Sum(layer => layer.ParameterCount);

    /// <summary>The number of parameters that training changes.</summary>
    public long TrainableCount => Layers.Sum(layer => layer.Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Count));

    /// <summary>Multiplications and additions of one inference, without activation functions.</summary>
    public long OperationsPerInference => Layers.Sum(layer => layer.Inferred.Operations);

    /// <summary>Whether the network has memory and no fixed number of steps, so that a sample is one step of a sequence.</summary>
    public bool IsStreaming => Spec.Architecture.IsStreaming;

    /// <summary>
    /// Whether it is a chain from one vector to one output, of layers that each read the one before alone.
    /// </summary>
    public bool IsChain =>
        InputCount == 1 && OutputValues.Count == 1 && OutputValues[0] == Values.Count - 1 && Values[0].Shape.Rank == 1
        && Layers.All(layer => layer.Sources.Count == 1 && layer.Input == layer.Number - 1 && layer.Inferred.Output.Rank == 1);

    /// <summary>
    /// Whether it is a chain of unnamed layers of a matrix and a vector each, whose tensors files call in many ways; as the runtime's shape says.
    /// </summary>
    public bool IsChainOfMatrices =>
        IsChain && Layers.All(layer => layer.Spec.Name is null && layer.Parameters.Count == 2 && layer.Parameters[0].Shape.Count == 2);

    /// <summary>The layer that computes a value, or null for an input of the network.</summary>
    public LayerNode? ProducerOf(int value) => Values[value].Producer is var number && number > 0 ? Layers[number - 1] : null;

    /// <summary>Infers all shapes of a declared network, to which no rule objects.</summary>
    public static NetworkGraph Of(NetworkSpec spec)
    {
        var wiring = Wiring.Of(spec.Architecture);
        return new NetworkGraph(spec, wiring.Values, wiring.Layers, wiring.Outputs);
    }
}
