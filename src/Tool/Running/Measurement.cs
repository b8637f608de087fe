using System;
using System.Diagnostics;
using System.Numerics;
using System.Threading;
using Generated.Tool.Compilation;

namespace Generated.Tool.Running;

/// <summary>Measures how long a network takes for one sample, and for a batch, or one step and a sequence, on one thread.</summary>
/// <param name="repetitions">How often each is measured; the least time counts, since everything else on the machine only adds to it.</param>
/// <param name="duration">How long each repetition takes, about.</param>
/// <param name="cancellation">Stops before the next repetition.</param>
internal sealed class Measurement(int repetitions, TimeSpan duration, CancellationToken cancellation) : INetworkTask
{
    /// <summary>The rows of the batch, or the steps of the sequence.</summary>
    public const int BatchRows = 128;

    // The JIT waits 100 ms for calls to settle before it compiles again what is called often.
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(500);

    /// <summary>Nanoseconds of one <c>Forward</c>, or <c>Step</c>.</summary>
    public double Sample { get; private set; }

    /// <summary>Nanoseconds of one <c>ForwardBatch</c>, or <c>Sequence</c>, of <see cref="BatchRows"/> rows.</summary>
    public double Batch { get; private set; }

    /// <inheritdoc/>
    public void Run<TNetwork, T>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputSize = TNetwork.Shape.InputSize, outputSize = TNetwork.Shape.OutputSize;
        var inputs = new T[BatchRows * inputSize];
        var outputs = new T[BatchRows * outputSize];
        var random = new Random(1);
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = T.CreateTruncating(2 * random.NextDouble() - 1);

        RepeatedCall<T> one = CompiledNetwork.Repeat<T>(network, isBatch: false), batch = CompiledNetwork.Repeat<T>(network, isBatch: true);
        Sample = Best(calls => one(inputs.AsSpan(0, inputSize), outputs.AsSpan(0, outputSize), calls));
        Batch = Best(calls => batch(inputs, outputs, calls));
    }

    /// <summary>The least nanoseconds of a call.</summary>
    private double Best(Action<long> run)
    {
        // Until a repetition is long enough, and the JIT, which compiles in the background, had time to finish.
        long calls = 1;
        for (long start = Stopwatch.GetTimestamp(); ;)
        {
            TimeSpan taken = Time(run, calls);
            if (taken < duration)
                calls *= 2;
            else if (Stopwatch.GetElapsedTime(start) > s_warmUp)
                break;
        }

        TimeSpan best = TimeSpan.MaxValue;
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            TimeSpan taken = Time(run, calls);
            best = taken < best ? taken : best;
        }

        return best.TotalNanoseconds / calls;
    }

    private TimeSpan Time(Action<long> run, long calls)
    {
        cancellation.ThrowIfCancellationRequested();
        long start = Stopwatch.GetTimestamp();
        run(calls);
        return Stopwatch.GetElapsedTime(start);
    }
}
