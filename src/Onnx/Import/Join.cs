using System.Collections.Generic;
using System.Linq;

namespace Generated.Onnx.Import;

/// <summary>A layer that is not an affine map of one value by a matrix: it joins values, or rearranges or normalises one.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Operands">The values that it takes, in order.</param>
/// <param name="Lengths">The lengths of its output, features last.</param>
/// <param name="Tensors">Its parameters, in the canonical order.</param>
/// <param name="Settings">What it is declared with.</param>
internal sealed record Join(
    LayerKind Kind, IReadOnlyList<Signal> Operands, IReadOnlyList<int> Lengths, IReadOnlyList<ModelTensor> Tensors, IReadOnlyList<LayerSetting> Settings)
{
    /// <summary>What comes out of the layer, as a value that others are computed from.</summary>
    /// <param name="node">The node that computes it.</param>
    /// <param name="layout">Where its values stand in the tensor.</param>
    public Signal Result(Node node, Layout layout)
    {
        node.Context.Budget.TakeElements(Lengths.Count + Tensors.Sum(tensor => (long)tensor.Values.Length));
        int size = Tensor.CountOf([.. Lengths.Select(length => (long)length)]);
        return new Signal(new Stage(null, node) { Join = this, Inputs = size, Units = Lengths[^1] }, Polynomial.Z, layout, node);
    }
}

/// <summary>What a matrix of weights [filters][features of a group · positions] is as a convolution.</summary>
/// <param name="Kind">Over steps or over an image.</param>
/// <param name="Shape">The canonical shape of the weights.</param>
/// <param name="Lengths">The lengths of the output, features last.</param>
/// <param name="Settings">What it is declared with.</param>
internal sealed record Convolution(LayerKind Kind, IReadOnlyList<int> Shape, IReadOnlyList<int> Lengths, IReadOnlyList<LayerSetting> Settings);
