using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Writes the emitted file of a network: a header that draws it, its public members, and its kernels.</summary>
internal static class NetworkEmitter
{
    private const string GeneratedCode = "global::System.CodeDom.Compiler.GeneratedCode(\"Generated.Generator\", \"0.1.0\")";

    public static string Emit(NetworkPlan plan)
    {
        var writer = new SourceWriter();
        HeaderEmitter.Write(writer, plan);
        WriteClass(writer, plan);
        writer.Line();
        KernelsEmitter.Write(writer, plan, GeneratedCode);
        return writer.ToString();
    }

    private static void WriteClass(SourceWriter writer, NetworkPlan plan)
    {
        TargetClass target = plan.Spec.Target;
        var headers = target.ContainingTypes.ToList();
        if (target.Namespace.Length > 0)
            headers.Insert(0, $"namespace {target.Namespace}");

        var open = new System.Collections.Generic.Stack<SourceWriter.Block>();
        foreach (string header in headers)
            open.Push(writer.Open(header));
        writer.Line($"/// <summary>{HoverText.Network(plan)}</summary>");
        using (writer.Open($"{target.Header} : global::Generated.INetwork<{target.Name}, {plan.Type()}>"))
        {
            WriteMembers(writer, plan);
            if (plan.Spec.Pretrained is { } weights)
                WritePretrained(writer, plan, weights);
        }

        while (open.Count > 0)
            open.Pop().Dispose();
    }

    private static void WriteMembers(SourceWriter writer, NetworkPlan plan)
    {
        string type = plan.Type(), name = plan.Spec.Target.Name;
        string kernels = $"global::Generated.Emitted.{KernelsEmitter.ClassName(plan)}";
        // The network, or a type parameter around it, may have this name, which would be hidden.
        string loss = "TLoss";
        while (name == loss || plan.Spec.Target.ContainingTypes.Any(header => header.Contains(loss)))
            loss = "TNetwork" + loss.Substring(1);
        string readOnlySpan = $"global::System.ReadOnlySpan<{type}>", span = $"global::System.Span<{type}>";
        string layers = string.Join(",\n", plan.Layers.Select(layer =>
            $"    new global::Generated.LayerShape(global::Generated.LayerKind.{LayerEmitters.Of(plan, layer).Kind}, {layer.Inputs}, {layer.Units}, global::Generated.Activation.{layer.Activation}, "
            + $"{layer.Parameters[0].Offset}, global::Generated.WeightOrder.{layer.Order}, {layer.Parameters[1].Offset})"));

        writer.Line($$"""
            private readonly global::Generated.AlignedBuffer<{{type}}> _parameters = new({{plan.ParameterCount}});

            /// <summary>The number of inputs.</summary>
            public const int InputSize = {{plan.Inputs}};

            /// <summary>The number of outputs.</summary>
            public const int OutputSize = {{plan.Outputs}};

            /// <summary>The number of parameters: all weights and biases.</summary>
            public const int ParameterCount = {{plan.ParameterCount}};

            /// <summary>Creates the network with all parameters zero: for loading into.</summary>
            [{{GeneratedCode}}]
            public {{name}}()
            {
            }

            /// <summary>Creates the network with parameters initialised per layer from its activation; the same seed gives the same parameters everywhere.</summary>
            [{{GeneratedCode}}]
            public {{name}}(ulong seed) => global::Generated.ParameterInitialization.Initialize(Shape, seed, Parameters);

            /// <inheritdoc/>
            [{{GeneratedCode}}]
            public static global::Generated.NetworkShape Shape { get; } = new(new global::Generated.LayerShape[]
            {
            {{layers}},
            });

            /// <inheritdoc/>
            [{{GeneratedCode}}]
            public {{span}} Parameters => _parameters.Span;

            /// <inheritdoc/>
            static int global::Generated.INetwork<{{name}}, {{type}}>.PartRows => {{plan.Backward.Memory.ChunkRows}};

            /// <inheritdoc/>
            static {{name}} global::Generated.INetwork<{{name}}, {{type}}>.Create() => new();

            /// <inheritdoc/>
            static {{name}} global::Generated.INetwork<{{name}}, {{type}}>.Create(ulong seed) => new(seed);

            /// <inheritdoc/>
            /// <remarks>{{HoverText.ForwardSample(plan)}}</remarks>
            [{{GeneratedCode}}]
            public void Forward({{readOnlySpan}} input, {{span}} output) =>
                {{kernels}}.Forward(ref _parameters.Reference, input, output);

            /// <inheritdoc/>
            /// <remarks>{{HoverText.ForwardBatch(plan)}}</remarks>
            [{{GeneratedCode}}]
            public void ForwardBatch({{readOnlySpan}} inputs, {{span}} outputs) =>
                {{kernels}}.ForwardBatch(ref _parameters.Reference, inputs, outputs);

            /// <inheritdoc/>
            [{{GeneratedCode}}]
            public void Activate({{readOnlySpan}} input, int layer, {{span}} activation) =>
                {{kernels}}.Activate(ref _parameters.Reference, input, layer, activation);

            /// <inheritdoc/>
            /// <remarks>{{HoverText.BackwardSample(plan)}}</remarks>
            [{{GeneratedCode}}]
            public {{type}} Backward<{{loss}}>({{readOnlySpan}} input, {{readOnlySpan}} target, {{span}} gradient)
                where {{loss}} : struct, global::Generated.ILoss<{{type}}> =>
                {{kernels}}.Backward<{{loss}}>(_parameters.Span, input, target, gradient);

            /// <inheritdoc/>
            /// <remarks>{{HoverText.BackwardBatch(plan)}}</remarks>
            [{{GeneratedCode}}]
            public {{type}} BackwardBatch<{{loss}}>({{readOnlySpan}} inputs, {{readOnlySpan}} targets, {{span}} gradient)
                where {{loss}} : struct, global::Generated.ILoss<{{type}}> =>
                BackwardBatch<{{loss}}>(inputs, targets, default, gradient);

            /// <inheritdoc/>
            [{{GeneratedCode}}]
            public {{type}} BackwardBatch<{{loss}}>({{readOnlySpan}} inputs, {{readOnlySpan}} targets, {{readOnlySpan}} weights, {{span}} gradient)
                where {{loss}} : struct, global::Generated.ILoss<{{type}}> =>
                global::Generated.Numerics.BatchGradient.Backward<{{name}}, {{type}}, {{loss}}>(this, inputs, targets, weights, gradient);

            /// <inheritdoc/>
            [{{GeneratedCode}}]
            public double BackwardPart<{{loss}}>({{readOnlySpan}} inputs, {{readOnlySpan}} targets, {{readOnlySpan}} weights, int batchRows, {{span}} gradient)
                where {{loss}} : struct, global::Generated.ILoss<{{type}}> =>
                {{kernels}}.BackwardPart<{{loss}}>(_parameters.Span, inputs, targets, weights, batchRows, gradient);

            /// <inheritdoc/>
            [{{GeneratedCode}}]
            public void Backward({{readOnlySpan}} input, {{readOnlySpan}} outputGradient, {{span}} gradient, {{span}} inputGradient) =>
                {{kernels}}.Backward(_parameters.Span, input, outputGradient, gradient, inputGradient);

            /// <inheritdoc/>
            [{{GeneratedCode}}]
            public void ExportParameters({{span}} canonical) => global::Generated.ParameterOrder.Export<{{type}}>(Shape, Parameters, canonical);

            /// <inheritdoc/>
            [{{GeneratedCode}}]
            public void ImportParameters({{readOnlySpan}} canonical) => global::Generated.ParameterOrder.Import(Shape, canonical, Parameters);
            """);
    }

    private static void WritePretrained(SourceWriter writer, NetworkPlan plan, PretrainedWeights weights)
    {
        string name = plan.Spec.Target.Name, file = Words.InComment(weights.File);
        string layers = string.Join(",\n", weights.Layers.Select(layer =>
            $"        new global::Generated.LayerTensors({Words.Literal(layer.Weights)}, {Words.Literal(layer.Bias)}, global::Generated.WeightOrder.{(layer.InputsByUnits ? "InputsByUnits" : "UnitsByInputs")})"));
        writer.Line();
        writer.Line($$"""
            private static {{name}}? _pretrained;

            /// <summary>The network with the weights of <c>{{file}}</c>, which are in the assembly: one instance for the whole program, made when it is first asked for.</summary>
            /// <remarks>Any number of threads may use it. Its parameters are everyone's: to train on from these weights, take a <see cref="CreatePretrained"/>.</remarks>
            [{{GeneratedCode}}]
            public static {{name}} Pretrained => global::System.Threading.LazyInitializer.EnsureInitialized(ref _pretrained, CreatePretrained);

            /// <summary>Creates a network with the weights of <c>{{file}}</c>, which are in the assembly: to train on from there.</summary>
            [{{GeneratedCode}}]
            public static {{name}} CreatePretrained()
            {
                var network = new {{name}}();
                global::Generated.WeightFiles.LoadWeights<{{name}}, {{plan.Type()}}>(network, typeof({{name}}).Assembly, {{Words.Literal(weights.Resource)}}, new global::Generated.LayerTensors[]
                {
            {{layers}},
                });
                return network;
            }
            """);
    }
}
