using System;
using System.Collections.Generic;
using System.Linq;

namespace Generated.Samples.Boundaries;

/// <summary>Sets the weights of threshold networks by construction; nothing is learnt here.</summary>
internal static class Composition
{
    /// <summary>Makes each unit of the first layer a half-plane.</summary>
    public static void SetHalfPlanes<TNetwork>(TNetwork network, IEnumerable<HalfPlaneOf> halfPlanes)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        LayerShape layer = TNetwork.Shape.Layers[0];
        int unit = 0;
        foreach (HalfPlaneOf halfPlane in halfPlanes)
        {
            network.Parameters[layer.WeightIndex(0, unit)] = (float)halfPlane.W1;
            network.Parameters[layer.WeightIndex(1, unit)] = (float)halfPlane.W2;
            network.Parameters[layer.BiasIndex(unit)] = (float)halfPlane.B;
            unit++;
        }
    }

    /// <summary>Makes a unit the conjunction of some units before it: step(Σh − n + ½) is 1 where all n of them are.</summary>
    public static void SetAnd<TNetwork>(TNetwork network, int layer, int unit, int first, int count)
        where TNetwork : class, INetwork<TNetwork, float> => SetSum(network, layer, unit, first, count, 0.5f - count);

    /// <summary>Makes a unit the disjunction of some units before it: step(Σh − ½) is 1 where one of them is.</summary>
    public static void SetOr<TNetwork>(TNetwork network, int layer, int unit, int first, int count)
        where TNetwork : class, INetwork<TNetwork, float> => SetSum(network, layer, unit, first, count, -0.5f);

    /// <summary>A polygon: a half-plane per side, and a unit for all of them.</summary>
    public static TNetwork Inside<TNetwork>(TNetwork network, Polygon polygon)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        SetHalfPlanes(network, polygon.HalfPlanes());
        SetAnd(network, layer: 1, unit: 0, first: 0, polygon.Sides);
        return network;
    }

    /// <summary>The union of two polygons: the half-planes of both, a unit per polygon, and a unit for either.</summary>
    public static TNetwork InsideEither<TNetwork>(TNetwork network, Polygon first, Polygon second)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        SetHalfPlanes(network, first.HalfPlanes().Concat(second.HalfPlanes()));
        SetAnd(network, layer: 1, unit: 0, first: 0, first.Sides);
        SetAnd(network, layer: 1, unit: 1, first: first.Sides, second.Sides);
        SetOr(network, layer: 2, unit: 0, first: 0, count: 2);
        return network;
    }

    /// <summary>
    /// A sum of square pulses: pulse k has the height of the function at the middle of the k-th part of the interval, and is one step up where the
    /// part begins and one step down where it ends.
    /// </summary>
    public static TNetwork Pulses<TNetwork>(TNetwork network, Func<double, double> function, Interval interval)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        LayerShape steps = TNetwork.Shape.Layers[0], sum = TNetwork.Shape.Layers[1];
        int count = steps.Units / 2;
        for (int pulse = 0; pulse < count; pulse++)
        {
            float height = (float)function(interval.At((pulse + 0.5) / count));
            for (int edge = 0; edge < 2; edge++)
            {
                int unit = 2 * pulse + edge;
                network.Parameters[steps.WeightIndex(0, unit)] = 1;
                network.Parameters[steps.BiasIndex(unit)] = -(float)interval.At((double)(pulse + edge) / count);
                network.Parameters[sum.WeightIndex(unit, 0)] = edge == 0 ? height : -height;
            }
        }

        return network;
    }

    private static void SetSum<TNetwork>(TNetwork network, int layer, int unit, int first, int count, float bias)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        LayerShape shape = TNetwork.Shape.Layers[layer];
        for (int input = first; input < first + count; input++)
            network.Parameters[shape.WeightIndex(input, unit)] = 1;
        network.Parameters[shape.BiasIndex(unit)] = bias;
    }
}
