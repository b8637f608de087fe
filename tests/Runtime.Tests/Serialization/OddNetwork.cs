using System;

namespace Generated.Tests;

/// <summary>
/// A network of layers that have any list of tensors: a matrix alone, two vectors, none, one vector, a convolution, and a kind that there is not. It computes
/// nothing.
/// </summary>
internal sealed class OddNetwork : INetwork<OddNetwork, double>
{
    /// <summary>The kind of a layer that nobody has written yet.</summary>
    public const LayerKind Unknown = (LayerKind)99;

    private readonly double[] _parameters = new double[Shape.ParameterCount];

    public static NetworkShape Shape { get; } = ShapeWith(stride: 1);

    public Span<double> Parameters => _parameters;

    public static int PartRows => 64;

    /// <summary>The shape; two that differ in the stride have the same tensors.</summary>
    public static NetworkShape ShapeWith(double stride)
    {
        int offset = 0;
        ParameterTensor Tensor(string name, ParameterRole role, WeightOrder order, params ReadOnlySpan<int> shape)
        {
            var tensor = new ParameterTensor(name, role, shape, 1, 1, offset, order);
            offset += tensor.Length;
            return tensor;
        }

        return new NetworkShape(
            [new ValueShape("input", 2)],
            [
                new LayerShape(LayerKind.Dense, 2, 3, Activation.ReLU, Tensor("weight", ParameterRole.Weight, WeightOrder.InputsByUnits, 3, 2)) { Sources = [0] },
                new LayerShape(
                    LayerKind.LayerNorm, 3, 3, Activation.Linear,
                    Tensor("weight", ParameterRole.Gain, WeightOrder.UnitsByInputs, 3), Tensor("bias", ParameterRole.Bias, WeightOrder.UnitsByInputs, 3)) { Sources = [1] },
                new LayerShape(LayerKind.Add, 3, 3, Activation.Linear) { Sources = [1, 2] },
                new LayerShape(LayerKind.PReLU, 3, 3, Activation.Linear, Tensor("weight", ParameterRole.Slope, WeightOrder.UnitsByInputs, 3))
                {
                    Name = "slope", Sources = [3],
                },
                new LayerShape(
                    LayerKind.Conv2D, 3, 2, Activation.Linear,
                    Tensor("weight", ParameterRole.Weight, WeightOrder.PositionsByInputsByUnits, 2, 3, 1, 2), Tensor("bias", ParameterRole.Bias, WeightOrder.UnitsByInputs, 2))
                {
                    Sources = [4], Settings = [new LayerSetting("Stride", stride)],
                },
                new LayerShape(
                    Unknown, 2, 1, Activation.Linear,
                    Tensor("weight_ih", ParameterRole.Weight, WeightOrder.InputsByUnits, 4, 2), Tensor("weight_hh", ParameterRole.Weight, WeightOrder.UnitsByInputs, 4, 1),
                    Tensor("bias_ih", ParameterRole.Bias, WeightOrder.UnitsByInputs, 4)) { Name = "cell", Sources = [5] },
            ],
            [6]);
    }

    public static OddNetwork Create() => new();

    public static OddNetwork Create(ulong seed) => new();

    public void ExportParameters(Span<double> canonical) => ParameterOrder.Export<double>(Shape, _parameters, canonical);

    public void ImportParameters(ReadOnlySpan<double> canonical) => ParameterOrder.Import(Shape, canonical, _parameters);

    public double BackwardBatch<TLoss>(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, Span<double> gradient)
        where TLoss : struct, ILoss<double> => throw new NotSupportedException();

    public double BackwardBatch<TLoss>(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, Span<double> gradient)
        where TLoss : struct, ILoss<double> => throw new NotSupportedException();

    public double BackwardPart<TLoss>(
        ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, int batchRows, Span<double> gradient)
        where TLoss : struct, ILoss<double> => throw new NotSupportedException();

    public void ForwardBatch(ReadOnlySpan<double> inputs, Span<double> outputs) => throw new NotSupportedException();

    public void Forward(ReadOnlySpan<double> input, Span<double> output) => throw new NotSupportedException();

    public void Activate(ReadOnlySpan<double> input, int layer, Span<double> activation) => throw new NotSupportedException();

    public double Backward<TLoss>(ReadOnlySpan<double> input, ReadOnlySpan<double> target, Span<double> gradient)
        where TLoss : struct, ILoss<double> => throw new NotSupportedException();

    public void Backward(ReadOnlySpan<double> input, ReadOnlySpan<double> outputGradient, Span<double> gradient, Span<double> inputGradient) =>
        throw new NotSupportedException();
}
