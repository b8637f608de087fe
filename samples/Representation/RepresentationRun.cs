using System;
using System.Collections.Generic;
using System.IO;

namespace Generated.Samples.Representation;

/// <summary>Trains, reports and draws.</summary>
internal static class RepresentationRun
{
    /// <summary>Writes the picture and a table of the snapshots.</summary>
    /// <param name="output">Receives the table.</param>
    /// <param name="picture">The file of the picture.</param>
    /// <returns>What was drawn.</returns>
    public static IReadOnlyList<Story> Execute(TextWriter output, string picture)
    {
        IReadOnlyList<Story> stories = Story.TellAll();
        foreach (Story story in stories)
        {
            output.WriteLine($"{story.Name}, {story.Network}");
            output.WriteLine($"  inputs: {(Snapshot.IsLinearlySeparable(story.Data) ? "separable by a line" : "no separating line found")}");
            foreach (Snapshot snapshot in story.Snapshots)
            {
                output.WriteLine(FormattableString.Invariant(
                    $"  epoch {snapshot.Epoch,4}  accuracy {snapshot.Accuracy,6:P1}  last hidden layer: {(snapshot.IsSeparable ? "separable by a line" : "no separating line found")}"));
            }

            output.WriteLine();
        }

        RepresentationPicture.Draw(stories).Save(picture);
        return stories;
    }
}
