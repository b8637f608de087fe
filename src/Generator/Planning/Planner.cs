using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Planning;

/// <summary>Decides how fast: a <see cref="NetworkSpec"/> becomes a <see cref="NetworkPlan"/>. Pure, and without Roslyn.</summary>
internal static class Planner
{
    public static NetworkPlan Plan(NetworkSpec spec)
    {
        int lanes = spec.Precision == Precision.Single ? 16 : 8;
        var layers = new List<LayerPlan>();
        int inputs = spec.Inputs;
        for (int i = 0; i < spec.Layers.Count; i++)
        {
            LayerSpec layer = spec.Layers[i];
            // Few units of many inputs: lanes along the inputs. Everywhere else lanes along the units.
            WeightOrder order = layer.Kind == LayerKind.Dense && KernelPlanner.LanesHoldInputs(inputs, layer.Units, lanes)
                ? WeightOrder.UnitsByInputs
                : WeightOrder.InputsByUnits;
            layers.Add(new LayerPlan(i + 1, layer.Kind, inputs, layer.Units, layer.Activation, order, 0, 0));
            inputs = layer.Units;
        }

        AssignOffsets(layers, lanes);
        var kernels = new KernelPlanner(lanes);
        return new NetworkPlan(spec, new EquatableArray<LayerPlan>(layers.Select(layer => layer.Kind == LayerKind.Dense ? kernels.Plan(layer) : layer)));
    }

    /// <summary>
    /// Lays the parameters out without gaps: first the blocks that fill whole cache lines, so that each of them (and each
    /// row of a layer whose width is a multiple of a cache line) starts on one, then the others.
    /// </summary>
    private static void AssignOffsets(List<LayerPlan> layers, int lanes)
    {
        int next = 0;
        foreach (bool whole in new[] { true, false })
        {
            for (int i = 0; i < layers.Count; i++)
            {
                LayerPlan layer = layers[i];
                int weights = layer.Inputs * layer.Units;
                if (weights % lanes == 0 == whole)
                {
                    layers[i] = layer = layer with { WeightsOffset = next };
                    next += weights;
                }

                if (layer.Units % lanes == 0 == whole)
                {
                    layers[i] = layer with { BiasOffset = next };
                    next += layer.Units;
                }
            }
        }
    }
}
