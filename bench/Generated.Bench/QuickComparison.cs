using System;
using System.Collections.Generic;

namespace Generated.Bench;

/// <summary>The benchmarks in a few seconds, by stopwatch in this process.</summary>
internal static class QuickComparison
{
    /// <summary>How the times were measured, for the heading.</summary>
    public static readonly string Method = FormattableString.Invariant($"The best of {SideBySide.Repetitions} repetitions, all contestants in turn.");

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
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.TiledSample()); },
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.GeneratedSample()); }),
            Compare<TCase>(
                Work.Batch,
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.ConventionalBatch()); },
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.TiledBatch()); },
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.GeneratedBatch()); }),
            Compare<TCase>(
                Work.TrainingStep,
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.ConventionalTrainingStep()); },
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.TiledTrainingStep()); },
                calls => { for (int i = 0; i < calls; i++) SideBySide.Consume(contestants.GeneratedTrainingStep()); }),
        ];
    }

    private static Result Compare<TCase>(string work, Action<int> conventional, Action<int> tiled, Action<int> generated)
        where TCase : struct, INetworkCase<TCase>
    {
        CallCost[] costs = SideBySide.MeasureAll(conventional, tiled, generated);
        return new Result(TCase.Name, work, costs[0], costs[1], costs[2]);
    }
}
