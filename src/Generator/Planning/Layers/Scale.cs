using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>A gain and a shift for each feature.</summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">The gains and the shifts.</param>
internal sealed record ScalePlan(LayerNode Node, EquatableArray<ParameterPlan> Parameters) : LayerPlan(Node, Parameters, null);
