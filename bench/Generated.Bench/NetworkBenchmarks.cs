using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Generated.Bench;

/// <summary>What the generated network and the two run-time ones take for the same work.</summary>
/// <typeparam name="TCase">The generated network.</typeparam>
[MemoryDiagnoser]
[CategoriesColumn]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[GenericTypeArguments(typeof(Case2x3x1))]
[GenericTypeArguments(typeof(Case4x16x3))]
[GenericTypeArguments(typeof(Case32x64x64x8))]
[GenericTypeArguments(typeof(Case64x32x10))]
[GenericTypeArguments(typeof(Case784x128x10))]
public class NetworkBenchmarks<TCase>
    where TCase : struct, INetworkCase<TCase>
{
    // Constructed before anything is measured; compares the networks' results.
    private readonly Contestants<TCase> _contestants = new();

    /// <summary>Brings all of the code to the last tier of the JIT, also on a busy machine.</summary>
    [GlobalSetup]
    public void WarmUp() => SideBySide.WarmUp(
        _ => ConventionalSample(), _ => TiledSample(), _ => GeneratedSample(),
        _ => ConventionalBatch(), _ => TiledBatch(), _ => GeneratedBatch(),
        _ => ConventionalTrainingStep(), _ => TiledTrainingStep(), _ => GeneratedTrainingStep());

    /// <inheritdoc cref="Contestants{TCase}.ConventionalSample"/>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Work.Sample)]
    public float ConventionalSample() => _contestants.ConventionalSample();

    /// <inheritdoc cref="Contestants{TCase}.TiledSample"/>
    [Benchmark]
    [BenchmarkCategory(Work.Sample)]
    public float TiledSample() => _contestants.TiledSample();

    /// <inheritdoc cref="Contestants{TCase}.GeneratedSample"/>
    [Benchmark]
    [BenchmarkCategory(Work.Sample)]
    public float GeneratedSample() => _contestants.GeneratedSample();

    /// <inheritdoc cref="Contestants{TCase}.ConventionalBatch"/>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Work.Batch)]
    public float ConventionalBatch() => _contestants.ConventionalBatch();

    /// <inheritdoc cref="Contestants{TCase}.TiledBatch"/>
    [Benchmark]
    [BenchmarkCategory(Work.Batch)]
    public float TiledBatch() => _contestants.TiledBatch();

    /// <inheritdoc cref="Contestants{TCase}.GeneratedBatch"/>
    [Benchmark]
    [BenchmarkCategory(Work.Batch)]
    public float GeneratedBatch() => _contestants.GeneratedBatch();

    /// <inheritdoc cref="Contestants{TCase}.ConventionalTrainingStep"/>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Work.TrainingStep)]
    public float ConventionalTrainingStep() => _contestants.ConventionalTrainingStep();

    /// <inheritdoc cref="Contestants{TCase}.TiledTrainingStep"/>
    [Benchmark]
    [BenchmarkCategory(Work.TrainingStep)]
    public float TiledTrainingStep() => _contestants.TiledTrainingStep();

    /// <inheritdoc cref="Contestants{TCase}.GeneratedTrainingStep"/>
    [Benchmark]
    [BenchmarkCategory(Work.TrainingStep)]
    public float GeneratedTrainingStep() => _contestants.GeneratedTrainingStep();
}
