using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Writes the passes over all layers: the buffers, then a statement or two for each step of the plan.</summary>
internal sealed class PassesEmitter(SourceWriter writer, NetworkPlan plan, LayerEmitter[] layers)
{
    private readonly string _type = plan.Type();

    /// <summary>What the passes of a streaming network take besides: states, and how many of the rows are steps of one sequence.</summary>
    private readonly string _parameters = plan.Graph.IsStreaming ? $", ReadOnlySpan<NetworkState<{plan.Type()}>> states, nuint steps" : "";
    private readonly string _arguments = plan.Graph.IsStreaming ? ", states, steps" : "";

    public void Write()
    {
        WriteForwardRows();
        WriteBackwardRows();
    }

    private void WriteForwardRows()
    {
        writer.Line();
        writer.Line("/// <summary>The forward pass of some rows up to layer <paramref name=\"last\"/>, for the registers at hand.</summary>");
        writer.Line(
            $"private static void ForwardRows(ReadOnlySpan<{_type}> inputs, ref {_type} parameters, Span<{_type}> outputs, "
            + $"ref {_type} scratch, nuint rows, nuint capacity, int last{_parameters})");
        using (writer.Open())
        {
            KernelsEmitter.WriteDispatch(
                writer, _type, "", "ForwardRows", ["TVector", "TBlock"], "inputs, ref parameters, outputs, ref scratch, rows, capacity, last" + _arguments);
        }

        writer.Line();
        writer.Line(
            $"private static void ForwardRows<TVector, TBlock>(ReadOnlySpan<{_type}> inputs, ref {_type} parameters, Span<{_type}> outputs, "
            + $"ref {_type} scratch, nuint rows, nuint capacity, int last{_parameters})");
        WriteConstraints();
        using (writer.Open())
        {
            writer.Line($"ref {_type} input = ref MemoryMarshal.GetReference(inputs);");
            writer.Line($"ref {_type} output = ref MemoryMarshal.GetReference(outputs);");
            if (plan.Forward.Buffers.Count > 1)
            {
                writer.Line(plan.Graph.IsChain && plan.Forward.Buffers.Count == 2
                    ? "// The layers alternate between two buffers."
                    : "// Values share buffers, one after the other.");
            }

            WriteBuffers(plan.Forward.Buffers);
            WriteMemory("packed", plan.Forward.Packed);
            foreach (Step step in plan.Forward.Steps)
                WriteStep(step);
        }
    }

    private void WriteBackwardRows()
    {
        string parameters = $"ReadOnlySpan<{_type}> inputs, LossTargets<{_type}> targets, Span<{_type}> w, Span<{_type}> gradients, "
            + $"Span<{_type}> inputGradient, ref {_type} scratch, nuint rows, nuint capacity{(plan.DependsOnStep ? ", DropoutStep step" : "")}{_parameters}";
        writer.Line();
        writer.Line($$"""
            /// <summary>
            /// Forward and backward pass of some rows, for the registers at hand. Adds the gradient of their losses, scaled and weighted,
            /// writes the gradient of the inputs where that is asked for, and returns the sum of the losses.
            /// </summary>
            """);
        writer.Line($"private static double BackwardRows<TLoss>({parameters})");
        writer.Line($"    where TLoss : struct, ILoss<{_type}>");
        using (writer.Open())
        {
            KernelsEmitter.WriteDispatch(
                writer, _type, "return ", "BackwardRows", ["TVector", "TBlock", "TLoss"],
                "inputs, targets, w, gradients, inputGradient, ref scratch, rows, capacity" + (plan.DependsOnStep ? ", step" : "") + _arguments);
        }

        writer.Line();
        writer.Line($"private static double BackwardRows<TVector, TBlock, TLoss>({parameters})");
        WriteConstraints(loss: true);
        using (writer.Open())
        {
            foreach ((string name, string span) in new[] { ("input", "inputs"), ("parameters", "w"), ("gradient", "gradients") })
                writer.Line($"ref {_type} {name} = ref MemoryMarshal.GetReference({span});");
            WriteBuffers(plan.Backward.Buffers);
            WriteMemory("spare", plan.Backward.Spare);
            WriteMemory("packed", plan.Backward.Packed);

            writer.Line();
            writer.Line("// Forward, keeping every activation.");
            foreach (Step step in plan.Backward.Forward)
                WriteStep(step);

            WriteLosses();

            writer.Line();
            writer.Line("// Backward, from the last layer to the first.");
            foreach (Step step in plan.Backward.Backward)
                WriteStep(step);
            writer.Line();
            writer.Line("return loss;");
        }
    }

    private void WriteBuffers(IEnumerable<PlacedBuffer> buffers)
    {
        foreach (PlacedBuffer buffer in buffers)
        {
            string rows = buffer.RowOffset == 0 && buffer.FixedOffset == 0 ? "0" : $"capacity * {buffer.RowOffset}";
            writer.Line($"ref {_type} {Words.Name(buffer.Place)} = {Words.At("scratch", buffer.FixedOffset == 0 ? rows : $"{rows} + {buffer.FixedOffset}")};");
        }
    }

    private void WriteMemory(string name, PlacedMemory? memory)
    {
        if (memory is null)
            return;
        string rows = memory.RowOffset == 0 ? $"{memory.FixedOffset}" : $"capacity * {memory.RowOffset} + {memory.FixedOffset}";
        writer.Line($"ref {_type} {name} = {Words.At("scratch", rows)};");
    }

    private void WriteStep(Step step)
    {
        switch (step)
        {
            case ForwardStep forward:
                writer.Line(layers[forward.Layer - 1].ForwardCall(forward));
                break;
            case ParameterGradientStep parameters:
                writer.Line(layers[parameters.Layer - 1].ParameterGradientCall(parameters));
                break;
            case InputGradientStep inputs:
                writer.Line(layers[inputs.Layer - 1].InputGradientCall(inputs));
                break;
            case CopyStep copy:
                WriteCopy(copy);
                break;
            case CopyColumnsStep columns:
                WriteCopyColumns(columns);
                break;
            case DerivativeStep derivative:
                writer.Line(LayerEmitter.Multiply(derivative.Derivative, Words.Name(derivative.Delta), Words.Name(derivative.Source), _type));
                break;
            case AddStep add:
                writer.Line($"Joins.Add(ref {Words.Name(add.Delta)}, ref {Words.Name(add.Contribution)}, {Words.Times("rows", add.Width)});");
                break;
            case LossStep loss:
                WriteLossOfOutput(loss);
                break;
            case InputGradientSteps inputs:
                WriteInputGradient(inputs);
                break;
            case ExitStep exit:
                using (writer.Open($"if (last == {exit.Layer})"))
                {
                    WriteCopy(new CopyStep(exit.Value, new Place(PlaceRole.Output), exit.Width));
                    writer.Line("return;");
                }

                writer.Line();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "A step without words.");
        }
    }

    private void WriteCopy(CopyStep copy)
    {
        string to = copy.To.Role == PlaceRole.InputGradient ? "MemoryMarshal.GetReference(inputGradient)" : Words.Name(copy.To);
        writer.Line($"Tiles.Copy(ref {Words.Name(copy.From)}, ref {to}, {Words.Times("rows", copy.Width)});");
    }

    private void WriteCopyColumns(CopyColumnsStep step)
    {
        string from = Words.At(Words.Name(step.From), step.FromColumn);
        string to = step.To.Role == PlaceRole.InputGradient ? "MemoryMarshal.GetReference(inputGradient)" : Words.Name(step.To);
        writer.Line($"Joins.CopyColumns({from}, {step.FromWidth}, {Words.At(to, step.ToColumn)}, {step.ToWidth}, rows, {step.Width});");
    }

    /// <summary>Steps that only the gradient of the inputs needs, and where the gradients of the inputs lie that they write.</summary>
    private void WriteInputGradient(InputGradientSteps steps)
    {
        using (writer.Open("if (!inputGradient.IsEmpty)"))
        {
            EquatableArray<PlacedBuffer> places = plan.Backward.InputDeltas;
            if (places.Count == 0 && steps.Steps.OfType<InputGradientStep>().Any(step => step.Below.Role == PlaceRole.InputDelta))
                writer.Line($"ref {_type} inputDelta = ref MemoryMarshal.GetReference(inputGradient);");
            foreach (PlacedBuffer place in places.Where(place => Uses(steps.Steps, place.Place)))
                WriteMemory(Words.Name(place.Place), new PlacedMemory(place.RowOffset, place.FixedOffset));
            foreach (Step step in steps.Steps)
                WriteStep(step);
        }
    }

    private static bool Uses(IEnumerable<Step> steps, Place place) => steps.Any(step => step switch
    {
        InputGradientStep gradient => gradient.Below == place,
        AddStep add => add.Delta == place,
        CopyStep copy => copy.From == place,
        CopyColumnsStep columns => columns.From == place,
        _ => false,
    });

    private void WriteLosses()
    {
        writer.Line();
        if (plan.Backward.Losses.Count == 1 && plan.Backward.Losses[0] is LossStep { Part: null } only)
        {
            WriteLoss(only);
            return;
        }

        writer.Line("// The loss of each output and its gradient; where the derivative of the loss and that of the output cancel, in one step.");
        writer.Line("double loss = 0.0;");
        foreach (Step step in plan.Backward.Losses)
            WriteStep(step);
    }

    private void WriteLossOfOutput(LossStep step)
    {
        string activation = Words.Name(step.Output), delta = Words.Name(step.Delta), index = Words.Number(step.Index);
        string matched = step.Derivative is null ? "matched: false" : $"matched{index}";
        if (step.Derivative is not null)
            writer.Line($"bool matched{index} = LossRows.Matches<TLoss, {_type}>(output: {index}, Activation.{step.Derivative.Activation});");
        TargetPart part = step.Part!;
        writer.Line(
            $"loss += LossRows.EvaluateOutput<TLoss, {_type}>(\n"
            + $"    output: {index}, ref {activation}, targets, rowWidth: {part.RowWidth}, column: {part.Column}, "
            + $"ref {Words.Name(part.Target)}, ref {delta}, rows, positions: {step.Positions}, features: {step.Width}, {matched});");
        if (step.Derivative is not null)
            writer.Line($"if (!matched{index})\n    {LayerEmitter.Multiply(step.Derivative, delta, Words.Name(step.Source), _type)}");
    }

    private void WriteLoss(LossStep step)
    {
        string activation = Words.Name(step.Output), delta = Words.Name(step.Delta);
        writer.Line(step.Derivative is null ? "// The loss and its gradient."
            : $"// The loss and its gradient; where the derivative of the loss and that of {step.Derivative.Activation} cancel, in one step.");
        if (step.Derivative is not null)
            writer.Line($"bool matched = TLoss.Matches(Activation.{step.Derivative.Activation});");
        writer.Line($"double loss = LossRows.Evaluate<TLoss, {_type}>(ref {activation}, targets, ref {delta}, rows, columns: {step.Width}, "
            + $"{(step.Derivative is null ? "matched: false" : "matched")});");
        if (step.Derivative is not null)
            writer.Line($"if (!matched)\n    {LayerEmitter.Multiply(step.Derivative, delta, Words.Name(step.Source), _type)}");
    }

    private void WriteConstraints(bool loss = false)
    {
        writer.Line($"    where TVector : struct, ISimdBlock<TVector, {_type}>");
        writer.Line($"    where TBlock : struct, ISimdBlock<TBlock, {_type}>");
        if (loss)
            writer.Line($"    where TLoss : struct, ILoss<{_type}>");
    }
}
