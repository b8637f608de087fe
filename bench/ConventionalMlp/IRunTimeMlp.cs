using System;

namespace Generated.Bench;

/// <summary>
/// A multi-layer perceptron whose shape is data: what a generated network is compared with. It allocates nothing after
/// construction. What it cannot have is what the compiler knows: sizes, activations and loops that end at a constant.
/// </summary>
/// <remarks>Not safe for use by several threads at once: the activations are its own.</remarks>
public interface IRunTimeMlp
{
    /// <summary>The number of inputs.</summary>
    int InputSize { get; }

    /// <summary>The number of outputs.</summary>
    int OutputSize { get; }

    /// <summary>Sets the parameters from the canonical order: per layer the weights <c>[units][inputs]</c>, row-major, then the bias.</summary>
    /// <param name="canonical">One value per parameter.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    void ImportParameters(ReadOnlySpan<float> canonical);

    /// <summary>Computes the output of one sample.</summary>
    /// <param name="input">One value per input.</param>
    /// <param name="output">Receives one value per output.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Computes the outputs of many samples.</summary>
    /// <param name="inputs">Rows of input values, row-major.</param>
    /// <param name="outputs">Receives rows of output values, row-major.</param>
    /// <param name="rows">The number of rows.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int rows);

    /// <summary>
    /// One step of stochastic gradient descent on the mean loss: categorical cross-entropy for a softmax output, binary
    /// cross-entropy (the mean over the outputs) for a sigmoid, otherwise ½‖y − t‖².
    /// </summary>
    /// <param name="inputs">Rows of input values, row-major.</param>
    /// <param name="targets">Rows of target values, row-major.</param>
    /// <param name="rows">The number of rows, up to the capacity.</param>
    /// <param name="learningRate">The learning rate η.</param>
    /// <returns>The mean loss before the step.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no rows, or more than the capacity.</exception>
    float TrainingStep(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int rows, float learningRate);
}
