using System;

namespace Generated;

/// <summary>
/// Dropout: in training each element is 0 with the probability <c>rate</c>, and else divided by <c>1 − rate</c>; in <c>Forward</c> nothing is computed.
/// N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov: Dropout (2014); PyTorch's <c>Dropout</c>.
/// </summary>
/// <remarks>
/// Elements are dropped where a gradient is taken with a <see cref="DropoutStep"/>, as the trainer does. Without one, nothing is dropped, and the gradient is
/// that of <c>Forward</c>.
/// </remarks>
/// <param name="rate">The probability of an element to be dropped, from 0 to less than 1.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class DropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>The probability of an element to be dropped, from 0 to less than 1.</summary>
    public double Rate { get; } = rate;
}
