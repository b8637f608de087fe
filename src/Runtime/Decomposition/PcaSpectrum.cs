using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Generated.Numerics;

namespace Generated;

/// <summary>What the routes find: the principal axes that are kept, and of the variances as much as is needed.</summary>
/// <param name="Axes">Kept axes as rows, orthonormal.</param>
/// <param name="Variances">The kept axes' variances, over N − 1.</param>
/// <param name="Total">The sum of all variances.</param>
/// <param name="Discarded">The sum of the variances that are not kept.</param>
internal sealed record PcaSpectrum<T>(T[] Axes, T[] Variances, T Total, T Discarded)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Finds the spectrum of samples.</summary>
    public static PcaSpectrum<T> Find(ReadOnlySpan<T> samples, T[] mean, Components components, PcaRoute route)
    {
        int features = mean.Length, count = samples.Length / features, smaller = Math.Min(count, features);
        if (components.Count > smaller)
            ThrowTooMany(components.Count.Value, smaller);
        if (route == PcaRoute.Automatic)
            route = Choose(count, features, components);
        return route switch
        {
            PcaRoute.Covariance => FromCovariance(samples, mean, components),
            PcaRoute.Gram => FromGram(samples, mean, components),
            PcaRoute.Iterative => FromProducts(samples, mean, components),
            _ => throw new ArgumentOutOfRangeException(nameof(route), route, "There is no such route."),
        };
    }

    /// <summary>Finds the spectrum of a sum of products of deviations, which is destroyed.</summary>
    public static PcaSpectrum<T> FromScatter(T[] scatter, int features, long count, Components components)
    {
        int most = (int)Math.Min(count, features);
        if (components.Count > most)
            ThrowTooMany(components.Count.Value, most);
        VectorOperations.Scale<T>(T.One / T.CreateTruncating(count - 1), scatter, scatter);
        return FromSymmetric(scatter, features, most, components);
    }

    /// <summary>The route that <see cref="PcaRoute.Automatic"/> takes.</summary>
    private static PcaRoute Choose(int count, int features, Components components)
    {
        // Subspace iteration takes some 30 products with a block of vectors, at four operations a sample's feature and vector each; the
        // matrix takes one operation a sample's feature and row.
        int smaller = Math.Min(count, features);
        if (components.Count is { } wanted && smaller > 120 * LargestEigenpairs.BlockSize<T>(smaller, wanted))
            return PcaRoute.Iterative;
        return count >= features ? PcaRoute.Covariance : PcaRoute.Gram;
    }

    private static PcaSpectrum<T> FromCovariance(ReadOnlySpan<T> samples, T[] mean, Components components)
    {
        var covariance = new T[checked(mean.Length * mean.Length)];
        SampleMoments.AddScatter(samples, mean, covariance);
        return FromScatter(covariance, mean.Length, samples.Length / mean.Length, components);
    }

    private static PcaSpectrum<T> FromGram(ReadOnlySpan<T> samples, T[] mean, Components components)
    {
        int features = mean.Length, count = samples.Length / features;
        ref T first = ref MemoryMarshal.GetReference(samples);
        var gram = new T[checked(count * count)];
        MatrixProduct.AddSymmetric(Factor<T>.Rows(ref first, features, ref mean[0]), count, features, ref gram[0]);
        SampleMoments.RequireInRange<T>(gram, count);
        VectorOperations.Scale<T>(T.One / T.CreateTruncating(count - 1), gram, gram);
        PcaSpectrum<T> dual = FromSymmetric(gram, count, Math.Min(count, features), components);

        // An eigenvector u of the products of samples gives the axis Xᵀu, scaled to length 1.
        int kept = dual.Variances.Length;
        var axes = new T[kept * features];
        MatrixProduct.Add(Factor<T>.Rows(ref dual.Axes[0], count), Factor<T>.Columns(ref first, features, ref mean[0]), kept, features, count, ref axes[0], features);

        // Rounding errors are as great as those of the first axis: axes of little variance are no longer orthogonal.
        T little = dual.Variances[0] * T.CreateTruncating(1e-4);
        int accurate = 0;
        while (accurate < kept && dual.Variances[accurate] > little)
        {
            Span<T> axis = axes.AsSpan(accurate++ * features, features);
            VectorOperations.Scale(T.One / T.Sqrt(VectorOperations.SquaredNorm<T>(axis)), axis, axis);
        }

        for (int i = accurate; i < kept; i++)
        {
            if (dual.Variances[i] == T.Zero)
                axes.AsSpan(i * features, features).Clear();
        }

        OrthonormalRows.Complete<T>(axes, features, accurate);
        return dual with { Axes = axes };
    }

    private static PcaSpectrum<T> FromProducts(ReadOnlySpan<T> samples, T[] mean, Components components)
    {
        int features = mean.Length, count = samples.Length / features;
        if (components.Count is not { } kept)
            throw new ArgumentException("The iterative route finds a number of components; a share of the variance needs all of them.", nameof(components));
        T total = T.Zero;
        for (int start = 0; start < samples.Length; start += features)
        {
            T square = T.Zero;
            for (int i = 0; i < features; i++)
            {
                T deviation = samples[start + i] - mean[i];
                square += deviation * deviation;
            }

            total += square;
        }

        SampleMoments.RequireInRange<T>([total], 1);
        total /= T.CreateTruncating(count - 1);

        // A power of two brings the variances near 1, where neither they nor their squares get lost.
        T scale = VectorOperations.PowerOfTwoScale(total);
        var axes = new T[kept * features];
        var variances = new T[kept];
        var products = new CovarianceProduct(samples, mean, scale);
        if (!LargestEigenpairs.TryFind(products, kept, 2000L * LargestEigenpairs.BlockSize<T>(features, kept), variances.AsSpan(), axes.AsSpan()))
            throw new ArithmeticException("The principal components have not converged: their variances are too close together. Take the covariance or the Gram route.");
        T keptVariance = Clip(variances, features);
        VectorOperations.Scale<T>(T.One / scale, variances, variances);
        return new PcaSpectrum<T>(axes, variances, total, T.Max(T.Zero, total - keptVariance / scale));
    }

    /// <summary>The spectrum of a covariance (or Gram) matrix.</summary>
    /// <param name="matrix">The matrix, which is destroyed.</param>
    /// <param name="order">Its order.</param>
    /// <param name="most">The number of components that there can be.</param>
    /// <param name="components">How many to keep.</param>
    private static PcaSpectrum<T> FromSymmetric(T[] matrix, int order, int most, Components components)
    {
        // A power of two brings the variances near 1, where neither they nor their squares get lost.
        T total = Trace(matrix, order);
        T scale = VectorOperations.PowerOfTwoScale(total);
        VectorOperations.Scale<T>(scale, matrix, matrix);
        PcaSpectrum<T> scaled = FromScaled(matrix, order, most, components);
        VectorOperations.Scale<T>(T.One / scale, scaled.Variances, scaled.Variances);
        return scaled with { Total = scaled.Total / scale, Discarded = scaled.Discarded / scale };
    }

    private static PcaSpectrum<T> FromScaled(T[] matrix, int order, int most, Components components)
    {
        // A few of many: subspace iteration, unless it takes longer than the whole decomposition.
        if (components.Count is { } few && order >= 6 * LargestEigenpairs.BlockSize<T>(order, few))
        {
            var largest = new T[few];
            var vectors = new T[few * order];
            if (LargestEigenpairs.TryFind(new PackedSymmetricMatrix<T>(matrix, order), few, 5L * order, largest.AsSpan(), vectors.AsSpan()))
            {
                T trace = Trace(matrix, order);
                return new PcaSpectrum<T>(vectors, largest, trace, T.Max(T.Zero, trace - Clip(largest, order)));
            }
        }

        var variances = new T[order];
        var axes = new T[(components.Count ?? most) * order];
        SymmetricEigen.Decompose<T>(matrix, order, variances, axes);
        T total = Clip(variances, order);
        int kept = components.Resolve<T>(variances.AsSpan(0, most), total);
        T discarded = T.Zero;
        for (int i = order - 1; i >= kept; i--)
            discarded += variances[i];
        return new PcaSpectrum<T>(axes[..(kept * order)], variances[..kept], total, discarded);
    }

    private static T Trace(T[] matrix, int order)
    {
        T trace = T.Zero;
        for (int i = 0; i < order; i++)
            trace += matrix[i * order + i];
        return trace;
    }

    /// <summary>Sets to 0 what is no more than the rounding error of the greatest variance, and returns the sum of all.</summary>
    private static T Clip(Span<T> variances, int order)
    {
        T least = variances[0] * (T.BitIncrement(T.One) - T.One) * T.CreateTruncating(order);
        T sum = T.Zero;
        foreach (ref T variance in variances)
        {
            if (!(variance > least))
                variance = T.Zero;
            sum += variance;
        }

        return sum;
    }

    private static void ThrowTooMany(int wanted, int most) => throw new ArgumentOutOfRangeException("components", wanted, string.Create(CultureInfo.InvariantCulture,
        $"There are at most {most} components, the smaller of the numbers of samples and features."));

    /// <summary>The covariance matrix of samples, times a scale, whose product with a vector is made of two with the samples.</summary>
    private readonly ref struct CovarianceProduct : ISymmetricOperator<T>
    {
        private readonly ReadOnlySpan<T> _samples;
        private readonly T[] _mean;
        private readonly int _count;
        private readonly T _scale;

        public CovarianceProduct(ReadOnlySpan<T> samples, T[] mean, T scale)
        {
            _samples = samples;
            _mean = mean;
            _count = samples.Length / mean.Length;
            _scale = scale / T.CreateTruncating(_count - 1);
        }

        public int Order => _mean.Length;

        public void Multiply(ReadOnlySpan<T> vectors, Span<T> products)
        {
            int block = vectors.Length / Order;
            ref T first = ref MemoryMarshal.GetReference(_samples);
            var scores = new T[checked(block * _count)];
            MatrixProduct.Add(
                Factor<T>.Rows(ref MemoryMarshal.GetReference(vectors), Order), Factor<T>.Rows(ref first, Order, ref _mean[0]), block, _count, Order, ref scores[0], _count);
            products.Clear();
            MatrixProduct.Add(Factor<T>.Rows(ref scores[0], _count), Factor<T>.Columns(ref first, Order, ref _mean[0]), block, Order, _count, ref products[0], Order);
            VectorOperations.Scale(_scale, products, products);
        }
    }
}
