using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Onnx.Import.Operators;

/// <summary>Affine maps: the matrices of dense layers, and scaling by constants, which is folded into them.</summary>
internal static class DenseOperators
{
    public static KeyValuePair<string, Func<Node, Value>>[] All =>
    [
        new("Gemm", Gemm),
        new("MatMul", MatMul),
        new("BatchNormalization", BatchNormalization),
    ];

    /// <summary>The signal times a constant, number by number.</summary>
    public static Signal ScaledBy(Signal input, Tensor factor, Node node)
    {
        if (factor.Values.Length == 1 && factor.Rank <= Math.Max(input.Layout.Rank, 1))
            return input.With(input.Formula * factor.Scalar, node);
        (double[] scale, Layout layout) = ForFeatures(input, factor, node);
        return AfterStage(input, new Stage(input, node) { Scale = scale, Inputs = scale.Length, Units = scale.Length }, layout, node);
    }

    /// <summary>The signal plus a constant, number by number.</summary>
    public static Signal ShiftedBy(Signal input, Tensor term, Node node)
    {
        if (term.Values.Length == 1 && term.Rank <= Math.Max(input.Layout.Rank, 1))
            return input.With(input.Formula + term.Scalar, node);
        (double[] shift, Layout layout) = ForFeatures(input, term, node);
        return AfterStage(input, new Stage(input, node) { Shift = shift, Inputs = shift.Length, Units = shift.Length }, layout, node);
    }

    /// <summary>A constant as it acts on each feature; of a vector, on each value.</summary>
    public static (double[] Values, Layout Layout) ForFeatures(Signal input, Tensor constant, Node node)
    {
        if (input.Layout.Positions == Positions.None)
            return input.Layout.Spread(constant, node.Context.Budget);
        (double[] values, Layout layout) = input.Layout.Spread(constant, node.Context.Budget);
        int features = layout.Features, positions = values.Length / features;
        double[] of = new double[features];
        for (int i = 0; i < values.Length; i++)
        {
            int feature = layout.Positions == Positions.Last ? i % features : i / positions;
            if (layout.Positions == Positions.Last ? i < features : i % positions == 0)
                of[feature] = values[i];
            else if (of[feature] != values[i])
                throw new NodeException("its constants differ from position to position; here each feature has one.");
        }

        return (of, layout);
    }

    public static Tensor Negated(Tensor tensor, Node node) => tensor.Map(value => -value, node.Context.Budget);

    /// <summary>α·A'·B' + β·C, where a prime stands for a transposition that is asked for.</summary>
    private static Signal Gemm(Node node)
    {
        double alpha = node.Float("alpha", 1), beta = node.Float("beta", 1);
        bool transA = node.Int("transA", 0) != 0, transB = node.Int("transB", 0) != 0;
        Signal input;
        Tensor weights;
        bool isTransposed;
        string? name;
        SampleOrder order;
        if (node.Input(1) is ConstantValue right)
        {
            // Samples are rows of A', and the columns of B' belong to the units.
            order = SampleOrder.Rows;
            input = Ordered(node.Signal(0), transA ? SampleOrder.Columns : SampleOrder.Rows);
            (weights, isTransposed, name) = (right.Tensor, !transB, right.Name);
        }
        else
        {
            // Samples are columns of B', and the rows of A' belong to the units.
            order = SampleOrder.Columns;
            input = Ordered(node.Signal(1), transB ? SampleOrder.Rows : SampleOrder.Columns);
            ConstantValue left = node.Input(0) as ConstantValue ?? throw Two(node);
            (weights, isTransposed, name) = (left.Tensor, transA, left.Name);
        }

        Signal product = Product(input, weights, isTransposed, alpha, order, name, node);
        if (!node.HasInput(2) || beta == 0)
            return product;
        return ShiftedBy(product, node.Constant(2, "third input, the bias,").Map(value => beta * value, node.Context.Budget), node);
    }

    private static Signal MatMul(Node node)
    {
        if (node.Input(0) is Signal { Layout: { Order: SampleOrder.Rows, Sample: [var features] } } rows
            && node.Input(1) is Signal { Layout: { Order: SampleOrder.Single, Sample: [var same] } } vector && features == same && features > 0)
        {
            // Of each sample the product with one vector, which each sample has: a sum of the products of their elements.
            Signal product = JoinOperators.Of(LayerKind.Multiply, rows, vector.With(rows.Layout, node), node);
            var sum = new Stage(product, node) { Weights = [.. Enumerable.Repeat(1.0, features)], Inputs = features, Units = 1 };
            return new Signal(sum, Polynomial.Z, rows.Layout with { Sample = [1] }, node);
        }

        if (node.Input(1) is ConstantValue right)
        {
            Signal input = node.Signal(0);
            SampleOrder order = input.Layout.Order == SampleOrder.Single ? SampleOrder.Single : SampleOrder.Rows;
            return Product(Ordered(input, order), right.Tensor, isTransposed: true, 1, order, right.Name, node);
        }
        else
        {
            ConstantValue left = node.Input(0) as ConstantValue ?? throw Two(node);
            Signal input = node.Signal(1);
            SampleOrder order = input.Layout.Order == SampleOrder.Single ? SampleOrder.Single : SampleOrder.Columns;
            return Product(Ordered(input, order), left.Tensor, isTransposed: false, 1, order, left.Name, node);
        }
    }

    /// <summary>γ·(x − mean)/√(variance + ε) + β with the statistics of the training.</summary>
    private static Signal BatchNormalization(Node node)
    {
        if (node.Int("training_mode", 0) != 0 || node.Proto.Output.Skip(1).Any(output => output.Length > 0))
            throw new NodeException("it is in training mode, and would use the statistics of each batch; export the model for inference.");
        Signal input = node.Signal(0);
        Tensor gamma = node.Constant(1, "scale"), beta = node.Constant(2, "bias"), mean = node.Constant(3, "mean"), variance = node.Constant(4, "variance");
        double epsilon = node.Float("epsilon", 1e-5f);
        int channels = gamma.Values.Length;
        if (beta.Values.Length != channels || mean.Values.Length != channels || variance.Values.Length != channels || channels == 0)
        {
            throw new NodeException(string.Create(CultureInfo.InvariantCulture,
                $"it has {channels} scales, {beta.Values.Length} biases, {mean.Values.Length} means and {variance.Values.Length} variances."));
        }

        if (input.Layout.Order != SampleOrder.Rows)
            throw new NodeException("it normalises what is in the second dimension, but that counts the samples.");
        double[] scale = new double[channels], shift = new double[channels];
        for (int i = 0; i < channels; i++)
        {
            double deviation = Math.Sqrt(variance.Values[i] + epsilon);
            if (!(deviation > 0))
                throw new NodeException(string.Create(CultureInfo.InvariantCulture, $"variance {i + 1} is {variance.Values[i]}."));
            scale[i] = gamma.Values[i] / deviation;
            shift[i] = beta.Values[i] - mean.Values[i] * scale[i];
        }

        // The channels are the first dimension of a sample, and each has one constant.
        int[] shape = [channels, .. input.Layout.Sample.Skip(1).Select(_ => 1)];
        (double[] scales, Layout layout) = ForFeatures(input, new Tensor(gamma.Type, shape, scale), node);
        (double[] shifts, _) = ForFeatures(input.With(layout, node), new Tensor(gamma.Type, shape, shift), node);
        return AfterStage(input, new Stage(input, node) { Scale = scales, Shift = shifts, Inputs = scales.Length, Units = scales.Length }, layout, node);
    }

    /// <summary>A dense layer's sums.</summary>
    /// <param name="input">The samples.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="isTransposed">Whether the weights are [inputs][units].</param>
    /// <param name="alpha">What all weights are multiplied by.</param>
    /// <param name="order">Where the product counts the samples.</param>
    /// <param name="name">What the file calls the weights.</param>
    /// <param name="node">The node.</param>
    public static Signal Product(Signal input, Tensor weights, bool isTransposed, double alpha, SampleOrder order, string? name, Node node)
    {
        if (input.IsTruth)
            throw new NodeException("its input is true or false, and no number.");
        if (weights.Rank != 2 || weights.Values.Length == 0)
            throw new NodeException($"its weights have the shape {weights.ShapeText}, where a matrix is wanted.");
        int units = weights.Shape[isTransposed ? 1 : 0], inputs = weights.Shape[isTransposed ? 0 : 1];
        if (order == SampleOrder.Rows && input.Layout.Order == order && node.Operator == "MatMul"
            && (input.Layout.Positions != Positions.None || HasPositions(input)))
            input = ImageOperators.Structured(input, Positions.Last);
        int given = input.Layout.Positions == Positions.None ? input.Layout.Vector : input.Layout.Features;
        if (given != Layout.Unknown && given != inputs)
            throw new NodeException(string.Create(CultureInfo.InvariantCulture, $"its weights take {inputs} inputs, but {given} are given."));

        node.Context.Budget.TakeElements(weights.Values.Length);
        var ordered = new double[weights.Values.Length];
        for (int unit = 0; unit < units; unit++)
        {
            for (int i = 0; i < inputs; i++)
                ordered[unit * inputs + i] = alpha * weights.Values[isTransposed ? i * units + unit : unit * inputs + i];
        }

        var stage = new Stage(input, node)
        {
            Weights = ordered,
            Inputs = inputs,
            Units = units,
            WeightsName = name,
            IsDouble = weights.Type == DataType.Double,
        };
        return AfterStage(input, stage, input.Layout with { Sample = input.Layout.Sample.SetItem(input.Layout.Sample.Length - 1, units), Order = order }, node);
    }

    /// <summary>Whether an input is a matrix or more for each sample.</summary>
    private static bool HasPositions(Signal input) => input.Stage.InputName is not null && input.Layout.Size > 0
        && input.Layout.Sample.Length is 2 or 3 && input.Layout.Sample.SkipLast(1).Any(length => length > 1);

    private static Signal AfterStage(Signal input, Stage stage, Layout layout, Node node)
    {
        if (input.IsTruth)
            throw new NodeException("its input is true or false, and no number.");
        return new Signal(stage, Polynomial.Z, layout, node);
    }

    /// <summary>A matrix of samples that must be its rows, or its columns. Only the network's own input leaves open which they are.</summary>
    public static Signal Ordered(Signal input, SampleOrder order)
    {
        Layout layout = input.Layout;
        if (layout.Order == order)
            return input;
        if (layout.Order == SampleOrder.Rows && order == SampleOrder.Columns && layout.Sample.Length == 1 && input.Node is null)
        {
            long? samples = layout.Sample[0] == Layout.Unknown ? null : layout.Sample[0];
            return new Signal(input.Stage, input.Formula, new Layout(samples, [(int)(layout.Batch ?? Layout.Unknown)], order), null);
        }

        throw new NodeException("its matrix stands against the samples: a dense layer is the same for each of them.");
    }

    private static NodeException Two(Node node) => RefusedOperators.Joining(
        node, "both its inputs are computed from the network's input; a dense layer multiplies by constants.");
}
