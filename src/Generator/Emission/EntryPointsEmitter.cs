using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Writes what the public members call: checks of the arguments, memory, and the pass.</summary>
internal sealed class EntryPointsEmitter(SourceWriter writer, NetworkPlan plan)
{
    private readonly string _type = plan.Type();
    /// <summary>The parameters that have a gradient.</summary>
    private readonly string _trainable = plan.TrainableCount == plan.ParameterCount ? "parameters" : $"parameters[..{plan.TrainableCount}]";

    /// <summary>The parameter that says which step of a training it is, and how it is handed on; nothing where no layer depends on it.</summary>
    private readonly string _step = plan.DependsOnStep ? ", DropoutStep step" : "", _handStep = plan.DependsOnStep ? ", step" : "";

    /// <summary>The same where nothing is dropped.</summary>
    private readonly string _noStep = plan.DependsOnStep ? ", step: default" : "";

    /// <summary>What the passes of a streaming network take for samples: each is one step, from a state of zeros.</summary>
    private readonly string _oneStep = plan.Graph.IsStreaming ? ", states: default, steps: 1" : "";
    private readonly string _attributes = plan.Spec.AllowsUnsafe ? "[SkipLocalsInit]\n" : "";

    public void Write()
    {
        WriteForward();
        WriteForwardBatch();
        WriteActivate();
        WriteBackward();
        if (!plan.Graph.IsStreaming)
            return;
        WriteStep();
        WriteSequence();
        WriteStepBatch();
        WriteBackwardSequences();
    }

    private void WriteForward()
    {
        writer.Line($"{_attributes}public static void Forward(ref {_type} parameters, ReadOnlySpan<{_type}> input, Span<{_type}> output)");
        using (writer.Open())
        {
            writer.Line($"SpanArguments.RequireForward(input, {plan.Inputs}, output, {plan.Outputs});");
            if (plan.Straight is not null)
            {
                KernelsEmitter.WriteDispatch(
                    writer, _type, "", "ForwardOne", ["TBlock"],
                    "ref MemoryMarshal.GetReference(input), ref parameters, ref MemoryMarshal.GetReference(output)");
                return;
            }

            WriteBuffer(plan.Forward.Memory, "output", rows: null);
            writer.Line($"ForwardRows(input, ref parameters, output, ref scratch, rows: 1, capacity: 1, last: {plan.Forward.Last}{_oneStep});");
        }
    }

    private void WriteForwardBatch()
    {
        BufferPlan buffer = plan.Forward.Memory;
        writer.Line();
        writer.Line($"{_attributes}public static void ForwardBatch(ref {_type} parameters, ReadOnlySpan<{_type}> inputs, Span<{_type}> outputs)");
        using (writer.Open())
        {
            writer.Line($"int rows = SpanArguments.RequireForwardBatch(inputs, {plan.Inputs}, outputs, {plan.Outputs});");
            writer.Line($"int chunk = Math.Min(rows, {buffer.ChunkRows});");
            if (buffer.RowLength > 0)
                writer.Line("int capacity = (chunk + 15) / 16 * 16; // buffers end with a cache line");
            WriteBuffer(buffer, "outputs", rows: "capacity");
            string inputs = First(plan.Inputs), outputs = First(plan.Outputs), capacity = buffer.RowLength > 0 ? "capacity" : "chunk";
            using (writer.Open("for (int done = 0; done < rows; done += chunk)"))
            {
                writer.Line("int count = Math.Min(chunk, rows - done);");
                writer.Line(
                    $"ForwardRows(inputs[{inputs}..], ref parameters, outputs[{outputs}..], ref scratch, (nuint)count, (nuint){capacity}, "
                    + $"last: {plan.Forward.Last}{_oneStep});");
            }
        }
    }

    /// <summary>Where the first row of a chunk begins.</summary>
    private static string First(int width) => width == 1 ? "done" : $"({Words.Times("done", width)})";

    private void WriteActivate()
    {
        writer.Line();
        writer.Line($"{_attributes}public static void Activate(ref {_type} parameters, ReadOnlySpan<{_type}> input, int layer, Span<{_type}> activation)");
        using (writer.Open())
        {
            IEnumerable<string> arms = plan.Layers.Take(plan.Layers.Count - 1).Select(layer => $"{layer.Number} => {layer.Node.Units}, ");
            string units = plan.Layers.Count == 1 ? $"{plan.Outputs}"
                : $"layer switch {{ {string.Concat(arms)}_ => {plan.Layers[plan.Layers.Count - 1].Node.Units} }}";
            writer.Line($"SpanArguments.RequireActivate(input, {plan.Inputs}, layer, {plan.Layers.Count}, activation, {units});");
            WriteBuffer(plan.Forward.Memory, "activation", rows: null);
            writer.Line($"ForwardRows(input, ref parameters, activation, ref scratch, rows: 1, capacity: 1, last: layer{_oneStep});");
        }
    }

    private void WriteBackward()
    {
        BufferPlan buffer = plan.Backward.Memory;
        writer.Line();
        writer.Line(
            $"{_attributes}public static {_type} Backward<TLoss>(Span<{_type}> parameters, ReadOnlySpan<{_type}> input, "
            + $"ReadOnlySpan<{_type}> target, Span<{_type}> gradient{_step})");
        writer.Line($"    where TLoss : struct, ILoss<{_type}>");
        using (writer.Open())
        {
            writer.Line($"SpanArguments.RequireBackward({_trainable}, input, {plan.Inputs}, target, {plan.Outputs}, gradient);");
            WriteBuffer(buffer, null, rows: null);
            writer.Line(
                $"return ({_type})BackwardRows<TLoss>(input, new(target), parameters, gradient, "
                + $"inputGradient: default, ref scratch, rows: 1, capacity: 1{_handStep}{_oneStep});");
        }

        writer.Line();
        writer.Line(
            $"{_attributes}public static double BackwardPart<TLoss>(Span<{_type}> parameters, ReadOnlySpan<{_type}> inputs, "
            + $"ReadOnlySpan<{_type}> targets, ReadOnlySpan<{_type}> weights, int batchRows, Span<{_type}> gradient{_step})");
        writer.Line($"    where TLoss : struct, ILoss<{_type}>");
        using (writer.Open())
        {
            writer.Line(
                $"int rows = SpanArguments.RequireBackwardPart({_trainable}, inputs, {plan.Inputs}, targets, {plan.Outputs}, "
                + $"weights, batchRows, {buffer.ChunkRows}, gradient);");
            writer.Line("int capacity = (rows + 15) / 16 * 16; // buffers end with a cache line");
            WriteBuffer(buffer, null, rows: "capacity");
            writer.Line(
                "return BackwardRows<TLoss>(inputs, new(targets, weights, batchRows), parameters, gradient, "
                + $"inputGradient: default, ref scratch, (nuint)rows, (nuint)capacity{_handStep}{_oneStep});");
        }

        writer.Line();
        writer.Line(
            $"{_attributes}public static void Backward(Span<{_type}> parameters, ReadOnlySpan<{_type}> input, ReadOnlySpan<{_type}> outputGradient, "
            + $"Span<{_type}> gradient, Span<{_type}> inputGradient)");
        using (writer.Open())
        {
            writer.Line($"SpanArguments.RequireUpstream({_trainable}, input, {plan.Inputs}, outputGradient, {plan.Outputs}, gradient, inputGradient);");
            WriteBuffer(plan.Backward.InputGradientMemory, null, rows: null);
            writer.Line(
                "BackwardRows<UpstreamGradient>(input, new(outputGradient), parameters, gradient, inputGradient, ref scratch, "
                + $"rows: 1, capacity: 1{_noStep}{_oneStep});");
        }
    }

    private void WriteStep()
    {
        writer.Line();
        writer.Line(
            $"{_attributes}public static void Step(ref {_type} parameters, ReadOnlySpan<{_type}> input, NetworkState<{_type}> state, Span<{_type}> output)");
        using (writer.Open())
        {
            writer.Line($"SpanArguments.RequireForward(input, {plan.Inputs}, output, {plan.Outputs});");
            writer.Line("ArgumentNullException.ThrowIfNull(state);");
            writer.Line($"ReadOnlySpan<NetworkState<{_type}>> states = new(in state);");
            WriteBuffer(plan.Forward.Memory, "output", rows: null);
            writer.Line(
                $"ForwardRows(input, ref parameters, output, ref scratch, rows: 1, capacity: 1, last: {plan.Forward.Last}, states, steps: 1);");
            writer.Line("StateMemory.Advance(states, 1);");
        }
    }

    private void WriteSequence()
    {
        writer.Line();
        string parameters = $"ref {_type} parameters, ReadOnlySpan<{_type}> inputs, NetworkState<{_type}> state, Span<{_type}> outputs";
        writer.Line($"{_attributes}public static void Sequence({parameters})");
        using (writer.Open())
        {
            writer.Line($"int rows = SpanArguments.RequireForwardBatch(inputs, {plan.Inputs}, outputs, {plan.Outputs});");
            writer.Line("ArgumentNullException.ThrowIfNull(state);");
            writer.Line($"ReadOnlySpan<NetworkState<{_type}>> states = new(in state);");
            WriteChunks("states, steps: (nuint)count", "StateMemory.Advance(states, count);");
        }
    }

    private void WriteStepBatch()
    {
        writer.Line();
        string parameters = $"ref {_type} parameters, ReadOnlySpan<{_type}> inputs, ReadOnlySpan<NetworkState<{_type}>> states, Span<{_type}> outputs";
        writer.Line($"{_attributes}public static void StepBatch({parameters})");
        using (writer.Open())
        {
            writer.Line($"int rows = SpanArguments.RequireForwardBatch(inputs, {plan.Inputs}, outputs, {plan.Outputs});");
            writer.Line("StateMemory.RequireStates(states, rows);");
            WriteChunks("states.Slice(done, count), steps: 1", null);
            writer.Line();
            writer.Line("StateMemory.Advance(states, 1);");
        }
    }

    /// <summary>Takes rows by chunks, for the states of a streaming network.</summary>
    private void WriteChunks(string states, string? after)
    {
        BufferPlan buffer = plan.Forward.Memory;
        writer.Line($"int chunk = Math.Min(rows, {buffer.ChunkRows});");
        writer.Line("int capacity = (chunk + 15) / 16 * 16; // buffers end with a cache line");
        WriteBuffer(buffer, "outputs", rows: "capacity");
        using (writer.Open("for (int done = 0; done < rows; done += chunk)"))
        {
            writer.Line("int count = Math.Min(chunk, rows - done);");
            writer.Line(
                $"ForwardRows(\n    inputs[{First(plan.Inputs)}..], ref parameters, outputs[{First(plan.Outputs)}..], "
                + $"ref scratch, (nuint)count, (nuint)capacity, last: {plan.Forward.Last}, {states});");
            if (after is not null)
                writer.Line(after);
        }
    }

    private void WriteBackwardSequences()
    {
        BufferPlan buffer = plan.Backward.Memory;
        writer.Line();
        writer.Line(
            $"{_attributes}public static double BackwardSequencesPart<TLoss>(Span<{_type}> parameters, ReadOnlySpan<{_type}> inputs, "
            + $"ReadOnlySpan<{_type}> targets, ReadOnlySpan<{_type}> weights, ReadOnlySpan<NetworkState<{_type}>> states, int batchSteps, "
            + $"Span<{_type}> gradient)");
        writer.Line($"    where TLoss : struct, ILoss<{_type}>");
        using (writer.Open())
        {
            writer.Line(
                $"int rows = SpanArguments.RequireBackwardBatch({_trainable}, inputs, {plan.Inputs}, targets, {plan.Outputs}, weights, gradient);");
            writer.Line($"int steps = StateMemory.RequireSteps(states, rows, {buffer.RowLength}, {buffer.FixedLength});");
            writer.Line("int capacity = (rows + 15) / 16 * 16; // buffers end with a cache line");
            writer.Line($"using var memory = ThreadScratch<{_type}>.Rent(capacity * {buffer.RowLength} + {buffer.FixedLength});");
            writer.Line("double loss = BackwardRows<TLoss>(");
            writer.Line(
                "    inputs, new(targets, weights, batchSteps), parameters, gradient, inputGradient: default, ref memory.Reference, "
                + $"(nuint)rows, (nuint)capacity{_noStep}, states, (nuint)steps);");
            writer.Line("StateMemory.Advance(states, steps);");
            writer.Line("return loss;");
        }
    }

    /// <summary>Declares <c>scratch</c>: on the stack, in the thread's scratch memory, or, where none is needed, some reference.</summary>
    private void WriteBuffer(BufferPlan buffer, string? anything, string? rows)
    {
        writer.Line();
        int besides = buffer.FixedLength + (rows is null ? 0 : buffer.ChunkLength);
        string length = rows is null ? Words.Number(buffer.Length(1))
            : buffer.RowLength == 0 ? Words.Number(besides)
            : $"{rows} * {buffer.RowLength} + {besides}";
        if (buffer.RowLength == 0 && (rows is null || buffer.ChunkLength == 0))
        {
            writer.Line("// A single layer needs no buffer.");
            writer.Line($"ref {_type} scratch = ref MemoryMarshal.GetReference({anything});");
        }
        else if (rows is null ? buffer.RowOnStack : buffer.ChunkOnStack)
        {
            writer.Line($"Span<{_type}> stack = stackalloc {_type}[{length}];");
            writer.Line($"ref {_type} scratch = ref SpanArguments.StartOfCacheLine(stack);");
        }
        else
        {
            writer.Line($"using var memory = ThreadScratch<{_type}>.Rent({length});");
            writer.Line($"ref {_type} scratch = ref memory.Reference;");
        }

        writer.Line();
    }
}
