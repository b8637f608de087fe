using System.Linq;

namespace Generated.Tests;

/// <summary>Data sets that the tests of training share.</summary>
public static class TrainingData
{
    public static Dataset<double> Xor { get; } =
        Dataset.FromRows([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [[0.0], [1.0], [1.0], [0.0]]);

    /// <summary>Iris, split and standardised.</summary>
    public static (Dataset<double> Training, Dataset<double> Test) Iris()
    {
        (Dataset<double> training, Dataset<double> test) = TestData.Csv<double>("iris.csv").Split(100, seed: 1);
        var standardizer = Standardizer<double>.Fit(training);
        return (standardizer.Apply(training), standardizer.Apply(test));
    }

    /// <summary>Samples with the inputs 0, 1, 2, … and the targets 100, 101, 102, …</summary>
    public static Dataset<double> Numbered(int count) =>
        new([.. Enumerable.Range(0, count).Select(i => (double)i)], 1, [.. Enumerable.Range(0, count).Select(i => 100.0 + i)], 1);
}
