using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Onnx.Import.Operators;
using Generated.Onnx.Proto;

namespace Generated.Onnx.Import;

/// <summary>
/// Evaluates a graph's nodes in their order, knowing of each value what <see cref="Value"/> says. A node that cannot be expressed fails alone: the error
/// is the caller's only if the output depends on it, so branches that lead elsewhere are passed over.
/// </summary>
internal sealed class Interpreter(string fileName, ImportContext context, IEnumerable<FunctionProto> functions)
{
    private const int MaxDepth = 24;

    private readonly ILookup<(string Domain, string Name, string Overload), FunctionProto> _functions =
        functions.ToLookup(function => (DomainOf(function.Domain), function.Name, function.Overload));

    private int _depth;

    /// <summary>Evaluates nodes, and gives each value its name in the scope.</summary>
    public void Run(IEnumerable<NodeProto> nodes, Scope scope)
    {
        foreach (NodeProto node in nodes)
        {
            context.Budget.TakeNode(node.CalculateSize());
            Value[] results = Evaluate(node, scope);
            for (int i = 0; i < node.Output.Count; i++)
            {
                string output = node.Output[i];
                if (output.Length == 0)
                    continue;
                Define(scope, output, i < results.Length ? results[i] : new FailedValue(
                    $"node '{NameOf(node, scope)}' ({node.OpType}): its output {i + 1}, '{output}', is used, and is not known."));
            }
        }
    }

    /// <summary>Gives a value its name.</summary>
    public void Define(Scope scope, string name, Value value)
    {
        if (!scope.Values.TryAdd(name, value))
            throw new DataFormatException(fileName, $"there are two values '{name}'; in ONNX each name is given once.");
    }

    /// <summary>Defines a graph's stored tensors.</summary>
    public void DefineTensors(GraphProto graph, Scope scope)
    {
        // A branch defines its own at each call of the function that it stands in.
        context.Budget.TakeElements(16L * graph.Initializer.Count);
        foreach (TensorProto tensor in graph.Initializer)
            Define(scope, tensor.Name, new ConstantValue(tensor, context.Decoder));
        foreach (SparseTensorProto tensor in graph.SparseInitializer)
            Define(scope, tensor.Values?.Name ?? "", new FailedValue($"tensor '{tensor.Values?.Name}': it is sparse; only dense ones are read."));
    }

    private Value[] Evaluate(NodeProto proto, Scope scope)
    {
        Value[] results = Computed(proto, scope);
        if (DomainOf(proto.Domain) == "" && OperatorTable.HandsOn(proto.OpType, proto.Input.Count)
            && proto.Input.Select(scope.Find).ToArray() is [{ CopyOf: { } copied }, .. var others]
            && Array.TrueForAll(others, other => other is null or ConstantValue or DimensionsValue))
        {
            foreach (Value result in results)
                result.CopyOf = copied;
        }

        return results;
    }

    private Value[] Computed(NodeProto proto, Scope scope)
    {
        string name = NameOf(proto, scope);
        try
        {
            Value?[] inputs = [.. proto.Input.Select(input => input.Length == 0 || scope.LeftOut.Contains(input)
                ? null
                : scope.Find(input) ?? throw new NodeException(
                    $"it uses '{input}', which nothing before it gives: the nodes go in a circle, or are not in the order of their computation."))];
            if (inputs.OfType<FailedValue>().FirstOrDefault() is { } failed)
                return [.. proto.Output.Select(_ => new FailedValue(failed.Problem))];
            var node = new Node(proto, inputs, scope.Resolve(proto.Attribute), name, context) { Number = ++context.Nodes };
            string domain = DomainOf(proto.Domain);
            FunctionProto[] functions = [.. _functions[(domain, proto.OpType, proto.Overload)]];
            if (functions.Length > 1)
                throw new NodeException("the file has several functions of this name.");
            if (functions.Length == 1)
                return Call(functions[0], node);
            if (domain == "" && proto.OpType == "If")
                return Choose(node, scope);
            return OperatorTable.Evaluate(domain, node);
        }
        catch (NodeException e)
        {
            var failed = new FailedValue($"node '{name}' ({proto.OpType}): {e.Message}");
            return [.. proto.Output.Select(_ => failed)];
        }
    }

    /// <summary>Evaluates a function's nodes as if they stood in the place of the call.</summary>
    private Value[] Call(FunctionProto function, Node call)
    {
        var attributes = new Dictionary<string, AttributeProto>(call.Attributes, StringComparer.Ordinal);
        foreach (AttributeProto missing in function.AttributeProto)
            attributes.TryAdd(missing.Name, missing);
        var scope = new Scope(call.Name, attributes);
        for (int i = 0; i < function.Input.Count; i++)
        {
            if (call.HasInput(i))
                Define(scope, function.Input[i], call.Inputs[i]!);
            else
                scope.LeftOut.Add(function.Input[i]);
        }

        return Inside(() =>
        {
            Run(function.Node, scope);
            return Results(function.Output, scope);
        });
    }

    /// <summary>Evaluates the branch of an If whose condition is constant.</summary>
    private Value[] Choose(Node node, Scope scope)
    {
        bool condition = node.Constant(0, "condition").Scalar != 0;
        GraphProto branch = node.Graph(condition ? "then_branch" : "else_branch") ?? throw new NodeException("it has no branch to take.");
        var inner = new Scope(node.Name, scope.Attributes) { Outer = scope };
        return Inside(() =>
        {
            DefineTensors(branch, inner);
            Run(branch.Node, inner);
            return Results(branch.Output.Select(output => output.Name), inner);
        });
    }

    private Value[] Inside(Func<Value[]> evaluate)
    {
        if (_depth == MaxDepth)
            throw new NodeException($"functions and branches are nested deeper than {MaxDepth}, or call themselves.");
        _depth++;
        try
        {
            return evaluate();
        }
        finally
        {
            _depth--;
        }
    }

    private static Value[] Results(IEnumerable<string> names, Scope scope) =>
        [.. names.Select(name => scope.Find(name) ?? throw new NodeException($"nothing in it gives its output '{name}'."))];

    private static string NameOf(NodeProto node, Scope scope)
    {
        string name = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(output => output.Length > 0) ?? "";
        string path = scope.Path.Length > 0 ? $"{scope.Path}/{name}" : name;
        // A path of calls is as long as their depth and the file make it.
        return path.Length <= 200 ? path : "…" + path[^199..];
    }

    private static string DomainOf(string domain) => domain == "ai.onnx" ? "" : domain;
}

/// <summary>The values that nodes name: a graph's, a function call's, a branch's.</summary>
/// <param name="path">The calls that lead here.</param>
/// <param name="attributes">The attributes of the call, which its nodes refer to.</param>
internal sealed class Scope(string path, IReadOnlyDictionary<string, AttributeProto> attributes)
{
    public string Path { get; } = path;

    public IReadOnlyDictionary<string, AttributeProto> Attributes { get; } = attributes;

    public Dictionary<string, Value> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>The function's inputs that the call leaves out.</summary>
    public HashSet<string> LeftOut { get; } = new(StringComparer.Ordinal);

    /// <summary>The scope around a branch, whose values it sees.</summary>
    public Scope? Outer { get; init; }

    public Value? Find(string name)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Values.TryGetValue(name, out Value? value))
                return value;
        }

        return null;
    }

    /// <summary>A node's attributes, those that refer to the call's replaced by them.</summary>
    public Dictionary<string, AttributeProto> Resolve(IEnumerable<AttributeProto> stated)
    {
        var resolved = new Dictionary<string, AttributeProto>(StringComparer.Ordinal);
        foreach (AttributeProto attribute in stated)
        {
            AttributeProto? value = attribute.RefAttrName.Length == 0 ? attribute : Attributes.GetValueOrDefault(attribute.RefAttrName);
            if (value is not null && !resolved.TryAdd(attribute.Name, value))
                throw new NodeException($"it has two attributes '{attribute.Name}'.");
        }

        return resolved;
    }
}
