using System.Collections.Immutable;
using Generated.Onnx.Proto;

namespace Generated.Onnx.Export;

/// <summary>A function of a layer's weighted sums, element by element, written in ONNX's operators.</summary>
internal abstract class Term
{
    private protected Term()
    {
    }
}

/// <summary>The function's argument.</summary>
internal sealed class ArgumentTerm : Term;

/// <summary>A number.</summary>
internal sealed class ConstantTerm(double value) : Term
{
    public double Value { get; } = value;
}

/// <summary>One operator applied to other terms: a node of the graph.</summary>
internal sealed class OperatorTerm(string type, ImmutableArray<Term> inputs, ImmutableArray<AttributeProto> attributes) : Term
{
    public string Type { get; } = type;

    public ImmutableArray<Term> Inputs { get; } = inputs;

    public ImmutableArray<AttributeProto> Attributes { get; } = attributes;
}
