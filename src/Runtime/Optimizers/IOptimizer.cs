using System;
using System.Numerics;

namespace Generated;

/// <summary>Moves a network's parameters against the gradient of the loss.</summary>
/// <remarks>
/// A step is <see cref="Step"/>, or <see cref="BeginStep"/> and then <see cref="StepRange"/> for ranges that together are all
/// parameters, in any order and on any threads: parameters do not meet, so both give the same bits however the vector is cut.
/// </remarks>
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

    /// <summary>
    /// Begins a step that is taken range by range: counts it, and computes what all its parameters share. The learning rate
    /// is that of this moment.
    /// </summary>
    /// <param name="parameterCount">The length of the whole parameter vector.</param>
    /// <exception cref="ArgumentException">The length differs from that of earlier steps. Nothing is changed.</exception>
    void BeginStep(int parameterCount);

    /// <summary>
    /// Moves a range of the parameters by the step that was begun, and sets its gradient to zero. Ranges that do not overlap
    /// may be moved by several threads at once; starts that are multiples of 16 keep them off each other's cache lines.
    /// </summary>
    /// <param name="start">Where the range starts in the parameter vector.</param>
    /// <param name="parameters">The parameters of the range.</param>
    /// <param name="gradient">Their gradient; zero afterwards.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the range is not within the parameter vector. Nothing is written.</exception>
    void StepRange(int start, Span<T> parameters, Span<T> gradient);

    /// <summary>The optimiser and its settings but the learning rate. Two of the same text take the same steps: a checkpoint is compared by it.</summary>
    string Description { get; }

    /// <summary>Copies what the optimiser remembers of its steps.</summary>
    OptimizerState<T> ExportState();

    /// <summary>Goes on from where another optimiser of the same kind and settings was.</summary>
    /// <param name="state">What <see cref="ExportState"/> has given.</param>
    /// <exception cref="ArgumentException">The state is of another optimiser, or of other settings. Nothing is changed.</exception>
    void ImportState(OptimizerState<T> state);

    /// <summary>Forgets all earlier steps, so that the next is a first one, of any network.</summary>
    void Reset();
}
