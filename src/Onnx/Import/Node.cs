using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Onnx.Proto;
using AttributeType = Generated.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace Generated.Onnx.Import;

/// <summary>A node with what is known of its inputs, and its attributes as the place where it is evaluated gives them.</summary>
internal sealed class Node
{
    private readonly Dictionary<string, AttributeProto> _attributes;

    public Node(NodeProto proto, IReadOnlyList<Value?> inputs, Dictionary<string, AttributeProto> attributes, string name, ImportContext context)
    {
        Proto = proto;
        Inputs = inputs;
        _attributes = attributes;
        Name = name;
        Context = context;
    }

    public NodeProto Proto { get; }

    public string Name { get; }

    /// <summary>The how many of the nodes that were evaluated it is: no node needs what a later one gives.</summary>
    public int Number { get; init; }

    public string Operator => Proto.OpType;

    /// <summary>The inputs, null for those left out.</summary>
    public IReadOnlyList<Value?> Inputs { get; }

    public ImportContext Context { get; }

    public IReadOnlyDictionary<string, AttributeProto> Attributes => _attributes;

    /// <summary>What an error says before the reason.</summary>
    public string Place => $"node '{Name}' ({Operator})";

    public bool Has(string attribute) => _attributes.ContainsKey(attribute);

    public bool HasInput(int index) => index < Inputs.Count && Inputs[index] is not null;

    public Value Input(int index) => HasInput(index) ? Inputs[index]! : throw new NodeException($"it has no input {index + 1}.");

    /// <summary>An input that must be constant.</summary>
    public Tensor Constant(int index, string what) => Input(index) is ConstantValue constant
        ? constant.Tensor
        : throw new NodeException($"its {what} is computed from the network's input, where a constant is wanted.");

    /// <summary>An input that depends on the network's.</summary>
    public Signal Signal(int index) => Input(index) as Signal
        ?? throw new NodeException($"its input {index + 1} is not computed from the network's input in a way that is known.");

    public long Int(string name, long missing) => Attribute(name, AttributeType.Int)?.I ?? missing;

    public float Float(string name, float missing) => Attribute(name, AttributeType.Float)?.F ?? missing;

    public long[]? Ints(string name) => Attribute(name, AttributeType.Ints) is { } attribute ? [.. attribute.Ints] : null;

    public float[]? Floats(string name) => Attribute(name, AttributeType.Floats) is { } attribute ? [.. attribute.Floats] : null;

    public string[]? Texts(string name) =>
        Attribute(name, AttributeType.Strings) is { } attribute ? [.. attribute.Strings.Select(text => text.ToStringUtf8())] : null;

    public string Text(string name, string missing) => Attribute(name, AttributeType.String)?.S.ToStringUtf8() ?? missing;

    public Tensor? Tensor(string name) => Attribute(name, AttributeType.Tensor)?.T is { } tensor ? Context.Decoder.Decode(tensor) : null;

    public GraphProto? Graph(string name) => Attribute(name, AttributeType.Graph)?.G;

    /// <summary>Whole numbers that were an attribute in older operator sets and are an input in newer ones.</summary>
    public long[]? IntsOrInput(string name, int input) => HasInput(input) ? Constant(input, name).Integers : Ints(name);

    private AttributeProto? Attribute(string name, AttributeType type)
    {
        if (!_attributes.TryGetValue(name, out AttributeProto? attribute))
            return null;
        // Files of the first two versions have no types.
        if (attribute.Type != type && attribute.Type != AttributeType.Undefined)
            throw new NodeException($"its attribute '{name}' is of type {attribute.Type}, where {type} is wanted.");
        return attribute;
    }
}

/// <summary>What every node of a model shares.</summary>
/// <param name="Decoder">Reads stored tensors.</param>
/// <param name="Budget">What the model may still ask for.</param>
internal sealed record ImportContext(TensorDecoder Decoder, Budget Budget)
{
    /// <summary>The nodes that have been evaluated.</summary>
    public int Nodes { get; set; }
}
