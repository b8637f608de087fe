using System;
using System.Numerics;

namespace Generated;

/// <summary>
/// A generated network with memory, whose number of steps is not fixed: it is run step by step, and what it remembers is in a state that the caller owns. The
/// network has the parameters only, so any number of threads may run it, each with its own states.
/// </summary>
/// <remarks>A sample of <see cref="INetwork{TSelf, T}"/>'s members is a sequence of a single step, from a state of zeros.</remarks>
/// <typeparam name="TSelf">The network class.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TState">The class of its states.</typeparam>
public interface IStreamingNetwork<TSelf, T, TState> : INetwork<TSelf, T>
    where TSelf : class, IStreamingNetwork<TSelf, T, TState>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TState : NetworkState<T>, new()
{
    /// <summary>Takes one step.</summary>
    /// <param name="input">One value per input.</param>
    /// <param name="state">What the network remembers, which is updated.</param>
    /// <param name="output">Receives one value per output. Must not overlap <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap. Nothing is written.</exception>
    void Step(ReadOnlySpan<T> input, TState state, Span<T> output);

    /// <summary>Takes any number of steps, with the bits of as many calls of <see cref="Step"/>.</summary>
    /// <param name="inputs">The inputs of all steps, step after step.</param>
    /// <param name="state">What the network remembers, which is updated.</param>
    /// <param name="outputs">Receives the outputs of all steps. Must not overlap <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap. Nothing is written.</exception>
    void Sequence(ReadOnlySpan<T> inputs, TState state, Span<T> outputs);

    /// <summary>Takes one step of each of several sequences, with the bits of a call of <see cref="Step"/> for each.</summary>
    /// <param name="inputs">A row of inputs for each state.</param>
    /// <param name="states">What the network remembers of each sequence, which is updated. No state may be given twice.</param>
    /// <param name="outputs">Receives a row of outputs for each state. Must not overlap <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong, a state is null, or the spans overlap. Nothing is written.</exception>
    void StepBatch(ReadOnlySpan<T> inputs, ReadOnlySpan<TState> states, Span<T> outputs);

    /// <summary>
    /// Takes as many steps of each of several sequences, and adds the gradient of the mean loss over all steps that count to <paramref name="gradient"/>. It
    /// goes back to the first of these steps; the states that they start from are constants.
    /// </summary>
    /// <typeparam name="TLoss">The loss L.</typeparam>
    /// <param name="inputs">The inputs of all steps of each sequence, sequence after sequence; at least one step.</param>
    /// <param name="targets">The targets of all steps of each sequence.</param>
    /// <param name="states">
    /// What the network remembers of each sequence, at least one, which is updated: the next call goes on from there, or from zeros after
    /// <see cref="NetworkState{T}.Reset"/>. No state may be given twice.
    /// </param>
    /// <param name="warmUp">The first steps of each sequence that do not count in the loss; fewer than there are steps.</param>
    /// <param name="gradient">One value per parameter, added to.</param>
    /// <returns>The mean loss over the steps that count.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or a state is null. Nothing is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="warmUp"/> is negative, or leaves no step.</exception>
    T BackwardSequences<TLoss>(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<TState> states, int warmUp, Span<T> gradient)
        where TLoss : struct, ILoss<T>;

    /// <summary>
    /// Takes some sequences of a larger batch. Parts that are computed apart, each into zeros, and then added in order give the bits of
    /// <see cref="BackwardSequences"/>, if they have <see cref="Kernels.SequenceGradient.SequencesOfPart"/> sequences.
    /// </summary>
    /// <typeparam name="TLoss">The loss L.</typeparam>
    /// <param name="inputs">The inputs of all steps of each sequence, sequence after sequence; at least one step.</param>
    /// <param name="targets">The targets of all steps of each sequence.</param>
    /// <param name="weights">The weight of each step of each sequence; empty if all are 1.</param>
    /// <param name="states">What the network remembers of each sequence, at least one, which is updated. No state may be given twice.</param>
    /// <param name="batchSteps">What the sum of the losses is divided by: the steps of all sequences of the batch that count.</param>
    /// <param name="gradient">One value per parameter, added to.</param>
    /// <returns>The sum of the weighted losses of these steps.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or a state is null. Nothing is written.</exception>
    double BackwardSequencesPart<TLoss>(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, ReadOnlySpan<TState> states, int batchSteps, Span<T> gradient)
        where TLoss : struct, ILoss<T>;
}
