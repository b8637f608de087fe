using System;
using System.Collections.Generic;
using System.Numerics;

namespace Generated;

/// <summary>What every generated network can do; the runtime trains and evaluates networks through it, without boxing or virtual calls.</summary>
/// <typeparam name="TSelf">The network class.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface INetwork<TSelf, T>
    where TSelf : class, INetwork<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Layers, sizes, activations, and where each parameter lies.</summary>
    static abstract NetworkShape Shape { get; }

    /// <summary>What the outputs are called, one label for each; empty if the declaration does not say.</summary>
    static virtual IReadOnlyList<string> Labels => [];

    /// <summary>The most rows of a batch that <c>BackwardPart</c> takes at a time.</summary>
    static abstract int PartRows { get; }

    /// <summary>A network whose parameters are all zero.</summary>
    static abstract TSelf Create();

    /// <summary>A network initialised per layer from its activation, by the generator started with <paramref name="seed"/>.</summary>
    static abstract TSelf Create(ulong seed);

    /// <summary>The flat parameter vector w, <see cref="NetworkShape.ParameterCount"/> long. Writing to it changes the network.</summary>
    Span<T> Parameters { get; }

    /// <summary>Computes the output of one sample.</summary>
    /// <param name="input">One value per input.</param>
    /// <param name="output">Receives one value per output. Must not overlap <paramref name="input"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap. Nothing is written.</exception>
    void Forward(ReadOnlySpan<T> input, Span<T> output);

    /// <summary>Computes the outputs of many samples. Each row's result has the bits that <see cref="Forward"/> gives.</summary>
    /// <param name="inputs">Rows of input values, row-major.</param>
    /// <param name="outputs">Receives rows of output values, row-major, as many as there are input rows. Must not overlap <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap. Nothing is written.</exception>
    void ForwardBatch(ReadOnlySpan<T> inputs, Span<T> outputs);

    /// <summary>Computes the activation of one layer: the representation that it has learnt.</summary>
    /// <param name="input">One value per input.</param>
    /// <param name="layer">The layer, counted from 1; <c>Shape.Layers.Count</c> is the output layer.</param>
    /// <param name="activation">Receives one value per unit of that layer.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="ArgumentException">A length is wrong, or the spans overlap. Nothing is written.</exception>
    void Activate(ReadOnlySpan<T> input, int layer, Span<T> activation);

    /// <summary>Adds the gradient ∂L/∂w of one sample's loss to <paramref name="gradient"/>.</summary>
    /// <typeparam name="TLoss">The loss L.</typeparam>
    /// <param name="input">One value per input.</param>
    /// <param name="target">One value per output.</param>
    /// <param name="gradient">One value per parameter, added to.</param>
    /// <returns>The loss L of this sample.</returns>
    /// <exception cref="ArgumentException">A length is wrong. Nothing is written.</exception>
    T Backward<TLoss>(ReadOnlySpan<T> input, ReadOnlySpan<T> target, Span<T> gradient)
        where TLoss : struct, ILoss<T>;

    /// <summary>
    /// Adds the gradient of the mean loss over the rows to <paramref name="gradient"/>. The rows are taken in equal parts of at most
    /// <see cref="PartRows"/>; each part's gradient is summed from zero and then added.
    /// </summary>
    /// <typeparam name="TLoss">The loss L.</typeparam>
    /// <param name="inputs">Rows of input values, row-major; at least one row.</param>
    /// <param name="targets">Rows of target values, row-major.</param>
    /// <param name="gradient">One value per parameter, added to.</param>
    /// <returns>The mean loss over the rows.</returns>
    /// <exception cref="ArgumentException">A length is wrong. Nothing is written.</exception>
    T BackwardBatch<TLoss>(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> gradient)
        where TLoss : struct, ILoss<T>;

    /// <summary>
    /// As <see cref="BackwardBatch{TLoss}(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>, with a weight for each row: adds the gradient of
    /// <c>Σ wᵢLᵢ / N</c> over the N rows.
    /// </summary>
    /// <remarks>
    /// The divisor is N, as in Keras, not Σwᵢ, by which PyTorch's class-weighted <c>CrossEntropyLoss</c> divides. A row of weight 0 is left
    /// out; a negative weight makes a loss grow. Weights that are all 1 give the bits of no weights.
    /// </remarks>
    /// <typeparam name="TLoss">The loss L.</typeparam>
    /// <param name="inputs">Rows of input values, row-major; at least one row.</param>
    /// <param name="targets">Rows of target values, row-major.</param>
    /// <param name="weights">The weight of each row; empty if all are 1.</param>
    /// <param name="gradient">One value per parameter, added to.</param>
    /// <returns><c>Σ wᵢLᵢ / N</c>.</returns>
    /// <exception cref="ArgumentException">A length is wrong. Nothing is written.</exception>
    T BackwardBatch<TLoss>(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, Span<T> gradient)
        where TLoss : struct, ILoss<T>;

    /// <summary>
    /// Adds what some rows contribute to the gradient of the mean loss over a larger batch. Parts that are computed apart, each
    /// into zeros, and then added in order give the bits of <c>BackwardBatch</c>, if they are <see cref="Kernels.BatchGradient.RowsOfPart"/> long.
    /// </summary>
    /// <typeparam name="TLoss">The loss L.</typeparam>
    /// <param name="inputs">Rows of input values, row-major; from 1 to <see cref="PartRows"/> rows.</param>
    /// <param name="targets">Rows of target values, row-major.</param>
    /// <param name="weights">The weight of each row; empty if all are 1.</param>
    /// <param name="batchRows">The rows of the whole batch.</param>
    /// <param name="gradient">One value per parameter, added to.</param>
    /// <returns>The sum of the weighted losses of these rows.</returns>
    /// <exception cref="ArgumentException">A length is wrong. Nothing is written.</exception>
    double BackwardPart<TLoss>(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, int batchRows, Span<T> gradient)
        where TLoss : struct, ILoss<T>;

    /// <summary>
    /// As <see cref="Backward{TLoss}(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>, in a step of a training: <c>[Dropout]</c> leaves elements out.
    /// In a network without such a layer it is the same.
    /// </summary>
    /// <typeparam name="TLoss">The loss L.</typeparam>
    /// <param name="input">One value per input.</param>
    /// <param name="target">One value per output.</param>
    /// <param name="gradient">One value per parameter, added to.</param>
    /// <param name="step">The step.</param>
    /// <returns>The loss L of this sample.</returns>
    /// <exception cref="ArgumentException">A length is wrong. Nothing is written.</exception>
    T Backward<TLoss>(ReadOnlySpan<T> input, ReadOnlySpan<T> target, Span<T> gradient, DropoutStep step)
        where TLoss : struct, ILoss<T> => Backward<TLoss>(input, target, gradient);

    /// <summary>
    /// As <see cref="BackwardBatch{TLoss}(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>, in a step of a training:
    /// <c>[Dropout]</c> leaves elements out. In a network without such a layer it is the same.
    /// </summary>
    /// <typeparam name="TLoss">The loss L.</typeparam>
    /// <param name="inputs">Rows of input values, row-major; at least one row.</param>
    /// <param name="targets">Rows of target values, row-major.</param>
    /// <param name="weights">The weight of each row; empty if all are 1.</param>
    /// <param name="gradient">One value per parameter, added to.</param>
    /// <param name="step">The step.</param>
    /// <returns><c>Σ wᵢLᵢ / N</c>.</returns>
    /// <exception cref="ArgumentException">A length is wrong. Nothing is written.</exception>
    T BackwardBatch<TLoss>(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, Span<T> gradient, DropoutStep step)
        where TLoss : struct, ILoss<T> => BackwardBatch<TLoss>(inputs, targets, weights, gradient);

    /// <summary>
    /// As <see cref="BackwardPart{TLoss}(ReadOnlySpan{T}, ReadOnlySpan{T}, ReadOnlySpan{T}, int, Span{T})"/>, in a step of a training:
    /// <c>[Dropout]</c> leaves elements out. In a network without such a layer it is the same.
    /// </summary>
    /// <typeparam name="TLoss">The loss L.</typeparam>
    /// <param name="inputs">Rows of input values, row-major; from 1 to <see cref="PartRows"/> rows.</param>
    /// <param name="targets">Rows of target values, row-major.</param>
    /// <param name="weights">The weight of each row; empty if all are 1.</param>
    /// <param name="batchRows">The rows of the whole batch.</param>
    /// <param name="gradient">One value per parameter, added to.</param>
    /// <param name="step">The step, and the number of the first of these rows in the batch.</param>
    /// <returns>The sum of the weighted losses of these rows.</returns>
    /// <exception cref="ArgumentException">A length is wrong. Nothing is written.</exception>
    double BackwardPart<TLoss>(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, int batchRows, Span<T> gradient, DropoutStep step)
        where TLoss : struct, ILoss<T> => BackwardPart<TLoss>(inputs, targets, weights, batchRows, gradient);

    /// <summary>
    /// The vector-Jacobian product for any upstream gradient g = ∂L/∂y: adds gᵀ·∂y/∂w to <paramref name="gradient"/> and writes gᵀ·∂y/∂x.
    /// </summary>
    /// <remarks>y is what <see cref="Forward"/> gives: nothing is dropped.</remarks>
    /// <param name="input">One value per input.</param>
    /// <param name="outputGradient">One value per output: ∂L/∂y.</param>
    /// <param name="gradient">One value per parameter, added to.</param>
    /// <param name="inputGradient">Receives one value per input: ∂L/∂x.</param>
    /// <exception cref="ArgumentException">A length is wrong. Nothing is written.</exception>
    void Backward(ReadOnlySpan<T> input, ReadOnlySpan<T> outputGradient, Span<T> gradient, Span<T> inputGradient);

    /// <summary>
    /// Copies the parameters in the canonical order: per layer the weights <c>[units][inputs]</c>, row-major, then the bias (PyTorch's
    /// order).
    /// </summary>
    /// <param name="canonical">Receives one value per parameter.</param>
    /// <exception cref="ArgumentException">The length is wrong. Nothing is written.</exception>
    void ExportParameters(Span<T> canonical);

    /// <summary>
    /// Sets the parameters from the canonical order: per layer the weights <c>[units][inputs]</c>, row-major, then the bias (PyTorch's
    /// order).
    /// </summary>
    /// <param name="canonical">One value per parameter.</param>
    /// <exception cref="ArgumentException">The length is wrong. Nothing is written.</exception>
    void ImportParameters(ReadOnlySpan<T> canonical);
}
