using System;
using System.Globalization;
using System.Numerics;
using Generated.Numerics;

namespace Generated;

/// <summary>The two steps of expectation maximisation for <see cref="ProbabilisticPca{T}"/>, and the parameters that they improve.</summary>
/// <remarks>
/// Samples without gaps share their posterior covariance and go through matrix products. Of the others each has its own. Both leave sums from which
/// the parameters follow: with z̃ = (z, 1), for each feature Σ⟨z̃z̃ᵀ⟩ and Σx⟨z̃⟩ over the samples that have it. The mean α and the covariance R = LLᵀ of all latent variables, which the
/// model wants to be 0 and I, go into the parameters as well, μ ← μ + Wα and W ← WL: without that the lengths of W's columns take some λ/σ² iterations
/// (Liu, Rubin, Wu: Parameter expansion to accelerate EM, 1998).
/// </remarks>
internal sealed class ProbabilisticPcaSteps<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _features;
    private readonly int _components;

    // Deviations from the means of what is there, which are added again at the end; samples without gaps, and those with.
    private readonly T[] _origin;
    private readonly T[] _whole;
    private readonly T[] _gappy;
    private readonly int _wholeCount;
    private readonly int _gappyCount;
    private readonly T _leastNoise;
    private readonly T _squares;
    private readonly long _values;

    private readonly T[] _mean;
    private readonly T[] _extended;
    private readonly T[] _wholeMoments;
    private readonly T[] _gappyMoments;
    private readonly T[] _allMoments;
    private readonly T[] _products;

    public ProbabilisticPcaSteps(ReadOnlySpan<T> samples, int features, int components, ulong seed)
    {
        _features = features;
        _components = components;
        _origin = MeanOfWhatIsThere(samples, features);
        int count = samples.Length / features;
        for (int row = 0; row < count; row++)
        {
            if (HasGap(samples.Slice(row * features, features)))
                _gappyCount++;
        }

        _wholeCount = count - _gappyCount;
        _whole = new T[_wholeCount * features];
        _gappy = new T[_gappyCount * features];
        int whole = 0, gappy = 0;
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<T> sample = samples.Slice(row * features, features);
            Span<T> target = HasGap(sample) ? _gappy.AsSpan(gappy++ * features) : _whole.AsSpan(whole++ * features);
            T rowSquares = T.Zero;
            for (int i = 0; i < features; i++)
            {
                target[i] = sample[i] - _origin[i];
                if (!T.IsNaN(target[i]))
                {
                    rowSquares += target[i] * target[i];
                    _values++;
                }
            }

            _squares += rowSquares;
        }

        if (!(_squares > T.Zero) || !T.IsFinite(_squares))
            throw new ArgumentException(_squares > T.Zero ? "The values are so great that their squares' sum is out of range; scale them down." : "Nothing varies in the samples.", nameof(samples));

        // Noise that vanished would be an infinite density.
        NoiseVariance = _squares / T.CreateTruncating(_values);
        _leastNoise = NoiseVariance * (T.BitIncrement(T.One) - T.One);
        _mean = new T[features];
        Loadings = new T[features * components];
        var random = new RandomGenerator(seed);
        T deviation = T.Sqrt(NoiseVariance);
        foreach (ref T loading in Loadings.AsSpan())
            loading = deviation * T.CreateTruncating(random.NextGaussian());

        int extended = components + 1;
        _extended = new T[_wholeCount * extended];
        _wholeMoments = new T[extended * extended];
        _gappyMoments = new T[_gappyCount == 0 ? 0 : checked(features * extended * extended)];
        _allMoments = new T[extended * extended];
        _products = new T[features * extended];
    }

    /// <summary>W, D × M.</summary>
    public T[] Loadings { get; }

    /// <summary>σ².</summary>
    public T NoiseVariance { get; private set; }

    /// <summary>μ.</summary>
    public T[] Mean()
    {
        var mean = (T[])_origin.Clone();
        VectorOperations.AddScaled<T>(T.One, _mean, mean);
        return mean;
    }

    /// <summary>Infers the latent variables with the present parameters, and returns the mean log-likelihood of these.</summary>
    public double Expect()
    {
        Array.Clear(_wholeMoments);
        Array.Clear(_gappyMoments);
        Array.Clear(_allMoments);
        Array.Clear(_products);
        double logLikelihood = 0;
        if (_wholeCount > 0)
            logLikelihood += ExpectWhole();
        VectorOperations.AddScaled<T>(T.One, _wholeMoments, _allMoments);
        if (_gappyCount > 0)
            logLikelihood += ExpectGappy();
        return logLikelihood / (_wholeCount + _gappyCount);
    }

    /// <summary>Takes the parameters of the greatest expected likelihood.</summary>
    public void Maximize()
    {
        int extended = _components + 1;
        var moments = new T[extended * extended];
        T explained = T.Zero;
        bool shared = _gappyCount == 0;
        if (shared)
            Decompose(_wholeMoments.AsSpan());
        for (int i = 0; i < _features; i++)
        {
            // The feature's row of W and its mean solve the normal equations; Σx² − rᵀw is what they leave unexplained.
            Span<T> products = _products.AsSpan(i * extended, extended);
            Span<T> row = new T[extended];
            products.CopyTo(row);
            if (shared)
            {
                Cholesky.Solve<T>(_wholeMoments, extended, row);
            }
            else
            {
                _wholeMoments.CopyTo(moments, 0);
                VectorOperations.AddScaled<T>(T.One, _gappyMoments.AsSpan(i * moments.Length, moments.Length), moments);
                Decompose(moments);
                Cholesky.Solve<T>(moments, extended, row);
            }

            explained += VectorOperations.Dot<T>(products, row);
            row[.._components].CopyTo(Loadings.AsSpan(i * _components));
            _mean[i] = row[_components];
        }

        NoiseVariance = T.Max((_squares - explained) / T.CreateTruncating(_values), _leastNoise);
        Expand();

        void Decompose(Span<T> matrix) => Cholesky.TryDecompose(matrix, extended, T.Zero);
    }

    /// <summary>μ ← μ + Wα and W ← WL.</summary>
    private void Expand()
    {
        int extended = _components + 1;
        T perSample = T.One / T.CreateTruncating(_wholeCount + _gappyCount);
        Span<T> alpha = _allMoments.AsSpan(_components * extended, _components);
        VectorOperations.Scale(perSample, alpha, alpha);
        var covariance = new T[_components * _components];
        for (int j = 0; j < _components; j++)
        {
            Span<T> row = covariance.AsSpan(j * _components, _components);
            VectorOperations.Scale(perSample, _allMoments.AsSpan(j * extended, _components), row);
            VectorOperations.AddScaled(-alpha[j], alpha, row);
        }

        if (!Cholesky.TryDecompose<T>(covariance, _components, T.Zero))
            return;
        for (int i = 0; i < _features; i++)
        {
            Span<T> row = Loadings.AsSpan(i * _components, _components);
            _mean[i] += VectorOperations.Dot<T>(row, alpha);
            Cholesky.MultiplyLower<T>(covariance, _components, row);
        }
    }

    private double ExpectWhole()
    {
        int extended = _components + 1;
        T[] precision = Precision(out T[] inverse);

        // B = (X − μ)W, and ⟨Z⟩ = BG⁻¹ with a column of ones behind.
        var projected = new T[_wholeCount * _components];
        MatrixProduct.Add(
            Factor<T>.Rows(ref _whole[0], _features, ref _mean[0]), Factor<T>.Columns(ref Loadings[0], _components), _wholeCount, _components, _features, ref projected[0], _components);
        Array.Clear(_extended);
        MatrixProduct.Add(
            Factor<T>.Rows(ref projected[0], _components), Factor<T>.Rows(ref inverse[0], _components), _wholeCount, _components, _components, ref _extended[0], extended);
        double distances = 0;
        for (int row = 0; row < _wholeCount; row++)
        {
            _extended[row * extended + _components] = T.One;
            T square = T.Zero;
            for (int i = 0; i < _features; i++)
            {
                T deviation = _whole[row * _features + i] - _mean[i];
                square += deviation * deviation;
            }

            T along = VectorOperations.Dot<T>(projected.AsSpan(row * _components, _components), _extended.AsSpan(row * extended, _components));
            distances += double.CreateTruncating((square - along) / NoiseVariance);
        }

        MatrixProduct.AddSymmetric(Factor<T>.Columns(ref _extended[0], extended), extended, _wholeCount, ref _wholeMoments[0]);
        T covariance = NoiseVariance * T.CreateTruncating(_wholeCount);
        for (int j = 0; j < _components; j++)
            VectorOperations.AddScaled(covariance, inverse.AsSpan(j * _components, _components), _wholeMoments.AsSpan(j * extended));
        MatrixProduct.Add(Factor<T>.Columns(ref _whole[0], _features), Factor<T>.Columns(ref _extended[0], extended), _features, extended, _wholeCount, ref _products[0], extended);
        return -0.5 * (_wholeCount * LogNormalizer(_features, precision) + distances);
    }

    private double ExpectGappy()
    {
        int extended = _components + 1;
        double logLikelihood = 0;
        var latent = new T[extended];
        var precision = new T[_components * _components];
        var inverse = new T[_components * _components];
        var projected = new T[_components];
        var moments = new T[extended * extended];
        for (int row = 0; row < _gappyCount; row++)
        {
            ReadOnlySpan<T> sample = _gappy.AsSpan(row * _features, _features);
            Array.Clear(precision);
            Array.Clear(projected);
            int there = 0;
            T square = T.Zero;
            for (int i = 0; i < _features; i++)
            {
                if (T.IsNaN(sample[i]))
                    continue;
                there++;
                T deviation = sample[i] - _mean[i];
                square += deviation * deviation;
                Span<T> loadings = Loadings.AsSpan(i * _components, _components);
                VectorOperations.AddScaled(deviation, loadings, projected);
                for (int j = 0; j < _components; j++)
                    VectorOperations.AddScaled(loadings[j], loadings[..(j + 1)], precision.AsSpan(j * _components));
            }

            for (int j = 0; j < _components; j++)
                precision[j * _components + j] += NoiseVariance;
            Cholesky.TryDecompose<T>(precision, _components, T.Zero);
            Cholesky.Invert<T>(precision, _components, inverse);
            projected.CopyTo(latent, 0);
            Cholesky.Solve<T>(precision, _components, latent.AsSpan(0, _components));
            latent[_components] = T.One;
            T along = VectorOperations.Dot<T>(projected, latent.AsSpan(0, _components));
            logLikelihood += -0.5 * (LogNormalizer(there, precision) + double.CreateTruncating((square - along) / NoiseVariance));

            for (int j = 0; j < extended; j++)
                VectorOperations.Scale(latent[j], latent, moments.AsSpan(j * extended, extended));
            for (int j = 0; j < _components; j++)
                VectorOperations.AddScaled(NoiseVariance, inverse.AsSpan(j * _components, _components), moments.AsSpan(j * extended));
            VectorOperations.AddScaled<T>(T.One, moments, _allMoments);
            for (int i = 0; i < _features; i++)
            {
                if (T.IsNaN(sample[i]))
                    continue;
                VectorOperations.AddScaled<T>(T.One, moments, _gappyMoments.AsSpan(i * moments.Length));
                VectorOperations.AddScaled(sample[i], latent, _products.AsSpan(i * extended));
            }
        }

        return logLikelihood;
    }

    /// <summary>Cholesky's decomposition of G = WᵀW + σ²I, and G⁻¹.</summary>
    private T[] Precision(out T[] inverse)
    {
        var precision = new T[_components * _components];
        MatrixProduct.AddSymmetric(Factor<T>.Columns(ref Loadings[0], _components), _components, _features, ref precision[0]);
        for (int j = 0; j < _components; j++)
            precision[j * _components + j] += NoiseVariance;
        Cholesky.TryDecompose<T>(precision, _components, T.Zero);
        inverse = new T[precision.Length];
        Cholesky.Invert<T>(precision, _components, inverse);
        return precision;
    }

    /// <summary>d·ln 2π + ln |WWᵀ + σ²I| for d features, the latter as (d − M)·ln σ² + ln |G|.</summary>
    private double LogNormalizer(int there, ReadOnlySpan<T> precision) => there * VectorMath.Log(2 * Math.PI)
        + (there - _components) * VectorMath.Log(double.CreateTruncating(NoiseVariance)) + Cholesky.LogDeterminant(precision, _components);

    private static bool HasGap(ReadOnlySpan<T> sample)
    {
        foreach (T value in sample)
        {
            if (T.IsNaN(value))
                return true;
        }

        return false;
    }

    private static T[] MeanOfWhatIsThere(ReadOnlySpan<T> samples, int features)
    {
        var mean = new T[features];
        for (int i = 0; i < features; i++)
        {
            // Differences from the first value, so that a constant feature has its mean exactly.
            T first = T.NaN, sum = T.Zero;
            int count = 0;
            for (int place = i; place < samples.Length; place += features)
            {
                T value = samples[place];
                if (T.IsNaN(value))
                    continue;
                if (T.IsInfinity(value))
                {
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                        $"Feature {i} of sample {place / features} is {value}; finite numbers, or NaN for what is missing, are wanted."), nameof(samples));
                }

                if (count++ == 0)
                    first = value;
                sum += value - first;
            }

            if (count == 0)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Feature {i} is missing in all samples."), nameof(samples));
            mean[i] = first + sum / T.CreateTruncating(count);
        }

        return mean;
    }
}
