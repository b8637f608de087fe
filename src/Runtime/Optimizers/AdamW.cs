using System;
using System.Numerics;

namespace Generated;

/// <summary>Adam with decoupled weight decay, as PyTorch's <c>torch.optim.AdamW</c> defines it: weights decay on their own, not through the moments.</summary>
/// <remarks>
/// <see cref="Adam{T}"/> with its first line, <c>g ← g + λw</c>, replaced by <c>w ← (1 − ηλ)w</c>.
/// Loshchilov, Hutter: Decoupled weight decay regularization, 2019.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class AdamW<T> : Adam<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Descends along the first moment, each parameter at the scale of its second, while weights decay.</summary>
    /// <param name="learningRate">The learning rate η; 0 or more. 0.001 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    public AdamW(double learningRate = 0.001)
        : base(learningRate, decoupledWeightDecay: true) => WeightDecay = 0.01;
}
