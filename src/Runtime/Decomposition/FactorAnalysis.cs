using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Numerics;
using System.Threading;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Factor analysis: <c>x = μ + Λz + ε</c> with factors z ~ N(0, I) and noise ε of a variance ψ of its own for each feature, which the scale
/// of a feature therefore does not matter to. It does not change once fitted.
/// </summary>
/// <remarks>
/// Expectation maximisation on the covariance S over N, from the principal components of the correlations:
/// <code>
/// β = (I + ΛᵀΨ⁻¹Λ)⁻¹ΛᵀΨ⁻¹    R = LLᵀ = I − βΛ + βSβᵀ    Λ ← SβᵀR⁻¹    ψ ← diag(S − ΛβS)    Λ ← ΛL
/// </code>
/// Rubin, Thayer: EM algorithms for ML factor analysis, 1982; the last step, which makes it several times faster: Liu, Rubin, Wu: Parameter expansion to
/// accelerate EM, 1998. All sums are in double precision, whatever <typeparamref name="T"/> is; results are rounded to it. A noise variance that vanishes (a
/// Heywood case) is held at 10⁻¹² of its feature's variance. The likelihood leaves the factors free to turn; here ΛᵀΨ⁻¹Λ is diagonal, in descending order,
/// and the columns are signed as principal axes are.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class FactorAnalysis<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Kind = "FA";

    private readonly ModelMean<T> _mean;
    private readonly T[] _loadings;
    private readonly T[] _noise;
    private readonly GaussianLatentModel _model;

    private FactorAnalysis(ModelMean<T> mean, T[] loadings, T[] noise, IReadOnlyList<double> logLikelihoods, ExpectationMaximizationOutcome? outcome)
    {
        _mean = mean;
        _loadings = loadings;
        _noise = noise;
        LogLikelihoods = logLikelihoods;
        Outcome = outcome;
        _model = new GaussianLatentModel(mean.ToDoubles(), Doubles.Of<T>(loadings).ToArray(), Doubles.Of<T>(noise).ToArray());
    }

    /// <summary>The number of features D of a sample.</summary>
    public int FeatureCount => _mean.Values.Length;

    /// <summary>The number of factors M.</summary>
    public int FactorCount => _loadings.Length / _mean.Values.Length;

    /// <summary>The mean μ of each feature.</summary>
    public ReadOnlySpan<T> Mean => _mean.Values;

    /// <summary>The loadings Λ: D rows of M.</summary>
    public ReadOnlySpan<T> Loadings => _loadings;

    /// <summary>The noise variance ψ of each feature.</summary>
    public ReadOnlySpan<T> NoiseVariance => _noise;

    /// <summary>
    /// The mean log-likelihood of a fitted sample before each iteration, and the last one; it never falls. Empty after
    /// <see cref="Load(string)"/>.
    /// </summary>
    public IReadOnlyList<double> LogLikelihoods { get; }

    /// <summary>Why the fit ended; null after <see cref="Load(string)"/>.</summary>
    public ExpectationMaximizationOutcome? Outcome { get; }

    /// <summary>Fits the model.</summary>
    /// <param name="samples">Rows of features, row-major; at least 2, without gaps.</param>
    /// <param name="featureCount">The number of features D of a sample.</param>
    /// <param name="factorCount">The number of factors M; from 1 to D − 1.</param>
    /// <param name="options">How long to go on. The seed is not used.</param>
    /// <param name="cancellationToken">Ends the fit between two iterations.</param>
    /// <exception cref="ArgumentException">
    /// There are no whole rows, or fewer than 2; a value is NaN or infinite; squares or noise are out of range; or a
    /// feature is constant, which has no density.
    /// </exception>
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

        double[] mean = SampleMoments.Mean(samples, featureCount);
        var correlation = new double[checked(featureCount * featureCount)];
        SampleMoments.AddScatter(samples, mean, correlation);
        SampleMoments.RequireEachNotTooSmall(correlation, samples, featureCount);
        double[] deviation = Standardize(correlation, featureCount, count);
        double[] loadings = Start(correlation, featureCount, factorCount, out double[] root);
        var noise = new double[featureCount];
        for (int i = 0; i < featureCount; i++)
            noise[i] = Math.Max(1.0 - VectorOperations.SquaredNorm<double>(loadings.AsSpan(i * factorCount, factorCount)), FactorAnalysisSteps.LeastNoise);

        var logLikelihoods = new List<double>();
        ExpectationMaximizationOutcome outcome = LikelihoodClimb.Run(
            new FactorAnalysisSteps(root, loadings, noise, scales: deviation), options, logLikelihoods, cancellationToken);
        for (int i = 0; i < featureCount; i++)
        {
            Span<double> row = loadings.AsSpan(i * factorCount, factorCount);
            VectorOperations.Scale(deviation[i], row, row);
            noise[i] *= deviation[i] * deviation[i];
        }

        GaussianLatentModel.Align(loadings, noise);
        Doubles.RequireHeld<T>(noise, "The noise variance");
        double leastSpread = double.PositiveInfinity;
        foreach (double variance in noise)
            leastSpread = Math.Min(leastSpread, Math.Sqrt(variance));
        return new FactorAnalysis<T>(ModelMean<T>.Of(mean, leastSpread), Doubles.Round<T>(loadings), Doubles.Round<T>(noise), logLikelihoods, outcome);
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
    private static double[] Standardize(double[] scatter, int features, int count)
    {
        var deviation = new double[features];
        for (int i = 0; i < features; i++)
        {
            double variance = scatter[i * features + i] / count;
            if (!(variance > 0.0))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Feature {i} is constant, so it has no density; leave it out."), "samples");
            deviation[i] = Math.Sqrt(variance);
        }

        for (int i = 0; i < features; i++)
        {
            for (int j = 0; j < features; j++)
                scatter[i * features + j] = i == j ? 1.0 : scatter[i * features + j] / count / (deviation[i] * deviation[j]);
        }

        return deviation;
    }

    /// <summary>The loadings of probabilistic PCA on the correlations, and a root F of these: FFᵀ is the matrix.</summary>
    private static double[] Start(double[] correlation, int features, int factors, out double[] root)
    {
        var values = new double[features];
        var vectors = new double[features * features];
        SymmetricEigen.Decompose<double>(correlation, features, values, vectors);
        double noise = 0.0;
        for (int i = factors; i < features; i++)
            noise += values[i];
        noise = Math.Max(noise, 0.0) / (features - factors);
        var loadings = new double[features * factors];
        root = new double[features * features];
        for (int j = 0; j < features; j++)
        {
            double deviation = Math.Sqrt(Math.Max(values[j], 0.0)), length = Math.Sqrt(Math.Max(values[j] - noise, 0.0));
            for (int i = 0; i < features; i++)
            {
                root[i * features + j] = deviation * vectors[j * features + i];
                if (j < factors)
                    loadings[i * factors + j] = length * vectors[j * features + i];
            }
        }

        return loadings;
    }

    private ModelWriter<T> Write()
    {
        var file = new ModelWriter<T>(Kind);
        file.Write(_mean.Values);
        file.Write(_noise);
        file.Write(_loadings);
        file.WriteRemainder(_mean);
        return file;
    }

    private static FactorAnalysis<T> Read(ModelReader<T> file)
    {
        T[] mean = file.ReadArray();
        T[] noise = file.ReadArray(mean.Length);
        T[] loadings = file.ReadArray();
        ModelMean<T> whole = file.ReadRemainder(mean);
        file.End();
        file.RequireRows(loadings.Length, mean.Length);
        return new FactorAnalysis<T>(whole, loadings, noise, [], outcome: null);
    }
}
