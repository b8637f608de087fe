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
    private readonly IReadOnlyList<StraightForm>? _straight;

    private KernelsEmitter(SourceWriter writer, NetworkPlan plan)
    {
        (_writer, _plan, _type, _straight) = (writer, plan, plan.Type(), StraightPlan.Of(plan));
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
            var tiles = new TileEmitter(plan.Type());
            using (writer.Open($"file static class {ClassName(plan)}"))
                new KernelsEmitter(writer, plan).WriteBody(tiles);
            tiles.Write(writer);
        }
    }

    private void WriteBody(TileEmitter tiles)
    {
        WriteForward();
        WriteForwardBatch();
        WriteActivate();
        WriteBackward();
        if (_straight is not null)
            new StraightEmitter(_writer, _plan).Write(_straight);
        WriteForwardRows();
        WriteBackwardRows();

        var layers = new LayerEmitter(_writer, tiles, _plan);
        foreach (LayerPlan layer in _plan.Layers)
        {
            layers.WriteForward(layer);
            layers.WriteParameterGradient(layer);
            layers.WriteInputGradient(layer, layer.Number == 1 ? null : _plan.Layers[layer.Number - 2]);
        }
    }

    private void WriteForward()
    {
        _writer.Line($"{_attributes}public static void Forward(ref {_type} parameters, ReadOnlySpan<{_type}> input, Span<{_type}> output)");
        using (_writer.Open())
        {
            _writer.Line($"SpanArguments.RequireForward(input, {_plan.Inputs}, output, {_plan.Outputs});");
            if (_straight is not null)
            {
                WriteDispatch("", "ForwardOne", ["TBlock"], "ref MemoryMarshal.GetReference(input), ref parameters, ref MemoryMarshal.GetReference(output)");
                return;
            }

            WriteBuffer(_plan.ForwardBuffer, "output", rows: null);
            _writer.Line($"ForwardRows(input, ref parameters, output, ref scratch, rows: 1, capacity: 1, last: {_plan.Layers.Count});");
        }
    }

    private void WriteForwardBatch()
    {
        BufferPlan buffer = _plan.ForwardBuffer;
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
            WriteBuffer(_plan.ForwardBuffer, "activation", rows: null);
            _writer.Line("ForwardRows(input, ref parameters, activation, ref scratch, rows: 1, capacity: 1, last: layer);");
        }
    }

    private void WriteBackward()
    {
        BufferPlan buffer = _plan.BackwardBuffer;
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
            WriteBuffer(_plan.InputGradientBuffer, null, rows: null);
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
        else if (_plan.IsOnStack(buffer, rows is null ? 1 : buffer.ChunkRows))
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
            int count = _plan.Layers.Count;
            LayerPlan final = _plan.Layers[count - 1];
            bool finalInScratch = _plan.Overhangs(final.Units, final.Forward);
            (int odd, int even) = _plan.ForwardRow;
            if (odd > 0 && even > 0)
                _writer.Line("// The layers alternate between two buffers.");
            if (odd > 0)
                _writer.Line($"ref {_type} odd = ref scratch;");
            if (even > 0)
                _writer.Line($"ref {_type} even = {Words.At("scratch", odd == 0 ? "0" : $"capacity * {odd}")};");
            string below = "input";
            foreach (LayerPlan layer in _plan.Layers)
            {
                bool isFinal = layer.Number == count, inScratch = !isFinal || finalInScratch;
                string target = inScratch ? layer.Number % 2 == 1 ? "odd" : "even" : "output";
                _writer.Line(LayerEmitter.ForwardCall(layer, below, target, target, "rows"));
                if (isFinal && inScratch)
                {
                    _writer.Line($"Tiles.Copy(ref {target}, ref output, {Words.Times("rows", layer.Units)});");
                }
                else if (!isFinal)
                {
                    using (_writer.Open($"if (last == {layer.Number})"))
                    {
                        _writer.Line($"Tiles.Copy(ref {target}, ref output, {Words.Times("rows", layer.Units)});");
                        _writer.Line("return;");
                    }

                    _writer.Line();
                }

                below = target;
            }
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
            WriteScratchLayout();
            _writer.Line();
            _writer.Line("// Forward, keeping every activation.");
            foreach (LayerPlan layer in _plan.Layers)
                _writer.Line(LayerEmitter.ForwardCall(layer, Below(layer), $"sums{layer.Number}", $"activation{layer.Number}", "rows"));

            WriteLoss();

            _writer.Line();
            _writer.Line("// Backward, from the last layer to the first.");
            foreach (LayerPlan layer in _plan.Layers.Reverse())
            {
                string sums = $"sums{layer.Number}", activation = $"activation{layer.Number}", delta = Delta(layer.Number);
                _writer.Line(LayerEmitter.ParameterGradientCall(layer, Below(layer), sums, activation, delta));
                if (layer.Number > 1)
                {
                    LayerPlan below = _plan.Layers[layer.Number - 2];
                    string source = below.Kind == LayerKind.Dense && below.KeepsSums ? $"sums{below.Number}" : $"activation{below.Number}";
                    _writer.Line(LayerEmitter.InputGradientCall(layer, Below(layer), activation, delta, source, Delta(below.Number)));
                }
                else
                {
                    WriteGradientOfInputs(layer, activation, delta);
                }
            }

            _writer.Line("return loss;");
        }
    }

    private void WriteGradientOfInputs(LayerPlan first, string activation, string delta)
    {
        using (_writer.Open("if (!inputGradient.IsEmpty)"))
        {
            bool inScratch = _plan.Overhangs(_plan.Inputs, first.InputGradient);
            _writer.Line($"ref {_type} inputDelta = {(inScratch ? Words.At("packed", _plan.PackedLength(firstLayer: true)) : "ref MemoryMarshal.GetReference(inputGradient)")};");
            _writer.Line(LayerEmitter.InputGradientCall(first, "input", activation, delta, "input", "inputDelta"));
            if (inScratch)
                _writer.Line($"Tiles.Copy(ref inputDelta, ref MemoryMarshal.GetReference(inputGradient), {Words.Times("rows", _plan.Inputs)});");
        }

        _writer.Line();
    }

    private void WriteScratchLayout()
    {
        int rowOffset = 0, slack = 0;
        foreach ((string name, int row) in _plan.BackwardBuffers)
        {
            _writer.Line($"ref {_type} {name} = {Words.At("scratch", slack == 0 ? "0" : $"capacity * {rowOffset} + {slack}")};");
            rowOffset += row;
            slack += _plan.LaneCount;
        }

        if (_plan.Layers.Any(layer => layer.Kind == LayerKind.Dense))
        {
            _writer.Line($"ref {_type} spare = ref Unsafe.Add(ref scratch, capacity * {rowOffset} + {slack});");
            _writer.Line($"ref {_type} packed = {Words.At("spare", _plan.Padded(_plan.SpareLength))};");
        }
    }

    private void WriteLoss()
    {
        LayerPlan last = _plan.Layers[_plan.Layers.Count - 1];
        string activation = $"activation{last.Number}", delta = Delta(last.Number), source = last.Traits.DerivativeTakesInput ? $"sums{last.Number}" : activation;
        string? derivative = last.Activation switch
        {
            _ when last.Kind != LayerKind.Dense => null,
            Activation.Linear => null,
            Activation.Softmax => $"SoftmaxFunction.ApplyDerivative<{_type}>(ref {delta}, ref {activation}, rows, {last.Units});",
            _ => $"Elementwise.ApplyDerivative<{last.Activation}, {_type}>(ref {delta}, ref {source}, rows{(last.Units == 1 ? "" : $" * {last.Units}")});",
        };
        _writer.Line();
        _writer.Line(derivative is null ? "// The loss and its gradient." : $"// The loss and its gradient; where the derivative of the loss and that of {last.Activation} cancel, in one step.");
        if (derivative is not null)
            _writer.Line($"bool matched = TLoss.Matches(Activation.{last.Activation});");
        _writer.Line($"double loss = LossRows.Evaluate<TLoss, {_type}>(ref {activation}, targets, ref {delta}, rows, columns: {last.Units}, {(derivative is null ? "matched: false" : "matched")});");
        if (derivative is null)
            return;
        _writer.Line($"if (!matched)\n    {derivative}");
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

    private static string Below(LayerPlan layer) => layer.Number == 1 ? "input" : $"activation{layer.Number - 1}";

    private static string Delta(int layer) => layer % 2 == 1 ? "deltaOdd" : "deltaEven";
}
