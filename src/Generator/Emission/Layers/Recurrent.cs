using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words a recurrent layer: the products over all steps, and the loops over the steps.</summary>
internal sealed class RecurrentEmitter : LayerEmitter
{
    private readonly RecurrentPlan _layer;

    public RecurrentEmitter(NetworkPlan network, RecurrentPlan layer)
        : base(network, layer) => _layer = layer;

    public override string Label => _layer.Node.Spec.Label;

    public override string Plan => "what the inputs of all steps send to the gates is one product, what the last outputs send is one for each step; "
        + $"lanes hold the units of {Words.Count(_layer.GateWidth / _layer.Units, "gate")}. Weights' gradients are one product over all steps.";

    private string Cell => $"{_layer.Cell}Cell";

    private bool TakesSpare => _layer.SpareLength > 0;

    public override string ForwardCall(ForwardStep step) =>
        $"{Kernel("Forward")}<TVector>({(IsStreaming ? "states, " : "")}ref {Words.Name(step.Input)}, ref parameters, "
        + $"ref {Words.Name(step.Output)}, ref {Words.Name(step.Kept)}, {Sequences});";

    public override string ParameterGradientCall(ParameterGradientStep step) =>
        $"{Kernel("Back")}<TVector>(ref parameters, ref {Words.Name(step.Delta)}, ref {Words.Name(step.Kept)}, ref packed, {Sequences});\n"
        + $"{Kernel("ParameterGradient")}<TVector>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Kept)}, ref gradient, "
        + $"{(TakesSpare ? "ref spare, " : "")}{Words.Times("rows", _layer.Positions)});";

    public override string InputGradientCall(InputGradientStep step) =>
        $"{Kernel("InputGradient")}<TVector>(ref parameters, ref {Words.Name(step.Kept)}, ref packed, ref {Words.Name(step.Below)}, "
        + $"{Words.Times("rows", _layer.Positions)});";

    public override void WriteKernels(SourceWriter writer, string gradient)
    {
        WriteForward(writer);
        WriteProduct(
            writer, "Project", "what the inputs of all steps send to the gates, x·W + b", "input", "sums", _layer.Projection, _layer.Inputs, 0);
        WriteProduct(
            writer, "Recur", "what the last outputs send to the gates, h·U + c", "hidden", "sums", _layer.Recurrence, _layer.Units, 1);
        WriteBack(writer);
        WriteCarry(writer);
        WriteParameterGradient(writer);
        WriteInputGradient(writer, gradient);
    }

    private void WriteForward(SourceWriter writer)
    {
        writer.Line();
        string inputs = Words.Count(_layer.Inputs, "input"), units = Words.Count(_layer.Units, "unit");
        writer.Line($"/// <summary>Layer {_layer.Number}, forward: {_layer.Node.Spec.Kind}, {inputs}, {units}, step after step.</summary>");
        string parameters = $"{(IsStreaming ? $"ReadOnlySpan<NetworkState<{Type}>> states, " : "")}"
            + $"ref {Type} input, ref {Type} parameters, ref {Type} output, ref {Type} kept, nuint sequences, nuint steps";
        using (Method(writer, "Forward", parameters))
        {
            WritePlaces(writer);
            writer.Line($"{Kernel("Project")}<TVector>(ref input, ref parameters, ref gates, sequences * steps);");
            if (IsStreaming)
            {
                writer.Line($"StateMemory.Load(states, {StateOffset}, ref hidden, sequences, {_layer.Units});");
                if (_layer.HasCell)
                    writer.Line($"StateMemory.Load(states, {StateOffset + _layer.Units}, ref cell, sequences, {_layer.Units});");
            }
            else
            {
                WriteClear(writer);
            }

            using (writer.Open("for (nuint step = 0; step < steps; step++)"))
            {
                writer.Line($"{Kernel("Recur")}<TVector>(ref hidden, ref parameters, ref recurrent, sequences);");
                writer.Line($"Recurrence.Forward<{Cell}, {Type}>(\n    {Step("output")});");
            }

            if (!IsStreaming)
                return;
            writer.Line();
            writer.Line($"StateMemory.Store(states, {StateOffset}, ref hidden, {_layer.Units});");
            if (_layer.HasCell)
                writer.Line($"StateMemory.Store(states, {StateOffset + _layer.Units}, ref cell, {_layer.Units});");
        }
    }

    private void WriteBack(SourceWriter writer)
    {
        writer.Line();
        writer.Line($"/// <summary>Layer {_layer.Number}, backward through time: the gradients of the gates' sums replace the gates.</summary>");
        string parameters = $"ref {Type} parameters, ref {Type} delta, ref {Type} kept, ref {Type} packed, nuint sequences, nuint steps";
        using (Method(writer, "Back", parameters))
        {
            WritePlaces(writer);
            writer.Line("// The weights of the last outputs by gates, so that lanes hold outputs.");
            writer.Line($"MatrixOperations.Transpose<{Type}>({Tensor("parameters", 1)}, {_layer.Units}, {_layer.GateWidth}, ref packed);");
            WriteClear(writer);
            using (writer.Open("for (nuint step = steps; step-- > 0;)"))
            {
                writer.Line($"Recurrence.Backward<{Cell}, {Type}>(\n    {Step("delta")});");
                writer.Line($"{Kernel("Carry")}<TVector>(ref recurrent, ref packed, ref hidden, sequences);");
            }
        }
    }

    private void WriteCarry(SourceWriter writer)
    {
        writer.Line();
        writer.Line($"/// <summary>Layer {_layer.Number}, backward: what the gates hand down to the outputs of the step before, δ·Uᵀ.</summary>");
        using (Method(writer, "Carry", $"ref {Type} delta, ref {Type} weights, ref {Type} below, nuint rows"))
        {
            ProductEmitter.Write(
                writer, _layer.Carry, Type,
                $"ref delta, ref weights, count: {_layer.GateWidth}, ref Zeros<{Type}>.Reference, startStep: 0, ref below, ref below, "
                + $"rows, columns: {_layer.Units}");
        }
    }

    private void WriteParameterGradient(SourceWriter writer)
    {
        WriteAddition(writer, "InputWeights", "xᵀ·δ", 0, _layer.WeightGradient, "input", _layer.Inputs);
        WriteAddition(writer, "RecurrentWeights", "h₋₁ᵀ·δ", 1, _layer.RecurrentGradient, "history", _layer.HistoryWidth);
        writer.Line();
        writer.Line($"/// <summary>Layer {_layer.Number}, backward: adds the gradients of weights and biases, each one sum over all steps.</summary>");
        string parameters = $"ref {Type} input, ref {Type} kept, ref {Type} gradient, {(TakesSpare ? $"ref {Type} spare, " : "")}nuint rows";
        using (Method(writer, "ParameterGradient", parameters))
        {
            string spare = TakesSpare ? "ref spare, " : "";
            string recurrent = _layer.CandidateWidth == 0 ? "kept" : "candidates";
            writer.Line($"ref {Type} history = ref Unsafe.Add(ref kept, {Words.Times("rows", _layer.GateWidth)});");
            if (_layer.CandidateWidth > 0)
                writer.Line($"ref {Type} candidates = ref Unsafe.Add(ref kept, {Words.Times("rows", _layer.GateWidth + _layer.HistoryWidth)});");
            writer.Line($"{Kernel("InputWeights")}<TVector>(ref input, ref kept, ref gradient, {spare}rows);");
            writer.Line($"{Kernel("RecurrentWeights")}<TVector>(ref history, ref {recurrent}, ref gradient, {spare}rows);");
            writer.Line($"MatrixOperations.AddColumnSums<{Type}>(ref kept, rows, {_layer.GateWidth}, {Tensor("gradient", 2)});");
            writer.Line($"MatrixOperations.AddColumnSums<{Type}>(ref {recurrent}, rows, {_layer.GateWidth}, {Tensor("gradient", 3)});");
        }
    }

    private void WriteAddition(SourceWriter writer, string task, string formula, int tensor, AdditionPlan addition, string left, int leftWidth)
    {
        writer.Line();
        writer.Line($"/// <summary>Layer {_layer.Number}, backward: adds {formula}, over all steps of all sequences.</summary>");
        string parameters = $"ref {Type} {left}, ref {Type} delta, ref {Type} gradient, {(TakesSpare ? $"ref {Type} spare, " : "")}nuint rows";
        using (Method(writer, task, parameters))
        {
            ProductEmitter.Write(
                writer, addition, Type, element => Words.At("gradient", _layer.Parameters[tensor].Offset + element),
                left, leftWidth, "delta", _layer.GateWidth);
        }
    }

    private void WriteInputGradient(SourceWriter writer, string gradient)
    {
        writer.Line();
        string b = Words.Subscript(_layer.Number);
        writer.Line($"/// <summary>Layer {_layer.Number}, backward: {gradient} = δ{b}·W{b}ᵀ, of all steps.</summary>");
        using (Method(writer, "InputGradient", $"ref {Type} parameters, ref {Type} delta, ref {Type} packed, ref {Type} below, nuint rows"))
        {
            writer.Line("// The weights by gates, so that lanes hold inputs.");
            writer.Line($"MatrixOperations.Transpose<{Type}>({Tensor("parameters", 0)}, {_layer.Inputs}, {_layer.GateWidth}, ref packed);");
            ProductEmitter.Write(
                writer, _layer.InputGradient, Type,
                $"ref delta, ref packed, count: {_layer.GateWidth}, ref Zeros<{Type}>.Reference, startStep: 0, ref below, ref below, "
                + $"rows, columns: {_layer.Inputs}");
        }
    }

    private void WriteProduct(SourceWriter writer, string task, string summary, string from, string to, ProductPlan product, int count, int tensor)
    {
        writer.Line();
        writer.Line($"/// <summary>Layer {_layer.Number}, forward: {summary}. Lanes hold units.</summary>");
        using (Method(writer, task, $"ref {Type} {from}, ref {Type} parameters, ref {Type} {to}, nuint rows"))
        {
            writer.Line($"ref {Type} weights = {Tensor("parameters", tensor)};");
            writer.Line($"ref {Type} bias = {Tensor("parameters", tensor + 2)};");
            ProductEmitter.Write(
                writer, product, Type,
                $"ref {from}, ref weights, count: {count}, ref bias, startStep: 1, ref {to}, ref {to}, rows, columns: {_layer.GateWidth}");
        }
    }

    /// <summary>States of zeros, or no gradients from beyond the last step.</summary>
    private void WriteClear(SourceWriter writer)
    {
        writer.Line($"Joins.Clear(ref hidden, {Words.Times("sequences", _layer.Units)});");
        writer.Line($"Joins.Clear(ref cell, {Words.Times("sequences", _layer.Units)});");
    }

    /// <summary>Where things lie in the memory that is kept: of all steps first, then of one.</summary>
    private void WritePlaces(SourceWriter writer)
    {
        int history = _layer.GateWidth, candidates = history + _layer.HistoryWidth;
        writer.Line($"nuint all = {Words.Times("sequences * steps", _layer.StepLength)};");
        writer.Line($"ref {Type} gates = ref kept;");
        writer.Line($"ref {Type} history = ref Unsafe.Add(ref kept, {Words.Times("sequences * steps", history)});");
        writer.Line(_layer.CandidateWidth == 0
            ? $"ref {Type} candidates = ref kept; // none"
            : $"ref {Type} candidates = ref Unsafe.Add(ref kept, {Words.Times("sequences * steps", candidates)});");
        writer.Line($"ref {Type} hidden = ref Unsafe.Add(ref kept, all);");
        writer.Line($"ref {Type} recurrent = ref Unsafe.Add(ref hidden, {Words.Times("sequences", _layer.HiddenWidth)});");
        writer.Line($"ref {Type} cell = ref Unsafe.Add(ref recurrent, {Words.Times("sequences", _layer.RecurrentWidth)});");
    }

    /// <summary>The operands of one step.</summary>
    private string Step(string values)
    {
        string Of(string name, int width) => $"ref Unsafe.Add(ref {name}, {Words.Times("step", width)})";
        string candidates = _layer.CandidateWidth == 0 ? "ref candidates" : Of("candidates", _layer.CandidateWidth);
        return $"{Of("gates", _layer.GateWidth)}, ref recurrent, ref hidden, ref cell, {Of(values, _layer.Units)},\n"
            + $"    {Of("history", _layer.HistoryWidth)}, {candidates}, sequences, steps, {_layer.Units}";
    }

    private SourceWriter.Block Method(SourceWriter writer, string task, string parameters)
    {
        writer.Line("[MethodImpl(Tiles.LayerMethod)]");
        writer.Line($"private static void {Kernel(task)}<TVector>({parameters})");
        writer.Line($"    where TVector : struct, ISimdBlock<TVector, {Type}>");
        return writer.Open();
    }
}
