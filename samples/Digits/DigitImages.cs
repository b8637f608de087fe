using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Generated.Samples.Digits;

/// <summary>The images, split into a part to learn from and a part to be tested on.</summary>
/// <param name="Training">Four fifths of the images, pixels scaled to 0…1.</param>
/// <param name="Test">The others.</param>
internal sealed record DigitImages(Dataset<float> Training, Dataset<float> Test)
{
    public const int Pixels = 64, Classes = 10;
    public const float Ink = 16;

    /// <summary>The file that comes with the sample.</summary>
    public static string DefaultPath => Path.Combine(AppContext.BaseDirectory, "digits.csv");

    /// <summary>
    /// The training images with targets that are less sure: 1 − <paramref name="share"/> for the digit, and the share spread evenly
    /// over all ten. Label smoothing: Szegedy et al., 2016.
    /// </summary>
    public Dataset<float> TrainingWithSmoothLabels(float share)
    {
        float[] targets = Training.Targets.ToArray();
        for (int i = 0; i < targets.Length; i++)
            targets[i] = targets[i] * (1 - share) + share / Classes;
        return new Dataset<float>(Training.Inputs, Pixels, targets, Classes, Training.ClassNames);
    }

    /// <summary>Loads a file of images and splits it.</summary>
    /// <param name="path">Lines of 64 pixels from 0 to 16 and a digit.</param>
    /// <param name="seed">Decides which image goes where.</param>
    /// <exception cref="FormatException">The file is of another form; the message says where.</exception>
    public static DigitImages Load(string path, ulong seed)
    {
        string[] names = [.. Enumerable.Range(0, Classes).Select(digit => digit.ToString(CultureInfo.InvariantCulture))];
        Dataset<float> images = Dataset.LoadCsv<float>(path, new CsvOptions { Target = CsvTarget.Class(^1, names) });
        if (images.InputSize != Pixels)
            throw new FormatException($"{path}: a line has {images.InputSize + 1} columns; 65 are wanted, 64 pixels and the digit.");
        if (images.Count < 2 * Classes)
            throw new FormatException($"{path}: there are {images.Count} images; at least {2 * Classes} are wanted.");

        float[] scaled = images.Inputs.ToArray();
        for (int i = 0; i < scaled.Length; i++)
        {
            if (scaled[i] is not (>= 0 and <= Ink))
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{path}: pixel {i % Pixels + 1} of image {i / Pixels + 1} is {scaled[i]}; 0 to {Ink} is wanted."));
            scaled[i] /= Ink;
        }

        // 1,437 of the 1,797 images of the file that comes with the sample.
        int training = (int)(images.Count * 1437L / 1797);
        var all = new Dataset<float>(scaled, Pixels, images.Targets, Classes, images.ClassNames);
        (Dataset<float> first, Dataset<float> second) = all.Split(training, seed);
        return new DigitImages(first, second);
    }
}
