using System;
using System.Numerics;

namespace Generated;

/// <summary>
/// A loss L(y, t) of one sample, for an output y and a target t of the same length. Over a batch the mean is taken.
/// Implemented by an empty struct, so that the compiler specialises the backward pass for it.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface ILoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The loss of one sample.</summary>
    /// <param name="output">The network's output y.</param>
    /// <param name="target">The target t, of the same length.</param>
    static abstract T Value(ReadOnlySpan<T> output, ReadOnlySpan<T> target);

    /// <summary>Writes <c>scale · ∂L/∂y</c>.</summary>
    /// <param name="output">The network's output y.</param>
    /// <param name="target">The target t, of the same length.</param>
    /// <param name="scale">What the gradient is multiplied by: 1 for one sample, 1/N for the mean over N.</param>
    /// <param name="outputGradient">Receives the scaled gradient; may be <paramref name="output"/> itself.</param>
    static abstract void Gradient(ReadOnlySpan<T> output, ReadOnlySpan<T> target, T scale, Span<T> outputGradient);

    /// <summary>
    /// Whether the derivative of this loss and that of the output activation cancel to y − t, as with softmax and
    /// categorical cross-entropy. If so, <see cref="MatchedGradient"/> is called in place of <see cref="Gradient"/>.
    /// </summary>
    /// <param name="outputActivation">The activation of the last layer.</param>
    static virtual bool Matches(Activation outputActivation) => false;

    /// <summary>Writes <c>scale · ∂L/∂z</c>, z being what the matched output activation is applied to.</summary>
    /// <param name="output">The network's output y = f(z).</param>
    /// <param name="target">The target t, of the same length.</param>
    /// <param name="scale">What the gradient is multiplied by.</param>
    /// <param name="delta">Receives the scaled gradient; may be <paramref name="output"/> itself.</param>
    static virtual void MatchedGradient(ReadOnlySpan<T> output, ReadOnlySpan<T> target, T scale, Span<T> delta) =>
        throw new NotSupportedException("This loss is matched with no output activation.");

    /// <summary>
    /// Whether this loss takes many rows at once, which is faster for rows of a few outputs. If so, <see cref="Evaluate"/> is called in
    /// place of the others.
    /// </summary>
    static virtual bool TakesRows => false;

    /// <summary>Writes the gradients of several rows and returns the sum of their losses, added in one order whatever the processor.</summary>
    /// <param name="outputs">The network's outputs, row after row.</param>
    /// <param name="targets">The targets, of the same length.</param>
    /// <param name="columns">The outputs in a row.</param>
    /// <param name="matched">Whether to write <see cref="MatchedGradient"/>, else <see cref="Gradient"/>.</param>
    /// <param name="scale">What the gradients are multiplied by.</param>
    /// <param name="gradients">Receives the scaled gradients, of the same length.</param>
    static virtual double Evaluate(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int columns, bool matched, T scale, Span<T> gradients) =>
        throw new NotSupportedException("This loss takes one row at a time.");

    /// <summary>
    /// The outputs of a network that this loss tells apart; 1 for a loss of any output, which of several are added up. See
    /// <see cref="Losses{T, TFirst, TSecond}"/>.
    /// </summary>
    static virtual int OutputCount => 1;

    /// <summary>Whether <see cref="Matches"/> holds for one of several outputs.</summary>
    /// <param name="output">The how many of the outputs, from 0.</param>
    /// <param name="activation">The activation that it ends with.</param>
    static virtual bool MatchesOutput(int output, Activation activation) => throw new NotSupportedException("This loss does not tell outputs apart.");

    /// <summary>As <see cref="Evaluate"/>, for one of several outputs.</summary>
    /// <param name="output">The how many of the outputs, from 0.</param>
    /// <param name="outputs">Its values, row after row.</param>
    /// <param name="targets">The targets, of the same length.</param>
    /// <param name="columns">The values in a row.</param>
    /// <param name="matched">Whether to write <see cref="MatchedGradient"/>, else <see cref="Gradient"/>.</param>
    /// <param name="scale">What the gradients are multiplied by.</param>
    /// <param name="gradients">Receives the scaled gradients, of the same length.</param>
    static virtual double EvaluateOutput(int output, ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int columns, bool matched, T scale, Span<T> gradients) =>
        throw new NotSupportedException("This loss does not tell outputs apart.");

    /// <summary>As <see cref="Value"/>, for one of several outputs.</summary>
    /// <param name="output">The how many of the outputs, from 0.</param>
    /// <param name="values">Its values.</param>
    /// <param name="target">The target, of the same length.</param>
    static virtual T ValueOfOutput(int output, ReadOnlySpan<T> values, ReadOnlySpan<T> target) =>
        throw new NotSupportedException("This loss does not tell outputs apart.");

    /// <summary>As <see cref="FindTargetError"/>, for one of several outputs.</summary>
    /// <param name="output">The how many of the outputs, from 0.</param>
    /// <param name="target">The target.</param>
    static virtual string? FindTargetErrorOfOutput(int output, ReadOnlySpan<T> target) => null;

    /// <summary>From which value on the output of a network with a single one says yes: 0.5 for probabilities, 0 for logits. Accuracies go by it.</summary>
    static virtual T DecisionThreshold => T.CreateTruncating(0.5);

    /// <summary>
    /// Says what this loss does not allow about the target of a sample; null if it is allowed, as all are by default. A trainer asks
    /// about every sample before the first epoch, but for those of weight 0.
    /// </summary>
    /// <param name="target">The target t.</param>
    /// <returns>One sentence with the value that was found, and what is allowed.</returns>
    static virtual string? FindTargetError(ReadOnlySpan<T> target) => null;
}
