using System;

namespace Generated.Bench;

/// <summary>
/// The weights and the bias of one dense layer and the three products that a network makes with them: all in which the
/// run-time networks differ. A struct, so that each network is compiled for its own and calls it directly.
/// </summary>
/// <typeparam name="TSelf">The struct.</typeparam>
internal interface ILayerWeights<TSelf>
    where TSelf : struct, ILayerWeights<TSelf>
{
    /// <summary>The length of a row of <paramref name="units"/> activations or deltas with its padding.</summary>
    static abstract int Stride(int units);

    /// <summary>Weights and a bias that are zero.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="inputStride">The length of an input row with its padding.</param>
    /// <param name="units">The number of units.</param>
    static abstract TSelf Create(int inputs, int inputStride, int units);

    /// <summary>Sets the parameters.</summary>
    /// <param name="weights">Row j holds what unit j receives from every input.</param>
    /// <param name="bias">One value per unit.</param>
    void Import(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias);

    /// <summary>Computes Z = X·W + b.</summary>
    /// <param name="inputs">The rows of X.</param>
    /// <param name="sums">Receives the rows of Z.</param>
    /// <param name="rows">The number of rows.</param>
    void Forward(ReadOnlySpan<float> inputs, Span<float> sums, int rows);

    /// <summary>Computes Δ·Wᵀ, what the layer below receives of the deltas.</summary>
    /// <param name="deltas">The rows of Δ.</param>
    /// <param name="inputDeltas">Receives one row per row of Δ.</param>
    /// <param name="rows">The number of rows.</param>
    void Backward(ReadOnlySpan<float> deltas, Span<float> inputDeltas, int rows);

    /// <summary>
    /// Adds Xᵀ·Δ to the weights and the sum of the deltas to the bias: a step of gradient descent, since the deltas
    /// carry the factor −η/N.
    /// </summary>
    /// <param name="inputs">The rows of X.</param>
    /// <param name="deltas">The rows of Δ.</param>
    /// <param name="rows">The number of rows.</param>
    void Update(ReadOnlySpan<float> inputs, ReadOnlySpan<float> deltas, int rows);
}
