using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>Every decision about a network's code: the layout of its parameters, its kernels, its steps and its memory.</summary>
/// <param name="Graph">The network with its shapes.</param>
/// <param name="Layers">The layers, the one after the input first.</param>
/// <param name="ProductTiles">The tiles that products take.</param>
/// <param name="DotTiles">The tiles that dot products take.</param>
/// <param name="Straight">Straight-line code for a single sample, or null where the network is too large for it.</param>
/// <param name="Forward">The forward pass.</param>
/// <param name="Backward">The pass forward and backward.</param>
internal sealed record NetworkPlan(
    NetworkGraph Graph, EquatableArray<LayerPlan> Layers, EquatableArray<TilePlan> ProductTiles, EquatableArray<TilePlan> DotTiles,
    StraightPlan? Straight, ForwardPlan Forward, BackwardPlan Backward)
{
    public NetworkSpec Spec => Graph.Spec;

    public int Inputs => Graph.Inputs;

    public int Outputs => Graph.Outputs;

    public int ParameterCount => (int)Graph.ParameterCount;

    public int TrainableCount => (int)Graph.TrainableCount;

    /// <summary>Whether a layer computes something else in training, by the step.</summary>
    public bool DependsOnStep => Layers.Any(layer => layer.Node.Spec.DependsOnStep);

    /// <summary>Where in a state begins what a layer remembers.</summary>
    public int StateOffsetOf(LayerPlan layer) => Layers.Take(layer.Number - 1).Sum(before => before.State.Sum(tensor => tensor.Length));

    public int ElementSize => Spec.Precision == Precision.Single ? 4 : 8;

    /// <summary>The elements of a cache line, which is also the widest register.</summary>
    public int LaneCount => 64 / ElementSize;

    /// <summary>The elements of 128 bits.</summary>
    public int QuarterLaneCount => 16 / ElementSize;
}
