using System;
using System.Numerics;

namespace Generated;

/// <summary>Moves a network's parameters against the gradient of the loss.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IOptimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The learning rate η. It may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative or not finite number.</exception>
    double LearningRate { get; set; }

    /// <summary>
    /// Moves the parameters by one step and sets the gradient to zero for the next, both in the same pass over memory.
    /// Allocates nothing, except in the first step, the memory that goes with every parameter.
    /// </summary>
    /// <param name="parameters">The parameter vector w.</param>
    /// <param name="gradient">The gradient ∂L/∂w, of the same length; zero afterwards.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, or differ from those of earlier steps: an optimiser with memory stays with one network. Nothing is written.
    /// </exception>
    void Step(Span<T> parameters, Span<T> gradient);

    /// <summary>Forgets all earlier steps, so that the next is a first one, of any network.</summary>
    void Reset();
}
