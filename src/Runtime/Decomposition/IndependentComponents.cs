using System;
using System.IO;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;
using Generated.Kernels;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Independent component analysis by FastICA: signals that were mixed linearly, found again from nothing but their independence. It does not change once
/// fitted.
/// </summary>
/// <remarks>
/// Samples are whitened by <see cref="Pca{T}"/>, z = Λ^−½U(x − μ). From a random orthogonal W on, all rows at once,
/// <code>
/// W ← ⟨g(Wz)zᵀ⟩ − diag⟨g′(Wz)⟩W      W ← (WWᵀ)^−½W
/// </code>
/// until no row turns any more. Hyvärinen: Fast and robust fixed-point algorithms for independent component analysis, 1999. At most one source may be
/// Gaussian; order and sign of the sources cannot be known: here they come in descending order of their share in the samples, and each column of the mixing
/// matrix is signed so that its element of greatest magnitude is positive. Sources have variance 1, over N − 1.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class IndependentComponents<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Kind = "ICA";

    private readonly ModelMean<T> _mean;
    private readonly T[] _unmixing;
    private readonly T[] _mixing;
    private readonly AffineMap<T> _forward;
    private readonly AffineMap<T> _backward;

    private IndependentComponents(ModelMean<T> mean, T[] unmixing, T[] mixing, bool converged, int iterations)
    {
        _mean = mean;
        _unmixing = unmixing;
        _mixing = mixing;
        Converged = converged;
        Iterations = iterations;
        _forward = new AffineMap<T>(Factor<T>.Rows(ref unmixing[0], FeatureCount), ComponentCount, FeatureCount, origin: mean.Values,
            offset: mean.Offset(unmixing));
        _backward = new AffineMap<T>(Factor<T>.Rows(ref mixing[0], ComponentCount), FeatureCount, ComponentCount, origin: null, offset: mean.Values);
    }

    /// <summary>The number of features D of a sample.</summary>
    public int FeatureCount => _mean.Values.Length;

    /// <summary>The number of sources M.</summary>
    public int ComponentCount => _mixing.Length / _mean.Values.Length;

    /// <summary>The mean μ of each feature.</summary>
    public ReadOnlySpan<T> Mean => _mean.Values;

    /// <summary>The unmixing matrix: M rows of D.</summary>
    public ReadOnlySpan<T> Unmixing => _unmixing;

    /// <summary>The mixing matrix: D rows of M.</summary>
    public ReadOnlySpan<T> Mixing => _mixing;

    /// <summary>Whether the fit ended because the sources did not turn any more.</summary>
    public bool Converged { get; }

    /// <summary>The iterations that the fit took.</summary>
    public int Iterations { get; }

    /// <summary>Finds the sources of samples.</summary>
    /// <param name="samples">Rows of features, row-major; at least 2.</param>
    /// <param name="featureCount">The number of features D of a sample.</param>
    /// <param name="componentCount">The number of sources M; as many principal components are kept.</param>
    /// <param name="contrast">The function that tells how far from Gaussian a signal is.</param>
    /// <param name="maximumIterations">The most iterations; at least 1. Whether they sufficed is in <see cref="Converged"/>.</param>
    /// <param name="tolerance">It ends when 1 − |cos| of the angle that any row turns by is at most this.</param>
    /// <param name="seed">The seed of the matrix that it starts from.</param>
    /// <param name="cancellationToken">Ends the fit between two iterations.</param>
    /// <exception cref="ArgumentException">
    /// There are no whole rows, or fewer than 2; a value is NaN or infinite; squares or results are out of range; or the samples vary in fewer directions
    /// than there are sources.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There are no features, more sources than min(N, D), no iterations, or a tolerance that is negative.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IndependentComponents<T> Fit(
        ReadOnlySpan<T> samples, int featureCount, int componentCount, IcaContrast contrast = IcaContrast.Tanh,
        int maximumIterations = 200, double tolerance = 1e-6, ulong seed = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(componentCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumIterations, 1);
        if (!(tolerance >= 0.0))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A number of at least 0 is wanted.");
        if (contrast is not (IcaContrast.Tanh or IcaContrast.Cube))
            throw new ArgumentOutOfRangeException(nameof(contrast), contrast, "There is no such contrast function.");
        ReadOnlySpan<double> wide = Doubles.Of(samples);
        var pca = Pca<double>.Fit(wide, featureCount, Components.Exactly(componentCount), whiten: true);
        if (!(pca.ExplainedVariance[^1] > 0.0))
            throw new ArgumentException("The samples vary in fewer directions than there are sources; take fewer sources.", nameof(componentCount));

        int size = componentCount, count = samples.Length / featureCount;
        var white = new double[count * size];
        pca.Transform(wide, white);
        var rotation = new double[size * size];
        var random = new RandomGenerator(seed);
        foreach (ref double element in rotation.AsSpan())
            element = random.NextGaussian();
        OrthonormalRows.Complete<double>(rotation, size, 0);

        var signals = new double[count * size];
        bool converged = false;
        int iteration = 0;
        while (!converged && iteration < maximumIterations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            iteration++;
            double[] next = Step(white, signals, rotation, size, count, contrast);
            converged = true;
            for (int i = 0; i < size; i++)
            {
                double cosine = VectorOperations.Dot<double>(next.AsSpan(i * size, size), rotation.AsSpan(i * size, size));
                converged &= Math.Abs(Math.Abs(cosine) - 1) <= tolerance;
            }

            rotation = next;
        }

        return Create(pca, rotation, converged, iteration);
    }

    /// <summary>Writes the sources of samples, without allocating once the thread has made room.</summary>
    /// <param name="samples">Rows of D features, row-major.</param>
    /// <param name="sources">Receives as many rows of M sources.</param>
    /// <exception cref="ArgumentException">There are no whole rows, a length is wrong, or the spans share memory. Nothing is written.</exception>
    public void Transform(ReadOnlySpan<T> samples, Span<T> sources) => _forward.Apply(samples, sources, nameof(samples), nameof(sources));

    /// <summary>Writes the samples that sources make when mixed.</summary>
    /// <param name="sources">Rows of M sources, row-major.</param>
    /// <param name="samples">Receives as many rows of D features.</param>
    /// <exception cref="ArgumentException">There are no whole rows, a length is wrong, or the spans share memory. Nothing is written.</exception>
    public void InverseTransform(ReadOnlySpan<T> sources, Span<T> samples) => _backward.Apply(sources, samples, nameof(sources), nameof(samples));

    /// <inheritdoc cref="Pca{T}.Save(string)"/>
    public void Save(string path) => Write().Save(path);

    /// <inheritdoc cref="Pca{T}.Save(Stream)"/>
    public void Save(Stream stream) => Write().Save(stream);

    /// <inheritdoc cref="Pca{T}.Load(string)"/>
    public static IndependentComponents<T> Load(string path) => Read(ModelFile.Load<T>(path, Kind));

    /// <inheritdoc cref="Pca{T}.Load(Stream)"/>
    public static IndependentComponents<T> Load(Stream stream) => Read(ModelFile.Load<T>(stream, Kind));

    /// <summary>One iteration: the new rotation.</summary>
    private static double[] Step(double[] white, double[] signals, double[] rotation, int size, int count, IcaContrast contrast)
    {
        Array.Clear(signals);
        MatrixProduct.Add(Factor<double>.Rows(ref white[0], size), Factor<double>.Rows(ref rotation[0], size), count, size, size, ref signals[0], size);
        double[] slopes = ApplyContrast(signals, size, contrast);

        double perSample = 1.0 / count;
        var next = new double[size * size];
        MatrixProduct.Add(Factor<double>.Columns(ref signals[0], size), Factor<double>.Columns(ref white[0], size), size, size, count, ref next[0], size);
        VectorOperations.Scale<double>(perSample, next, next);
        for (int i = 0; i < size; i++)
            VectorOperations.AddScaled<double>(-slopes[i] * perSample, rotation.AsSpan(i * size, size), next.AsSpan(i * size, size));
        return Decorrelate(next, size);
    }

    /// <summary>(WWᵀ)^−½W, by the eigenvectors of WWᵀ.</summary>
    private static double[] Decorrelate(double[] rows, int size)
    {
        var gram = new double[size * size];
        MatrixProduct.AddSymmetric(Factor<double>.Rows(ref rows[0], size), size, size, ref gram[0]);
        var values = new double[size];
        var vectors = new double[size * size];
        SymmetricEigen.Decompose<double>(gram, size, values, vectors);
        var scaled = new double[size * size];
        double least = values[0] * (Math.BitIncrement(1.0) - 1.0);
        for (int i = 0; i < size; i++)
            VectorOperations.Scale(1.0 / Math.Sqrt(Math.Max(values[i], least)), vectors.AsSpan(i * size, size), scaled.AsSpan(i * size));
        var root = new double[size * size];
        MatrixProduct.Add(Factor<double>.Columns(ref vectors[0], size), Factor<double>.Columns(ref scaled[0], size), size, size, size, ref root[0], size);
        var result = new double[size * size];
        MatrixProduct.Add(Factor<double>.Rows(ref root[0], size), Factor<double>.Columns(ref rows[0], size), size, size, size, ref result[0], size);
        return result;
    }

    /// <summary>Replaces signals u by g(u), and returns Σ g′(u) of each.</summary>
    private static double[] ApplyContrast(double[] signals, int size, IcaContrast contrast)
    {
        var slopes = new double[size];
        var partial = new double[size];
        const double Three = 3.0;
        if (contrast == IcaContrast.Tanh)
            Tanh(signals);
        for (int row = 0; row < signals.Length / size; row++)
        {
            for (int i = 0; i < size; i++)
            {
                ref double u = ref signals[row * size + i];
                if (contrast == IcaContrast.Tanh)
                {
                    partial[i] += 1.0 - u * u;
                }
                else
                {
                    double square = u * u;
                    partial[i] += Three * square;
                    u *= square;
                }
            }

            // Long sums lose digits; blocks lose fewer.
            if (row % MatrixProduct.BlockTerms == MatrixProduct.BlockTerms - 1)
            {
                VectorOperations.AddScaled(1.0, partial, slopes);
                Array.Clear(partial);
            }
        }

        VectorOperations.AddScaled(1.0, partial, slopes);
        return slopes;
    }

    private static void Tanh(double[] values)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
            i = Tanh<Simd512<double>>(values, i);
        else if (Vector256.IsHardwareAccelerated)
            i = Tanh<Simd256<double>>(values, i);
        i = Tanh<Simd128<double>>(values, i);
        Tanh<Scalar<double>>(values, i);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Tanh<TVector>(double[] values, int i)
        where TVector : struct, ISimd<TVector, double>
    {
        for (; i <= values.Length - TVector.Count; i += TVector.Count)
            VectorMath.Tanh<TVector, double>(TVector.Load(ref values[i])).Store(ref values[i]);
        return i;
    }

    /// <summary>The model of a rotation of the white samples: unmixing WΛ^−½U and mixing UᵀΛ^½Wᵀ, ordered and signed.</summary>
    private static IndependentComponents<T> Create(Pca<double> pca, double[] rotation, bool converged, int iterations)
    {
        int size = pca.ComponentCount, features = pca.FeatureCount;
        var whitening = new double[size * features];
        var coloring = new double[size * features];
        for (int i = 0; i < size; i++)
        {
            double deviation = Math.Sqrt(pca.ExplainedVariance[i]);
            ReadOnlySpan<double> axis = pca.PrincipalAxes.Slice(i * features, features);
            VectorOperations.Scale(1.0 / deviation, axis, whitening.AsSpan(i * features));
            VectorOperations.Scale(deviation, axis, coloring.AsSpan(i * features));
        }

        var unmixing = new double[size * features];
        MatrixProduct.Add(Factor<double>.Rows(ref rotation[0], size), Factor<double>.Columns(ref whitening[0], features), size, features, size,
            ref unmixing[0], features);
        var columns = new double[size * features];
        MatrixProduct.Add(Factor<double>.Rows(ref rotation[0], size), Factor<double>.Columns(ref coloring[0], features), size, features, size,
            ref columns[0], features);

        // Columns of the mixing matrix as rows: the longest first, each with the sign that its greatest element asks for.
        var order = new int[size];
        var lengths = new double[size];
        for (int i = 0; i < size; i++)
        {
            order[i] = i;
            lengths[i] = VectorOperations.SquaredNorm<double>(columns.AsSpan(i * features, features));
        }

        Array.Sort(order, (i, j) => lengths[j].CompareTo(lengths[i]) is var comparison and not 0 ? comparison : i.CompareTo(j));
        var sortedUnmixing = new double[size * features];
        var sortedColumns = new double[size * features];
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<double> column = columns.AsSpan(order[i] * features, features);
            Span<double> target = sortedColumns.AsSpan(i * features, features);
            column.CopyTo(target);
            AxisSigns.Apply(target, features);
            double sign = target.SequenceEqual(column) ? 1.0 : -1.0;
            VectorOperations.Scale(sign, unmixing.AsSpan(order[i] * features, features), sortedUnmixing.AsSpan(i * features));
        }

        var mixing = new double[features * size];
        MatrixOperations.Transpose(ref sortedColumns[0], (nuint)size, (nuint)features, ref mixing[0]);
        double longest = 0.0;
        for (int i = 0; i < size; i++)
            longest = Math.Max(longest, Math.Sqrt(VectorOperations.SquaredNorm<double>(sortedUnmixing.AsSpan(i * features, features))));
        if (!T.IsFinite(T.CreateTruncating(longest)))
            throw new ArgumentException(
                $"The values vary so little that the unmixing matrix is out of the range of {typeof(T).Name}; scale them up.", "samples");

        // Sources have variance 1.
        ModelMean<T> mean = ModelMean<T>.Of(pca.Mean.ToArray(), 1.0 / longest);
        return new IndependentComponents<T>(mean, Doubles.Round<T>(sortedUnmixing), Doubles.Round<T>(mixing), converged, iterations);
    }

    private ModelWriter<T> Write()
    {
        var file = new ModelWriter<T>(Kind);
        file.Write(Converged ? 1 : 0);
        file.Write(Iterations);
        file.Write(_mean.Values);
        file.Write(_unmixing);
        file.Write(_mixing);
        file.WriteRemainder(_mean);
        return file;
    }

    private static IndependentComponents<T> Read(ModelReader<T> file)
    {
        bool converged = file.ReadNumber(0, 1) == 1;
        int iterations = (int)file.ReadNumber(1, int.MaxValue);
        T[] mean = file.ReadArray();
        T[] unmixing = file.ReadArray();
        T[] mixing = file.ReadArray(unmixing.Length);
        ModelMean<T> whole = file.ReadRemainder(mean);
        file.End();
        file.RequireRows(unmixing.Length, mean.Length);
        return new IndependentComponents<T>(whole, unmixing, mixing, converged, iterations);
    }
}
