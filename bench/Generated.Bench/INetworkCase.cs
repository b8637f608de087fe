using System;

namespace Generated.Bench;

/// <summary>
/// The calls of one generated network. One struct per network, so that the calls are direct ones, as in a user's
/// program: over a class as type argument, generic code is shared and every call looks up its target.
/// </summary>
/// <typeparam name="TSelf">The struct.</typeparam>
public interface INetworkCase<TSelf>
    where TSelf : struct, INetworkCase<TSelf>
{
    /// <summary>The sizes of the network.</summary>
    static abstract string Name { get; }

    /// <summary>The layers of the network.</summary>
    static abstract NetworkShape Shape { get; }

    /// <summary>A new network, initialised from <paramref name="seed"/>.</summary>
    static abstract TSelf Create(ulong seed);

    /// <summary>The parameter vector.</summary>
    Span<float> Parameters { get; }

    /// <inheritdoc cref="INetwork{TSelf, T}.ExportParameters"/>
    void ExportParameters(Span<float> canonical);

    /// <inheritdoc cref="INetwork{TSelf, T}.Forward"/>
    void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <inheritdoc cref="INetwork{TSelf, T}.ForwardBatch"/>
    void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>Adds the gradient of the mean of the loss that belongs to the network's output, and returns that mean.</summary>
    float BackwardBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient);
}
