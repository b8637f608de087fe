using System;
using Generated.LinearAlgebra;

namespace Generated.Samples.Autoencoder;

/// <summary>Compares linear subspaces.</summary>
internal static class Subspace
{
    /// <summary>
    /// The largest principal angle between two subspaces of equal dimension, in radians: the largest angle from a direction of one to
    /// the other subspace. From its sine, which is exact where the angle is small: Björck, Golub: Numerical methods for
    /// computing angles between linear subspaces, 1973.
    /// </summary>
    /// <param name="vectors">Rows that span the one.</param>
    /// <param name="orthonormal">As many orthonormal rows, which span the other.</param>
    /// <param name="size">The length of a row.</param>
    public static double LargestAngle(ReadOnlySpan<double> vectors, ReadOnlySpan<double> orthonormal, int size)
    {
        int count = orthonormal.Length / size;
        double[] basis = new double[count * size], sines = new double[count];
        double[] left = new double[count * count], right = new double[count * size];
        SingularValues.Decompose(vectors, count, size, left, sines, basis);

        // What is left of each direction outside of the other subspace.
        for (int i = 0; i < count; i++)
        {
            Span<double> direction = basis.AsSpan(i * size, size);
            for (int k = 0; k < count; k++)
            {
                ReadOnlySpan<double> axis = orthonormal.Slice(k * size, size);
                double cosine = 0;
                for (int j = 0; j < size; j++)
                    cosine += direction[j] * axis[j];
                for (int j = 0; j < size; j++)
                    direction[j] -= cosine * axis[j];
            }
        }

        SingularValues.Decompose<double>(basis, count, size, left, sines, right);
        return Math.Asin(Math.Min(sines[0], 1));
    }
}
