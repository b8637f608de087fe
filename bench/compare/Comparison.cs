using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Bench;

namespace Generated.Compare;

/// <summary>Lets contestants do jobs, in turn, and checks that they computed the same.</summary>
/// <param name="contestants">All of them; the first is what the others are measured against.</param>
/// <param name="repetitions">How often each is timed.</param>
/// <param name="only">Parts of the names of the jobs to do; empty for all.</param>
internal sealed class Comparison(IReadOnlyList<IContestant> contestants, int repetitions, IReadOnlyList<string> only)
{
    /// <summary>The largest difference between two contestants, as a share of the largest number.</summary>
    private const float Tolerance = 5e-5f;

    /// <summary>The contestants.</summary>
    public IReadOnlyList<IContestant> Contestants => contestants;

    /// <summary>Whether repetitions are few.</summary>
    public bool IsQuick => repetitions < SideBySide.Repetitions;

    /// <summary>Whether something of this name was asked for.</summary>
    public bool Wants(string name) => only.Count == 0 || only.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>Times all contestants at a job, with the peak of the machine in the same rounds.</summary>
    /// <exception cref="InvalidOperationException">They do not compute the same.</exception>
    public Outcome Run(Job job)
    {
        Console.Error.WriteLine(job.Name);
        var entries = contestants.Select(contestant => contestant.Missing is null ? contestant.Enter(job) : null).ToArray();
        for (int i = 1; i < entries.Length; i++)
            Check(job, entries[0]!.Result, contestants[i], entries[i]?.Result ?? []);

        CallCost[] costs = Time([
            SideBySide.Timed(MultiplyAddPeak.Run), SideBySide.Timed(CacheBandwidth.Level2.Run),
            .. entries.OfType<Entry>().SelectMany(entry => entry.Ways),
        ]);
        var best = new CallCost?[entries.Length];
        int way = 2;
        for (int i = 0; i < entries.Length; i++)
        {
            if (entries[i] is { } entry)
            {
                best[i] = costs.Skip(way).Take(entry.Ways.Count).MinBy(cost => cost.Nanoseconds);
                way += entry.Ways.Count;
            }
        }

        return new Outcome(job, MultiplyAddPeak.Operations / costs[0].Nanoseconds, CacheBandwidth.Level2.Bytes / costs[1].Nanoseconds, best);
    }

    /// <summary>Times the first contestant at several jobs, in turn.</summary>
    public IReadOnlyList<Outcome> RunTogether(IReadOnlyList<Job> jobs)
    {
        Console.Error.WriteLine(string.Join(", ", jobs.Select(job => job.Name)));
        CallCost[] costs = Time([
            SideBySide.Timed(MultiplyAddPeak.Run), SideBySide.Timed(CacheBandwidth.Level2.Run), .. jobs.Select(job => contestants[0].Enter(job)!.Ways[0]),
        ]);
        double peak = MultiplyAddPeak.Operations / costs[0].Nanoseconds;
        double bandwidth = CacheBandwidth.Level2.Bytes / costs[1].Nanoseconds;
        return [.. jobs.Select((job, i) => new Outcome(job, peak, bandwidth, [costs[i + 2]]))];
    }

    /// <summary>Times anything, in turn.</summary>
    public CallCost[] Time(params ReadOnlySpan<Func<int, CallCost>> work) => SideBySide.MeasureAll(repetitions, work);

    private static void Check(Job job, float[] expected, IContestant contestant, float[] actual)
    {
        float largest = expected.Max(MathF.Abs);
        for (int i = 0; i < actual.Length; i++)
        {
            // A NaN is not close to anything.
            if (!(MathF.Abs(expected[i] - actual[i]) <= Tolerance * largest))
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"{job.Name}: the generated network computes {expected[i]} where {contestant.Name} computes {actual[i]} (number {i})."));
            }
        }
    }
}

/// <summary>What a job took.</summary>
/// <param name="Job">The job.</param>
/// <param name="Peak">The peak of the machine in the same rounds, in operations a nanosecond (GFLOP/s).</param>
/// <param name="Bandwidth">How fast the second-level cache was read in the same rounds, in bytes a nanosecond (GB/s).</param>
/// <param name="Costs">What each contestant took; null for one that did not take part.</param>
internal sealed record Outcome(Job Job, double Peak, double Bandwidth, IReadOnlyList<CallCost?> Costs)
{
    /// <summary>What the generated network took.</summary>
    public double Nanoseconds => Costs[0]!.Value.Nanoseconds;

    /// <summary>The operations a nanosecond of the generated network (GFLOP/s).</summary>
    public double Speed => Job.Operations / Nanoseconds;

    /// <summary>The bytes of parameters a nanosecond (GB/s), if each is read once.</summary>
    public double ParameterSpeed => (double)Job.Network.Shape.ParameterCount * sizeof(float) / Nanoseconds;
}
