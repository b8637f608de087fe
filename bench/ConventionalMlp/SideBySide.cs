using System;
using System.Diagnostics;
using System.Runtime;
using System.Threading;

namespace Generated.Bench;

/// <summary>What one call takes.</summary>
/// <param name="Nanoseconds">The time of the fastest repetition, divided by its calls.</param>
/// <param name="Bytes">The bytes allocated in the repetition that allocated least, divided by its calls.</param>
public readonly record struct CallCost(double Nanoseconds, double Bytes);

/// <summary>
/// Times several ways of doing the same work, in turn and in one process, so that all meet the same machine. Of many
/// repetitions the fastest counts: whatever else runs can only make a repetition slower.
/// </summary>
public static class SideBySide
{
    /// <summary>How often each is timed.</summary>
    public const int Repetitions = 75;

    private const int MostAttempts = 4;

    /// <summary>The fewest calls of a repetition.</summary>
    private const int LeastCalls = 2;

    /// <summary>In how many rounds of warming up the JIT must have had nothing to do.</summary>
    private const int QuietRounds = 3;

    /// <summary>
    /// The JIT waits for a tenth of a second without new code before it counts calls, or compiles anew what is called often; and
    /// it does so on another thread, which on a busy machine has to wait for a processor. In a process that is pinned to one
    /// processor it waits ten times as long, unless this variable says otherwise.
    /// </summary>
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(
        Environment.ProcessorCount == 1 && Environment.GetEnvironmentVariable("DOTNET_TC_DelaySingleProcMultiplier") is null ? 1_200 : 120);

    /// <summary>Shorter than a time slice of the operating system, so that some repetitions are whole even on a busy machine.</summary>
    private static readonly TimeSpan _repetition = TimeSpan.FromMilliseconds(1);
    private static float _consumed;

    /// <summary>Times two.</summary>
    /// <param name="first">Does the work as many times as it is told to.</param>
    /// <param name="second">Does the same work in another way, as many times as it is told to.</param>
    /// <returns>What one call takes the first way and the second.</returns>
    public static (CallCost First, CallCost Second) Measure(Action<int> first, Action<int> second)
    {
        CallCost[] costs = MeasureAll(first, second);
        return (costs[0], costs[1]);
    }

    /// <summary>Times all.</summary>
    /// <param name="work">Each does the same work in another way, as many times as it is told to.</param>
    /// <returns>What one call takes each way.</returns>
    public static CallCost[] MeasureAll(params ReadOnlySpan<Action<int>> work)
    {
        var timed = new Func<int, CallCost>[work.Length];
        for (int i = 0; i < work.Length; i++)
            timed[i] = Timed(work[i]);
        return MeasureAll(Repetitions, timed);
    }

    /// <summary>Times all, some of which may run elsewhere and be timed there.</summary>
    /// <param name="repetitions">How often each is timed.</param>
    /// <param name="work">Each does its work as many times as it is told to, and returns what one of them took.</param>
    /// <returns>What one call takes each way.</returns>
    public static CallCost[] MeasureAll(int repetitions, params ReadOnlySpan<Func<int, CallCost>> work)
    {
        var warmUp = new Action<int>[work.Length];
        for (int i = 0; i < work.Length; i++)
        {
            Func<int, CallCost> timed = work[i];
            warmUp[i] = calls => timed(calls);
        }

        // On a busy machine the JIT may still be at work after all; then the measurement is made again.
        for (int attempt = 1; ; attempt++)
        {
            WarmUp(warmUp);
            long compiled = JitInfo.GetCompiledMethodCount();
            CallCost[] costs = Time(repetitions, work);
            if (JitInfo.GetCompiledMethodCount() == compiled || attempt == MostAttempts)
                return costs;
        }
    }

    /// <summary>Times work by this process's clock.</summary>
    /// <param name="work">Does its work as many times as it is told to.</param>
    /// <returns>Does the same, and returns what one of them took.</returns>
    public static Func<int, CallCost> Timed(Action<int> work) => calls => Time(work, calls);

    /// <summary>Calls all until the JIT has nothing left to improve.</summary>
    /// <param name="work">Each does its work as many times as it is told to.</param>
    public static void WarmUp(params ReadOnlySpan<Action<int>> work)
    {
        long compiled = -1;
        for (int quiet = 0; quiet < QuietRounds;)
        {
            foreach (Action<int> action in work)
            {
                // More than the thirty calls after which a method counts as called often.
                for (int i = 0; i < 40; i++)
                    action(1);
            }

            Thread.Sleep(_pause);
            quiet = JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
            compiled = JitInfo.GetCompiledMethodCount();
        }
    }

    /// <summary>Takes a result, so that it cannot be left uncomputed.</summary>
    public static void Consume(float value) => Volatile.Write(ref _consumed, value);

    private static CallCost[] Time(int repetitions, ReadOnlySpan<Func<int, CallCost>> work)
    {
        var calls = new int[work.Length];
        for (int i = 0; i < work.Length; i++)
            calls[i] = CallsPerRepetition(work[i]);

        var best = new CallCost[work.Length];
        Array.Fill(best, new CallCost(double.PositiveInfinity, double.PositiveInfinity));
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            for (int i = 0; i < work.Length; i++)
            {
                // Once untimed: the others have had the caches.
                work[i](1);
                best[i] = Best(best[i], work[i](calls[i]));
            }
        }

        return best;
    }

    /// <summary>Enough calls to fill a repetition.</summary>
    private static int CallsPerRepetition(Func<int, CallCost> work)
    {
        int calls = 1;
        CallCost cost = work(calls);
        for (; cost.Nanoseconds * calls < _repetition.TotalNanoseconds / 4; cost = work(calls))
            calls *= 2;
        return Math.Max(LeastCalls, (int)Math.Ceiling(_repetition.TotalNanoseconds / cost.Nanoseconds));
    }

    private static CallCost Time(Action<int> work, int calls)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        work(calls);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return new CallCost(time.TotalNanoseconds / calls, (double)bytes / calls);
    }

    private static CallCost Best(CallCost left, CallCost right) =>
        new(Math.Min(left.Nanoseconds, right.Nanoseconds), Math.Min(left.Bytes, right.Bytes));
}
