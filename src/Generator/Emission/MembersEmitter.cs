using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;
using Generated.Generator.Shapes;

namespace Generated.Generator.Emission;

/// <summary>Writes the members that the network's class gets: what <see cref="GeneratedMembers"/> lists, each a line or two that call the kernels.</summary>
internal sealed class MembersEmitter
{
    private const string InitializingSummary =
        "Creates the network with parameters initialised per layer from its activation; the same seed gives the same parameters everywhere.";

    private const string PretrainedRemarks =
        "Any number of threads may use it. Its parameters are everyone's: to train on from these weights, take a <see cref=\"CreatePretrained\"/>.";

    private readonly SourceWriter _writer;
    private readonly NetworkPlan _plan;
    private readonly string _attribute, _type, _name, _kernels, _loss;

    public MembersEmitter(SourceWriter writer, NetworkPlan plan, string generatedCode)
    {
        (_writer, _plan, _type, _name) = (writer, plan, plan.Type(), plan.Spec.Target.Name);
        _attribute = $"[{generatedCode}]";
        _kernels = $"global::Generated.Emitted.{KernelsEmitter.ClassName(plan)}";
        // The network, or a type parameter around it, may have this name, which would be hidden.
        _loss = "TLoss";
        while (_name == _loss || plan.Spec.Target.ContainingTypes.Any(header => header.Contains(_loss)))
            _loss = "TNetwork" + _loss.Substring(1);
    }

    public void Write()
    {
        foreach (GeneratedMember member in GeneratedMembers.Of(_plan.Spec.Pretrained is not null, _plan.Spec.Labels.Count > 0, _plan.Spec.Architecture))
        {
            _writer.Line();
            _writer.Line((member.Form, member.Name) switch
            {
                (MemberForm.Field, "_parameters") =>
                    $"private readonly global::Generated.Kernels.AlignedBuffer<{_type}> _parameters = new({_plan.ParameterCount});",
                (MemberForm.Constant, "InputSize") => Constant(member, "The number of inputs.", _plan.Inputs),
                (MemberForm.Constant, "OutputSize") => Constant(member, "The number of outputs.", _plan.Outputs),
                (MemberForm.Constant, "ParameterCount") => Constant(member, ParameterCountSummary, _plan.ParameterCount),
                (MemberForm.Constructor, _) => Constructor(member),
                (MemberForm.Property, "Shape") => Shape(),
                (MemberForm.Property, "Parameters") => $"/// <inheritdoc/>\n{_attribute}\npublic {Span} Parameters => _parameters.Span;",
                (MemberForm.Property, "Labels") => Labels(),
                (MemberForm.Implementation, _) => Implementation(member),
                (_, "_pretrained" or "Pretrained" or "CreatePretrained") => Pretrained(member, _plan.Spec.Pretrained!),
                (MemberForm.Type, _) => State(),
                _ when member.IsNamed => NamedForward(member),
                _ => Method(member),
            });
        }
    }

    private string Span => $"global::System.Span<{_type}>";

    private string ParameterCountSummary => _plan.TrainableCount == _plan.ParameterCount
        ? "The number of parameters: all weights and biases."
        : $"The number of parameters: {Words.Grouped(_plan.TrainableCount)} that training changes, then constants.";

    private static string Constant(GeneratedMember member, string summary, int value) => $"""
        /// <summary>{summary}</summary>
        public const int {member.Name} = {value};
        """;

    private string Constructor(GeneratedMember member) => member.Parameters.Count == 0
        ? $$"""
            /// <summary>Creates the network with all parameters zero: for loading into.</summary>
            {{_attribute}}
            public {{_name}}()
            {
            }
            """
        : $"""
            /// <summary>{InitializingSummary}</summary>
            {_attribute}
            public {_name}({Parameters(member)}) => global::Generated.ParameterInitialization.Initialize(Shape, seed, Parameters);
            """;

    private string Shape() => $$"""
        /// <inheritdoc/>
        {{_attribute}}
        public static global::Generated.NetworkShape Shape { get; } = {{new ShapeWords(_plan).Expression}};
        """;

    /// <summary>The states, as their base class.</summary>
    private string States => $"global::System.ReadOnlySpan<global::Generated.NetworkState<{_type}>>.CastUp(states)";

    /// <summary>The class of the states: what each layer remembers.</summary>
    private string State()
    {
        const string tensor = "global::Generated.StateTensor";
        IEnumerable<string> tensors =
            from layer in _plan.Layers
            from own in layer.State
            select $"        new {tensor}({Words.Literal($"{layer.Node.Name}.{own.Name}")}, {own.Steps}, {own.Features}),\n";
        return $$"""
            /// <summary>What the network remembers of one sequence. Created once for each, by the caller; for one thread at a time.</summary>
            {{_attribute}}
            public sealed class State : global::Generated.NetworkState<{{_type}}>
            {
                private static readonly {{tensor}}[] s_tensors =
                {
            {{string.Concat(tensors).TrimEnd('\n')}}
                };

                /// <summary>Creates a state of zeros.</summary>
                public State()
                    : base(s_tensors)
                {
                }
            }
            """;
    }

    private string Labels() => $$"""
        /// <inheritdoc/>
        {{_attribute}}
        public static global::System.Collections.Generic.IReadOnlyList<string> Labels { get; } =
            global::System.Array.AsReadOnly(new string[] { {{string.Join(", ", _plan.Spec.Labels.Select(Words.Literal))}} });
        """;

    private string Implementation(GeneratedMember member)
    {
        string implemented = $"global::Generated.INetwork<{_name}, {_type}>.{member.Name}";
        return "/// <inheritdoc/>\n" + (member.Name == "PartRows"
            ? $"static int {implemented} => {_plan.Backward.Memory.ChunkRows};"
            : $"static {_name} {implemented}({Parameters(member)}) => new({string.Join(", ", member.Parameters.Select(parameter => parameter.Name))});");
    }

    /// <summary>A method of INetwork: remarks where there is something to say, the signature, and one call.</summary>
    private string Method(GeneratedMember member)
    {
        string? remarks = (member.Name, member.Parameters.Count) switch
        {
            ("Forward", _) => HoverText.ForwardSample(_plan),
            ("ForwardBatch", _) => HoverText.ForwardBatch(_plan),
            ("Backward", 3) => HoverText.BackwardSample(_plan),
            ("BackwardBatch", 3) => HoverText.BackwardBatch(_plan),
            _ => null,
        };
        string returns = member.Name is "BackwardPart" or "BackwardSequencesPart" ? "double" : member.TakesLoss ? _type : "void";
        string arguments = string.Join(", ", member.Parameters.Select(parameter => parameter.Name));
        bool takesStep = member.Parameters.Any(parameter => parameter.Type == ParameterType.Step);
        string step = _plan.DependsOnStep && member.TakesLoss && !takesStep ? ", step: default" : "";
        string generic = member.TakesLoss ? $"<{_loss}>" : "";
        string body = (member.Name, member.Parameters.Count) switch
        {
            ("Forward" or "ForwardBatch" or "Activate", _) => $"\n    {_kernels}.{member.Name}(ref _parameters.Reference, {arguments});",
            ("Backward" or "BackwardPart", _) => $"\n    {_kernels}.{member.Name}{generic}(_parameters.Span, {arguments}{step});",
            ("BackwardBatch", 3) => $"\n    BackwardBatch{generic}(inputs, targets, default, gradient);",
            ("BackwardBatch", _) => $"\n    global::Generated.Kernels.BatchGradient.Backward<{_name}, {_type}, {_loss}>(this, {arguments});",
            ("Step" or "Sequence", _) => $"\n    {_kernels}.{member.Name}(ref _parameters.Reference, {arguments});",
            ("StepBatch", _) => $"\n    {_kernels}.StepBatch(ref _parameters.Reference, inputs, {States}, outputs);",
            ("BackwardSequences", _) =>
                $"\n    global::Generated.Kernels.SequenceGradient.Backward<{_name}, {_type}, State, {_loss}>(this, {arguments});",
            ("BackwardSequencesPart", _) =>
                $"\n    {_kernels}.BackwardSequencesPart{generic}(_parameters.Span, inputs, targets, weights, {States}, batchSteps, gradient);",
            ("ExportParameters", _) => $" global::Generated.ParameterOrder.Export<{_type}>(Shape, Parameters, {arguments});",
            ("ImportParameters", _) => $" global::Generated.ParameterOrder.Import(Shape, {arguments}, Parameters);",
            _ => throw new ArgumentOutOfRangeException(nameof(member), member, "A member without a body."),
        };
        return "/// <inheritdoc/>\n" + (remarks is null ? "" : $"/// <remarks>{remarks}</remarks>\n")
            + $"{_attribute}\npublic {returns} {member.Name}{generic}({Parameters(member)})"
            + (member.TakesLoss ? $"\n    where {_loss} : struct, global::Generated.ILoss<{_type}>" : "") + " =>" + body;
    }

    /// <summary>Forward by names: the inputs are put one behind the other, and the outputs are taken apart.</summary>
    private string NamedForward(GeneratedMember member)
    {
        ValueNode[] inputs = [.. _plan.Graph.Values.Take(_plan.Graph.InputCount)],
            outputs = [.. _plan.Graph.OutputValues.Select(value => _plan.Graph.Values[value])];
        string all = Unused("all", inputs.Concat(outputs)), memory = Unused("memory", inputs.Concat(outputs));
        var body = new StringBuilder();
        // A value may be called nameof or Forward: neither is named here as C# would.
        void Require(ValueNode value) => body.Append(
            $"    global::Generated.Kernels.SpanArguments.RequireLength({Name(value)}.Length, {value.Shape.Size}, {Words.Literal(value.Name)});\n");
        foreach (ValueNode value in inputs.Concat(outputs))
            Require(value);
        string scratch = $"global::Generated.Kernels.ThreadScratch<{_type}>";
        body.Append($"    using {scratch} {memory} = {scratch}.Rent({_plan.Inputs + _plan.Outputs});\n");
        body.Append(
            $"    {Span} {all} = global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref {memory}.Reference, {_plan.Inputs + _plan.Outputs});\n");
        int at = 0;
        foreach (ValueNode input in inputs)
        {
            body.Append($"    {Name(input)}.CopyTo({all}{(at == 0 ? "" : $"[{at}..]")});\n");
            at += input.Shape.Size;
        }

        body.Append($"    this.Forward({all}[..{at}], {all}[{at}..]);\n");
        foreach (ValueNode output in outputs)
        {
            body.Append($"    {all}.Slice({at}, {output.Shape.Size}).CopyTo({Name(output)});\n");
            at += output.Shape.Size;
        }

        string Lines(string role, IEnumerable<ValueNode> values) => string.Concat(values.Select(value =>
            $"/// <param name=\"{value.Name}\">{role} '{value.Name}': {ValuesOf(value.Shape)}.</param>\n"));
        IEnumerable<string> parameters = inputs.Select(input => $"global::System.ReadOnlySpan<{_type}> {Name(input)}")
            .Concat(outputs.Select(output => $"{Span} {Name(output)}"));
        return $"/// <summary>Computes the outputs of one sample, each input and output by its name.</summary>\n"
            + $"{Lines("Input", inputs)}{Lines("Receives output", outputs)}"
            + $"/// <exception cref=\"global::System.ArgumentException\">A length is wrong. Nothing is written.</exception>\n{_attribute}\n"
            + $"public void Forward({string.Join(", ", parameters)})\n{{\n{body}}}";
    }

    /// <summary>A name for a local that no parameter has.</summary>
    private static string Unused(string name, IEnumerable<ValueNode> values) => values.Any(value => value.Name == name) ? Unused(name + "_", values) : name;

    /// <summary>"1 value", "8×8×1 values".</summary>
    private static string ValuesOf(ValueShape shape) => shape.Rank == 1 ? Words.Count(shape.Size, "value") : $"{shape} values";

    /// <summary>A value's name as that of a parameter.</summary>
    private static string Name(ValueNode value) => "@" + value.Name;

    private string Parameters(GeneratedMember member) => string.Join(", ", member.Parameters.Select(parameter => $"{parameter.Type switch
    {
        ParameterType.ReadOnlySpan => $"global::System.ReadOnlySpan<{_type}>",
        ParameterType.Span => Span,
        ParameterType.Int => "int",
        ParameterType.Step => "global::Generated.DropoutStep",
        ParameterType.State => "State",
        ParameterType.States => "global::System.ReadOnlySpan<State>",
        _ => "ulong",
    }} {parameter.Name}"));

    private string Pretrained(GeneratedMember member, PretrainedWeights weights)
    {
        string file = Words.InComment(weights.File);
        string ofFile = $"with the weights of <c>{file}</c>, which are in the assembly";
        string resource = Words.Literal(weights.Resource);
        return member.Name switch
        {
            "_pretrained" => $"private static {_name}? _pretrained;",
            "Pretrained" => $"""
                /// <summary>The network {ofFile}: one instance for the whole program, made when it is first asked for.</summary>
                /// <remarks>{PretrainedRemarks}</remarks>
                {_attribute}
                public static {_name} Pretrained => global::System.Threading.LazyInitializer.EnsureInitialized(ref _pretrained, CreatePretrained);
                """,
            _ => $$"""
                /// <summary>Creates a network {{ofFile}}: to train on from there.</summary>
                {{_attribute}}
                public static {{_name}} CreatePretrained()
                {
                    var network = new {{_name}}();
                    global::Generated.WeightFiles.LoadWeights<{{_name}}, {{_type}}>(network, typeof({{_name}}).Assembly, {{resource}}, {{Tensors(weights)}});
                    return network;
                }
                """,
        };
    }

    /// <summary>Which tensors of the file are the network's.</summary>
    private static string Tensors(PretrainedWeights weights) => weights.Layers.Count > 0
        ? $"new global::Generated.LayerTensors[]\n    {{\n{string.Join(",\n", weights.Layers.Select(Tensors))},\n    }}"
        : $"new string[] {{ {string.Join(", ", weights.Tensors.Select(Words.Literal))} }}";

    private static string Tensors(LayerTensorNames layer) =>
        $"        new global::Generated.LayerTensors({Words.Literal(layer.Weights)}, {Words.Literal(layer.Bias)}, "
        + $"global::Generated.WeightOrder.{(layer.InputsByUnits ? "InputsByUnits" : "UnitsByInputs")})";
}
