using System;
using System.Linq;
using Generated.Kernels;

namespace Generated.Tests;

/// <summary>
/// Any network, in plain loops over its definition: what generated networks and the runtime are checked against. Every
/// derivative is taken from z, and no loss is matched with an activation.
/// </summary>
public sealed class ReferenceModel
{
    private readonly NetworkShape _shape;

    // Per layer: z (‖x − c‖² in a radial basis layer), a = f(z), and ∂L/∂a. Activations[0] is the input.
    private readonly double[][] _z;
    private readonly double[][] _activations;
    private readonly double[][] _gradients;
    private readonly double[] _outputGradient;

    public ReferenceModel(NetworkShape shape)
    {
        _shape = shape;
        Parameters = new double[shape.ParameterCount];
        _z = [.. shape.Layers.Select(layer => new double[layer.Units])];
        _activations = [new double[shape.InputSize], .. shape.Layers.Select(layer => new double[layer.Units])];
        _gradients = [new double[shape.InputSize], .. shape.Layers.Select(layer => new double[layer.Units])];
        _outputGradient = new double[shape.OutputSize];
    }

    public double[] Parameters { get; }

    /// <summary>A shape of dense layers, whose weights lie in either order by turns.</summary>
    public static NetworkShape Dense(int[] sizes, Activation[] activations)
    {
        var layers = new LayerShape[activations.Length];
        int offset = 0;
        for (int i = 0; i < layers.Length; i++)
        {
            int weights = sizes[i] * sizes[i + 1];
            WeightOrder order = i % 2 == 0 ? WeightOrder.InputsByUnits : WeightOrder.UnitsByInputs;
            layers[i] = new LayerShape(LayerKind.Dense, sizes[i], sizes[i + 1], activations[i], offset, order, offset + weights);
            offset += weights + sizes[i + 1];
        }

        return new NetworkShape(layers);
    }

    /// <summary>The activation of a layer, counted from 1; of the last layer it is the network's output.</summary>
    public ReadOnlySpan<double> Activation(ReadOnlySpan<double> input, int layer)
    {
        input.CopyTo(_activations[0]);
        for (int i = 0; i < layer; i++)
            Forward(_shape.Layers[i], _activations[i], _z[i], _activations[i + 1]);
        return _activations[layer];
    }

    public ReadOnlySpan<double> Output(ReadOnlySpan<double> input) => Activation(input, _shape.Layers.Count);

    /// <summary>Adds the gradient of scale · L to <paramref name="gradient"/> and returns L.</summary>
    public double Backward<TLoss>(ReadOnlySpan<double> input, ReadOnlySpan<double> target, double scale, Span<double> gradient)
        where TLoss : struct, ILoss<double>
    {
        ReadOnlySpan<double> output = Output(input);
        TLoss.Gradient(output, target, scale, _outputGradient);
        Backward(_outputGradient, gradient);
        return TLoss.Value(output, target);
    }

    /// <summary>Takes the gradient back through the sample that went forward last, and returns that of the input.</summary>
    public ReadOnlySpan<double> Backward(ReadOnlySpan<double> outputGradient, Span<double> gradient)
    {
        outputGradient.CopyTo(_gradients[^1]);
        for (int i = _shape.Layers.Count - 1; i >= 0; i--)
            Backward(_shape.Layers[i], _activations[i], _z[i], _activations[i + 1], _gradients[i + 1], gradient, _gradients[i]);
        return _gradients[0];
    }

    private void Forward(LayerShape layer, double[] x, double[] z, double[] a)
    {
        for (int unit = 0; unit < layer.Units; unit++)
        {
            double parameter = Parameters[layer.BiasIndex(unit)];
            z[unit] = 0;
            for (int input = 0; input < layer.Inputs; input++)
            {
                double weight = Parameters[layer.WeightIndex(input, unit)];
                z[unit] += layer.Kind == LayerKind.RadialBasis ? (x[input] - weight) * (x[input] - weight) : weight * x[input];
            }

            if (layer.Kind == LayerKind.RadialBasis)
            {
                a[unit] = Math.Exp(-Math.Exp(parameter) * z[unit]);
                continue;
            }

            z[unit] += parameter;
            if (layer.Activation != Generated.Activation.Softmax)
                a[unit] = ReferenceMath.Value(layer.Activation, z[unit]);
        }

        if (layer.Activation == Generated.Activation.Softmax)
            Softmax(z, a);
    }

    private void Backward(LayerShape layer, double[] x, double[] z, double[] a, double[] upstream, Span<double> gradient, double[] inputGradient)
    {
        double dot = 0;
        for (int unit = 0; unit < layer.Units; unit++)
            dot += upstream[unit] * a[unit];

        Array.Clear(inputGradient);
        for (int unit = 0; unit < layer.Units; unit++)
        {
            if (layer.Kind == LayerKind.RadialBasis)
            {
                double beta = Math.Exp(Parameters[layer.BiasIndex(unit)]);
                double slope = -beta * a[unit] * upstream[unit];
                gradient[layer.BiasIndex(unit)] += slope * z[unit];
                for (int input = 0; input < layer.Inputs; input++)
                {
                    double difference = x[input] - Parameters[layer.WeightIndex(input, unit)];
                    gradient[layer.WeightIndex(input, unit)] -= 2 * slope * difference;
                    inputGradient[input] += 2 * slope * difference;
                }

                continue;
            }

            double delta = layer.Activation == Generated.Activation.Softmax
                ? a[unit] * (upstream[unit] - dot)
                : upstream[unit] * ReferenceMath.Derivative(layer.Activation, z[unit]);
            gradient[layer.BiasIndex(unit)] += delta;
            for (int input = 0; input < layer.Inputs; input++)
            {
                gradient[layer.WeightIndex(input, unit)] += delta * x[input];
                inputGradient[input] += delta * Parameters[layer.WeightIndex(input, unit)];
            }
        }
    }

    private static void Softmax(double[] z, double[] a)
    {
        double largest = double.NegativeInfinity;
        foreach (double value in z)
            largest = Math.Max(largest, value);
        double sum = 0;
        for (int unit = 0; unit < z.Length; unit++)
        {
            a[unit] = Math.Exp(z[unit] - largest);
            sum += a[unit];
        }

        for (int unit = 0; unit < z.Length; unit++)
            a[unit] /= sum;
    }
}

/// <summary>States the shape of a <see cref="ReferenceNetwork{TShape}"/> as a type.</summary>
public interface IReferenceShape
{
    static abstract NetworkShape Shape { get; }
}

/// <summary>A network of any shape that the runtime can train, in plain loops. Unlike a generated one it is for one thread at a time.</summary>
public sealed class ReferenceNetwork<TShape> : INetwork<ReferenceNetwork<TShape>, double>
    where TShape : IReferenceShape
{
    private readonly ReferenceModel _model = new(TShape.Shape);
    private readonly double[] _part = new double[TShape.Shape.ParameterCount];

    public static NetworkShape Shape => TShape.Shape;

    public Span<double> Parameters => _model.Parameters;

    public static ReferenceNetwork<TShape> Create() => new();

    public static ReferenceNetwork<TShape> Create(ulong seed)
    {
        var network = new ReferenceNetwork<TShape>();
        ParameterInitialization.Initialize(Shape, seed, network.Parameters);
        return network;
    }

    public void Forward(ReadOnlySpan<double> input, Span<double> output) => _model.Output(input).CopyTo(output);

    public void ForwardBatch(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        for (int row = 0; row < inputs.Length / Shape.InputSize; row++)
            Forward(Row(inputs, row, Shape.InputSize), outputs.Slice(row * Shape.OutputSize, Shape.OutputSize));
    }

    public void Activate(ReadOnlySpan<double> input, int layer, Span<double> activation) => _model.Activation(input, layer).CopyTo(activation);

    public double Backward<TLoss>(ReadOnlySpan<double> input, ReadOnlySpan<double> target, Span<double> gradient)
        where TLoss : struct, ILoss<double> => _model.Backward<TLoss>(input, target, 1, gradient);

    public static int PartRows => 64;

    public double BackwardBatch<TLoss>(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, Span<double> gradient)
        where TLoss : struct, ILoss<double> => BackwardBatch<TLoss>(inputs, targets, default, gradient);

    public double BackwardBatch<TLoss>(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, Span<double> gradient)
        where TLoss : struct, ILoss<double> => BatchGradient.Backward<ReferenceNetwork<TShape>, double, TLoss>(this, inputs, targets, weights, gradient);

    public double BackwardPart<TLoss>(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, int batchRows, Span<double> gradient)
        where TLoss : struct, ILoss<double>
    {
        double[] part = _part;
        Array.Clear(part);
        double loss = 0;
        for (int row = 0; row < inputs.Length / Shape.InputSize; row++)
        {
            double weight = weights.IsEmpty ? 1.0 : weights[row];
            loss += weight * _model.Backward<TLoss>(Row(inputs, row, Shape.InputSize), Row(targets, row, Shape.OutputSize), weight / batchRows, part);
        }

        for (int i = 0; i < part.Length; i++)
            gradient[i] += part[i];
        return loss;
    }

    public void Backward(ReadOnlySpan<double> input, ReadOnlySpan<double> outputGradient, Span<double> gradient, Span<double> inputGradient)
    {
        _model.Output(input);
        _model.Backward(outputGradient, gradient).CopyTo(inputGradient);
    }

    public void ExportParameters(Span<double> canonical) => ParameterOrder.Export(Shape, Parameters, canonical);

    public void ImportParameters(ReadOnlySpan<double> canonical) => ParameterOrder.Import(Shape, canonical, Parameters);

    private static ReadOnlySpan<double> Row(ReadOnlySpan<double> rows, int row, int size) => rows.Slice(row * size, size);
}
