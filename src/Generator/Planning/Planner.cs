using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>Decides how fast: a <see cref="NetworkGraph"/> becomes a <see cref="NetworkPlan"/>. Pure, and without Roslyn.</summary>
internal static class Planner
{
    public static NetworkPlan Plan(NetworkGraph graph)
    {
        int lanes = graph.Spec.Precision == Precision.Single ? 16 : 8;
        var products = new ProductPlanner(lanes);
        IReadOnlyList<EquatableArray<ParameterPlan>> parameters = ParameterPlan.LayOut(graph.Layers, lanes);
        var layers = new EquatableArray<LayerPlan>(graph.Layers.Select((node, index) =>
            LayerPlanner.Plan(node, parameters[index], BelowOf(graph, node), products)));
        var passes = new PassPlanner(graph, layers, lanes);
        return new NetworkPlan(
            graph, layers, TilePlan.OfProducts(layers, lanes / 4), TilePlan.OfDots(layers, lanes), graph.IsChain ? StraightPlan.Of(layers, lanes) : null,
            passes.PlanForward(), passes.PlanBackward());
    }

    /// <summary>The derivative of what a layer reads, if no other layer or output hands that a gradient.</summary>
    private static DerivativePlan? BelowOf(NetworkGraph graph, LayerNode node) =>
        graph.Values[node.Input] is { IsOutput: false, Readers.Count: 1 } && node.Sources.Count == 1 ? DerivativePlan.Of(graph.ProducerOf(node.Input)) : null;
}
