using Generated.Generator.Declaration;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words a dense layer: forward, the gradient of its parameters, and the gradient of its inputs.</summary>
internal sealed class DenseEmitter : LayerEmitter
{
    private readonly DensePlan _layer;
    private readonly int _lanes;

    /// <summary>The type parameter of the forward kernel: a register of units, or a block of inputs.</summary>
    private readonly string _forwardRegister;

    public DenseEmitter(NetworkPlan network, DensePlan layer)
        : base(network, layer) => (_layer, _lanes, _forwardRegister) = (layer, network.LaneCount, layer.ForwardDots is null ? "TVector" : "TBlock");

    public override string Plan
    {
        get
        {
            if (_layer.ForwardDots is { } dots)
            {
                return $"few units of many inputs: lanes hold inputs. A unit is a dot product, summed in {_lanes} interleaved parts "
                    + $"that are folded in halves; {dots.Wide.Rows} × {dots.Wide.Vectors} sums in 32 registers.";
            }

            ProductPlan product = _layer.Forward!;
            string parts = product.Wide.Parts == 1 ? "summed over the inputs in order"
                : $"summed in {product.Wide.Parts} interleaved parts (inputs i ≡ p mod {product.Wide.Parts}), "
                    + "enough chains to hide the latency of a multiply-add";
            string tile = $"{Words.Count(product.Wide.Rows, "row")} × {Words.Count(product.Wide.Vectors, "vector")}";
            return $"lanes hold units, {parts}; tiles of {tile} in 32 registers, {product.Narrow.Rows} × {product.Narrow.Vectors} in 16.";
        }
    }

    /// <summary>Whether some tile of the weight gradient goes by way of spare memory.</summary>
    private bool TakesSpare => _layer.SpareLength > 0;

    /// <summary>The rows of the product: all positions of all samples.</summary>
    private string Rows => Words.Times("rows", _layer.Positions);

    private bool TakesStrips => _layer.StripLength > 0;

    public override string ForwardCall(ForwardStep step) =>
        $"{Kernel("Forward")}<{_forwardRegister}>(ref {Words.Name(step.Input)}, ref parameters, {(TakesStrips ? "ref packed, " : "")}"
        + $"{(_layer.KeepsSums ? $"ref {Words.Name(step.Sums)}, " : "")}ref {Words.Name(step.Output)}, {Rows});";

    public override string ParameterGradientCall(ParameterGradientStep step) =>
        $"{Kernel("ParameterGradient")}<TVector>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Delta)}, "
        + $"ref gradient, {(TakesSpare ? "ref spare, " : "")}{Rows});";

    public override string InputGradientCall(InputGradientStep step) =>
        $"{Kernel("InputGradient")}<TVector>(ref {Words.Name(step.Delta)}, ref parameters, {(_layer.PacksWeights ? "ref packed, " : "")}"
        + $"{(_layer.Below is null ? "" : $"ref {Words.Name(step.Source)}, ")}ref {Words.Name(step.Below)}, {Rows});";

    public override void WriteKernels(SourceWriter writer, string gradient)
    {
        writer.Line();
        WriteForward(writer);
        writer.Line();
        WriteParameterGradient(writer);
        writer.Line();
        WriteInputGradient(writer, gradient);
    }

    private void WriteForward(SourceWriter writer)
    {
        string b = Words.Subscript(_layer.Number);
        string affine = _layer.HasBias ? $"x·W{b} + b{b}" : $"x·W{b}";
        string function = _layer.Activation == Activation.Linear ? affine : $"{_layer.Activation}({affine})";
        string order = _layer.ForwardDots is not null ? "Lanes hold inputs: each unit is the dot product of two contiguous rows." : "Lanes hold units.";
        string inputs = Words.Count(_layer.Inputs, "input"), units = Words.Count(_layer.Units, "unit");
        writer.Line($"/// <summary>Layer {_layer.Number}, forward: a = {function}, {inputs}, {units}. {order}</summary>");
        string sums = _layer.KeepsSums ? "sums" : "output";
        string packed = TakesStrips ? $"ref {Type} packed, " : "";
        string parameters = $"ref {Type} input, ref {Type} parameters, {packed}{(_layer.KeepsSums ? $"ref {Type} sums, " : "")}ref {Type} output, nuint rows";
        using (Method(writer, "Forward", _forwardRegister, parameters))
        {
            writer.Line($"ref {Type} weights = {Tensor("parameters", 0)};");
            if (_layer.HasBias)
                writer.Line($"ref {Type} bias = {Tensor("parameters", 1)};");
            string start = _layer.HasBias ? "bias" : $"Zeros<{Type}>.Reference";
            if (_layer.ForwardDots is { } dots)
            {
                ProductEmitter.Write(
                    writer, dots, Type,
                    $"ref input, ref weights, count: {_layer.Inputs}, ref {start}, ref {sums}, ref {sums}, rows, units: {_layer.Units}");
            }
            else
            {
                ProductEmitter.Write(
                    writer, _layer.Forward!, Type,
                    $"ref input, ref weights, count: {_layer.Inputs}, ref {start}, startStep: {(_layer.HasBias ? 1 : 0)}, ref {sums}, ref {sums}, "
                    + $"rows, columns: {_layer.Units}",
                    TakesStrips ? StripMethod.Copy : StripMethod.None);
            }

            switch (_layer.ActivationPlace)
            {
                case ActivationPlace.BehindTiles:
                    writer.Line();
                    writer.Line($"// {_layer.Activation}, while the sums are still in the nearest cache.");
                    writer.Line($"Elementwise.Apply<{_layer.Activation}, {Type}>(ref {sums}, ref output, {Words.Times("rows", _layer.Units)});");
                    break;
                case ActivationPlace.OnRows:
                    writer.Line();
                    writer.Line($"SoftmaxFunction.Apply<{Type}>(ref {sums}, ref output, rows, {_layer.Units});");
                    break;
            }
        }
    }

    private void WriteParameterGradient(SourceWriter writer)
    {
        bool byUnits = _layer.Order == WeightOrder.UnitsByInputs;
        string b = Words.Subscript(_layer.Number);
        string ofBias = _layer.HasBias ? $" and ∂L/∂b{b} = Σδ" : "";
        writer.Line($"/// <summary>Layer {_layer.Number}, backward: adds ∂L/∂W{b} = {(byUnits ? "δᵀ·x" : "xᵀ·δ")}{ofBias}.</summary>");
        string parameters = $"ref {Type} input, ref {Type} delta, ref {Type} gradient, {(TakesSpare ? $"ref {Type} spare, " : "")}nuint rows";
        using (Method(writer, "ParameterGradient", "TVector", parameters))
        {
            (string left, int leftWidth, string right, int columns) = byUnits
                ? ("delta", _layer.Units, "input", _layer.Inputs)
                : ("input", _layer.Inputs, "delta", _layer.Units);
            ProductEmitter.Write(
                writer, _layer.WeightGradient, Type, element => Words.At("gradient", _layer.Parameters[0].Offset + element),
                left, leftWidth, right, columns);
            if (!_layer.HasBias)
                return;
            writer.Line();
            writer.Line($"MatrixOperations.AddColumnSums<{Type}>(ref delta, rows, {_layer.Units}, {Tensor("gradient", 1)});");
        }
    }

    private void WriteInputGradient(SourceWriter writer, string gradient)
    {
        string b = Words.Subscript(_layer.Number);
        writer.Line($"/// <summary>Layer {_layer.Number}, backward: {gradient} = δ{b}·W{b}ᵀ{DerivativeBelow}.</summary>");
        string parameters = $"ref {Type} delta, ref {Type} parameters, {(_layer.PacksWeights ? $"ref {Type} packed, " : "")}"
            + $"{(_layer.Below is null ? "" : $"ref {Type} source, ")}ref {Type} below, nuint rows";
        using (Method(writer, "InputGradient", "TVector", parameters))
        {
            string weights = "packed";
            bool inStrips = _layer.InputGradient.StripLength > 0 && _layer.PacksWeights;
            if (inStrips)
            {
                weights = "weights";
                writer.Line($"ref {Type} weights = {Tensor("parameters", 0)};");
            }
            else if (_layer.PacksWeights)
            {
                writer.Line("// The weights by units, so that lanes hold inputs.");
                writer.Line($"MatrixOperations.Transpose<{Type}>({Tensor("parameters", 0)}, {_layer.Inputs}, {_layer.Units}, ref packed);");
            }
            else
            {
                weights = "weights";
                writer.Line($"ref {Type} weights = {Tensor("parameters", 0)};");
            }

            string source = _layer.Below is null ? "below" : "source";
            ProductEmitter.Write(
                writer, _layer.InputGradient, Type,
                $"ref delta, ref {weights}, count: {_layer.Units}, ref Zeros<{Type}>.Reference, startStep: 0, ref below, ref {source}, "
                + $"rows, columns: {_layer.Inputs}",
                inStrips ? StripMethod.Transpose : StripMethod.None);
            if (_layer.Below is { } below && _layer.InputGradient.Epilogue.Kind == EpilogueKind.Keep)
            {
                writer.Line();
                writer.Line(MultiplyPositions(below, "below", "source", Type));
            }
        }
    }

    private SourceWriter.Block Method(SourceWriter writer, string task, string register, string parameters)
    {
        // Optimised at the first call: the profile of a tiered start makes the tiles' loops slower, not faster, and until
        // it is taken a call takes a hundred times as long.
        writer.Line("[MethodImpl(Tiles.LayerMethod)]");
        writer.Line($"private static void {Kernel(task)}<{register}>({parameters})");
        writer.Line($"    where {register} : struct, ISimdBlock<{register}, {Type}>");
        return writer.Open();
    }
}
