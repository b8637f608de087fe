using System;
using Generated.Kernels;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>The two steps of expectation maximisation for factor analysis, on a covariance matrix S = FFᵀ.</summary>
/// <remarks>
/// F stands for the samples: its columns are D samples with the covariance S. So what the factors leave of a feature is the length of a row of F − Λz, and
/// not the small difference of its variance and what they explain, in which noise of 10⁻¹⁰ of the variance would lose ten digits of sixteen. For the
/// same reason both steps go on from what the present loadings leave: with the residuals E = F − ΛZ of the posterior means Z = βF, and their covariance G⁻¹,
/// <code>
/// R = ZZᵀ + G⁻¹     g = EZᵀ − ΛG⁻¹     Λ ← Λ + gR⁻¹     ψ ← diag(EEᵀ + ΛG⁻¹Λᵀ − gR⁻¹gᵀ)
/// </code>
/// </remarks>
internal sealed class FactorAnalysisSteps : IExpectationMaximizationSteps
{
    /// <summary>The least share of a feature's variance that its noise may have: sums of products are exact to some 10⁻¹⁵ of it.</summary>
    public const double LeastNoise = 1e-12;

    private readonly int _features;
    private readonly int _factors;
    private readonly double _logScales;
    private readonly double[] _root;
    private readonly double[] _variance;
    private readonly double[] _keptLoadings;
    private readonly double[] _keptNoise;

    // Ψ⁻¹Λ and βᵀ: D × M. G = I + ΛᵀΨ⁻¹Λ, decomposed, G⁻¹ and R: M × M. Z: M × D. E: D × D. g: D × M.
    private readonly double[] _weighted;
    private readonly double[] _beta;
    private readonly double[] _precision;
    private readonly double[] _inverse;
    private readonly double[] _moments;
    private readonly double[] _means;
    private readonly double[] _residuals;
    private readonly double[] _gradient;

    /// <param name="root">F, D × D.</param>
    /// <param name="loadings">Λ, D × M, which is improved.</param>
    /// <param name="noise">ψ, which is improved.</param>
    /// <param name="scales">The standard deviations by which features were divided; a sample's likelihood differs by them.</param>
    public FactorAnalysisSteps(double[] root, double[] loadings, double[] noise, ReadOnlySpan<double> scales)
    {
        foreach (double scale in scales)
            _logScales += VectorMath.Log(scale);

        _features = noise.Length;
        _factors = loadings.Length / noise.Length;
        _root = root;
        Loadings = loadings;
        Noise = noise;
        _keptLoadings = (double[])loadings.Clone();
        _keptNoise = (double[])noise.Clone();
        _variance = new double[_features];
        for (int i = 0; i < _features; i++)
            _variance[i] = VectorOperations.SquaredNorm<double>(root.AsSpan(i * _features, _features));
        _weighted = new double[loadings.Length];
        _beta = new double[loadings.Length];
        _precision = new double[_factors * _factors];
        _inverse = new double[_factors * _factors];
        _moments = new double[_factors * _factors];
        _means = new double[loadings.Length];
        _residuals = new double[root.Length];
        _gradient = new double[loadings.Length];
    }

    /// <summary>Λ.</summary>
    public double[] Loadings { get; }

    /// <summary>ψ.</summary>
    public double[] Noise { get; }

    /// <summary>
    /// Infers the factors with the present parameters, and returns the mean log-likelihood of these: −½(D·ln 2π + ln |ΛΛᵀ + Ψ| + tr S(ΛΛᵀ +
    /// Ψ)⁻¹).
    /// </summary>
    public double Expect()
    {
        for (int i = 0; i < _features; i++)
            VectorOperations.Scale(1.0 / Noise[i], Loadings.AsSpan(i * _factors, _factors), _weighted.AsSpan(i * _factors));
        Array.Clear(_precision);
        Add(Factor<double>.Columns(ref Loadings[0], _factors), Factor<double>.Columns(ref _weighted[0], _factors), _factors, _factors, _features, _precision);
        for (int j = 0; j < _factors; j++)
            _precision[j * _factors + j] += 1.0;
        if (!Cholesky.TryDecompose<double>(_precision, _factors, 0.0))
            return double.NaN;
        Cholesky.Invert<double>(_precision, _factors, _inverse);
        Array.Clear(_beta);
        Add(Factor<double>.Rows(ref _weighted[0], _factors), Factor<double>.Rows(ref _inverse[0], _factors), _features, _factors, _factors, _beta);
        Array.Clear(_means);
        Add(Factor<double>.Columns(ref _beta[0], _factors), Factor<double>.Columns(ref _root[0], _features), _factors, _features, _features, _means);
        _root.CopyTo(_residuals, 0);
        Add(Factor<double>.Rows(ref Loadings[0], _factors), Factor<double>.Columns(ref _means[0], _features), _features, _features, _factors,
            _residuals, sign: -1);

        // tr S(ΛΛᵀ + Ψ)⁻¹ = Σ ‖row of E‖²/ψ + ‖Z‖².
        double sum = Cholesky.LogDeterminant<double>(_precision, _factors) + VectorOperations.SquaredNorm<double>(_means);
        for (int i = 0; i < _features; i++)
            sum += VectorMath.Log(2 * Math.PI * Noise[i]) + VectorOperations.SquaredNorm<double>(Residuals(i)) / Noise[i];
        return -0.5 * sum - _logScales;
    }

    /// <inheritdoc/>
    public bool TryMaximize()
    {
        _inverse.CopyTo(_moments, 0);
        Add(Factor<double>.Rows(ref _means[0], _features), Factor<double>.Rows(ref _means[0], _features), _factors, _factors, _features, _moments);
        if (!Cholesky.TryDecompose<double>(_moments, _factors, 0.0))
            return false;
        Array.Clear(_gradient);
        Add(Factor<double>.Rows(ref Loadings[0], _factors), Factor<double>.Rows(ref _inverse[0], _factors), _features, _factors, _factors, _gradient, sign: -1);
        Span<double> step = new double[_factors];
        for (int i = 0; i < _features; i++)
        {
            Span<double> row = Loadings.AsSpan(i * _factors, _factors), gradient = _gradient.AsSpan(i * _factors, _factors);

            // The gradient holds −ΛG⁻¹ so far.
            double unexplained = VectorOperations.SquaredNorm<double>(Residuals(i)) - VectorOperations.Dot<double>(row, gradient);
            for (int j = 0; j < _factors; j++)
                gradient[j] += VectorOperations.Dot(Residuals(i), _means.AsSpan(j * _features, _features));
            gradient.CopyTo(step);
            Cholesky.Solve<double>(_moments, _factors, step);
            VectorOperations.AddScaled<double>(1.0, step, row);
            Noise[i] = Math.Max(unexplained - VectorOperations.Dot<double>(gradient, step), LeastNoise * _variance[i]);

            // The factors' covariance, which the model wants to be I, goes into the loadings.
            Cholesky.MultiplyLower<double>(_moments, _factors, row);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Keep()
    {
        Loadings.CopyTo(_keptLoadings, 0);
        Noise.CopyTo(_keptNoise, 0);
    }

    /// <inheritdoc/>
    public void Restore()
    {
        _keptLoadings.CopyTo(Loadings, 0);
        _keptNoise.CopyTo(Noise, 0);
    }

    private ReadOnlySpan<double> Residuals(int feature) => _residuals.AsSpan(feature * _features, _features);

    private static void Add(Factor<double> a, Factor<double> b, int rows, int columns, int terms, double[] c, int sign = 1) =>
        MatrixProduct.Add(a, b, rows, columns, terms, ref c[0], columns, sign);
}
