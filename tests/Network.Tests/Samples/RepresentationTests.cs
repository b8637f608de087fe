using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Samples.Representation;
using Xunit;

namespace Generated.Tests;

/// <summary>The sample about representations ends with classes that a line separates, and shows it.</summary>
public class RepresentationTests
{
    [Fact]
    public void TheLastHiddenLayerBecomesSeparable()
    {
        IReadOnlyList<Story> stories = [];
        var picture = new PictureFile((output, path) => stories = RepresentationRun.Execute(output, path));
        Assert.Equal(2, stories.Count);
        foreach (Story story in stories)
        {
            Assert.False(Snapshot.IsLinearlySeparable(story.Data));
            Assert.Equal(5, story.Snapshots.Count);
            Assert.False(story.Snapshots[0].IsSeparable);
            Assert.True(story.Snapshots[^1].IsSeparable);
            Assert.True(story.Snapshots[^1].Accuracy > 0.99);
            Assert.Contains($"{story.Name}, {story.Network}", picture.Output, StringComparison.Ordinal);

            // The output unit's line in the representation is what the network says.
            foreach (Snapshot snapshot in story.Snapshots)
            {
                int right = Enumerable.Range(0, story.Data.Count).Count(row =>
                    snapshot.Line.W1 * snapshot.Representation[2 * row] + snapshot.Line.W2 * snapshot.Representation[2 * row + 1] + snapshot.Line.B >= 0 == (story.Data.Target(row)[0] == 1));
                Assert.Equal(snapshot.Accuracy, (double)right / story.Data.Count, 0.005);
            }
        }

        Assert.Equal("How a representation becomes linearly separable", picture.Title);
        Assert.Equal(20, picture.Count("rect", "frame"));
        Assert.Equal(2 * 5 * 240 + 1, picture.Count("circle", "dot one"));
        Assert.Equal(2 * 5 * 240 + 1, picture.Count("circle", "dot zero"));
        Assert.Equal(2, picture.Texts.Count(text => text == "before training"));
        Assert.True(picture.IsWithinItsPage());
    }
}
