using System;
using System.IO;
using System.Runtime.InteropServices;
using Generated.Numerics;

namespace Generated.Bench;

/// <summary>Samples and the number of their principal components.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Rows">The number of samples.</param>
/// <param name="Columns">The number of features.</param>
/// <param name="Components">The components that are wanted.</param>
/// <param name="Wanted">How many times as fast as scikit-learn the fit should be.</param>
/// <param name="Turn">Fits in a turn of each contestant.</param>
/// <param name="Samples">The samples, row-major.</param>
internal sealed record PcaCase(string Name, int Rows, int Columns, int Components, double Wanted, int Turn, double[] Samples)
{
    /// <summary>The three cases.</summary>
    public static PcaCase[] All() =>
    [
        new("digits", 1797, 64, 10, Wanted: 2, Turn: 20, Digits()),
        new("decaying", 10000, 784, 30, Wanted: 1.5, Turn: 1, Decaying(10000, 784, 1)),
        new("wide", 300, 5000, 20, Wanted: 1.5, Turn: 2, Decaying(300, 5000, 2)),
    ];

    /// <summary>Writes the samples for both to read.</summary>
    public void Write(string path) => File.WriteAllBytes(path, MemoryMarshal.AsBytes<double>(Samples));

    private static double[] Digits() => Dataset.LoadCsv<double>(Path.Combine(AppContext.BaseDirectory, "digits.csv")).Inputs.ToArray();

    /// <summary>
    /// Samples of 100 hidden variables, whose standard deviations fall by a tenth from one to the next, and some noise: a spectrum that decays and then levels
    /// off, as those of images do. The first hidden variables lie along random directions.
    /// </summary>
    private static double[] Decaying(int rows, int columns, ulong seed)
    {
        const int Hidden = 100;
        var random = new RandomGenerator(seed);
        var directions = new double[Hidden * columns];
        foreach (ref double value in directions.AsSpan())
            value = random.NextGaussian() / Math.Sqrt(columns);
        var samples = new double[rows * columns];
        var scores = new double[Hidden];
        for (int row = 0; row < rows; row++)
        {
            double deviation = 100;
            foreach (ref double score in scores.AsSpan())
            {
                score = deviation * random.NextGaussian();
                deviation *= 0.9;
            }

            Span<double> sample = samples.AsSpan(row * columns, columns);
            for (int k = 0; k < Hidden; k++)
            {
                for (int i = 0; i < columns; i++)
                    sample[i] += scores[k] * directions[k * columns + i];
            }

            foreach (ref double value in sample)
                value += 0.005 * random.NextGaussian();
        }

        return samples;
    }
}
