using System;
using Generated.Kernels;

namespace Generated.Bench;

/// <summary>One dense layer: its weights and, for the rows of a batch, its activations and deltas.</summary>
/// <typeparam name="TWeights">The weights and the products with them.</typeparam>
internal sealed class DenseLayer<TWeights>
    where TWeights : struct, ILayerWeights<TWeights>
{
    private readonly TWeights _weights;
    private readonly AlignedBuffer<float> _activations;
    private readonly AlignedBuffer<float> _deltas;

    /// <summary>A layer whose parameters are zero.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="inputStride">The length of an input row with its padding.</param>
    /// <param name="units">The number of units.</param>
    /// <param name="activation">The activation function.</param>
    /// <param name="capacity">The most rows of a batch.</param>
    public DenseLayer(int inputs, int inputStride, int units, Activation activation, int capacity)
    {
        Inputs = inputs;
        Units = units;
        Stride = TWeights.Stride(units);
        Activation = activation;
        _weights = TWeights.Create(inputs, inputStride, units);
        _activations = new AlignedBuffer<float>(ActivationFunctions.Widened(capacity * Stride));
        _deltas = new AlignedBuffer<float>(capacity * Stride);
    }

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>The number of units.</summary>
    public int Units { get; }

    /// <summary>The length of a row of activations or deltas with its padding.</summary>
    public int Stride { get; }

    /// <summary>The activation function.</summary>
    public Activation Activation { get; }

    /// <summary>The activations of the last <see cref="Forward"/>, in padded rows.</summary>
    public ReadOnlySpan<float> Activations(int rows) => _activations.Span[..(rows * Stride)];

    /// <summary>The deltas ∂L/∂z, in padded rows. The padding is zero and stays so.</summary>
    public Span<float> Deltas(int rows) => _deltas.Span[..(rows * Stride)];

    /// <summary>Sets the parameters.</summary>
    /// <param name="weights">Row j holds what unit j receives from every input.</param>
    /// <param name="bias">One value per unit.</param>
    public void Import(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias) => _weights.Import(weights, bias);

    /// <summary>Computes the activations: f(X·W + b).</summary>
    /// <param name="inputs">The rows of X, with the padding of the layer below.</param>
    /// <param name="rows">The number of rows.</param>
    public void Forward(ReadOnlySpan<float> inputs, int rows)
    {
        Span<float> sums = _activations.Span[..(rows * Stride)];
        _weights.Forward(inputs, sums, rows);
        ActivationFunctions.Apply(Activation, _activations.Span[..ActivationFunctions.Widened(sums.Length)], rows, Stride, Units);
    }

    /// <summary>Computes the deltas of the layer below: (Δ·Wᵀ) ∘ f′.</summary>
    /// <param name="below">The layer below.</param>
    /// <param name="rows">The number of rows.</param>
    public void Backward(DenseLayer<TWeights> below, int rows)
    {
        _weights.Backward(Deltas(rows), below.Deltas(rows), rows);
        ActivationFunctions.MultiplyByDerivative(below.Activation, below.Activations(rows), below.Deltas(rows));
    }

    /// <summary>A step of gradient descent, since the deltas carry the factor −η/N.</summary>
    /// <param name="inputs">The rows of X, with the padding of the layer below.</param>
    /// <param name="rows">The number of rows.</param>
    public void Update(ReadOnlySpan<float> inputs, int rows) => _weights.Update(inputs, Deltas(rows), rows);
}
