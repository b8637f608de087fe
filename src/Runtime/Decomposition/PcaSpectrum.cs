using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>What the routes find, in double precision: the principal axes that are kept, and of the variances as much as is needed.</summary>
/// <param name="Axes">Kept axes as rows, orthonormal.</param>
/// <param name="Variances">The kept axes' variances, over N − 1.</param>
/// <param name="Total">The sum of all variances.</param>
/// <param name="Discarded">The sum of the variances that are not kept.</param>
internal sealed record PcaSpectrum(double[] Axes, double[] Variances, double Total, double Discarded)
{
    /// <summary>Finds the spectrum of samples.</summary>
    public static PcaSpectrum Find<T>(ReadOnlySpan<T> samples, double[] mean, Components components, PcaRoute route)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int features = mean.Length, count = samples.Length / features, smaller = Math.Min(count, features);
        if (components.Count > smaller)
            ThrowTooMany(components.Count.Value, smaller);
        if (route == PcaRoute.Automatic)
            route = Choose(count, features, components);
        PcaSpectrum spectrum = route switch
        {
            PcaRoute.Covariance => FromCovariance(samples, mean, components),
            PcaRoute.Gram => FromGram(Doubles.Of(samples), mean, components),
            PcaRoute.Iterative => FromProducts(Doubles.Of(samples), mean, components),
            _ => throw new ArgumentOutOfRangeException(nameof(route), route, "There is no such route."),
        };
        SampleMoments.RequireNotTooSmall(spectrum.Total * (count - 1), samples, features);
        return spectrum;
    }

    /// <summary>Finds the spectrum of a sum of products of deviations, which is destroyed.</summary>
    public static PcaSpectrum FromScatter(double[] scatter, int features, long count, Components components)
    {
        int most = (int)Math.Min(count, features);
        if (components.Count > most)
            ThrowTooMany(components.Count.Value, most);
        VectorOperations.Scale<double>(1.0 / (count - 1), scatter, scatter);
        return FromSymmetric(scatter, features, most, components);
    }

    /// <summary>The route that <see cref="PcaRoute.Automatic"/> takes.</summary>
    private static PcaRoute Choose(int count, int features, Components components)
    {
        // Subspace iteration takes some 30 products with a block of vectors, at four operations a sample's feature and vector each; the
        // matrix takes one operation a sample's feature and row.
        int smaller = Math.Min(count, features);
        if (components.Count is { } wanted && smaller > 120 * LargestEigenpairs.BlockSize<double>(smaller, wanted))
            return PcaRoute.Iterative;
        return count >= features ? PcaRoute.Covariance : PcaRoute.Gram;
    }

    private static PcaSpectrum FromCovariance<T>(ReadOnlySpan<T> samples, double[] mean, Components components)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var covariance = new double[checked(mean.Length * mean.Length)];
        SampleMoments.AddScatter(samples, mean, covariance);
        return FromScatter(covariance, mean.Length, samples.Length / mean.Length, components);
    }

    private static PcaSpectrum FromGram(ReadOnlySpan<double> samples, double[] mean, Components components)
    {
        int features = mean.Length, count = samples.Length / features;
        ref double first = ref MemoryMarshal.GetReference(samples);
        var gram = new double[checked(count * count)];
        MatrixProduct.AddSymmetric(Factor<double>.Rows(ref first, features, ref mean[0]), count, features, ref gram[0]);
        SampleMoments.RequireInRange(gram, count);
        VectorOperations.Scale<double>(1.0 / (count - 1), gram, gram);
        PcaSpectrum dual = FromSymmetric(gram, count, Math.Min(count, features), components);

        // An eigenvector u of the products of samples gives the axis Xᵀu, scaled to length 1.
        int kept = dual.Variances.Length;
        var axes = new double[kept * features];
        MatrixProduct.Add(Factor<double>.Rows(ref dual.Axes[0], count), Factor<double>.Columns(ref first, features, ref mean[0]), kept, features,
            count, ref axes[0], features);

        // Rounding errors are as great as those of the first axis: axes of little variance are no longer orthogonal.
        double little = dual.Variances[0] * 1e-4;
        int accurate = 0;
        while (accurate < kept && dual.Variances[accurate] > little)
        {
            Span<double> axis = axes.AsSpan(accurate++ * features, features);
            VectorOperations.Scale(1.0 / Math.Sqrt(VectorOperations.SquaredNorm<double>(axis)), axis, axis);
        }

        for (int i = accurate; i < kept; i++)
        {
            if (dual.Variances[i] == 0.0)
                axes.AsSpan(i * features, features).Clear();
        }

        OrthonormalRows.Complete<double>(axes, features, accurate);
        return dual with { Axes = axes };
    }

    private static PcaSpectrum FromProducts(ReadOnlySpan<double> samples, double[] mean, Components components)
    {
        int features = mean.Length, count = samples.Length / features;
        if (components.Count is not { } kept)
            throw new ArgumentException("The iterative route finds a number of components; a share of the variance needs all of them.", nameof(components));
        double total = 0.0;
        for (int start = 0; start < samples.Length; start += features)
        {
            double square = 0.0;
            for (int i = 0; i < features; i++)
            {
                double deviation = samples[start + i] - mean[i];
                square += deviation * deviation;
            }

            total += square;
        }

        SampleMoments.RequireInRange([total], 1);
        total /= count - 1;

        // A power of two brings the variances near 1, where neither they nor their squares get lost.
        double scale = VectorOperations.PowerOfTwoScale(total);
        var axes = new double[kept * features];
        var variances = new double[kept];
        var products = new CovarianceProduct(samples, mean, scale);
        if (!LargestEigenpairs.TryFind(products, kept, 2000L * LargestEigenpairs.BlockSize<double>(features, kept), variances.AsSpan(), axes.AsSpan()))
            throw new ArithmeticException(
                "The principal components have not converged: their variances are too close together. Take the covariance or the Gram route.");
        double keptVariance = Clip(variances, features);
        VectorOperations.Scale<double>(1.0 / scale, variances, variances);
        return new PcaSpectrum(axes, variances, total, Math.Max(0.0, total - keptVariance / scale));
    }

    /// <summary>The spectrum of a covariance (or Gram) matrix.</summary>
    /// <param name="matrix">The matrix, which is destroyed.</param>
    /// <param name="order">Its order.</param>
    /// <param name="most">The number of components that there can be.</param>
    /// <param name="components">How many to keep.</param>
    private static PcaSpectrum FromSymmetric(double[] matrix, int order, int most, Components components)
    {
        // A power of two brings the variances near 1, where neither they nor their squares get lost.
        double total = Trace(matrix, order);
        double scale = VectorOperations.PowerOfTwoScale(total);
        VectorOperations.Scale<double>(scale, matrix, matrix);
        PcaSpectrum scaled = FromScaled(matrix, order, most, components);
        VectorOperations.Scale<double>(1.0 / scale, scaled.Variances, scaled.Variances);
        return scaled with { Total = scaled.Total / scale, Discarded = scaled.Discarded / scale };
    }

    private static PcaSpectrum FromScaled(double[] matrix, int order, int most, Components components)
    {
        // A few of many: subspace iteration, unless it takes longer than the whole decomposition.
        if (components.Count is { } few && order >= 6 * LargestEigenpairs.BlockSize<double>(order, few))
        {
            var largest = new double[few];
            var vectors = new double[few * order];
            if (LargestEigenpairs.TryFind(new PackedSymmetricMatrix<double>(matrix, order), few, 5L * order, largest.AsSpan(), vectors.AsSpan()))
            {
                double trace = Trace(matrix, order);
                return new PcaSpectrum(vectors, largest, trace, Math.Max(0.0, trace - Clip(largest, order)));
            }
        }

        var variances = new double[order];
        var axes = new double[(components.Count ?? most) * order];
        SymmetricEigen.Decompose<double>(matrix, order, variances, axes);
        double total = Clip(variances, order);
        int kept = components.Resolve(variances.AsSpan(0, most), total);
        double discarded = 0.0;
        for (int i = order - 1; i >= kept; i--)
            discarded += variances[i];
        return new PcaSpectrum(axes[..(kept * order)], variances[..kept], total, discarded);
    }

    private static double Trace(double[] matrix, int order)
    {
        double trace = 0.0;
        for (int i = 0; i < order; i++)
            trace += matrix[i * order + i];
        return trace;
    }

    /// <summary>Sets to 0 what is no more than the rounding error of the greatest variance, and returns the sum of all.</summary>
    private static double Clip(Span<double> variances, int order)
    {
        double least = variances[0] * (Math.BitIncrement(1.0) - 1.0) * order;
        double sum = 0.0;
        foreach (ref double variance in variances)
        {
            if (!(variance > least))
                variance = 0.0;
            sum += variance;
        }

        return sum;
    }

    private static void ThrowTooMany(int wanted, int most) =>
        throw new ArgumentOutOfRangeException("components", wanted, string.Create(CultureInfo.InvariantCulture,
        $"There are at most {most} components, the smaller of the numbers of samples and features."));

    /// <summary>The covariance matrix of samples, times a scale, whose product with a vector is made of two with the samples.</summary>
    private readonly ref struct CovarianceProduct : ISymmetricOperator<double>
    {
        private readonly ReadOnlySpan<double> _samples;
        private readonly double[] _mean;
        private readonly int _count;
        private readonly double _scale;

        public CovarianceProduct(ReadOnlySpan<double> samples, double[] mean, double scale)
        {
            _samples = samples;
            _mean = mean;
            _count = samples.Length / mean.Length;
            _scale = scale / (_count - 1);
        }

        public int Order => _mean.Length;

        public void Multiply(ReadOnlySpan<double> vectors, Span<double> products)
        {
            int block = vectors.Length / Order;
            ref double first = ref MemoryMarshal.GetReference(_samples);
            var scores = new double[checked(block * _count)];
            MatrixProduct.Add(
                Factor<double>.Rows(ref MemoryMarshal.GetReference(vectors), Order), Factor<double>.Rows(ref first, Order, ref _mean[0]), block,
                _count, Order, ref scores[0], _count);
            products.Clear();
            MatrixProduct.Add(Factor<double>.Rows(ref scores[0], _count), Factor<double>.Columns(ref first, Order, ref _mean[0]), block, Order,
                _count, ref products[0], Order);
            VectorOperations.Scale(_scale, products, products);
        }
    }
}
