using System;
using System.Globalization;
using System.IO;
using System.Numerics;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Principal component analysis: the orthogonal directions along which samples vary the most, and the samples as seen along
/// them. It does not change once fitted, and is safe to use from many threads at once.
/// </summary>
/// <remarks>
/// With the mean μ and the principal axes as rows of W, eigenvectors of the covariance matrix
/// <c>C = Σ (x − μ)(x − μ)ᵀ / (N − 1)</c> in the order of their eigenvalues λ:
/// <code>
/// z = W(x − μ)          divided by √λ with whitening
/// x ≈ μ + Wᵀz           after multiplication by √λ with whitening
/// </code>
/// Pearson: On lines and planes of closest fit to systems of points in space, 1901; Hotelling: Analysis of a complex of statistical
/// variables into principal components, 1933; Bishop: Pattern recognition and machine learning, 2006, 12.1. Definitions agree with
/// scikit-learn's; so does the sign rule: each axis' element of greatest magnitude, the first of equals, is positive.
/// A variance below the rounding error of the greatest, D·ε·λ₁, is 0: components beyond the rank of the data have variance
/// 0 and axes orthogonal to the others, and whiten to 0. Constant features are no obstacle; their means are exact. The fit gives the same bits at
/// every register width.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Pca<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Kind = "PCA";

    private readonly T[] _mean;
    private readonly T[] _axes;
    private readonly T[] _variances;
    private readonly T[] _whitening;
    private readonly AffineMap<T> _forward;
    private readonly AffineMap<T> _backward;

    private Pca(long sampleCount, T[] mean, PcaSpectrum<T> spectrum, bool whitens)
    {
        SampleCount = sampleCount;
        _mean = mean;
        _axes = spectrum.Axes;
        _variances = spectrum.Variances;
        TotalVariance = spectrum.Total;
        Distortion = spectrum.Discarded;
        Whitens = whitens;

        // Of a component without variance nothing is left either way.
        _whitening = new T[ComponentCount];
        var backward = (T[])_axes.Clone();
        for (int i = 0; i < ComponentCount; i++)
        {
            T deviation = T.Sqrt(_variances[i]);
            _whitening[i] = deviation > T.Zero ? T.One / deviation : T.Zero;
            if (whitens)
                VectorOperations.Scale(deviation, Axis(i), backward.AsSpan(i * FeatureCount));
        }

        _forward = new AffineMap<T>(Factor<T>.Rows(ref _axes[0], FeatureCount), ComponentCount, FeatureCount, origin: _mean, offset: null);
        _backward = new AffineMap<T>(Factor<T>.Columns(ref backward[0], FeatureCount), FeatureCount, ComponentCount, origin: null, offset: _mean);
    }

    /// <summary>The number of features D of a sample.</summary>
    public int FeatureCount => _mean.Length;

    /// <summary>The number of components M that are kept.</summary>
    public int ComponentCount => _variances.Length;

    /// <summary>The number of samples N that were fitted.</summary>
    public long SampleCount { get; }

    /// <summary>Whether transformed samples are scaled to variance 1 along every axis.</summary>
    public bool Whitens { get; }

    /// <summary>The mean μ of each feature.</summary>
    public ReadOnlySpan<T> Mean => _mean;

    /// <summary>The principal axes W: M rows of D, orthonormal, in descending order of variance.</summary>
    public ReadOnlySpan<T> PrincipalAxes => _axes;

    /// <summary>The variance λ along each axis, over N − 1.</summary>
    public ReadOnlySpan<T> ExplainedVariance => _variances;

    /// <summary>Each variance as a share of the total, over all D eigenvalues; 0 if nothing varies.</summary>
    public T[] ExplainedVarianceRatio => Map(variance => TotalVariance > T.Zero ? variance / TotalVariance : T.Zero);

    /// <summary>The singular values √(λ(N − 1)) of the centred samples.</summary>
    public T[] SingularValues => Map(variance => T.Sqrt(variance * T.CreateTruncating(SampleCount - 1)));

    /// <summary>The sum of all D eigenvalues.</summary>
    public T TotalVariance { get; }

    /// <summary>
    /// The distortion J = Σ λ over the components that are not kept. The mean squared distance of a fitted sample from its
    /// reconstruction is J·(N − 1)/N.
    /// </summary>
    public T Distortion { get; }

    /// <summary>The mean of the discarded eigenvalues, of which there are min(N, D) − M: the noise variance σ² of probabilistic PCA. 0 if all are kept.</summary>
    public T NoiseVariance
    {
        get
        {
            long discarded = Math.Min(SampleCount, FeatureCount) - ComponentCount;
            return discarded == 0 ? T.Zero : Distortion / T.CreateTruncating(discarded);
        }
    }

    /// <summary>Finds the principal components of samples.</summary>
    /// <param name="samples">Rows of features, row-major; at least 2.</param>
    /// <param name="featureCount">The number of features of a sample.</param>
    /// <param name="components">How many components to keep.</param>
    /// <param name="whiten">Whether to scale transformed samples to variance 1 along every axis.</param>
    /// <param name="route">The way to the components.</param>
    /// <exception cref="ArgumentException">There are no whole rows, or fewer than 2; a value is NaN or infinite; or squares are out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no features, or more components are wanted than min(N, D).</exception>
    /// <exception cref="ArithmeticException">The iterative route was asked for and has not converged.</exception>
    public static Pca<T> Fit(ReadOnlySpan<T> samples, int featureCount, Components components, bool whiten = false, PcaRoute route = PcaRoute.Automatic)
    {
        int count = SampleMoments.RequireRows(samples, featureCount);
        T[] mean = SampleMoments.Mean(samples, featureCount);
        return Create(count, mean, PcaSpectrum<T>.Find(samples, mean, components, route), whiten);
    }

    /// <summary>Finds the principal components of a data set's inputs.</summary>
    /// <param name="data">The data set, usually the training part.</param>
    /// <param name="components">How many components to keep.</param>
    /// <param name="whiten">Whether to scale transformed samples to variance 1 along every axis.</param>
    /// <param name="route">The way to the components.</param>
    /// <exception cref="ArgumentException">As for the samples of the other method.</exception>
    public static Pca<T> Fit(Dataset<T> data, Components components, bool whiten = false, PcaRoute route = PcaRoute.Automatic)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Fit(data.Inputs, data.InputSize, components, whiten, route);
    }

    /// <summary>Writes the components of samples, <c>z = W(x − μ)</c>, without allocating once the thread has made room. A row's result does not depend on the other rows.</summary>
    /// <param name="samples">Rows of D features, row-major.</param>
    /// <param name="transformed">Receives as many rows of M components, for example the inputs that a network's <c>Forward</c> takes.</param>
    /// <exception cref="ArgumentException">There are no whole rows, a length is wrong, or the spans share memory. Nothing is written.</exception>
    public void Transform(ReadOnlySpan<T> samples, Span<T> transformed)
    {
        _forward.Apply(samples, transformed, nameof(samples), nameof(transformed));
        if (!Whitens)
            return;
        for (; !transformed.IsEmpty; transformed = transformed[ComponentCount..])
        {
            for (int i = 0; i < _whitening.Length; i++)
                transformed[i] *= _whitening[i];
        }
    }

    /// <summary>The data set with the components in place of its inputs: what a network behind this learns from.</summary>
    /// <param name="data">A data set with D inputs.</param>
    /// <exception cref="ArgumentException">The number of inputs is another.</exception>
    public Dataset<T> Transform(Dataset<T> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.InputSize != FeatureCount)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The data set has {data.InputSize} inputs, but {FeatureCount} were fitted."), nameof(data));
        }

        var inputs = new T[checked(data.Count * ComponentCount)];
        Transform(data.Inputs, inputs);
        return data.WithInputs(inputs, ComponentCount);
    }

    /// <summary>Writes the samples that components stand for, <c>x = μ + Wᵀz</c>, without allocating once the thread has made room.</summary>
    /// <param name="transformed">Rows of M components, row-major.</param>
    /// <param name="samples">Receives as many rows of D features.</param>
    /// <exception cref="ArgumentException">There are no whole rows, a length is wrong, or the spans share memory. Nothing is written.</exception>
    public void InverseTransform(ReadOnlySpan<T> transformed, Span<T> samples) =>
        _backward.Apply(transformed, samples, nameof(transformed), nameof(samples));

    /// <summary>
    /// The mean log-likelihood of samples under the Gaussian model of probabilistic PCA with these components and the noise variance, both over N − 1: scikit-learn's
    /// <c>score</c> without whitening, which makes no difference here. See <see cref="ProbabilisticPca{T}"/> for the model and its maximum likelihood.
    /// </summary>
    /// <param name="samples">Rows of D features, row-major; at least 1.</param>
    /// <exception cref="ArgumentException">There are no whole rows, or none.</exception>
    /// <exception cref="InvalidOperationException">There is no density: a variance that the model needs is 0.</exception>
    public double AverageLogLikelihood(ReadOnlySpan<T> samples)
    {
        int rows = SpanArguments.RequireRows(samples.Length, FeatureCount, nameof(samples));
        SpanArguments.RequireAnyRow(rows, nameof(samples));
        double noise = double.CreateTruncating(NoiseVariance);
        int rest = FeatureCount - ComponentCount;
        if (!(_variances[^1] > T.Zero) || (rest > 0 && !(noise > 0)))
            throw new InvalidOperationException("The samples vary in fewer directions than the model has: there is no density. Keep fewer components.");

        double logDeterminant = rest > 0 ? rest * VectorMath.Log(noise) : 0;
        foreach (T variance in _variances)
            logDeterminant += VectorMath.Log(Math.Max(double.CreateTruncating(variance), noise));

        // (x − μ)ᵀC⁻¹(x − μ), along the axes and beside them.
        var scores = new T[rows * ComponentCount];
        Transform(samples, scores);
        double distances = 0;
        for (int row = 0; row < rows; row++)
        {
            double beside = 0, along = 0;
            for (int i = 0; i < FeatureCount; i++)
            {
                double deviation = double.CreateTruncating(samples[row * FeatureCount + i] - _mean[i]);
                beside += deviation * deviation;
            }

            for (int i = 0; i < ComponentCount; i++)
            {
                double variance = double.CreateTruncating(_variances[i]), score = double.CreateTruncating(scores[row * ComponentCount + i]);
                double square = Whitens ? score * score * variance : score * score;
                beside -= square;
                along += square / Math.Max(variance, noise);
            }

            distances += along + (rest > 0 ? Math.Max(beside, 0) / noise : 0);
        }

        return -0.5 * (FeatureCount * VectorMath.Log(2 * Math.PI) + logDeterminant + distances / rows);
    }

    /// <summary>Writes the model to a file, all of it or nothing: see <see cref="ModelFile"/>.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    public void Save(string path) => Write().Save(path);

    /// <summary>Writes the model to a stream.</summary>
    /// <param name="stream">The stream.</param>
    public void Save(Stream stream) => Write().Save(stream);

    /// <summary>Reads a model from a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no such model, of another precision or a later version, or damaged; the message says which.</exception>
    public static Pca<T> Load(string path) => Read(ModelFile.Load<T>(path, Kind));

    /// <summary>Reads a model from a stream, to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="InvalidDataException">It is no such model, of another precision or a later version, or damaged; the message says which.</exception>
    public static Pca<T> Load(Stream stream) => Read(ModelFile.Load<T>(stream, Kind));

    /// <summary>A model of a spectrum, whose axes are given their signs.</summary>
    internal static Pca<T> Create(long sampleCount, T[] mean, PcaSpectrum<T> spectrum, bool whiten)
    {
        AxisSigns.Apply<T>(spectrum.Axes, mean.Length);
        return new Pca<T>(sampleCount, mean, spectrum, whiten);
    }

    private ModelWriter<T> Write()
    {
        var file = new ModelWriter<T>(Kind);
        file.Write(SampleCount);
        file.Write(Whitens ? 1 : 0);
        file.Write([TotalVariance, Distortion]);
        file.Write(_mean);
        file.Write(_variances);
        file.Write(_axes);
        return file;
    }

    private static Pca<T> Read(ModelReader<T> file)
    {
        long samples = file.ReadNumber(2, long.MaxValue);
        bool whitens = file.ReadNumber(0, 1) == 1;
        T[] sums = file.ReadArray(2);
        T[] mean = file.ReadArray();
        T[] variances = file.ReadArray();
        T[] axes = file.ReadArray((long)mean.Length * variances.Length);
        file.End();
        return new Pca<T>(samples, mean, new PcaSpectrum<T>(axes, variances, sums[0], sums[1]), whitens);
    }

    private ReadOnlySpan<T> Axis(int component) => _axes.AsSpan(component * FeatureCount, FeatureCount);

    private T[] Map(Func<T, T> value) => Array.ConvertAll(_variances, variance => value(variance));
}
