using System;
using System.Collections.Generic;
using Generated.Onnx.Proto;

namespace Generated.Onnx.Import;

/// <summary>What is known of a value of the graph.</summary>
internal abstract class Value
{
    /// <summary>The graph's input that this is, in another shape or in part: it is no result of the network.</summary>
    public string? CopyOf { get; set; }
}

/// <summary>A value that depends on constants only. It is decoded when it is first used.</summary>
internal sealed class ConstantValue : Value
{
    private readonly Func<Tensor>? _decode;
    private Tensor? _tensor;

    public ConstantValue(Tensor tensor) => _tensor = tensor;

    public ConstantValue(TensorProto stored, TensorDecoder decoder)
    {
        Name = stored.Name;
        _decode = () => decoder.Decode(stored);
    }

    /// <summary>What the file calls it, if it is stored.</summary>
    public string? Name { get; init; }

    /// <summary>Whether each sample has a copy of it, which it holds one of: operators that act number by number may not tell, others would.</summary>
    public bool IsRepeated { get; init; }

    public Tensor Tensor => _tensor ??= _decode!();
}

/// <summary>A value of which nothing can be said but why. It matters if the output depends on it.</summary>
internal sealed class FailedValue(string problem) : Value
{
    public string Problem { get; } = problem;
}

/// <summary>Lengths of dimensions as a graph computes with them, null for the number of samples.</summary>
internal sealed class DimensionsValue(IReadOnlyList<long?> lengths, bool isScalar) : Value
{
    public IReadOnlyList<long?> Lengths { get; } = lengths;

    public bool IsScalar { get; } = isScalar;
}

/// <summary>A value that is computed from the network's input.</summary>
/// <param name="stage">The affine map that it is computed from.</param>
/// <param name="formula">What is computed elementwise of that map's output.</param>
/// <param name="layout">Where the samples' values stand in the tensor.</param>
/// <param name="node">The node that computes it; null for the input.</param>
internal sealed class Signal(Stage stage, Polynomial formula, Layout layout, Node? node) : Value
{
    public Stage Stage { get; } = stage;

    public Polynomial Formula { get; } = formula;

    public Layout Layout { get; } = layout;

    public Node? Node { get; } = node;

    /// <summary>Whether it is true or false, which is kept as 1 or 0.</summary>
    public bool IsTruth { get; init; }

    /// <summary>Whether it stands for two columns, 1 − p and p, of which it is p.</summary>
    public bool IsSecondOfTwo { get; init; }

    public Signal With(Polynomial formula, Node node) => new(Stage, formula, Layout, node);

    public Signal With(Layout layout, Node node) => new(Stage, Formula, layout, node) { IsTruth = IsTruth, IsSecondOfTwo = IsSecondOfTwo };
}

/// <summary>A step on the way to a layer normalisation that is written out.</summary>
/// <param name="of">What is normalised.</param>
/// <param name="kind">How far it is.</param>
/// <param name="epsilon">What is added to the variance.</param>
internal sealed class MomentValue(Signal of, Operators.Moment kind, double epsilon) : Value
{
    public Signal Of { get; } = of;

    public Operators.Moment Kind { get; } = kind;

    public double Epsilon { get; } = epsilon;

    public MomentValue At(Operators.Moment kind) => new(Of, kind, Epsilon);
}
