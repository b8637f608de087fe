using System;
using System.Collections.Generic;

namespace Generated.Bench;

/// <summary>The benchmarks in a few seconds, by stopwatch in this process.</summary>
internal static class QuickComparison
{
    /// <summary>How the times were measured, for the heading.</summary>
    public const string Method = "The best of 21 repetitions, both contestants in turn.";

    /// <summary>Measures all networks.</summary>
    public static List<Result> Run() =>
    [
        .. Compare<Case2x3x1>(),
        .. Compare<Case4x16x3>(),
        .. Compare<Case32x64x64x8>(),
        .. Compare<Case64x32x10>(),
        .. Compare<Case784x128x10>(),
    ];

    private static Result[] Compare<TCase>()
        where TCase : struct, INetworkCase<TCase>
    {
        var contestants = new Contestants<TCase>();
        return
        [
            Compare<TCase>(
                Work.Sample,
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.ConventionalSample()); },
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.GeneratedSample()); }),
            Compare<TCase>(
                Work.Batch,
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.ConventionalBatch()); },
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.GeneratedBatch()); }),
            Compare<TCase>(
                Work.TrainingStep,
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.ConventionalTrainingStep()); },
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.GeneratedTrainingStep()); }),
        ];
    }

    private static Result Compare<TCase>(string work, Action<int> conventional, Action<int> generated)
        where TCase : struct, INetworkCase<TCase>
    {
        (CallCost first, CallCost second) = SideBySide.Measure(conventional, generated);
        return new Result(TCase.Name, work, first, second);
    }
}
