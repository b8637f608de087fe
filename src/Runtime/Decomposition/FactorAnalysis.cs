using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Numerics;
using System.Threading;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Factor analysis: <c>x = μ + Λz + ε</c> with factors z ~ N(0, I) and noise ε of a variance ψ of its own for each feature, which the scale of a feature therefore does
/// not matter to. It does not change once fitted.
/// </summary>
/// <remarks>
/// Expectation maximisation on the covariance S over N, from the principal components of the correlations:
/// <code>
/// β = (I + ΛᵀΨ⁻¹Λ)⁻¹ΛᵀΨ⁻¹    R = LLᵀ = I − βΛ + βSβᵀ    Λ ← SβᵀR⁻¹    ψ ← diag(S − ΛβS)    Λ ← ΛL
/// </code>
/// Rubin, Thayer: EM algorithms for ML factor analysis, 1982; the last step, which makes it several times faster: Liu, Rubin, Wu: Parameter
/// expansion to accelerate EM, 1998. A noise variance
/// that vanishes (a Heywood case) is held at √ε of its feature's variance. The likelihood leaves the factors free to turn; here ΛᵀΨ⁻¹Λ is diagonal, in
/// descending order, and the columns are signed as principal axes are.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class FactorAnalysis<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Kind = "FA";

    private readonly T[] _mean;
    private readonly T[] _loadings;
    private readonly T[] _noise;
    private readonly GaussianLatentModel<T> _model;

    private FactorAnalysis(T[] mean, T[] loadings, T[] noise, IReadOnlyList<double> logLikelihoods)
    {
        _mean = mean;
        _loadings = loadings;
        _noise = noise;
        LogLikelihoods = logLikelihoods;
        _model = new GaussianLatentModel<T>(mean, loadings, noise);
    }

    /// <summary>The number of features D of a sample.</summary>
    public int FeatureCount => _mean.Length;

    /// <summary>The number of factors M.</summary>
    public int FactorCount => _loadings.Length / _mean.Length;

    /// <summary>The mean μ of each feature.</summary>
    public ReadOnlySpan<T> Mean => _mean;

    /// <summary>The loadings Λ: D rows of M.</summary>
    public ReadOnlySpan<T> Loadings => _loadings;

    /// <summary>The noise variance ψ of each feature.</summary>
    public ReadOnlySpan<T> NoiseVariance => _noise;

    /// <summary>The mean log-likelihood of a fitted sample before each iteration, and the last one; empty after <see cref="Load(string)"/>.</summary>
    public IReadOnlyList<double> LogLikelihoods { get; }

    /// <summary>Fits the model.</summary>
    /// <param name="samples">Rows of features, row-major; at least 2, without gaps.</param>
    /// <param name="featureCount">The number of features D of a sample.</param>
    /// <param name="factorCount">The number of factors M; from 1 to D − 1.</param>
    /// <param name="options">How long to go on. The seed is not used.</param>
    /// <param name="cancellationToken">Ends the fit between two iterations.</param>
    /// <exception cref="ArgumentException">There are no whole rows, or fewer than 2; a value is NaN or infinite; or a feature is constant, which has no density.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no features, or too many factors.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FactorAnalysis<T> Fit(
        ReadOnlySpan<T> samples, int featureCount, int factorCount, ExpectationMaximization? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ExpectationMaximization();
        int count = SampleMoments.RequireRows(samples, featureCount);
        if (factorCount < 1 || factorCount > featureCount - 1)
        {
            throw new ArgumentOutOfRangeException(nameof(factorCount), factorCount, string.Create(CultureInfo.InvariantCulture,
                $"With {featureCount} features there can be 1 to {featureCount - 1} factors."));
        }

        T[] mean = SampleMoments.Mean(samples, featureCount);
        var correlation = new T[checked(featureCount * featureCount)];
        SampleMoments.AddScatter(samples, mean, correlation);
        T[] deviation = Standardize(correlation, featureCount, count);
        T[] loadings = Start(correlation, featureCount, factorCount);
        var noise = new T[featureCount];
        T least = T.Sqrt(T.BitIncrement(T.One) - T.One);
        for (int i = 0; i < featureCount; i++)
            noise[i] = T.Max(T.One - VectorOperations.SquaredNorm<T>(loadings.AsSpan(i * factorCount, factorCount)), least);

        // Of features scaled to variance 1; a sample's likelihood differs by their scales.
        double scales = 0;
        foreach (T sigma in deviation)
            scales += VectorMath.Log(double.CreateTruncating(sigma));
        var steps = new FactorAnalysisSteps<T>(correlation, loadings, noise, least);
        var logLikelihoods = new List<double>();
        for (int iteration = 1; ; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            logLikelihoods.Add(steps.Expect() - scales);
            options.Progress?.Invoke(iteration, logLikelihoods[^1]);
            if (iteration > options.MaximumIterations || (iteration > 1 && logLikelihoods[^1] - logLikelihoods[^2] < options.Tolerance))
                break;
            steps.Maximize();
        }

        for (int i = 0; i < featureCount; i++)
        {
            Span<T> row = loadings.AsSpan(i * factorCount, factorCount);
            VectorOperations.Scale(deviation[i], row, row);
            noise[i] *= deviation[i] * deviation[i];
        }

        var model = new FactorAnalysis<T>(mean, loadings, noise, logLikelihoods);
        model._model.Align();
        return model;
    }

    /// <inheritdoc cref="ProbabilisticPca{T}.AverageLogLikelihood"/>
    public double AverageLogLikelihood(ReadOnlySpan<T> samples) => _model.AverageLogLikelihood(samples);

    /// <summary>Writes the posterior means ⟨z⟩ = β(x − μ) of the factors.</summary>
    /// <param name="samples">Rows of D features, row-major; NaN where a value is missing.</param>
    /// <param name="factors">Receives as many rows of M factors.</param>
    /// <exception cref="ArgumentException">There are no whole rows, a length is wrong, or the spans share memory. Nothing is written.</exception>
    public void Transform(ReadOnlySpan<T> samples, Span<T> factors) => _model.Transform(samples, factors);

    /// <summary>Writes the means <c>μ + Λz</c> of the samples that factors stand for.</summary>
    /// <param name="factors">Rows of M factors, row-major.</param>
    /// <param name="samples">Receives as many rows of D features.</param>
    /// <exception cref="ArgumentException">There are no whole rows, a length is wrong, or the spans share memory. Nothing is written.</exception>
    public void InverseTransform(ReadOnlySpan<T> factors, Span<T> samples) => _model.InverseTransform(factors, samples);

    /// <inheritdoc cref="ProbabilisticPca{T}.Sample"/>
    public void Sample(RandomGenerator random, Span<T> samples) => _model.Sample(random, samples);

    /// <inheritdoc cref="Pca{T}.Save(string)"/>
    public void Save(string path) => Write().Save(path);

    /// <inheritdoc cref="Pca{T}.Save(Stream)"/>
    public void Save(Stream stream) => Write().Save(stream);

    /// <inheritdoc cref="Pca{T}.Load(string)"/>
    public static FactorAnalysis<T> Load(string path) => Read(ModelFile.Load<T>(path, Kind));

    /// <inheritdoc cref="Pca{T}.Load(Stream)"/>
    public static FactorAnalysis<T> Load(Stream stream) => Read(ModelFile.Load<T>(stream, Kind));

    /// <summary>Turns sums of products into correlations, and returns the standard deviations, over N.</summary>
    private static T[] Standardize(T[] scatter, int features, int count)
    {
        var deviation = new T[features];
        for (int i = 0; i < features; i++)
        {
            T variance = scatter[i * features + i] / T.CreateTruncating(count);
            if (!(variance > T.Zero))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Feature {i} is constant, so it has no density; leave it out."), "samples");
            deviation[i] = T.Sqrt(variance);
        }

        for (int i = 0; i < features; i++)
        {
            for (int j = 0; j < features; j++)
                scatter[i * features + j] = i == j ? T.One : scatter[i * features + j] / T.CreateTruncating(count) / (deviation[i] * deviation[j]);
        }

        return deviation;
    }

    /// <summary>The loadings of probabilistic PCA on the correlations.</summary>
    private static T[] Start(T[] correlation, int features, int factors)
    {
        var values = new T[features];
        var vectors = new T[factors * features];
        SymmetricEigen.Decompose<T>(correlation, features, values, vectors);
        T noise = T.Zero;
        for (int i = factors; i < features; i++)
            noise += values[i];
        noise = T.Max(noise, T.Zero) / T.CreateTruncating(features - factors);
        var loadings = new T[features * factors];
        for (int j = 0; j < factors; j++)
        {
            T length = T.Sqrt(T.Max(values[j] - noise, T.Zero));
            for (int i = 0; i < features; i++)
                loadings[i * factors + j] = length * vectors[j * features + i];
        }

        return loadings;
    }

    private ModelWriter<T> Write()
    {
        var file = new ModelWriter<T>(Kind);
        file.Write(_mean);
        file.Write(_noise);
        file.Write(_loadings);
        return file;
    }

    private static FactorAnalysis<T> Read(ModelReader<T> file)
    {
        T[] mean = file.ReadArray();
        T[] noise = file.ReadArray(mean.Length);
        T[] loadings = file.ReadArray();
        file.End();
        file.RequireRows(loadings.Length, mean.Length);
        return new FactorAnalysis<T>(mean, loadings, noise, []);
    }
}
