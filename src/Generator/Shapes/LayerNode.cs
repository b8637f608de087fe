using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>One layer in its network: what it reads and writes, and its parameters.</summary>
/// <param name="Number">The layer's number; the first after the input is 1.</param>
/// <param name="Spec">The layer as declared.</param>
/// <param name="Input">The index of the value that it reads.</param>
/// <param name="Output">The index of the value that it computes.</param>
/// <param name="Inferred">What follows from the declaration and the shape of what it reads.</param>
internal sealed record LayerNode(int Number, LayerSpec Spec, int Input, int Output, InferredLayer Inferred)
{
    /// <summary>The elements of one sample that the layer reads.</summary>
    public int Inputs => Inferred.Input.Size;

    /// <summary>The elements of one sample that the layer computes.</summary>
    public int Units => Inferred.Output.Size;

    /// <summary>The parameter tensors, in the canonical order.</summary>
    public EquatableArray<ParameterShape> Parameters => Inferred.Parameters;

    /// <summary>The number of parameters.</summary>
    public long ParameterCount => Parameters.Sum(parameter => parameter.Count);
}

/// <summary>What follows from a layer's declaration and the shape of what it reads.</summary>
/// <param name="Input">The shape of what it reads.</param>
/// <param name="Output">The shape of what it computes.</param>
/// <param name="Parameters">The parameter tensors, in the canonical order.</param>
/// <param name="Operations">Multiplications and additions for one sample, without activation functions.</param>
internal sealed record InferredLayer(ValueShape Input, ValueShape Output, EquatableArray<ParameterShape> Parameters, long Operations);
