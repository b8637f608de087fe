using System;
using System.Collections.Generic;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated.Tests;

/// <summary>Random symmetric matrices, most of them of a kind that has gone wrong for someone.</summary>
internal static class SymmetricMatrices
{
    public const int Kinds = 14;

    /// <summary>Matrix number <paramref name="index"/>: kinds take turns, orders go from 1 to 40.</summary>
    public static (int Order, double[] Matrix) Create(int index)
    {
        var random = new RandomGenerator((ulong)index, 77);
        int order = index % 29 == 0 ? 1 : 1 + random.NextInt(40);
        double[] matrix = (index % Kinds) switch
        {
            0 => Symmetric(order, (_, _) => random.NextGaussian()),
            // Repeated eigenvalues: few different ones.
            1 => WithEigenvalues(random, Values(order, _ => random.NextInt(3))),
            2 => WithEigenvalues(random, Values(order, i => i < order / 2 ? 1 : 1 + 1e-13 * i)),
            // Ranks 0 and 1.
            3 => new double[order * order],
            4 => Symmetric(order, (i, j) => (i + 1.0) * (j + 1.0)),
            // Beyond what squares would survive, and near the ends of the range.
            5 => Symmetric(order, (_, _) => 1e-200 * random.NextGaussian()),
            6 => Symmetric(order, (_, _) => 1e200 * random.NextGaussian()),
            7 => Symmetric(order, (_, _) => 1e-310 * random.NextGaussian()),
            8 => Symmetric(order, (_, _) => 1e306 * random.NextDouble()),
            // Tiny beside huge eigenvalues.
            9 => WithEigenvalues(random, Values(order, i => Math.Pow(10, -i))),
            10 => Symmetric(order, (i, j) => Math.Pow(10, -(i + j)) * random.NextGaussian()),
            // Diagonal, in descending and in random order.
            11 => Symmetric(order, (i, j) => i == j ? index % 2 == 0 ? -i : random.NextGaussian() : 0),
            // Wilkinson's: pairs of eigenvalues that agree to many digits.
            12 => Symmetric(order, (i, j) => i == j ? Math.Abs(i - order / 2) : Math.Abs(i - j) == 1 ? 1 : 0),
            // Hilbert's, ill-conditioned.
            _ => Symmetric(order, (i, j) => 1.0 / (i + j + 1)),
        };
        return (order, matrix);
    }

    /// <summary>QΛQᵀ with a random orthogonal Q.</summary>
    public static double[] WithEigenvalues(RandomGenerator random, double[] eigenvalues)
    {
        int order = eigenvalues.Length;
        double[] q = RandomRotation(random, order);
        return Symmetric(order, (i, j) =>
        {
            double sum = 0;
            for (int k = 0; k < order; k++)
                sum += q[k * order + i] * eigenvalues[k] * q[k * order + j];
            return sum;
        });
    }

    /// <summary>Orthonormal rows.</summary>
    public static double[] RandomRotation(RandomGenerator random, int order)
    {
        double[] q = Values(order * order, _ => random.NextGaussian());
        OrthonormalRows.Complete<double>(q, order, 0);
        return q;
    }

    public static double[] Values(int count, Func<int, double> value)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = value(i);
        return values;
    }

    private static double[] Symmetric(int order, Func<int, int, double> element)
    {
        var matrix = new double[order * order];
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j <= i; j++)
                matrix[i * order + j] = matrix[j * order + i] = element(i, j);
        }

        return matrix;
    }
}
