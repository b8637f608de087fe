using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Writes the file-local class behind the public members: entry points, passes over all layers, layers, tiles.</summary>
internal sealed class KernelsEmitter
{
    private readonly SourceWriter _writer;
    private readonly NetworkPlan _plan;
    private readonly string _type;
    private readonly string _attributes;
    private readonly LayerEmitter[] _layers;

    private KernelsEmitter(SourceWriter writer, NetworkPlan plan)
    {
        (_writer, _plan, _type) = (writer, plan, plan.Type());
        _layers = [.. plan.Layers.Select(layer => LayerEmitters.Of(plan, layer))];
        _attributes = plan.Spec.AllowsUnsafe ? "[SkipLocalsInit]\n" : "";
    }

    public static string ClassName(NetworkPlan plan) => plan.Spec.Target.Name.TrimStart('@') + "Kernels";

    public static void Write(SourceWriter writer, NetworkPlan plan, string generatedCode)
    {
        using (writer.Open("namespace Generated.Emitted"))
        {
            writer.Line("""
                using global::System;
                using global::System.Runtime.CompilerServices;
                using global::System.Runtime.InteropServices;
                using global::System.Runtime.Intrinsics;
                using global::Generated.Numerics;
                """);
            writer.Line();
            writer.Line($"""
                /// <summary>The kernels of <c>{plan.Spec.Target.Name}</c>. References point into checked spans, and into buffers with a cache line to spare.</summary>
                [{generatedCode}]
                """);
            using (writer.Open($"file static class {ClassName(plan)}"))
                new KernelsEmitter(writer, plan).WriteBody();
            new TileEmitter(plan).Write(writer);
        }
    }

    private void WriteBody()
    {
        WriteForward();
        WriteForwardBatch();
        WriteActivate();
        WriteBackward();
        if (_plan.Straight is { } straight)
            new DenseStraightEmitter(_writer, _plan, straight).Write();
        WriteForwardRows();
        WriteBackwardRows();
        foreach (LayerPlan layer in _plan.Layers)
            _layers[layer.Number - 1].WriteKernels(_writer, _plan.Graph.ProducerOf(layer.Node.Input) is { } below ? _layers[below.Number - 1].Gradient : "∂L/∂x");
    }

    private void WriteForward()
    {
        _writer.Line($"{_attributes}public static void Forward(ref {_type} parameters, ReadOnlySpan<{_type}> input, Span<{_type}> output)");
        using (_writer.Open())
        {
            _writer.Line($"SpanArguments.RequireForward(input, {_plan.Inputs}, output, {_plan.Outputs});");
            if (_plan.Straight is not null)
            {
                WriteDispatch("", "ForwardOne", ["TBlock"], "ref MemoryMarshal.GetReference(input), ref parameters, ref MemoryMarshal.GetReference(output)");
                return;
            }

            WriteBuffer(_plan.Forward.Memory, "output", rows: null);
            _writer.Line($"ForwardRows(input, ref parameters, output, ref scratch, rows: 1, capacity: 1, last: {_plan.Layers.Count});");
        }
    }

    private void WriteForwardBatch()
    {
        BufferPlan buffer = _plan.Forward.Memory;
        _writer.Line();
        _writer.Line($"{_attributes}public static void ForwardBatch(ref {_type} parameters, ReadOnlySpan<{_type}> inputs, Span<{_type}> outputs)");
        using (_writer.Open())
        {
            _writer.Line($"int rows = SpanArguments.RequireForwardBatch(inputs, {_plan.Inputs}, outputs, {_plan.Outputs});");
            _writer.Line($"int chunk = Math.Min(rows, {buffer.ChunkRows});");
            WriteBuffer(buffer, "outputs", rows: "chunk");
            static string First(int width) => width == 1 ? "done" : $"({Words.Times("done", width)})";
            using (_writer.Open("for (int done = 0; done < rows; done += chunk)"))
            {
                _writer.Line($$"""
                    int count = Math.Min(chunk, rows - done);
                    ForwardRows(inputs[{{First(_plan.Inputs)}}..], ref parameters, outputs[{{First(_plan.Outputs)}}..], ref scratch, (nuint)count, (nuint)chunk, last: {{_plan.Layers.Count}});
                    """);
            }
        }
    }

    private void WriteActivate()
    {
        _writer.Line();
        _writer.Line($"{_attributes}public static void Activate(ref {_type} parameters, ReadOnlySpan<{_type}> input, int layer, Span<{_type}> activation)");
        using (_writer.Open())
        {
            string units = _plan.Layers.Count == 1 ? $"{_plan.Outputs}"
                : $"layer switch {{ {string.Concat(_plan.Layers.Take(_plan.Layers.Count - 1).Select(layer => $"{layer.Number} => {layer.Units}, "))}_ => {_plan.Outputs} }}";
            _writer.Line($"SpanArguments.RequireActivate(input, {_plan.Inputs}, layer, {_plan.Layers.Count}, activation, {units});");
            WriteBuffer(_plan.Forward.Memory, "activation", rows: null);
            _writer.Line("ForwardRows(input, ref parameters, activation, ref scratch, rows: 1, capacity: 1, last: layer);");
        }
    }

    private void WriteBackward()
    {
        BufferPlan buffer = _plan.Backward.Memory;
        _writer.Line();
        _writer.Line($"{_attributes}public static {_type} Backward<TLoss>(Span<{_type}> parameters, ReadOnlySpan<{_type}> input, ReadOnlySpan<{_type}> target, Span<{_type}> gradient)");
        _writer.Line($"    where TLoss : struct, ILoss<{_type}>");
        using (_writer.Open())
        {
            _writer.Line($"SpanArguments.RequireBackward(parameters, input, {_plan.Inputs}, target, {_plan.Outputs}, gradient);");
            WriteBuffer(buffer, null, rows: null);
            _writer.Line($"return ({_type})BackwardRows<TLoss>(input, new(target), parameters, gradient, inputGradient: default, ref scratch, rows: 1, capacity: 1);");
        }

        _writer.Line();
        _writer.Line($"{_attributes}public static double BackwardPart<TLoss>(Span<{_type}> parameters, ReadOnlySpan<{_type}> inputs, ReadOnlySpan<{_type}> targets, ReadOnlySpan<{_type}> weights, int batchRows, Span<{_type}> gradient)");
        _writer.Line($"    where TLoss : struct, ILoss<{_type}>");
        using (_writer.Open())
        {
            _writer.Line($"int rows = SpanArguments.RequireBackwardPart(parameters, inputs, {_plan.Inputs}, targets, {_plan.Outputs}, weights, batchRows, {buffer.ChunkRows}, gradient);");
            _writer.Line("int capacity = (rows + 15) / 16 * 16; // buffers end with a cache line");
            WriteBuffer(buffer, null, rows: "capacity");
            _writer.Line($"return BackwardRows<TLoss>(inputs, new(targets, weights, batchRows), parameters, gradient, inputGradient: default, ref scratch, (nuint)rows, (nuint)capacity);");
        }

        _writer.Line();
        _writer.Line($"{_attributes}public static void Backward(Span<{_type}> parameters, ReadOnlySpan<{_type}> input, ReadOnlySpan<{_type}> outputGradient, Span<{_type}> gradient, Span<{_type}> inputGradient)");
        using (_writer.Open())
        {
            _writer.Line($"SpanArguments.RequireUpstream(parameters, input, {_plan.Inputs}, outputGradient, {_plan.Outputs}, gradient, inputGradient);");
            WriteBuffer(_plan.Backward.InputGradientMemory, null, rows: null);
            _writer.Line("BackwardRows<UpstreamGradient>(input, new(outputGradient), parameters, gradient, inputGradient, ref scratch, rows: 1, capacity: 1);");
        }
    }

    /// <summary>Declares <c>scratch</c>: on the stack, in the thread's scratch memory, or, where none is needed, some reference.</summary>
    private void WriteBuffer(BufferPlan buffer, string? anything, string? rows)
    {
        _writer.Line();
        string length = rows is null ? Words.Number(buffer.Length(1)) : $"{rows} * {buffer.RowLength} + {buffer.FixedLength}";
        if (buffer.RowLength == 0)
        {
            _writer.Line("// A single layer needs no buffer.");
            _writer.Line($"ref {_type} scratch = ref MemoryMarshal.GetReference({anything});");
        }
        else if (rows is null ? buffer.RowOnStack : buffer.ChunkOnStack)
        {
            _writer.Line($"Span<{_type}> stack = stackalloc {_type}[{length}];");
            _writer.Line($"ref {_type} scratch = ref SpanArguments.StartOfCacheLine(stack);");
        }
        else
        {
            _writer.Line($"using var memory = ThreadScratch<{_type}>.Rent({length});");
            _writer.Line($"ref {_type} scratch = ref memory.Reference;");
        }

        _writer.Line();
    }

    private void WriteForwardRows()
    {
        _writer.Line();
        _writer.Line("/// <summary>The forward pass of some rows up to layer <paramref name=\"last\"/>, for the registers at hand.</summary>");
        _writer.Line($"private static void ForwardRows(ReadOnlySpan<{_type}> inputs, ref {_type} parameters, Span<{_type}> outputs, ref {_type} scratch, nuint rows, nuint capacity, int last)");
        using (_writer.Open())
            WriteDispatch("", "ForwardRows", ["TVector", "TBlock"], "inputs, ref parameters, outputs, ref scratch, rows, capacity, last");

        _writer.Line();
        _writer.Line($"private static void ForwardRows<TVector, TBlock>(ReadOnlySpan<{_type}> inputs, ref {_type} parameters, Span<{_type}> outputs, ref {_type} scratch, nuint rows, nuint capacity, int last)");
        WriteConstraints();
        using (_writer.Open())
        {
            _writer.Line($"ref {_type} input = ref MemoryMarshal.GetReference(inputs);");
            _writer.Line($"ref {_type} output = ref MemoryMarshal.GetReference(outputs);");
            if (_plan.Forward.Buffers.Count > 1)
                _writer.Line("// The layers alternate between two buffers.");
            WriteBuffers(_plan.Forward.Buffers);
            foreach (Step step in _plan.Forward.Steps)
                WriteStep(step);
        }
    }

    private void WriteBackwardRows()
    {
        string parameters = $"ReadOnlySpan<{_type}> inputs, LossTargets<{_type}> targets, Span<{_type}> w, Span<{_type}> gradients, Span<{_type}> inputGradient, ref {_type} scratch, nuint rows, nuint capacity";
        _writer.Line();
        _writer.Line($$"""
            /// <summary>
            /// Forward and backward pass of some rows, for the registers at hand. Adds the gradient of their losses, scaled and weighted,
            /// writes the gradient of the inputs where that is asked for, and returns the sum of the losses.
            /// </summary>
            """);
        _writer.Line($"private static double BackwardRows<TLoss>({parameters})");
        _writer.Line($"    where TLoss : struct, ILoss<{_type}>");
        using (_writer.Open())
            WriteDispatch("return ", "BackwardRows", ["TVector", "TBlock", "TLoss"], "inputs, targets, w, gradients, inputGradient, ref scratch, rows, capacity");

        _writer.Line();
        _writer.Line($"private static double BackwardRows<TVector, TBlock, TLoss>({parameters})");
        WriteConstraints(loss: true);
        using (_writer.Open())
        {
            foreach ((string name, string span) in new[] { ("input", "inputs"), ("parameters", "w"), ("gradient", "gradients") })
                _writer.Line($"ref {_type} {name} = ref MemoryMarshal.GetReference({span});");
            WriteBuffers(_plan.Backward.Buffers);
            if (_plan.Backward.Workspace is { } workspace)
            {
                _writer.Line($"ref {_type} spare = ref Unsafe.Add(ref scratch, capacity * {workspace.RowOffset} + {workspace.FixedOffset});");
                _writer.Line($"ref {_type} packed = {Words.At("spare", workspace.SpareLength)};");
            }

            _writer.Line();
            _writer.Line("// Forward, keeping every activation.");
            foreach (Step step in _plan.Backward.Forward)
                WriteStep(step);

            WriteLoss(_plan.Backward.Loss);

            _writer.Line();
            _writer.Line("// Backward, from the last layer to the first.");
            foreach (Step step in _plan.Backward.Backward)
                WriteStep(step);
            using (_writer.Open("if (!inputGradient.IsEmpty)"))
            {
                string inputDelta = _plan.Backward.Workspace?.InputDeltaOffset is { } offset ? Words.At("packed", offset) : "ref MemoryMarshal.GetReference(inputGradient)";
                _writer.Line($"ref {_type} inputDelta = {inputDelta};");
                foreach (Step step in _plan.Backward.InputGradient)
                    WriteStep(step);
            }

            _writer.Line();
            _writer.Line("return loss;");
        }
    }

    private void WriteBuffers(IEnumerable<PlacedBuffer> buffers)
    {
        foreach (PlacedBuffer buffer in buffers)
        {
            string rows = buffer.RowOffset == 0 && buffer.FixedOffset == 0 ? "0" : $"capacity * {buffer.RowOffset}";
            _writer.Line($"ref {_type} {Words.Name(buffer.Place)} = {Words.At("scratch", buffer.FixedOffset == 0 ? rows : $"{rows} + {buffer.FixedOffset}")};");
        }
    }

    private void WriteStep(Step step)
    {
        switch (step)
        {
            case ForwardStep forward:
                _writer.Line(_layers[forward.Layer - 1].ForwardCall(forward));
                break;
            case ParameterGradientStep parameters:
                _writer.Line(_layers[parameters.Layer - 1].ParameterGradientCall(parameters));
                break;
            case InputGradientStep inputs:
                _writer.Line(_layers[inputs.Layer - 1].InputGradientCall(inputs));
                break;
            case CopyStep copy:
                WriteCopy(copy);
                break;
            case ExitStep exit:
                using (_writer.Open($"if (last == {exit.Layer})"))
                {
                    WriteCopy(new CopyStep(exit.Value, new Place(PlaceRole.Output), exit.Width));
                    _writer.Line("return;");
                }

                _writer.Line();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "A step without words.");
        }
    }

    private void WriteCopy(CopyStep copy)
    {
        string to = copy.To.Role == PlaceRole.InputGradient ? "MemoryMarshal.GetReference(inputGradient)" : Words.Name(copy.To);
        _writer.Line($"Tiles.Copy(ref {Words.Name(copy.From)}, ref {to}, {Words.Times("rows", copy.Width)});");
    }

    private void WriteLoss(LossStep step)
    {
        string activation = Words.Name(step.Output), delta = Words.Name(step.Delta);
        _writer.Line();
        _writer.Line(step.Derivative is null ? "// The loss and its gradient."
            : $"// The loss and its gradient; where the derivative of the loss and that of {step.Derivative.Activation} cancel, in one step.");
        if (step.Derivative is not null)
            _writer.Line($"bool matched = TLoss.Matches(Activation.{step.Derivative.Activation});");
        _writer.Line($"double loss = LossRows.Evaluate<TLoss, {_type}>(ref {activation}, targets, ref {delta}, rows, columns: {step.Width}, "
            + $"{(step.Derivative is null ? "matched: false" : "matched")});");
        if (step.Derivative is not null)
            _writer.Line($"if (!matched)\n    {LayerEmitter.Multiply(step.Derivative, delta, Words.Name(step.Source), _type)}");
    }

    /// <summary>Writes the choice of registers: a test of constants, of which the JIT keeps one branch.</summary>
    private void WriteDispatch(string give, string name, string[] registers, string arguments)
    {
        string Call(string vector, string block) => $"{give}{name}<{string.Join(", ", registers.Select(register => register switch
        {
            "TVector" => vector,
            "TBlock" => block,
            _ => register,
        }))}>({arguments});";
        // What returns needs no else.
        (string otherwise, string last) = give == "return " ? ("", "") : ("else ", "else\n    ");
        _writer.Line($$"""
            if (Vector512.IsHardwareAccelerated)
                {{Call($"Simd512<{_type}>", $"Simd512<{_type}>")}}
            {{otherwise}}if (Vector256.IsHardwareAccelerated)
                {{Call($"Simd256<{_type}>", $"Pair<Simd256<{_type}>, {_type}>")}}
            {{last}}{{Call($"Simd128<{_type}>", $"Pair<Pair<Simd128<{_type}>, {_type}>, {_type}>")}}
            """);
    }

    private void WriteConstraints(bool loss = false)
    {
        _writer.Line($"    where TVector : struct, ISimdBlock<TVector, {_type}>");
        _writer.Line($"    where TBlock : struct, ISimdBlock<TBlock, {_type}>");
        if (loss)
            _writer.Line($"    where TLoss : struct, ILoss<{_type}>");
    }
}
