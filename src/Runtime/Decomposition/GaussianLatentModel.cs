using System;
using System.Numerics;
using Generated.Kernels;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>What the latent Gaussian models share: <c>x = μ + Wz + noise</c>, z ~ N(0, I), with independent noise of variances ψ.</summary>
/// <param name="mean">μ.</param>
/// <param name="loadings">W, D × M.</param>
/// <param name="noise">ψ, one of each feature; greater than 0.</param>
internal sealed class GaussianLatentModel(double[] mean, double[] loadings, double[] noise)
{
    private readonly int _features = mean.Length;
    private readonly int _components = loadings.Length / mean.Length;
    private readonly int _precisionLength = loadings.Length / mean.Length * (loadings.Length / mean.Length);

    /// <summary>The posterior means of the latent variables of one sample, which may have gaps, and its log-likelihood.</summary>
    /// <param name="sample">D features; NaN where one is missing.</param>
    /// <param name="latent">Receives M means.</param>
    /// <param name="precision">Room for M × M elements.</param>
    /// <returns>The log-likelihood of what is there; 0 if nothing is.</returns>
    private double Infer(ReadOnlySpan<double> sample, Span<double> latent, Span<double> precision)
    {
        // G = I + WᵀΨ⁻¹W over what is there, z = G⁻¹WᵀΨ⁻¹(x − μ).
        precision.Clear();
        latent.Clear();
        int there = 0;
        double logNoise = 0;
        for (int i = 0; i < _features; i++)
        {
            if (double.IsNaN(sample[i]))
                continue;
            there++;
            ReadOnlySpan<double> row = loadings.AsSpan(i * _components, _components);
            double deviation = sample[i] - mean[i], weight = 1.0 / noise[i];
            VectorOperations.AddScaled(deviation * weight, row, latent);
            for (int j = 0; j < _components; j++)
                VectorOperations.AddScaled(row[j] * weight, row[..(j + 1)], precision.Slice(j * _components, j + 1));
            logNoise += VectorMath.Log(noise[i]);
        }

        for (int j = 0; j < _components; j++)
            precision[j * _components + j] += 1.0;
        Cholesky.TryDecompose(precision, _components, 0.0);
        Cholesky.Solve<double>(precision, _components, latent);

        // (x − μ)ᵀC⁻¹(x − μ) of what the latent variables leave, as a small difference of great squares would be lost.
        double distance = VectorOperations.SquaredNorm<double>(latent);
        for (int i = 0; i < _features; i++)
        {
            if (double.IsNaN(sample[i]))
                continue;
            double rest = sample[i] - mean[i] - VectorOperations.Dot(loadings.AsSpan(i * _components, _components), latent);
            distance += rest * rest / noise[i];
        }

        return -0.5 * (there * VectorMath.Log(2 * Math.PI) + logNoise + Cholesky.LogDeterminant<double>(precision, _components) + distance);
    }

    /// <summary>The mean log-likelihood of samples.</summary>
    public double AverageLogLikelihood<T>(ReadOnlySpan<T> samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = SpanArguments.RequireRows(samples.Length, _features, nameof(samples));
        SpanArguments.RequireAnyRow(rows, nameof(samples));
        double[] latent = new double[_components], precision = new double[_precisionLength], room = new double[_features];
        double sum = 0;
        for (int row = 0; row < rows; row++)
            sum += Infer(Doubles.Of(samples.Slice(row * _features, _features), room), latent, precision);
        return sum / rows;
    }

    /// <summary>Writes the posterior means of the latent variables of samples.</summary>
    public void Transform<T>(ReadOnlySpan<T> samples, Span<T> latent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = SpanArguments.RequireRows(samples.Length, _features, nameof(samples));
        SpanArguments.RequireLength(latent.Length, (long)rows * _components, nameof(latent));
        SpanArguments.RequireApart(samples, latent, nameof(samples), nameof(latent));
        double[] means = new double[_components], precision = new double[_precisionLength], room = new double[_features];
        for (int row = 0; row < rows; row++)
        {
            Infer(Doubles.Of(samples.Slice(row * _features, _features), room), means, precision);
            Doubles.Round(means, latent.Slice(row * _components, _components));
        }
    }

    /// <summary>Writes μ + Wz.</summary>
    public void InverseTransform<T>(ReadOnlySpan<T> latent, Span<T> samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = SpanArguments.RequireRows(latent.Length, _components, nameof(latent));
        SpanArguments.RequireLength(samples.Length, (long)rows * _features, nameof(samples));
        SpanArguments.RequireApart(latent, samples, nameof(latent), nameof(samples));
        double[] sample = new double[_features], room = new double[_components];
        for (int row = 0; row < rows; row++)
        {
            Expect(Doubles.Of(latent.Slice(row * _components, _components), room), sample);
            Doubles.Round(sample, samples.Slice(row * _features, _features));
        }
    }

    /// <summary>Draws samples.</summary>
    public void Sample<T>(RandomGenerator random, Span<T> samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(random);
        int rows = SpanArguments.RequireRows(samples.Length, _features, nameof(samples));
        double[] latent = new double[_components], sample = new double[_features];
        for (int row = 0; row < rows; row++)
        {
            foreach (ref double z in latent.AsSpan())
                z = random.NextGaussian();
            Expect(latent, sample);
            for (int i = 0; i < _features; i++)
                sample[i] += Math.Sqrt(noise[i]) * random.NextGaussian();
            Doubles.Round(sample, samples.Slice(row * _features, _features));
        }
    }

    private void Expect(ReadOnlySpan<double> latent, Span<double> sample)
    {
        for (int i = 0; i < _features; i++)
            sample[i] = mean[i] + VectorOperations.Dot(loadings.AsSpan(i * _components, _components), latent);
    }

    /// <summary>
    /// Turns the latent variables, which the likelihood leaves free to, so that the columns of Ψ^−½W are orthogonal and in descending order
    /// of length, and signs them as principal axes are.
    /// </summary>
    /// <param name="loadings">W, which is turned.</param>
    /// <param name="noise">ψ.</param>
    public static void Align(double[] loadings, double[] noise)
    {
        int features = noise.Length, components = loadings.Length / noise.Length;
        var gram = new double[components * components];
        var scaled = new double[loadings.Length];
        for (int i = 0; i < features; i++)
            VectorOperations.Scale(1.0 / Math.Sqrt(noise[i]), loadings.AsSpan(i * components, components), scaled.AsSpan(i * components));
        MatrixProduct.AddSymmetric(Factor<double>.Columns(ref scaled[0], components), components, features, ref gram[0]);
        var turn = new double[gram.Length];
        SymmetricEigen.Decompose<double>(gram, components, new double[components], turn);
        var columns = new double[loadings.Length];
        MatrixProduct.Add(Factor<double>.Rows(ref turn[0], components), Factor<double>.Rows(ref loadings[0], components), components, features,
            components, ref columns[0], features);
        AxisSigns.Apply<double>(columns, features);
        MatrixOperations.Transpose(ref columns[0], (nuint)components, (nuint)features, ref loadings[0]);
    }
}
