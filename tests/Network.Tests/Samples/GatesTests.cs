using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Samples.Gates;
using Xunit;

namespace Generated.Tests;

/// <summary>The sample about gates shows what the theory says.</summary>
public class GatesTests
{
    [Fact]
    public void EveryRuleLearnsOrAndAndAndOnlyHiddenLayersLearnXor()
    {
        IReadOnlyList<Lesson> lessons = [];
        var picture = new PictureFile((output, path) => lessons = GatesRun.Execute(output, path));
        Assert.Equal(18, lessons.Count);
        foreach (Lesson lesson in lessons)
            Assert.Equal(lesson.Gate.Name != "XOR" || lesson.Method.HasHiddenLayer, lesson.RightCount == 4);

        Assert.Equal(15, picture.Texts.Count(text => text == "✓ all 4 corners right"));
        Assert.Equal(3, picture.Texts.Count(text => text.StartsWith('✗')));
        Assert.Equal(3, picture.Output.Split("not learnt").Length - 1);
    }

    [Fact]
    public void ThePictureHasEveryPanelWithItsCornersAndLines()
    {
        var picture = new PictureFile((output, path) => GatesRun.Execute(output, path));
        Assert.Equal("Which learning rule learns which gate?", picture.Title);
        foreach (string name in new[] { "OR", "AND", "XOR", "Perceptron", "Delta rule (ADALINE)", "MADALINE", "2 → 2 Step → 1 Step", "weights from ¬x1 x2 ∨ x1 ¬x2" })
            Assert.Contains(name, picture.Texts);
        Assert.Equal(18, picture.Count("rect", "frame"));

        // Eight ones and four zeros a column, and one of each in the legend.
        int ones = Gate.All.Sum(gate => gate.Values.Count(value => value));
        Assert.Equal(6 * ones + 1, picture.Count("circle", "one"));
        Assert.Equal(6 * (12 - ones) + 1, picture.Count("circle", "zero"));

        // A line for each single unit that has one (the perceptron may be left without weights by XOR), and the legend's.
        Assert.InRange(picture.Count("line", "boundary"), 9, 10);
        Assert.True(picture.Count("line", "hidden") > 12);
        Assert.True(picture.IsWithinItsPage());
    }
}
