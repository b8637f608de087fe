using System;
using System.IO;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;
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

    private readonly T[] _mean;
    private readonly T[] _unmixing;
    private readonly T[] _mixing;
    private readonly AffineMap<T> _forward;
    private readonly AffineMap<T> _backward;

    private IndependentComponents(T[] mean, T[] unmixing, T[] mixing, bool converged, int iterations)
    {
        _mean = mean;
        _unmixing = unmixing;
        _mixing = mixing;
        Converged = converged;
        Iterations = iterations;
        _forward = new AffineMap<T>(Factor<T>.Rows(ref unmixing[0], FeatureCount), ComponentCount, FeatureCount, origin: mean, offset: null);
        _backward = new AffineMap<T>(Factor<T>.Rows(ref mixing[0], ComponentCount), FeatureCount, ComponentCount, origin: null, offset: mean);
    }

    /// <summary>The number of features D of a sample.</summary>
    public int FeatureCount => _mean.Length;

    /// <summary>The number of sources M.</summary>
    public int ComponentCount => _mixing.Length / _mean.Length;

    /// <summary>The mean μ of each feature.</summary>
    public ReadOnlySpan<T> Mean => _mean;

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
    /// There are no whole rows, or fewer than 2; a value is NaN or infinite; or the samples vary in fewer directions than there are sources.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no features, more sources than min(N, D), no iterations, or a tolerance that is negative.</exception>
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
        var pca = Pca<T>.Fit(samples, featureCount, Components.Exactly(componentCount), whiten: true);
        if (!(pca.ExplainedVariance[^1] > T.Zero))
            throw new ArgumentException("The samples vary in fewer directions than there are sources; take fewer sources.", nameof(componentCount));

        int size = componentCount, count = samples.Length / featureCount;
        var white = new T[count * size];
        pca.Transform(samples, white);
        var rotation = new T[size * size];
        var random = new RandomGenerator(seed);
        foreach (ref T element in rotation.AsSpan())
            element = T.CreateTruncating(random.NextGaussian());
        OrthonormalRows.Complete<T>(rotation, size, 0);

        var signals = new T[count * size];
        bool converged = false;
        int iteration = 0;
        while (!converged && iteration < maximumIterations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            iteration++;
            T[] next = Step(white, signals, rotation, size, count, contrast);
            converged = true;
            for (int i = 0; i < size; i++)
            {
                double cosine = double.CreateTruncating(VectorOperations.Dot<T>(next.AsSpan(i * size, size), rotation.AsSpan(i * size, size)));
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
    private static T[] Step(T[] white, T[] signals, T[] rotation, int size, int count, IcaContrast contrast)
    {
        Array.Clear(signals);
        MatrixProduct.Add(Factor<T>.Rows(ref white[0], size), Factor<T>.Rows(ref rotation[0], size), count, size, size, ref signals[0], size);
        T[] slopes = ApplyContrast(signals, size, contrast);

        T perSample = T.One / T.CreateTruncating(count);
        var next = new T[size * size];
        MatrixProduct.Add(Factor<T>.Columns(ref signals[0], size), Factor<T>.Columns(ref white[0], size), size, size, count, ref next[0], size);
        VectorOperations.Scale<T>(perSample, next, next);
        for (int i = 0; i < size; i++)
            VectorOperations.AddScaled<T>(-slopes[i] * perSample, rotation.AsSpan(i * size, size), next.AsSpan(i * size, size));
        return Decorrelate(next, size);
    }

    /// <summary>(WWᵀ)^−½W, by the eigenvectors of WWᵀ.</summary>
    private static T[] Decorrelate(T[] rows, int size)
    {
        var gram = new T[size * size];
        MatrixProduct.AddSymmetric(Factor<T>.Rows(ref rows[0], size), size, size, ref gram[0]);
        var values = new T[size];
        var vectors = new T[size * size];
        SymmetricEigen.Decompose<T>(gram, size, values, vectors);
        var scaled = new T[size * size];
        T least = values[0] * (T.BitIncrement(T.One) - T.One);
        for (int i = 0; i < size; i++)
            VectorOperations.Scale(T.One / T.Sqrt(T.Max(values[i], least)), vectors.AsSpan(i * size, size), scaled.AsSpan(i * size));
        var root = new T[size * size];
        MatrixProduct.Add(Factor<T>.Columns(ref vectors[0], size), Factor<T>.Columns(ref scaled[0], size), size, size, size, ref root[0], size);
        var result = new T[size * size];
        MatrixProduct.Add(Factor<T>.Rows(ref root[0], size), Factor<T>.Columns(ref rows[0], size), size, size, size, ref result[0], size);
        return result;
    }

    /// <summary>Replaces signals u by g(u), and returns Σ g′(u) of each.</summary>
    private static T[] ApplyContrast(T[] signals, int size, IcaContrast contrast)
    {
        var slopes = new T[size];
        var partial = new T[size];
        T three = T.CreateTruncating(3);
        if (contrast == IcaContrast.Tanh)
            Tanh(signals);
        for (int row = 0; row < signals.Length / size; row++)
        {
            for (int i = 0; i < size; i++)
            {
                ref T u = ref signals[row * size + i];
                if (contrast == IcaContrast.Tanh)
                {
                    partial[i] += T.One - u * u;
                }
                else
                {
                    T square = u * u;
                    partial[i] += three * square;
                    u *= square;
                }
            }

            // Long sums lose digits; blocks lose fewer.
            if (row % MatrixProduct.BlockTerms == MatrixProduct.BlockTerms - 1)
            {
                VectorOperations.AddScaled(T.One, partial, slopes);
                Array.Clear(partial);
            }
        }

        VectorOperations.AddScaled(T.One, partial, slopes);
        return slopes;
    }

    private static void Tanh(T[] values)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
            i = Tanh<Simd512<T>>(values, i);
        else if (Vector256.IsHardwareAccelerated)
            i = Tanh<Simd256<T>>(values, i);
        i = Tanh<Simd128<T>>(values, i);
        Tanh<Scalar<T>>(values, i);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Tanh<TVector>(T[] values, int i)
        where TVector : struct, ISimd<TVector, T>
    {
        for (; i <= values.Length - TVector.Count; i += TVector.Count)
            VectorMath.Tanh<TVector, T>(TVector.Load(ref values[i])).Store(ref values[i]);
        return i;
    }

    /// <summary>The model of a rotation of the white samples: unmixing WΛ^−½U and mixing UᵀΛ^½Wᵀ, ordered and signed.</summary>
    private static IndependentComponents<T> Create(Pca<T> pca, T[] rotation, bool converged, int iterations)
    {
        int size = pca.ComponentCount, features = pca.FeatureCount;
        var whitening = new T[size * features];
        var coloring = new T[size * features];
        for (int i = 0; i < size; i++)
        {
            T deviation = T.Sqrt(pca.ExplainedVariance[i]);
            ReadOnlySpan<T> axis = pca.PrincipalAxes.Slice(i * features, features);
            VectorOperations.Scale(T.One / deviation, axis, whitening.AsSpan(i * features));
            VectorOperations.Scale(deviation, axis, coloring.AsSpan(i * features));
        }

        var unmixing = new T[size * features];
        MatrixProduct.Add(Factor<T>.Rows(ref rotation[0], size), Factor<T>.Columns(ref whitening[0], features), size, features, size, ref unmixing[0], features);
        var columns = new T[size * features];
        MatrixProduct.Add(Factor<T>.Rows(ref rotation[0], size), Factor<T>.Columns(ref coloring[0], features), size, features, size, ref columns[0], features);

        // Columns of the mixing matrix as rows: the longest first, each with the sign that its greatest element asks for.
        var order = new int[size];
        var lengths = new T[size];
        for (int i = 0; i < size; i++)
        {
            order[i] = i;
            lengths[i] = VectorOperations.SquaredNorm<T>(columns.AsSpan(i * features, features));
        }

        Array.Sort(order, (i, j) => lengths[j].CompareTo(lengths[i]) is var comparison and not 0 ? comparison : i.CompareTo(j));
        var sortedUnmixing = new T[size * features];
        var sortedColumns = new T[size * features];
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<T> column = columns.AsSpan(order[i] * features, features);
            Span<T> target = sortedColumns.AsSpan(i * features, features);
            column.CopyTo(target);
            AxisSigns.Apply(target, features);
            T sign = target.SequenceEqual(column) ? T.One : -T.One;
            VectorOperations.Scale(sign, unmixing.AsSpan(order[i] * features, features), sortedUnmixing.AsSpan(i * features));
        }

        var mixing = new T[features * size];
        MatrixOperations.Transpose(ref sortedColumns[0], (nuint)size, (nuint)features, ref mixing[0]);
        return new IndependentComponents<T>(pca.Mean.ToArray(), sortedUnmixing, mixing, converged, iterations);
    }

    private ModelWriter<T> Write()
    {
        var file = new ModelWriter<T>(Kind);
        file.Write(Converged ? 1 : 0);
        file.Write(Iterations);
        file.Write(_mean);
        file.Write(_unmixing);
        file.Write(_mixing);
        return file;
    }

    private static IndependentComponents<T> Read(ModelReader<T> file)
    {
        bool converged = file.ReadNumber(0, 1) == 1;
        int iterations = (int)file.ReadNumber(1, int.MaxValue);
        T[] mean = file.ReadArray();
        T[] unmixing = file.ReadArray();
        T[] mixing = file.ReadArray(unmixing.Length);
        file.End();
        file.RequireRows(unmixing.Length, mean.Length);
        return new IndependentComponents<T>(mean, unmixing, mixing, converged, iterations);
    }
}
