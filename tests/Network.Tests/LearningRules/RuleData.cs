using System;
using System.Linq;
using System.Numerics;
using Generated.Numerics;

namespace Generated.Tests;

/// <summary>Samples that the tests of the learning rules share.</summary>
internal static class RuleData
{
    /// <summary>A Boolean function of two inputs, its values in the order (0, 0), (0, 1), (1, 0), (1, 1).</summary>
    public static Dataset<T> Gate<T>(params int[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            new([T.Zero, T.Zero, T.Zero, T.One, T.One, T.Zero, T.One, T.One], 2, [.. values.Select(value => T.CreateChecked(value))], values.Length / 4);

    /// <summary>Points with the mean 0 whose variance along each of some random orthonormal axes is given.</summary>
    public static (double[] Points, double[][] Axes) Cloud(int count, double[] variances, ulong seed)
    {
        int size = variances.Length;
        var random = new RandomGenerator(seed);
        double[][] axes = [.. variances.Select(_ => Enumerable.Range(0, size).Select(_ => random.NextGaussian()).ToArray())];
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < i; k++)
            {
                double projection = Dot(axes[i], axes[k]);
                axes[i] = [.. axes[i].Zip(axes[k], (a, b) => a - projection * b)];
            }

            double length = Math.Sqrt(Dot(axes[i], axes[i]));
            axes[i] = [.. axes[i].Select(a => a / length)];
        }

        // Every point comes with its mirror image and every coordinate pair of axes with all four signs, so that the
        // sample's own mean is 0 and its own principal axes are the given ones, exactly but for rounding.
        var points = new double[count * size];
        for (int row = 0; row < count; row++)
        {
            for (int axis = 0; axis < size; axis++)
            {
                double along = Math.Sqrt(variances[axis]) * ((row >> axis & 1) == 0 ? 1 : -1);
                for (int i = 0; i < size; i++)
                    points[row * size + i] += along * axes[axis][i];
            }
        }

        return (points, axes);
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>The weights of one unit of a one-layer network.</summary>
    public static double[] Weights<TNetwork>(TNetwork network, int unit = 0)
        where TNetwork : class, INetwork<TNetwork, double>
    {
        LayerShape layer = TNetwork.Shape.Layers[0];
        double[] weights = new double[layer.Inputs];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = network.Parameters[layer.WeightIndex(i, unit)];
        return weights;
    }

    public static double Bias<TNetwork>(TNetwork network, int unit = 0)
        where TNetwork : class, INetwork<TNetwork, double> => network.Parameters[TNetwork.Shape.Layers[0].BiasIndex(unit)];

    public static double[] Outputs<TNetwork, T>(TNetwork network, Dataset<T> data)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] outputs = new T[data.Targets.Length];
        network.ForwardBatch(data.Inputs, outputs);
        return [.. outputs.Select(double.CreateChecked)];
    }
}
