using System;
using System.Numerics;
using Generated.Numerics;

namespace Generated;

/// <summary>The two steps of expectation maximisation for factor analysis, on a covariance matrix S.</summary>
/// <param name="covariance">S, D × D.</param>
/// <param name="loadings">Λ, D × M, which is improved.</param>
/// <param name="noise">ψ, which is improved.</param>
/// <param name="least">The least share of a feature's variance that its noise may have.</param>
internal sealed class FactorAnalysisSteps<T>(T[] covariance, T[] loadings, T[] noise, T least)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _features = noise.Length;
    private readonly int _factors = loadings.Length / noise.Length;

    // Ψ⁻¹Λ; βᵀ; Sβᵀ: all D × M. I + ΛᵀΨ⁻¹Λ, decomposed, and its inverse: M × M.
    private readonly T[] _weighted = new T[loadings.Length];
    private readonly T[] _beta = new T[loadings.Length];
    private readonly T[] _products = new T[loadings.Length];
    private readonly T[] _precision = new T[loadings.Length / noise.Length * (loadings.Length / noise.Length)];
    private readonly T[] _inverse = new T[loadings.Length / noise.Length * (loadings.Length / noise.Length)];

    /// <summary>Infers the factors with the present parameters, and returns the mean log-likelihood of these: −½(D·ln 2π + ln |ΛΛᵀ + Ψ| + tr S(ΛΛᵀ + Ψ)⁻¹).</summary>
    public double Expect()
    {
        for (int i = 0; i < _features; i++)
            VectorOperations.Scale(T.One / noise[i], loadings.AsSpan(i * _factors, _factors), _weighted.AsSpan(i * _factors));
        Array.Clear(_precision);
        MatrixProduct.Add(Factor<T>.Columns(ref loadings[0], _factors), Factor<T>.Columns(ref _weighted[0], _factors), _factors, _factors, _features, ref _precision[0], _factors);
        for (int j = 0; j < _factors; j++)
            _precision[j * _factors + j] += T.One;
        Cholesky.TryDecompose<T>(_precision, _factors, T.Zero);
        Cholesky.Invert<T>(_precision, _factors, _inverse);
        Array.Clear(_beta);
        MatrixProduct.Add(Factor<T>.Rows(ref _weighted[0], _factors), Factor<T>.Rows(ref _inverse[0], _factors), _features, _factors, _factors, ref _beta[0], _factors);
        Array.Clear(_products);
        MatrixProduct.Add(Factor<T>.Rows(ref covariance[0], _features), Factor<T>.Columns(ref _beta[0], _factors), _features, _factors, _features, ref _products[0], _factors);

        double sum = Cholesky.LogDeterminant<T>(_precision, _factors);
        for (int i = 0; i < _features; i++)
        {
            T explained = VectorOperations.Dot<T>(_products.AsSpan(i * _factors, _factors), _weighted.AsSpan(i * _factors, _factors));
            sum += VectorMath.Log(2 * Math.PI * double.CreateTruncating(noise[i])) + double.CreateTruncating(covariance[i * _features + i] / noise[i] - explained);
        }

        return -0.5 * sum;
    }

    /// <summary>Takes the parameters of the greatest expected likelihood.</summary>
    public void Maximize()
    {
        // ⟨zzᵀ⟩ = I − βΛ + βSβᵀ, and I − βΛ = (I + ΛᵀΨ⁻¹Λ)⁻¹.
        var moments = (T[])_inverse.Clone();
        MatrixProduct.Add(Factor<T>.Columns(ref _beta[0], _factors), Factor<T>.Columns(ref _products[0], _factors), _factors, _factors, _features, ref moments[0], _factors);
        Cholesky.TryDecompose<T>(moments, _factors, T.Zero);
        for (int i = 0; i < _features; i++)
        {
            Span<T> row = loadings.AsSpan(i * _factors, _factors);
            ReadOnlySpan<T> products = _products.AsSpan(i * _factors, _factors);
            products.CopyTo(row);
            Cholesky.Solve<T>(moments, _factors, row);
            T variance = covariance[i * _features + i];
            noise[i] = T.Max(variance - VectorOperations.Dot<T>(row, products), least * variance);

            // The factors' covariance, which the model wants to be I, goes into the loadings.
            Cholesky.MultiplyLower<T>(moments, _factors, row);
        }
    }
}
