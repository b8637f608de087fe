using System;
using Generated.Kernels;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>The two steps of expectation maximisation for <see cref="ProbabilisticPca{T}"/>, and the parameters that they improve.</summary>
/// <remarks>
/// Samples without gaps share their posterior covariance C = σ²G⁻¹ and go through matrix products. Of the others each has its own. Both leave sums over what
/// the present parameters leave of a sample, e = x − μ − W⟨z⟩, and not over x, so that little noise is not the small difference of great squares: with
/// z̃ = (z, 1), for each feature over the samples that have it
/// <code>
/// R = Σ⟨z̃z̃ᵀ⟩     g = Σ(e⟨z̃⟩ − Cw)     (w, μ) ← (w, μ) + R⁻¹g     σ² ← mean of e² + wᵀCw, less gᵀR⁻¹g
/// </code>
/// The mean α and the covariance LLᵀ of all latent variables, which the
/// model wants to be 0 and I, go into the parameters as well, μ ← μ + Wα and W ← WL: without that the lengths of W's columns take some λ/σ² iterations
/// (Liu, Rubin, Wu: Parameter expansion to accelerate EM, 1998).
/// </remarks>
internal sealed class ProbabilisticPcaSteps : IExpectationMaximizationSteps
{
    /// <summary>Samples without gaps that are taken at a time: whole blocks of the product.</summary>
    private const int ChunkRows = 4 * MatrixProduct.BlockTerms;

    private readonly int _features;
    private readonly int _components;
    private readonly GappySamples _samples;
    private readonly double _leastNoise;
    private readonly double[] _mean;
    private readonly double[] _keptMean;
    private readonly double[] _keptLoadings;
    private double _keptNoise;

    // Sums of z̃z̃ᵀ: of samples without gaps, of those with gaps by feature, and of all; the gradient g; the squares that noise explains.
    private readonly double[] _wholeMoments;
    private readonly double[] _gappyMoments;
    private readonly double[] _allMoments;
    private readonly double[] _gradient;
    private double _unexplained;

    /// <summary>Starts from random loadings.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="components">The number of latent variables M.</param>
    /// <param name="seed">The seed of the loadings.</param>
    public ProbabilisticPcaSteps(GappySamples samples, int components, ulong seed)
    {
        _features = samples.Features;
        _components = components;
        _samples = samples;

        // Noise that vanished would be an infinite density.
        NoiseVariance = samples.Squares / samples.Values;
        _leastNoise = NoiseVariance * (Math.BitIncrement(1.0) - 1.0);
        _mean = new double[_features];
        Loadings = new double[_features * components];
        var random = new RandomGenerator(seed);
        double deviation = Math.Sqrt(NoiseVariance);
        foreach (ref double loading in Loadings.AsSpan())
            loading = deviation * random.NextGaussian();
        _keptMean = new double[_features];
        _keptLoadings = new double[Loadings.Length];
        Keep();

        int extended = components + 1;
        _wholeMoments = new double[extended * extended];
        _gappyMoments = new double[samples.GappyCount == 0 ? 0 : checked(_features * extended * extended)];
        _allMoments = new double[extended * extended];
        _gradient = new double[_features * extended];
    }

    /// <summary>W, D × M.</summary>
    public double[] Loadings { get; }

    /// <summary>σ².</summary>
    public double NoiseVariance { get; private set; }

    /// <summary>Whether the noise is down to the rounding error of the samples.</summary>
    public bool HasLeastNoise => NoiseVariance <= _leastNoise;

    /// <summary>μ.</summary>
    public double[] Mean()
    {
        var mean = (double[])_samples.Origin.Clone();
        VectorOperations.AddScaled<double>(1.0, _mean, mean);
        return mean;
    }

    /// <inheritdoc/>
    public double Expect()
    {
        Array.Clear(_wholeMoments);
        Array.Clear(_gappyMoments);
        Array.Clear(_allMoments);
        Array.Clear(_gradient);
        _unexplained = 0.0;
        double logLikelihood = 0;
        if (_samples.WholeCount > 0)
            logLikelihood += ExpectWhole();
        VectorOperations.AddScaled<double>(1.0, _wholeMoments, _allMoments);
        if (_samples.GappyCount > 0)
            logLikelihood += ExpectGappy();
        return logLikelihood / (_samples.WholeCount + _samples.GappyCount);
    }

    /// <inheritdoc/>
    public bool TryMaximize()
    {
        int extended = _components + 1;
        var moments = new double[extended * extended];
        bool shared = _samples.GappyCount == 0;
        _wholeMoments.CopyTo(moments, 0);
        if (shared && !Cholesky.TryDecompose<double>(moments, extended, 0.0))
            return false;
        Span<double> step = new double[extended];
        for (int i = 0; i < _features; i++)
        {
            if (!shared)
            {
                _wholeMoments.CopyTo(moments, 0);
                VectorOperations.AddScaled<double>(1.0, _gappyMoments.AsSpan(i * moments.Length, moments.Length), moments);
                if (!Cholesky.TryDecompose<double>(moments, extended, 0.0))
                    return false;
            }

            Span<double> gradient = _gradient.AsSpan(i * extended, extended);
            gradient.CopyTo(step);
            Cholesky.Solve<double>(moments, extended, step);
            _unexplained -= VectorOperations.Dot<double>(gradient, step);
            VectorOperations.AddScaled(1.0, step[.._components], Loadings.AsSpan(i * _components, _components));
            _mean[i] += step[_components];
        }

        NoiseVariance = Math.Max(_unexplained / _samples.Values, _leastNoise);
        return TryExpand();
    }

    /// <inheritdoc/>
    public void Keep()
    {
        _mean.CopyTo(_keptMean, 0);
        Loadings.CopyTo(_keptLoadings, 0);
        _keptNoise = NoiseVariance;
    }

    /// <inheritdoc/>
    public void Restore()
    {
        _keptMean.CopyTo(_mean, 0);
        _keptLoadings.CopyTo(Loadings, 0);
        NoiseVariance = _keptNoise;
    }

    /// <summary>μ ← μ + Wα and W ← WL.</summary>
    private bool TryExpand()
    {
        int extended = _components + 1;
        double perSample = 1.0 / (_samples.WholeCount + _samples.GappyCount);
        Span<double> alpha = _allMoments.AsSpan(_components * extended, _components);
        VectorOperations.Scale(perSample, alpha, alpha);
        var covariance = new double[_components * _components];
        for (int j = 0; j < _components; j++)
        {
            Span<double> row = covariance.AsSpan(j * _components, _components);
            VectorOperations.Scale(perSample, _allMoments.AsSpan(j * extended, _components), row);
            VectorOperations.AddScaled(-alpha[j], alpha, row);
        }

        if (!Cholesky.TryDecompose<double>(covariance, _components, 0.0))
            return false;
        for (int i = 0; i < _features; i++)
        {
            Span<double> row = Loadings.AsSpan(i * _components, _components);
            _mean[i] += VectorOperations.Dot<double>(row, alpha);
            Cholesky.MultiplyLower<double>(covariance, _components, row);
        }

        return true;
    }

    private double ExpectWhole()
    {
        int extended = _components + 1, count = _samples.WholeCount;
        var precision = new double[_components * _components];
        MatrixProduct.AddSymmetric(Factor<double>.Columns(ref Loadings[0], _components), _components, _features, ref precision[0]);
        if (!TryInvert(precision, out double[] inverse))
            return double.NaN;

        int most = Math.Min(count, ChunkRows);
        double[] residuals = new double[most * _features], latent = new double[most * extended];
        double distances = 0, squares = 0;
        for (int start = 0; start < count; start += most)
        {
            // E = X − μ; ⟨Z⟩ = EWG⁻¹, with a column of ones after it; E ← E − ⟨Z⟩Wᵀ. Where G is nearly singular, the product with its inverse would be worse.
            int rows = Math.Min(most, count - start);
            for (int row = 0; row < rows; row++)
            {
                Span<double> rest = residuals.AsSpan(row * _features, _features);
                _samples.Whole(start + row).CopyTo(rest);
                VectorOperations.AddScaled(-1.0, _mean, rest);
            }

            Array.Clear(latent);
            Add(Factor<double>.Rows(ref residuals[0], _features), Factor<double>.Columns(ref Loadings[0], _components), rows, _components, _features,
                latent, extended);
            for (int row = 0; row < rows; row++)
            {
                Cholesky.Solve<double>(precision, _components, latent.AsSpan(row * extended, _components));
                latent[row * extended + _components] = 1.0;
            }

            Add(Factor<double>.Rows(ref latent[0], extended), Factor<double>.Rows(ref Loadings[0], _components), rows, _features, _components,
                residuals, _features, sign: -1);
            for (int row = 0; row < rows; row++)
            {
                double square = VectorOperations.SquaredNorm<double>(residuals.AsSpan(row * _features, _features));
                squares += square;
                distances += square / NoiseVariance + VectorOperations.SquaredNorm<double>(latent.AsSpan(row * extended, _components));
            }

            MatrixProduct.AddSymmetric(Factor<double>.Columns(ref latent[0], extended), extended, rows, ref _wholeMoments[0]);
            Add(Factor<double>.Columns(ref residuals[0], _features), Factor<double>.Columns(ref latent[0], extended), _features, extended, rows,
                _gradient, extended);
        }

        // The covariance, of all samples together.
        VectorOperations.Scale(NoiseVariance * count, inverse, inverse);
        for (int j = 0; j < _components; j++)
            VectorOperations.AddScaled(1.0, inverse.AsSpan(j * _components, _components), _wholeMoments.AsSpan(j * extended));
        for (int i = 0; i < _features; i++)
            squares += TakeCovariance(inverse, i);
        _unexplained += squares;
        return -0.5 * (count * LogNormalizer(_features, precision) + distances);
    }

    private double ExpectGappy()
    {
        int extended = _components + 1;
        double logLikelihood = 0;
        var latent = new double[extended];
        var precision = new double[_components * _components];
        var moments = new double[extended * extended];
        for (int row = 0; row < _samples.GappyCount; row++)
        {
            ReadOnlySpan<double> sample = _samples.Gappy(row);
            Array.Clear(precision);
            Array.Clear(latent);
            int there = 0;
            for (int i = 0; i < _features; i++)
            {
                if (double.IsNaN(sample[i]))
                    continue;
                there++;
                Span<double> loadings = Loadings.AsSpan(i * _components, _components);
                VectorOperations.AddScaled(sample[i] - _mean[i], loadings, latent);
                for (int j = 0; j < _components; j++)
                    VectorOperations.AddScaled(loadings[j], loadings[..(j + 1)], precision.AsSpan(j * _components));
            }

            if (!TryInvert(precision, out double[] inverse))
                return double.NaN;
            Span<double> means = latent.AsSpan(0, _components);
            Cholesky.Solve<double>(precision, _components, means);
            latent[_components] = 1.0;
            VectorOperations.Scale(NoiseVariance, inverse, inverse);
            for (int j = 0; j < extended; j++)
                VectorOperations.Scale(latent[j], latent, moments.AsSpan(j * extended, extended));
            for (int j = 0; j < _components; j++)
                VectorOperations.AddScaled(1.0, inverse.AsSpan(j * _components, _components), moments.AsSpan(j * extended));
            VectorOperations.AddScaled<double>(1.0, moments, _allMoments);

            double squares = 0;
            for (int i = 0; i < _features; i++)
            {
                if (double.IsNaN(sample[i]))
                    continue;
                double rest = sample[i] - _mean[i] - VectorOperations.Dot<double>(Loadings.AsSpan(i * _components, _components), means);
                squares += rest * rest;
                VectorOperations.AddScaled<double>(1.0, moments, _gappyMoments.AsSpan(i * moments.Length));
                VectorOperations.AddScaled(rest, latent, _gradient.AsSpan(i * extended));
                _unexplained += TakeCovariance(inverse, i);
            }

            _unexplained += squares;
            logLikelihood -= 0.5 * (LogNormalizer(there, precision) + squares / NoiseVariance + VectorOperations.SquaredNorm<double>(means));
        }

        return logLikelihood;
    }

    /// <summary>Subtracts Cw from a feature's gradient.</summary>
    /// <returns>wᵀCw.</returns>
    private double TakeCovariance(double[] covariance, int feature)
    {
        ReadOnlySpan<double> loadings = Loadings.AsSpan(feature * _components, _components);
        Span<double> gradient = _gradient.AsSpan(feature * (_components + 1), _components);
        double sum = 0;
        for (int j = 0; j < _components; j++)
        {
            double product = VectorOperations.Dot(covariance.AsSpan(j * _components, _components), loadings);
            gradient[j] -= product;
            sum += product * loadings[j];
        }

        return sum;
    }

    /// <summary>Adds σ²I to WᵀW, of which only the lower triangle is read, and decomposes and inverts what is then G.</summary>
    private bool TryInvert(double[] precision, out double[] inverse)
    {
        inverse = new double[precision.Length];
        for (int j = 0; j < _components; j++)
            precision[j * _components + j] += NoiseVariance;
        if (!Cholesky.TryDecompose<double>(precision, _components, 0.0))
            return false;
        Cholesky.Invert<double>(precision, _components, inverse);
        return true;
    }

    /// <summary>d·ln 2π + ln |WWᵀ + σ²I| for d features, the latter as (d − M)·ln σ² + ln |G|.</summary>
    private double LogNormalizer(int there, ReadOnlySpan<double> precision) => there * VectorMath.Log(2 * Math.PI)
        + (there - _components) * VectorMath.Log(NoiseVariance) + Cholesky.LogDeterminant(precision, _components);

    private static void Add(Factor<double> a, Factor<double> b, int rows, int columns, int terms, double[] c, int stride, int sign = 1) =>
        MatrixProduct.Add(a, b, rows, columns, terms, ref c[0], stride, sign);
}
