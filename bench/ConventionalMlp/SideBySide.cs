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
/// Times two ways of doing the same work, in turn and in one process, so that both meet the same machine. Of many
/// repetitions the fastest counts: whatever else runs can only make a repetition slower.
/// </summary>
public static class SideBySide
{
    private const int MostAttempts = 4;

    /// <summary>The JIT waits for a tenth of a second without new code before it compiles anew what is called often.</summary>
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(350);
    private static readonly TimeSpan _repetition = TimeSpan.FromMilliseconds(4);
    private static float _consumed;

    /// <summary>Times both.</summary>
    /// <param name="first">Does the work as many times as it is told to.</param>
    /// <param name="second">Does the same work in another way, as many times as it is told to.</param>
    /// <param name="repetitions">How often each is timed.</param>
    /// <returns>What one call takes the first way and the second.</returns>
    public static (CallCost First, CallCost Second) Measure(Action<int> first, Action<int> second, int repetitions = 21)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(repetitions);

        // On a busy machine the JIT may still be at work after all; then the measurement is made again.
        for (int attempt = 1; ; attempt++)
        {
            WarmUp(first, second);
            long compiled = JitInfo.GetCompiledMethodCount();
            (CallCost First, CallCost Second) costs = Time(first, second, repetitions);
            if (JitInfo.GetCompiledMethodCount() == compiled || attempt == MostAttempts)
                return costs;
        }
    }

    /// <summary>Calls all until the JIT has nothing left to improve.</summary>
    /// <param name="work">Each does its work as many times as it is told to.</param>
    public static void WarmUp(params ReadOnlySpan<Action<int>> work)
    {
        long compiled = JitInfo.GetCompiledMethodCount();
        long quietSince = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(quietSince) < _quiet)
        {
            foreach (Action<int> action in work)
            {
                // More than the thirty calls after which a method counts as called often.
                for (int i = 0; i < 40; i++)
                    action(1);
            }

            if (JitInfo.GetCompiledMethodCount() == compiled)
                continue;
            compiled = JitInfo.GetCompiledMethodCount();
            quietSince = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Takes a result, so that it cannot be left uncomputed.</summary>
    public static void Consume(float value) => Volatile.Write(ref _consumed, value);

    private static (CallCost First, CallCost Second) Time(Action<int> first, Action<int> second, int repetitions)
    {
        int firstCalls = CallsPerRepetition(first);
        int secondCalls = CallsPerRepetition(second);
        var firstBest = new CallCost(double.PositiveInfinity, double.PositiveInfinity);
        var secondBest = firstBest;
        for (int i = 0; i < repetitions; i++)
        {
            firstBest = Best(firstBest, Time(first, firstCalls));
            secondBest = Best(secondBest, Time(second, secondCalls));
        }

        return (firstBest, secondBest);
    }

    private static int CallsPerRepetition(Action<int> work)
    {
        int calls = 1;
        CallCost cost = Time(work, calls);
        for (; cost.Nanoseconds * calls < _repetition.TotalNanoseconds / 4; cost = Time(work, calls))
            calls *= 2;
        return Math.Max(1, (int)(_repetition.TotalNanoseconds / cost.Nanoseconds));
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
