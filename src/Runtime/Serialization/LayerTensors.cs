using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated;

/// <summary>Which tensors of a file are one layer's parameters.</summary>
/// <param name="Weights">The name of the weights, a matrix (the centres of a radial basis layer).</param>
/// <param name="Bias">
/// The name of the biases, a vector (ρ = ln β of a radial basis layer). Null if the file has none: then they are 0.
/// </param>
/// <param name="Order">
/// The order of the weights in the file: PyTorch's <c>Linear</c> has <see cref="WeightOrder.UnitsByInputs"/>, a matrix <c>[out][in]</c>;
/// Keras and scikit-learn have <see cref="WeightOrder.InputsByUnits"/>, <c>[in][out]</c>.
/// </param>
public sealed record LayerTensors(string Weights, string? Bias, WeightOrder Order = WeightOrder.UnitsByInputs)
{
    /// <summary>The names of PyTorch's modules: <c>fc1</c> has <c>fc1.weight</c> [out][in] and <c>fc1.bias</c>.</summary>
    /// <param name="modules">The modules, the one after the input first.</param>
    public static IReadOnlyList<LayerTensors> PyTorch(params ReadOnlySpan<string> modules) =>
        [.. modules.ToArray().Select(module => new LayerTensors($"{module}.weight", $"{module}.bias"))];

    /// <summary>The names of Keras's layers: <c>dense</c> has <c>dense/kernel</c> [in][out] and <c>dense/bias</c>.</summary>
    /// <param name="layers">The layers, the one after the input first.</param>
    public static IReadOnlyList<LayerTensors> Keras(params ReadOnlySpan<string> layers) =>
        [.. layers.ToArray().Select(layer => new LayerTensors($"{layer}/kernel", $"{layer}/bias", WeightOrder.InputsByUnits))];

    /// <summary>
    /// The names after scikit-learn's <c>coefs_</c>, a list of matrices [in][out], and <c>intercepts_</c>: <c>coefs_0</c>,
    /// <c>intercepts_0</c>, <c>coefs_1</c>, …
    /// </summary>
    /// <param name="layers">The number of layers.</param>
    public static IReadOnlyList<LayerTensors> ScikitLearn(int layers) =>
        [.. Enumerable.Range(0, layers).Select(layer => new LayerTensors($"coefs_{layer}", $"intercepts_{layer}", WeightOrder.InputsByUnits))];

    /// <summary>
    /// The names that PyTorch gives <c>nn.Sequential(Linear, ReLU, Linear, …)</c>, where each activation but <see cref="Activation.Linear"/> is a
    /// module too: <c>0.weight</c>, <c>0.bias</c>, <c>2.weight</c>, … A radial basis layer counts as one module.
    /// </summary>
    /// <param name="shape">The network's shape.</param>
    public static IReadOnlyList<LayerTensors> Sequential(NetworkShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var layers = new List<LayerTensors>();
        int module = 0;
        foreach (LayerShape layer in shape.Layers)
        {
            layers.AddRange(PyTorch(module.ToString(CultureInfo.InvariantCulture)));
            module += layer.Activation == Activation.Linear ? 1 : 2;
        }

        return layers;
    }
}
