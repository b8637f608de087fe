using System;
using System.Numerics;
using Generated.Kernels;
using Generated.LinearAlgebra;

namespace Generated;

/// <summary>
/// Principal component analysis of data that do not fit into memory: takes chunks of samples, of any sizes, and keeps their mean and the sums of products of
/// their deviations, D × D numbers, in double precision. The result is that of <see cref="Pca{T}.Fit(ReadOnlySpan{T}, int, Components, bool, PcaRoute)"/> on
/// all samples, up to rounding; nothing is approximated (as scikit-learn's IncrementalPCA would).
/// </summary>
/// <remarks>
/// Chunks of n and m samples with means μ and ν and sums of products S and R together have
/// <c>S + R + nm/(n + m)·(ν − μ)(ν − μ)ᵀ</c>. Chan, Golub, LeVeque: Updating formulae and a pairwise algorithm for computing sample variances, 1979.
/// Not safe for use by several threads at once; let each have its own and merge them.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class PcaAccumulator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] _mean;
    private readonly double[] _scatter;
    private T[]? _first;
    private bool _varies;

    /// <summary>Starts without samples.</summary>
    /// <param name="featureCount">The number of features D of a sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public PcaAccumulator(int featureCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        _mean = new double[featureCount];
        _scatter = new double[checked(featureCount * featureCount)];
    }

    /// <summary>The number of features D of a sample.</summary>
    public int FeatureCount => _mean.Length;

    /// <summary>The samples taken so far.</summary>
    public long SampleCount { get; private set; }

    /// <summary>Takes samples.</summary>
    /// <param name="samples">Rows of D features, row-major; at least 1.</param>
    /// <exception cref="ArgumentException">
    /// There are no whole rows, or none; a value is NaN or infinite; or squares are out of range. Nothing is taken.
    /// </exception>
    public void Add(ReadOnlySpan<T> samples)
    {
        int count = SampleMoments.RequireRows(samples, FeatureCount, least: 1);
        double[] mean = SampleMoments.Mean(samples, FeatureCount);

        // A single sample deviates from no mean but that of the others.
        double[]? scatter = null;
        if (count > 1)
        {
            scatter = new double[_scatter.Length];
            SampleMoments.AddScatter(samples, mean, scatter);
        }

        Add(count, mean, scatter, nameof(samples));
        NoteWhetherSomethingVaries(samples);
    }

    /// <summary>Takes the samples that another has taken.</summary>
    /// <param name="other">The other, which is not changed.</param>
    /// <exception cref="ArgumentException">It is for another number of features, or squares are out of range. Nothing is taken.</exception>
    public void Merge(PcaAccumulator<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        SpanArguments.RequireLength(other.FeatureCount, FeatureCount, nameof(other));
        if (other.SampleCount == 0)
            return;
        Add(other.SampleCount, other._mean, other._scatter, nameof(other));
        _varies |= other._varies;
        NoteWhetherSomethingVaries(other._first);
    }

    /// <summary>The principal components of the samples taken so far; more may be taken afterwards.</summary>
    /// <param name="components">How many components to keep.</param>
    /// <param name="whiten">Whether to scale transformed samples to variance 1 along every axis.</param>
    /// <exception cref="InvalidOperationException">There are fewer than 2 samples, or they vary so little that squares are out of range.</exception>
    /// <exception cref="ArgumentException">They are so great that the variances are out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More components are wanted than min(N, D).</exception>
    public Pca<T> Fit(Components components, bool whiten = false)
    {
        if (SampleCount < 2)
            throw new InvalidOperationException("There are fewer than 2 samples; at least 2 are wanted.");
        PcaSpectrum spectrum = PcaSpectrum.FromScatter((double[])_scatter.Clone(), FeatureCount, SampleCount, components);
        if (_varies && spectrum.Total * (SampleCount - 1) < SampleMoments.LeastSquares)
            throw new InvalidOperationException("The values vary so little that their squares' sum is out of range; scale them up.");
        return Pca<T>.Create(SampleCount, (double[])_mean.Clone(), spectrum, whiten);
    }

    private void NoteWhetherSomethingVaries(ReadOnlySpan<T> samples)
    {
        _first ??= samples[..FeatureCount].ToArray();
        for (; !_varies && !samples.IsEmpty; samples = samples[FeatureCount..])
            _varies = !samples[..FeatureCount].SequenceEqual(_first);
    }

    private void Add(long count, ReadOnlySpan<double> mean, ReadOnlySpan<double> scatter, string parameter)
    {
        double share = (double)count / (SampleCount + count);
        double weight = SampleCount == 0 ? 0.0 : SampleCount * share;
        var deviation = new double[FeatureCount];
        for (int i = 0; i < FeatureCount; i++)
        {
            deviation[i] = SampleCount == 0 ? 0.0 : mean[i] - _mean[i];
            double square = weight * deviation[i] * deviation[i] + (scatter.IsEmpty ? 0.0 : scatter[i * FeatureCount + i]);
            if (!double.IsFinite(_scatter[i * FeatureCount + i] + square))
                throw new ArgumentException("The values are so great that their squares' sum is out of range; scale them down.", parameter);
        }

        for (int i = 0; i < FeatureCount; i++)
        {
            Span<double> row = _scatter.AsSpan(i * FeatureCount, FeatureCount);
            if (!scatter.IsEmpty)
                VectorOperations.AddScaled(1.0, scatter.Slice(i * FeatureCount, FeatureCount), row);
            VectorOperations.AddScaled(weight * deviation[i], deviation, row);
        }

        // Not through the share where these are the first: the mean is exact.
        for (int i = 0; i < FeatureCount; i++)
            _mean[i] = SampleCount == 0 ? mean[i] : _mean[i] + deviation[i] * share;
        SampleCount += count;
    }
}
