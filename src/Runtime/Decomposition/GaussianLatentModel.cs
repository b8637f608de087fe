using System;
using System.Numerics;
using Generated.Numerics;

namespace Generated;

/// <summary>What the latent Gaussian models share: <c>x = μ + Wz + noise</c>, z ~ N(0, I), with independent noise of variances ψ.</summary>
/// <param name="mean">μ.</param>
/// <param name="loadings">W, D × M.</param>
/// <param name="noise">ψ, one of each feature; greater than 0.</param>
internal sealed class GaussianLatentModel<T>(T[] mean, T[] loadings, T[] noise)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _features = mean.Length;
    private readonly int _components = loadings.Length / mean.Length;
    private readonly int _precisionLength = loadings.Length / mean.Length * (loadings.Length / mean.Length);

    /// <summary>The posterior means of the latent variables of one sample, which may have gaps, and its log-likelihood.</summary>
    /// <param name="sample">D features; NaN where one is missing.</param>
    /// <param name="latent">Receives M means.</param>
    /// <param name="room">Room for (M + 1) × M elements.</param>
    /// <returns>The log-likelihood of what is there; 0 if nothing is.</returns>
    private double Infer(ReadOnlySpan<T> sample, Span<T> latent, Span<T> room)
    {
        // G = I + WᵀΨ⁻¹W over what is there, z = G⁻¹WᵀΨ⁻¹(x − μ).
        Span<T> precision = room[.._precisionLength], projected = room[_precisionLength..];
        precision.Clear();
        latent.Clear();
        int there = 0;
        double logNoise = 0, distance = 0;
        for (int i = 0; i < _features; i++)
        {
            if (T.IsNaN(sample[i]))
                continue;
            there++;
            ReadOnlySpan<T> row = loadings.AsSpan(i * _components, _components);
            T deviation = sample[i] - mean[i], weight = T.One / noise[i];
            VectorOperations.AddScaled(deviation * weight, row, latent);
            for (int j = 0; j < _components; j++)
                VectorOperations.AddScaled(row[j] * weight, row[..(j + 1)], precision.Slice(j * _components, j + 1));
            logNoise += VectorMath.Log(double.CreateTruncating(noise[i]));
            distance += double.CreateTruncating(deviation * deviation * weight);
        }

        for (int j = 0; j < _components; j++)
            precision[j * _components + j] += T.One;
        Cholesky.TryDecompose(precision, _components, T.Zero);
        latent.CopyTo(projected);
        Cholesky.Solve<T>(precision, _components, latent);
        distance -= double.CreateTruncating(VectorOperations.Dot<T>(projected, latent));
        return -0.5 * (there * VectorMath.Log(2 * Math.PI) + logNoise + Cholesky.LogDeterminant<T>(precision, _components) + distance);
    }

    /// <summary>The mean log-likelihood of samples.</summary>
    public double AverageLogLikelihood(ReadOnlySpan<T> samples)
    {
        int rows = SpanArguments.RequireRows(samples.Length, _features, nameof(samples));
        SpanArguments.RequireAnyRow(rows, nameof(samples));
        var latent = new T[_components];
        var room = new T[_precisionLength + _components];
        double sum = 0;
        for (int row = 0; row < rows; row++)
            sum += Infer(samples.Slice(row * _features, _features), latent, room);
        return sum / rows;
    }

    /// <summary>Writes the posterior means of the latent variables of samples.</summary>
    public void Transform(ReadOnlySpan<T> samples, Span<T> latent)
    {
        int rows = SpanArguments.RequireRows(samples.Length, _features, nameof(samples));
        SpanArguments.RequireLength(latent.Length, (long)rows * _components, nameof(latent));
        SpanArguments.RequireApart(samples, latent, nameof(samples), nameof(latent));
        var room = new T[_precisionLength + _components];
        for (int row = 0; row < rows; row++)
            Infer(samples.Slice(row * _features, _features), latent.Slice(row * _components, _components), room);
    }

    /// <summary>Writes μ + Wz.</summary>
    public void InverseTransform(ReadOnlySpan<T> latent, Span<T> samples)
    {
        int rows = SpanArguments.RequireRows(latent.Length, _components, nameof(latent));
        SpanArguments.RequireLength(samples.Length, (long)rows * _features, nameof(samples));
        SpanArguments.RequireApart(latent, samples, nameof(latent), nameof(samples));
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < _features; i++)
                samples[row * _features + i] = mean[i] + VectorOperations.Dot<T>(loadings.AsSpan(i * _components, _components), latent.Slice(row * _components, _components));
        }
    }

    /// <summary>Draws samples.</summary>
    public void Sample(RandomGenerator random, Span<T> samples)
    {
        ArgumentNullException.ThrowIfNull(random);
        int rows = SpanArguments.RequireRows(samples.Length, _features, nameof(samples));
        Span<T> latent = new T[_components];
        for (int row = 0; row < rows; row++)
        {
            foreach (ref T z in latent)
                z = T.CreateTruncating(random.NextGaussian());
            Span<T> sample = samples.Slice(row * _features, _features);
            InverseTransform(latent, sample);
            for (int i = 0; i < _features; i++)
                sample[i] += T.Sqrt(noise[i]) * T.CreateTruncating(random.NextGaussian());
        }
    }

    /// <summary>
    /// Turns the latent variables, which the likelihood leaves free to, so that the columns of Ψ^−½W are orthogonal and in descending order of length, and signs
    /// them as principal axes are.
    /// </summary>
    public void Align()
    {
        var gram = new T[_components * _components];
        var scaled = new T[loadings.Length];
        for (int i = 0; i < _features; i++)
            VectorOperations.Scale(T.One / T.Sqrt(noise[i]), loadings.AsSpan(i * _components, _components), scaled.AsSpan(i * _components));
        MatrixProduct.AddSymmetric(Factor<T>.Columns(ref scaled[0], _components), _components, _features, ref gram[0]);
        var turn = new T[gram.Length];
        SymmetricEigen.Decompose<T>(gram, _components, new T[_components], turn);
        var columns = new T[loadings.Length];
        MatrixProduct.Add(Factor<T>.Rows(ref turn[0], _components), Factor<T>.Rows(ref loadings[0], _components), _components, _features, _components, ref columns[0], _features);
        AxisSigns.Apply<T>(columns, _features);
        MatrixOperations.Transpose(ref columns[0], (nuint)_components, (nuint)_features, ref loadings[0]);
    }
}
