using System;
using System.IO;

namespace Generated.Samples.Iris;

/// <summary>Trains a classifier, keeps it in one file, and uses that file as another program would.</summary>
public static class IrisRun
{
    /// <summary>Trains on two thirds of the flowers, and judges by the others.</summary>
    /// <param name="output">Takes what is to be said.</param>
    /// <param name="data">R. A. Fisher's flowers (1936), a CSV file: four sizes and the species.</param>
    /// <param name="file">The safetensors file that becomes the model.</param>
    /// <returns>The share of the other flowers whose species is recognised.</returns>
    public static double Execute(TextWriter output, string data, string file)
    {
        Dataset<float> flowers = Dataset.LoadCsv<float>(data, new CsvOptions { Target = CsvTarget.Class("class", IrisClassifier.Labels) });
        (Dataset<float> training, Dataset<float> others) = flowers.Split(100, seed: 1);
        Train(training, file);

        // As another program would: nothing but the class and the file.
        var network = new IrisClassifier();
        network.LoadWeights(file);
        output.WriteLine($"{file}: {network.Parameters.Length} parameters, the standardiser's mean and deviation among them");

        Span<float> probabilities = stackalloc float[IrisClassifier.OutputSize];
        foreach (int row in new[] { 0, 1, 2 })
        {
            network.Forward(others.Input(row), probabilities);
            int species = Metrics.PredictedClass<float>(probabilities);
            output.WriteLine($"{string.Join(", ", others.Input(row).ToArray())} cm: {IrisClassifier.Labels[species]}, {probabilities[species]:P1}");
        }

        Evaluation evaluation = new Trainer<IrisClassifier, float>(network).Evaluate<CategoricalCrossEntropy>(others);
        output.WriteLine($"Of {others.Count} flowers that it has not seen, it recognises {evaluation.Accuracy:P1}.");
        return evaluation.Accuracy!.Value;
    }

    private static void Train(Dataset<float> training, string file)
    {
        var network = new IrisClassifier(seed: 1);
        network.SetNormalization(Standardizer<float>.Fit(training));
        var trainer = new Trainer<IrisClassifier, float>(network) { Epochs = 100, BatchSize = 10, Seed = 1 };
        trainer.Train<CategoricalCrossEntropy>(training, new AdamW<float>(0.01));
        network.SaveWeights(file);
    }
}
