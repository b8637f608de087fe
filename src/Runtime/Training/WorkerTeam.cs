using System;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace Generated;

/// <summary>
/// Threads that do a job together with the thread that asks for it, as long as one training lasts. A step asks several times,
/// microseconds apart: so, if there are processors enough, a thread that waits looks out for a moment before it sleeps.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private static readonly long s_lookout = Stopwatch.Frequency / 20_000;

    private readonly object _gate = new();
    private readonly Thread[] _workers;
    private readonly bool _looksOut;

    // What follows is written with the gate held.
    private Action<int>? _job;
    private int _round;
    private int _working;
    private Exception? _error;

    /// <summary>Starts the workers.</summary>
    /// <param name="size">How many threads take part, the one that asks included.</param>
    public WorkerTeam(int size)
    {
        Size = size;
        _looksOut = size <= Environment.ProcessorCount;
        _workers = new Thread[size - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            int number = i + 1;
            _workers[i] = new Thread(() => Work(number)) { IsBackground = true, Name = $"Training, {number + 1} of {size}" };
            _workers[i].Start();
        }
    }

    /// <summary>How many threads take part.</summary>
    public int Size { get; }

    /// <summary>Has every thread do the job, and returns when all have. Allocates nothing.</summary>
    /// <param name="job">The job; it is told the number of its thread, from 0, the one that asks, to <see cref="Size"/> − 1.</param>
    /// <exception cref="Exception">The first that the job threw on any thread.</exception>
    public void Run(Action<int> job)
    {
        Announce(job);
        Do(job, 0);
        if (_looksOut)
            LookOut(ref _working, 0);
        lock (_gate)
        {
            while (_working > 0)
                Monitor.Wait(_gate);
            if (_error is not { } error)
                return;
            _error = null;
            ExceptionDispatchInfo.Throw(error);
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        Announce(null);
        foreach (Thread worker in _workers)
            worker.Join();
    }

    private void Announce(Action<int>? job)
    {
        lock (_gate)
        {
            (_job, _working) = (job, _workers.Length);
            _round++;
            Monitor.PulseAll(_gate);
        }
    }

    private void Work(int number)
    {
        for (int round = 1; ; round++)
        {
            if (_looksOut)
                LookOut(ref _round, round);
            Action<int>? job;
            lock (_gate)
            {
                while (_round < round)
                    Monitor.Wait(_gate);
                job = _job;
            }

            if (job is null)
                return;
            Do(job, number);
            lock (_gate)
            {
                if (--_working == 0)
                    Monitor.PulseAll(_gate);
            }
        }
    }

    private void Do(Action<int> job, int number)
    {
        try
        {
            job(number);
        }
        catch (Exception error)
        {
            lock (_gate)
                _error ??= error;
        }
    }

    private static void LookOut(ref int value, int awaited)
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref value) != awaited && Stopwatch.GetTimestamp() - start < s_lookout)
            Thread.SpinWait(8);
    }
}
