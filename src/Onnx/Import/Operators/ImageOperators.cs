using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;

namespace Generated.Onnx.Import.Operators;

/// <summary>Convolutions and pooling, and what stands around them: values with positions, whose features come first in ONNX and last here.</summary>
internal static class ImageOperators
{
    public static KeyValuePair<string, Func<Node, Value>>[] All =>
    [
        new("Conv", Conv),
        new("MaxPool", node => Pool(node, LayerKind.MaxPool)),
        new("AveragePool", node => Pool(node, LayerKind.AveragePool)),
        new("GlobalAveragePool", GlobalAveragePool),
    ];

    /// <summary>A signal whose samples have positions. Only an input leaves open what its dimensions are.</summary>
    public static Signal Structured(Signal signal, Positions positions)
    {
        Layout layout = signal.Layout;
        if (layout.Positions == positions || positions == Positions.None && layout.Positions != Positions.None)
            return signal;
        if (layout.Positions != Positions.None)
            throw new NodeException("it takes values whose features stand in another dimension; transpose them first.");
        Stage root = signal.Stage;
        if (layout.Sample.Length is not (2 or 3) || layout.Size < 1 || layout.Order != SampleOrder.Rows)
        {
            throw new NodeException(
                $"it takes samples of the shape {Tensor.TextOf(layout.Sample.Select(length => (long)length))}, where steps or an image are needed.");
        }


        layout = layout with { Positions = positions };
        if (root.InputName is null)
            throw new NodeException("what a layer gives as a vector is taken as a sequence or an image, as no layer here does.");
        if (root.Lengths is { } known && !known.SequenceEqual(layout.NetworkLengths))
            throw new NodeException($"the input '{root.InputName}' is taken with its dimensions in two orders.");
        root.Lengths = layout.NetworkLengths;
        return new Signal(root, signal.Formula, layout, signal.Node);
    }

    /// <summary>Features first become features last, or the other way.</summary>
    public static Signal? Transpose(Signal input, long[] order, Node node)
    {
        Layout layout = input.Layout;
        if (layout.Order != SampleOrder.Rows || order[0] != 0)
            return null;
        bool toLast = order is [0, 2, 3, 1] || (layout.Positions == Positions.First && order is [0, 2, 1]);
        bool toFirst = !toLast && order is [0, 3, 1, 2] or [0, 2, 1];
        if (!toLast && !toFirst)
            return null;
        Signal signal = Structured(input, toLast ? Positions.First : Positions.Last);
        ImmutableArray<int> sample = [.. order.Skip(1).Select(axis => layout.Sample[(int)axis - 1])];
        return signal.With(signal.Layout with { Sample = sample, Positions = toLast ? Positions.Last : Positions.First }, node);
    }

    /// <summary>A sequence or an image as a vector in the order in which ONNX has its values.</summary>
    public static Signal Flatten(Signal input, Layout layout, Node node)
    {
        Layout given = input.Layout;
        int size = given.Size;
        Signal flat = new Join(LayerKind.Flatten, [input], [size], [], []).Result(node, new Layout(given.Batch, [size], given.Order));
        if (given.Positions == Positions.First)
        {
            int features = given.Features, positions = size / features;
            node.Context.Budget.TakeElements(size);
            int[] order = [.. Enumerable.Range(0, size).Select(i => i % positions * features + i / positions)];
            if (features > 1 && positions > 1)
                flat = new Signal(new Stage(flat, node) { Selected = order, Inputs = size, Units = size }, Polynomial.Z, flat.Layout, node);
        }

        return flat.With(layout, node);
    }

    private static Signal Conv(Node node)
    {
        Tensor weights = node.Constant(1, "weights");
        if (weights.Rank is not (3 or 4))
            throw new NodeException($"its weights have the shape {weights.ShapeText}; convolutions over steps and over images are read.");
        Signal input = Structured(node.Signal(0), Positions.First);
        int directions = weights.Rank - 2, filters = weights.Shape[0];
        long groups = node.Int("group", 1);
        if (input.Layout.Sample.Length != directions + 1 || weights.Values.Length == 0 || groups < 1 || filters % groups != 0
            || input.Layout.Features != weights.Shape[1] * groups)
            throw new NodeException($"its weights of the shape {weights.ShapeText} do not fit {groups} groups of {input.Layout.Features} features.");
        int[] kernel = weights.Shape[2..];
        int stride = Same(node, "strides", directions), dilation = Same(node, "dilations", directions);
        Padding padding = PaddingOf(node, kernel, stride, dilation, [.. input.Layout.Sample.Skip(1)]);
        var lengths = new List<int>();
        for (int i = 0; i < directions; i++)
        {
            long reach = (kernel[i] - 1L) * dilation, room = input.Layout.Sample[i + 1] + (padding == Padding.Valid ? 0 : reach) - reach - 1;
            lengths.Add(room >= 0 ? (int)(room / stride) + 1 : throw new NodeException("its kernel reaches beyond its input."));
        }

        bool isImage = directions == 2;
        var convolution = new Convolution(isImage ? LayerKind.Conv2D : LayerKind.Conv1D, weights.Shape, [.. lengths, filters],
        [
            new("KernelHeight", isImage ? kernel[0] : 1), new("KernelWidth", kernel[^1]), new("Stride", stride), new("Dilation", dilation),
            new("Groups", groups), new("Padding", (int)padding),
        ]);
        node.Context.Budget.TakeElements(2L * weights.Values.Length);
        double[] bias = node.HasInput(2) ? node.Constant(2, "bias").Values : [];
        if (node.HasInput(2) && bias.Length != filters)
            throw new NodeException(string.Create(CultureInfo.InvariantCulture, $"it has {bias.Length} biases for {filters} filters."));
        var stage = new Stage(input, node)
        {
            Weights = [.. weights.Values],
            WeightsName = (node.Input(1) as ConstantValue)?.Name,
            Convolution = convolution,
            Inputs = input.Layout.Features,
            Units = filters,
            IsDouble = weights.Type == Proto.TensorProto.Types.DataType.Double,
        };
        var sums = new Signal(stage, Polynomial.Z, input.Layout with { Sample = [filters, .. lengths] }, node);
        if (!node.HasInput(2))
            return sums;
        return new Signal(new Stage(sums, node) { Shift = bias, Inputs = filters, Units = filters }, Polynomial.Z, sums.Layout, node);
    }

    private static Signal Pool(Node node, LayerKind kind)
    {
        Signal input = Structured(node.Signal(0), Positions.First);
        int directions = input.Layout.Sample.Length - 1;
        int size = Same(node, "kernel_shape", directions), stride = Same(node, "strides", directions);
        if (node.Proto.Output.Skip(1).Any(output => output.Length > 0) || node.Int("ceil_mode", 0) != 0 || Same(node, "dilations", directions) != 1)
            throw new NodeException("it rounds the number of windows up, dilates them or gives indices, as no pooling here does.");
        if (PaddingOf(node, [.. Enumerable.Repeat(size, directions)], stride, 1, [.. input.Layout.Sample.Skip(1)]) != Padding.Valid)
            throw new NodeException("it pads its input; pooling here does not.");
        int[] lengths = [.. input.Layout.Sample.Skip(1).Select(length => length >= size ? (length - size) / stride + 1
            : throw new NodeException("its windows are longer than its input."))];
        int features = input.Layout.Features;
        return new Join(kind, [input], [.. lengths, features], [], [new("Size", size), new("Stride", stride)])
            .Result(node, input.Layout with { Sample = [features, .. lengths] });
    }

    private static Signal GlobalAveragePool(Node node)
    {
        Signal input = Structured(node.Signal(0), Positions.First);
        int features = input.Layout.Features;
        return new Join(LayerKind.GlobalAveragePool, [input], [features], [], []).Result(
            node, new Layout(input.Layout.Batch, [features, .. input.Layout.Sample.Skip(1).Select(_ => 1)], SampleOrder.Rows));
    }

    /// <summary>A number that is the same in all directions; 1 if it is not stated.</summary>
    private static int Same(Node node, string attribute, int directions)
    {
        long[] given = node.Ints(attribute) ?? [.. Enumerable.Repeat(1L, directions)];
        return given.Length == directions && given.Distinct().Count() == 1 && given[0] is >= 1 and <= int.MaxValue ? (int)given[0]
            : throw new NodeException($"its {attribute} are {Tensor.TextOf(given)}; here they are the same in all directions.");
    }

    private static Padding PaddingOf(Node node, int[] kernel, int stride, int dilation, int[] lengths)
    {
        int directions = kernel.Length;
        long[] reach = [.. kernel.Select(length => (length - 1L) * dilation)];
        long[] pads = node.Ints("pads") ?? new long[2 * directions];
        string auto = node.Text("auto_pad", "NOTSET");
        if (auto is "SAME_UPPER" or "SAME_LOWER")
        {
            // As many zeros as the strides need, the odd one behind or before.
            pads = new long[2 * directions];
            for (int i = 0; i < directions; i++)
            {
                long outputs = (lengths[i] + stride - 1L) / stride, all = Math.Max(0, (outputs - 1) * stride + reach[i] + 1 - lengths[i]);
                (pads[i], pads[directions + i]) = auto == "SAME_UPPER" ? (all / 2, all - all / 2) : (all - all / 2, all / 2);
            }
        }

        if (pads.Length != 2 * directions)
            throw new NodeException($"its pads are {Tensor.TextOf(pads)}, which do not fit {directions} directions.");
        bool Are(Func<int, (long Before, long Behind)> wanted) =>
            Enumerable.Range(0, directions).All(i => (pads[i], pads[directions + i]) == wanted(i));
        return Are(_ => (0, 0)) ? Padding.Valid
            : Are(i => (reach[i] / 2, reach[i] - reach[i] / 2)) ? Padding.Same
            : directions == 1 && Are(i => (reach[i], 0)) ? Padding.Causal
            : throw new NodeException(
                $"its pads are {Tensor.TextOf(pads)}; here nothing is padded, or {string.Join(" and ", reach)} in all, half on each side, "
                + "or before all steps.");
    }
}
