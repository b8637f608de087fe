using System;
using System.Globalization;
using System.IO;
using System.Numerics;
using Generated.Kernels;
using Generated.LinearAlgebra;
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
/// Moments and eigenvectors are taken in double precision, whatever <typeparamref name="T"/> is; results are rounded to it.
/// A variance below the rounding error of the greatest, D·ε·λ₁ with ε = 2⁻⁵², is 0: components beyond the rank of the data have variance
/// 0 and axes orthogonal to the others, and whiten to 0. Constant features are no obstacle; their means are exact. The fit gives the same bits at
/// every register width.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Pca<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Kind = "PCA";

    private readonly ModelMean<T> _mean;
    private readonly T[] _axes;
    private readonly T[] _variances;

    // As T holds them, or exactly where they are so small that it would lose digits.
    private readonly double[] _exactVariances;
    private readonly double _exactTotal;
    private readonly double _exactDistortion;

    private readonly T[] _whitening;
    private readonly AffineMap<T> _forward;
    private readonly AffineMap<T> _backward;

    private Pca(long sampleCount, ModelMean<T> mean, T[] axes, double[] variances, double total, double distortion, bool whitens)
    {
        SampleCount = sampleCount;
        _mean = mean;
        _axes = axes;
        _variances = Doubles.Round<T>(variances);
        TotalVariance = T.CreateTruncating(total);
        Distortion = T.CreateTruncating(distortion);
        Whitens = whitens;
        _exactVariances = Array.ConvertAll(variances, Exact);
        _exactTotal = Exact(total);
        _exactDistortion = Exact(distortion);

        // Of a component without variance nothing is left either way.
        _whitening = new T[ComponentCount];
        var backward = (T[])_axes.Clone();
        for (int i = 0; i < ComponentCount; i++)
        {
            double deviation = Math.Sqrt(_exactVariances[i]);
            _whitening[i] = deviation > 0.0 ? T.CreateTruncating(1.0 / deviation) : T.Zero;
            if (whitens)
                VectorOperations.Scale(T.CreateTruncating(deviation), Axis(i), backward.AsSpan(i * FeatureCount));
        }

        _forward = new AffineMap<T>(Factor<T>.Rows(ref _axes[0], FeatureCount), ComponentCount, FeatureCount, origin: _mean.Values,
            offset: _mean.Offset(_axes));
        _backward = new AffineMap<T>(Factor<T>.Columns(ref backward[0], FeatureCount), FeatureCount, ComponentCount, origin: null, offset: _mean.Values);
    }

    /// <summary>The number of features D of a sample.</summary>
    public int FeatureCount => _mean.Values.Length;

    /// <summary>The number of components M that are kept.</summary>
    public int ComponentCount => _variances.Length;

    /// <summary>The number of samples N that were fitted.</summary>
    public long SampleCount { get; }

    /// <summary>Whether transformed samples are scaled to variance 1 along every axis.</summary>
    public bool Whitens { get; }

    /// <summary>The mean μ of each feature.</summary>
    public ReadOnlySpan<T> Mean => _mean.Values;

    /// <summary>The principal axes W: M rows of D, orthonormal, in descending order of variance.</summary>
    public ReadOnlySpan<T> PrincipalAxes => _axes;

    /// <summary>The variance λ along each axis, over N − 1. In single precision 0 below 10⁻⁴⁵, where ratios and singular values are still right.</summary>
    public ReadOnlySpan<T> ExplainedVariance => _variances;

    /// <summary>Each variance as a share of the total, over all D eigenvalues; 0 if nothing varies.</summary>
    public T[] ExplainedVarianceRatio => Map(variance => _exactTotal > 0.0 ? variance / _exactTotal : 0.0);

    /// <summary>The singular values √(λ(N − 1)) of the centred samples.</summary>
    public T[] SingularValues => Map(variance => Math.Sqrt(variance * (SampleCount - 1)));

    /// <summary>The sum of all D eigenvalues.</summary>
    public T TotalVariance { get; }

    /// <summary>
    /// The distortion J = Σ λ over the components that are not kept. The mean squared distance of a fitted sample from its
    /// reconstruction is J·(N − 1)/N.
    /// </summary>
    public T Distortion { get; }

    /// <summary>
    /// The mean of the discarded eigenvalues, of which there are min(N, D) − M: the noise variance σ² of probabilistic PCA. 0 if all are
    /// kept.
    /// </summary>
    public T NoiseVariance => T.CreateTruncating(ExactNoise);

    private double ExactNoise
    {
        get
        {
            long discarded = Math.Min(SampleCount, FeatureCount) - ComponentCount;
            return discarded == 0 ? 0.0 : _exactDistortion / discarded;
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
        double[] mean = SampleMoments.Mean(samples, featureCount);
        return Create(count, mean, PcaSpectrum.Find(samples, mean, components, route), whiten);
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

    /// <summary>
    /// Writes the components of samples, <c>z = W(x − μ)</c>, without allocating once the thread has made room. A row's result does not
    /// depend on the other rows.
    /// </summary>
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
    /// The mean log-likelihood of samples under the Gaussian model of probabilistic PCA with these components and the noise variance, both
    /// over N − 1: scikit-learn's <c>score</c> without whitening, which makes no difference here. See <see cref="ProbabilisticPca{T}"/> for
    /// the model and its maximum likelihood.
    /// </summary>
    /// <param name="samples">Rows of D features, row-major; at least 1.</param>
    /// <exception cref="ArgumentException">There are no whole rows, or none.</exception>
    /// <exception cref="InvalidOperationException">There is no density: a variance that the model needs is 0.</exception>
    public double AverageLogLikelihood(ReadOnlySpan<T> samples)
    {
        int rows = SpanArguments.RequireRows(samples.Length, FeatureCount, nameof(samples));
        SpanArguments.RequireAnyRow(rows, nameof(samples));
        double noise = ExactNoise;
        int rest = FeatureCount - ComponentCount;
        if (!(_exactVariances[^1] > 0.0) || (rest > 0 && !(noise > 0)))
            throw new InvalidOperationException("The samples vary in fewer directions than the model has: there is no density. Keep fewer components.");

        double logDeterminant = rest > 0 ? rest * VectorMath.Log(noise) : 0;
        foreach (double variance in _exactVariances)
            logDeterminant += VectorMath.Log(Math.Max(variance, noise));

        // (x − μ)ᵀC⁻¹(x − μ), along the axes and beside them: what is beside is found without them, as a small difference of great squares would be lost.
        double[] mean = _mean.ToDoubles(), beside = new double[FeatureCount];
        ReadOnlySpan<double> axes = Doubles.Of<T>(_axes);
        double distances = 0;
        for (int row = 0; row < rows; row++)
        {
            Doubles.Widen(samples.Slice(row * FeatureCount, FeatureCount), beside);
            VectorOperations.AddScaled(-1.0, mean, beside);
            for (int i = 0; i < ComponentCount; i++)
            {
                ReadOnlySpan<double> axis = axes.Slice(i * FeatureCount, FeatureCount);
                double score = VectorOperations.Dot(axis, beside);
                VectorOperations.AddScaled(-score, axis, beside);
                distances += score * score / Math.Max(_exactVariances[i], noise);
            }

            if (rest > 0)
                distances += VectorOperations.SquaredNorm<double>(beside) / noise;
        }

        return -0.5 * (FeatureCount * VectorMath.Log(2 * Math.PI) + logDeterminant + distances / rows);
    }

    /// <summary>Writes the model to a file, all of it or nothing: see <see cref="ModelFile"/>.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <exception cref="InvalidOperationException">A variance is so small that the precision cannot hold it. Nothing is written.</exception>
    public void Save(string path) => Write().Save(path);

    /// <summary>Writes the model to a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="InvalidOperationException">A variance is so small that the precision cannot hold it. Nothing is written.</exception>
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
    /// <exception cref="ArgumentException">The variances are so great that T cannot hold them.</exception>
    internal static Pca<T> Create(long sampleCount, double[] mean, PcaSpectrum spectrum, bool whiten)
    {
        if (!T.IsFinite(T.CreateTruncating(spectrum.Total)))
            throw new ArgumentException($"The values are so great that their variance is out of the range of {typeof(T).Name}; scale them down.", "samples");

        AxisSigns.Apply<double>(spectrum.Axes, mean.Length);
        double[] variances = spectrum.Variances;
        double least = Math.Max(Array.FindLast(variances, variance => variance > 0.0), 0.0);
        if (whiten && least > 0.0 && !T.IsFinite(T.CreateTruncating(1.0 / Math.Sqrt(least))))
            throw new ArgumentException($"The values vary so little that their whitening is out of the range of {typeof(T).Name}; scale them up.", "samples");
        long discarded = Math.Min(sampleCount, mean.Length) - variances.Length;
        if (discarded > 0 && spectrum.Discarded > 0.0)
            least = Math.Min(least, spectrum.Discarded / discarded);
        return new Pca<T>(
            sampleCount, ModelMean<T>.Of(mean, Math.Sqrt(least)), Doubles.Round<T>(spectrum.Axes), variances, spectrum.Total, spectrum.Discarded, whiten);
    }

    private ModelWriter<T> Write()
    {
        foreach (double variance in (ReadOnlySpan<double>)[.. _exactVariances, _exactDistortion])
        {
            if (variance != double.CreateTruncating(T.CreateTruncating(variance)))
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                    $"A variance of {variance:g3} is out of the range of a file in {typeof(T).Name}; scale the samples up before the fit."));
            }
        }

        var file = new ModelWriter<T>(Kind);
        file.Write(SampleCount);
        file.Write(Whitens ? 1 : 0);
        file.Write([TotalVariance, Distortion]);
        file.Write(_mean.Values);
        file.Write(_variances);
        file.Write(_axes);
        file.WriteRemainder(_mean);
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
        ModelMean<T> whole = file.ReadRemainder(mean);
        file.End();
        return new Pca<T>(
            samples, whole, axes, Array.ConvertAll(variances, double.CreateTruncating), double.CreateTruncating(sums[0]), double.CreateTruncating(sums[1]),
            whitens);
    }

    private ReadOnlySpan<T> Axis(int component) => _axes.AsSpan(component * FeatureCount, FeatureCount);

    private T[] Map(Func<double, double> value) => Array.ConvertAll(_exactVariances, variance => T.CreateTruncating(value(variance)));

    /// <summary>A number as T holds it, so that a model from a file has the same bits; the number itself where T would lose digits of it.</summary>
    private static double Exact(double value) => T.CreateTruncating(value) is var rounded && T.IsNormal(rounded) ? double.CreateTruncating(rounded) : value;
}
