using System;
using System.Collections.Generic;
using System.IO;
using Generated.Samples.Convolution;
using Generated.Samples.Digits;
using Xunit;

namespace Generated.Tests;

/// <summary>The sample about convolution compares what it says it compares.</summary>
public class ConvolutionTests
{
    [Fact]
    public void AConvolutionReadsDigitsBetterThanADenseNetworkByTheSameLoop()
    {
        using var output = new StringWriter();
        IReadOnlyList<Contest> contests = ConvolutionRun.Execute(output, DigitImages.DefaultPath, seeds: 2, epochs: 10);
        Assert.Equal(2410, contests[0].Parameters);
        Assert.Equal(9 * 16 + 16 + 9 * 16 * 32 + 32 + 4 * 4 * 32 * 10 + 10, contests[1].Parameters);
        Assert.InRange(contests[1].Mean, 0.97, 1.0);
        Assert.True(contests[1].Mean > contests[0].Mean);
        Assert.Contains("9,930", output.ToString(), StringComparison.Ordinal);
    }
}
