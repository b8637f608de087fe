using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Samples.Autoencoder;
using Xunit;

namespace Generated.Tests;

/// <summary>The sample about autoencoders: the linear one ends in PCA's space, the deep one draws better than PCA.</summary>
public class AutoencoderTests
{
    // One run for all tests: nothing changes it.
    private static readonly Lazy<((LinearStory Linear, IReadOnlyList<DeepStory> Deep) Stories, PictureFile Picture)> s_run = new(Execute);

    [Fact]
    public void TheLinearAutoencoderEndsInTheSpaceOfThePrincipalComponents()
    {
        ((LinearStory story, _), PictureFile picture) = s_run.Value;
        Assert.Equal(LinearStory.Epochs + 1, story.Steps.Count);
        Assert.True(story.Steps[0].Angle > 1);
        Assert.True(story.Steps[^1].Angle < 0.002, $"{story.Steps[^1].Angle}");

        // No linear code of ten numbers has less error than PCA's, and this has as little.
        Assert.All(story.Steps, step => Assert.True(step.Error >= story.PcaError * (1 - 1e-9)));
        Assert.Equal(1, story.Steps[^1].Error / story.PcaError, 1e-5);
        Assert.Contains("Linear autoencoder, 64 → 10 Linear → 64 Linear", picture.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDeepAutoencoderDrawsTestImagesBetterThanPca()
    {
        ((_, IReadOnlyList<DeepStory> stories), PictureFile picture) = s_run.Value;
        Assert.Equal([1, 2, 3], stories.Select(story => (int)story.Seed));
        foreach (DeepStory story in stories)
        {
            Assert.True(story.Margin > 0.35, $"seed {story.Seed}: {story.Margin:P1}");
            Assert.Equal(story.Deep.Error, story.TestErrors[^1], 1e-6);
            Assert.Contains(FormattableString.Invariant($"{story.Margin:P1} less"), picture.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ThePictureHasEveryImageAndEveryCode()
    {
        ((_, IReadOnlyList<DeepStory> stories), PictureFile picture) = s_run.Value;
        Assert.Equal("Autoencoders and principal components of handwritten digits", picture.Title);

        // The mean, ten axes and ten units; twenty test images three times.
        Assert.Equal(21 + 3 * 20, picture.Count("rect", "image"));

        // Each test image on both maps, and the legend.
        Assert.Equal(360, stories[0].Test.Count);
        for (int digit = 0; digit < 10; digit++)
            Assert.Equal(2 * Enumerable.Range(0, 360).Count(row => stories[0].Digit(row) == digit) + 1, picture.Count("text", $"digit d{digit}"));
        Assert.Equal(5, picture.Count("rect", "frame"));
        Assert.True(picture.IsWithinItsPage());
    }

    private static ((LinearStory Linear, IReadOnlyList<DeepStory> Deep) Stories, PictureFile Picture) Execute()
    {
        (LinearStory, IReadOnlyList<DeepStory>) stories = default;
        var picture = new PictureFile((output, path) => stories = AutoencoderRun.Execute(output, path));
        return (stories, picture);
    }
}
