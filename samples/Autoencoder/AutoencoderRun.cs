using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Generated.Samples.Digits;

namespace Generated.Samples.Autoencoder;

/// <summary>Trains, reports and draws.</summary>
internal static class AutoencoderRun
{
    private static readonly ulong[] s_seeds = [1, 2, 3];

    /// <summary>Writes the picture and a table of errors.</summary>
    /// <param name="output">Receives the table.</param>
    /// <param name="picture">The file of the picture.</param>
    /// <returns>What was drawn: of the deep autoencoder, the first.</returns>
    public static (LinearStory Linear, IReadOnlyList<DeepStory> Deep) Execute(TextWriter output, string picture)
    {
        DigitImages first = DigitImages.Load(DigitImages.DefaultPath, s_seeds[0]);
        LinearStory linear = LinearStory.Tell(first);
        Write(output, linear);
        DeepStory[] deep = [.. s_seeds.Select(seed => DeepStory.Tell(DigitImages.Load(DigitImages.DefaultPath, seed), seed))];
        Write(output, deep);
        AutoencoderPicture.Draw(linear, deep).Save(picture);
        return (linear, deep);
    }

    private static void Write(TextWriter output, LinearStory story)
    {
        output.WriteLine($"Linear autoencoder, {LinearAutoencoder.Shape}, beside PCA with {LinearStory.CodeSize} components");
        foreach (LinearStep step in story.Steps.Where(step => step.Epoch is 0 or 10 or 30 or 100 or LinearStory.Epochs))
        {
            output.WriteLine(FormattableString.Invariant(
                $"  epoch {step.Epoch,3}  largest angle between the subspaces {step.Angle:F5} rad  error {step.Error:F6}  {step.Error / story.PcaError - 1,10:P4} above PCA's"));
        }

        output.WriteLine();
    }

    private static void Write(TextWriter output, IReadOnlyList<DeepStory> stories)
    {
        output.WriteLine($"Deep autoencoder, {DeepAutoencoder.Shape}");
        output.WriteLine($"  beside PCA with {DeepStory.CodeSize} components: mean squared error of a pixel of {stories[0].Test.Count} test images");
        foreach (DeepStory story in stories)
        {
            output.WriteLine(FormattableString.Invariant(
                $"  seed {story.Seed}  PCA {story.Pca.Error:F5}  autoencoder {story.Deep.Error:F5}  {story.Margin:P1} less"));
        }

        output.WriteLine();
    }
}
