using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>The order in which a layer's weights lie in the parameter vector, by the names of the runtime's enumeration.</summary>
internal enum WeightOrder
{
    /// <summary>Row i holds what input i sends to every unit. Lanes hold units.</summary>
    InputsByUnits,

    /// <summary>Row j holds what unit j receives from every input. Lanes hold inputs.</summary>
    UnitsByInputs,

    /// <summary>As the first order, of a convolution's weights: position of the kernel after position, and of each all inputs. Lanes hold filters.</summary>
    PositionsByInputsByUnits,
}

/// <summary>One tensor of parameters and where it lies.</summary>
/// <param name="Shape">The tensor.</param>
/// <param name="Offset">Where in the parameter vector it begins.</param>
internal sealed record ParameterPlan(ParameterShape Shape, int Offset)
{
    /// <summary>The number of elements.</summary>
    public int Count => (int)Shape.Count;

    /// <summary>
    /// Lays the tensors of all layers out without gaps: first those that fill whole cache lines, so that each of them (and each row of a
    /// layer whose width is a multiple of a cache line) starts on one, then the others. Constants come last, where no optimiser looks.
    /// </summary>
    public static IReadOnlyList<EquatableArray<ParameterPlan>> LayOut(IReadOnlyList<LayerNode> layers, int lanes)
    {
        ParameterPlan[][] plans = [.. layers.Select(layer => new ParameterPlan[layer.Parameters.Count])];
        int next = 0;
        foreach ((bool trainable, bool whole) in new[] { (true, true), (true, false), (false, true), (false, false) })
        {
            for (int layer = 0; layer < plans.Length; layer++)
            {
                for (int i = 0; i < plans[layer].Length; i++)
                {
                    ParameterShape tensor = layers[layer].Parameters[i];
                    if (tensor.IsTrainable != trainable || tensor.Count % lanes == 0 != whole)
                        continue;
                    plans[layer][i] = new ParameterPlan(tensor, next);
                    next += (int)tensor.Count;
                }
            }
        }

        return [.. plans.Select(plan => new EquatableArray<ParameterPlan>(plan))];
    }
}
