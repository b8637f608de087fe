using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Numerics;
using System.Threading;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Probabilistic principal component analysis: <c>x = μ + Wz + ε</c> with latent variables z ~ N(0, I) and noise ε ~ N(0, σ²I). Unlike
/// <see cref="Pca{T}"/> it has a density, draws samples and takes samples with missing values. It does not change once fitted.
/// </summary>
/// <remarks>
/// With the eigenvalues λ and eigenvectors U of the covariance over N, the greatest likelihood is at
/// <code>
/// σ² = (λ of M + 1 to D) / (D − M)        W = U(Λ − σ²I)^½
/// </code>
/// which <see cref="Fit"/> takes. <see cref="FitByEM"/> climbs there by expectation maximisation, and with missing values is the way there is:
/// <code>
/// G = WᵀW + σ²I     ⟨z⟩ = G⁻¹Wᵀ(x − μ)     ⟨zzᵀ⟩ = σ²G⁻¹ + ⟨z⟩⟨z⟩ᵀ
/// </code>
/// over the features that a sample has; then each feature's row of W and its mean solve least squares over the samples that have it. Tipping, Bishop:
/// Probabilistic principal component analysis, 1999; Ilin, Raiko: Practical approaches to principal component analysis in the presence of missing
/// values, 2010. The columns of W are orthogonal, in descending order of length, and signed as principal axes are.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class ProbabilisticPca<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Kind = "PPCA";

    private readonly ModelMean<T> _mean;
    private readonly T[] _loadings;
    private readonly GaussianLatentModel _model;

    private ProbabilisticPca(ModelMean<T> mean, T[] loadings, T noiseVariance, IReadOnlyList<double> logLikelihoods, ExpectationMaximizationOutcome? outcome)
    {
        _mean = mean;
        _loadings = loadings;
        NoiseVariance = noiseVariance;
        LogLikelihoods = logLikelihoods;
        Outcome = outcome;
        var noise = new double[FeatureCount];
        Array.Fill(noise, double.CreateTruncating(noiseVariance));
        _model = new GaussianLatentModel(mean.ToDoubles(), Doubles.Of<T>(loadings).ToArray(), noise);
    }

    /// <summary>The number of features D of a sample.</summary>
    public int FeatureCount => _mean.Values.Length;

    /// <summary>The number of latent variables M.</summary>
    public int ComponentCount => _loadings.Length / _mean.Values.Length;

    /// <summary>The mean μ of each feature.</summary>
    public ReadOnlySpan<T> Mean => _mean.Values;

    /// <summary>The loadings W: D rows of M.</summary>
    public ReadOnlySpan<T> Loadings => _loadings;

    /// <summary>The noise variance σ².</summary>
    public T NoiseVariance { get; }

    /// <summary>
    /// The mean log-likelihood of a fitted sample before each iteration of expectation maximisation, and the last one; it never falls. Empty after
    /// <see cref="Fit"/> and <see cref="Load(string)"/>.
    /// </summary>
    public IReadOnlyList<double> LogLikelihoods { get; }

    /// <summary>Why expectation maximisation ended; null after <see cref="Fit"/> and <see cref="Load(string)"/>.</summary>
    public ExpectationMaximizationOutcome? Outcome { get; }

    /// <summary>Takes the parameters of the greatest likelihood, in closed form.</summary>
    /// <param name="samples">Rows of features, row-major; at least 2, without gaps.</param>
    /// <param name="featureCount">The number of features D of a sample.</param>
    /// <param name="componentCount">The number of latent variables M; from 1 to D − 1 and less than N.</param>
    /// <exception cref="ArgumentException">
    /// There are no whole rows, or fewer than 2; a value is NaN or infinite; or the samples have no variance beside M directions.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no features, or too many latent variables.</exception>
    public static ProbabilisticPca<T> Fit(ReadOnlySpan<T> samples, int featureCount, int componentCount)
    {
        int count = SampleMoments.RequireRows(samples, featureCount);
        RequireComponents(componentCount, featureCount, count);
        double[] mean = SampleMoments.Mean(samples, featureCount);
        PcaSpectrum spectrum = PcaSpectrum.Find(samples, mean, Components.Exactly(componentCount), PcaRoute.Automatic);
        AxisSigns.Apply<double>(spectrum.Axes, featureCount);

        // Over N, and over all D − M directions that are left.
        double perSample = (double)(count - 1) / count;
        double noise = spectrum.Discarded * perSample / (featureCount - componentCount);
        if (!(noise > 0.0))
            throw new ArgumentException(
                "The samples have no variance beside the latent variables, so there is no density; take fewer latent variables.", nameof(componentCount));
        var loadings = new double[featureCount * componentCount];
        for (int j = 0; j < componentCount; j++)
        {
            double length = Math.Sqrt(Math.Max(0.0, spectrum.Variances[j] * perSample - noise));
            for (int i = 0; i < featureCount; i++)
                loadings[i * componentCount + j] = length * spectrum.Axes[j * featureCount + i];
        }

        return Create(mean, loadings, noise, [], outcome: null);
    }

    /// <summary>Fits by expectation maximisation.</summary>
    /// <param name="samples">Rows of features, row-major; NaN where a value is missing.</param>
    /// <param name="featureCount">The number of features D of a sample.</param>
    /// <param name="componentCount">The number of latent variables M; from 1 to D − 1 and less than N.</param>
    /// <param name="options">How long to go on.</param>
    /// <param name="cancellationToken">Ends the fit between two iterations.</param>
    /// <exception cref="ArgumentException">
    /// There are no whole rows, or fewer than 2; a value is infinite; or a feature has no value, or nothing varies.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no features, or too many latent variables.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ProbabilisticPca<T> FitByEM(
        ReadOnlySpan<T> samples, int featureCount, int componentCount, ExpectationMaximization? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ExpectationMaximization();
        int count = SampleMoments.RequireRows(samples, featureCount);
        RequireComponents(componentCount, featureCount, count);
        var steps = new ProbabilisticPcaSteps(GappySamples.From(samples, featureCount), componentCount, options.Seed);
        var logLikelihoods = new List<double>();
        ExpectationMaximizationOutcome outcome = LikelihoodClimb.Run(steps, options, logLikelihoods, cancellationToken);
        if (steps.HasLeastNoise)
            outcome = ExpectationMaximizationOutcome.RoundingLimit;
        var noise = new double[featureCount];
        Array.Fill(noise, steps.NoiseVariance);
        GaussianLatentModel.Align(steps.Loadings, noise);
        return Create(steps.Mean(), steps.Loadings, steps.NoiseVariance, logLikelihoods, outcome);
    }

    /// <summary>The mean log-likelihood of samples.</summary>
    /// <param name="samples">Rows of D features, row-major; at least 1. NaN where a value is missing: then it is the likelihood of the others.</param>
    /// <exception cref="ArgumentException">There are no whole rows, or none.</exception>
    public double AverageLogLikelihood(ReadOnlySpan<T> samples) => _model.AverageLogLikelihood(samples);

    /// <summary>Writes the posterior means ⟨z⟩ of the latent variables.</summary>
    /// <param name="samples">Rows of D features, row-major; NaN where a value is missing.</param>
    /// <param name="latent">Receives as many rows of M latent variables.</param>
    /// <exception cref="ArgumentException">There are no whole rows, a length is wrong, or the spans share memory. Nothing is written.</exception>
    public void Transform(ReadOnlySpan<T> samples, Span<T> latent) => _model.Transform(samples, latent);

    /// <summary>Writes the means <c>μ + Wz</c> of the samples that latent variables stand for.</summary>
    /// <param name="latent">Rows of M latent variables, row-major.</param>
    /// <param name="samples">Receives as many rows of D features.</param>
    /// <exception cref="ArgumentException">There are no whole rows, a length is wrong, or the spans share memory. Nothing is written.</exception>
    public void InverseTransform(ReadOnlySpan<T> latent, Span<T> samples) => _model.InverseTransform(latent, samples);

    /// <summary>Replaces missing values by their expectation given those that are there.</summary>
    /// <param name="samples">Rows of D features, row-major; NaN where a value is missing.</param>
    /// <exception cref="ArgumentException">There are no whole rows. Nothing is written.</exception>
    public void Complete(Span<T> samples)
    {
        int rows = SpanArguments.RequireRows(samples.Length, FeatureCount, nameof(samples));
        var latent = new T[rows * ComponentCount];
        Transform(samples, latent);
        var expected = new T[samples.Length];
        InverseTransform(latent, expected);
        for (int i = 0; i < samples.Length; i++)
        {
            if (T.IsNaN(samples[i]))
                samples[i] = expected[i];
        }
    }

    /// <summary>Draws samples from the model.</summary>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="samples">Receives rows of D features.</param>
    /// <exception cref="ArgumentException">There are no whole rows.</exception>
    public void Sample(RandomGenerator random, Span<T> samples) => _model.Sample(random, samples);

    /// <inheritdoc cref="Pca{T}.Save(string)"/>
    public void Save(string path) => Write().Save(path);

    /// <inheritdoc cref="Pca{T}.Save(Stream)"/>
    public void Save(Stream stream) => Write().Save(stream);

    /// <inheritdoc cref="Pca{T}.Load(string)"/>
    public static ProbabilisticPca<T> Load(string path) => Read(ModelFile.Load<T>(path, Kind));

    /// <inheritdoc cref="Pca{T}.Load(Stream)"/>
    public static ProbabilisticPca<T> Load(Stream stream) => Read(ModelFile.Load<T>(stream, Kind));

    private static ProbabilisticPca<T> Create(
        double[] mean, double[] loadings, double noise, IReadOnlyList<double> logLikelihoods, ExpectationMaximizationOutcome? outcome)
    {
        Doubles.RequireHeld<T>([noise], "The noise variance");
        return new ProbabilisticPca<T>(ModelMean<T>.Of(mean, Math.Sqrt(noise)), Doubles.Round<T>(loadings), T.CreateTruncating(noise), logLikelihoods, outcome);
    }

    private static void RequireComponents(int componentCount, int featureCount, int sampleCount)
    {
        int most = Math.Min(featureCount, sampleCount) - 1;
        if (componentCount < 1 || componentCount > most)
        {
            throw new ArgumentOutOfRangeException(nameof(componentCount), componentCount, string.Create(CultureInfo.InvariantCulture,
                $"With {sampleCount} samples of {featureCount} features there can be 1 to {most} latent variables."));
        }
    }

    private ModelWriter<T> Write()
    {
        var file = new ModelWriter<T>(Kind);
        file.Write([NoiseVariance]);
        file.Write(_mean.Values);
        file.Write(_loadings);
        file.WriteRemainder(_mean);
        return file;
    }

    private static ProbabilisticPca<T> Read(ModelReader<T> file)
    {
        T noise = file.ReadArray(1)[0];
        T[] mean = file.ReadArray();
        T[] loadings = file.ReadArray();
        ModelMean<T> whole = file.ReadRemainder(mean);
        file.End();
        file.RequireRows(loadings.Length, mean.Length);
        return new ProbabilisticPca<T>(whole, loadings, noise, [], outcome: null);
    }
}
