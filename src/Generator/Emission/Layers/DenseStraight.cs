using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Writes the forward pass of one sample through a tiny network: dense layers in straight-line code, nothing stored but the output.</summary>
internal sealed class DenseStraightEmitter(SourceWriter writer, NetworkPlan plan, StraightPlan straight)
{
    private readonly string _type = plan.Type();
    private readonly string _quarter = $"Simd128<{plan.Type()}>";
    private readonly LayerPlan[] _layers = [.. straight.Numbers.Select(number => plan.Layers[number - 1])];

    public void Write()
    {
        writer.Line();
        writer.Line(
            "/// <summary>The forward pass of one sample, in registers from the input to the output; "
            + "each sum in the same order as in the layers below.</summary>");
        writer.Line("[MethodImpl(Tiles.LayerMethod)]");
        writer.Line($"private static void ForwardOne<TBlock>(ref {_type} input, ref {_type} parameters, ref {_type} output)");
        writer.Line($"    where TBlock : struct, ISimdBlock<TBlock, {_type}>");
        using (writer.Open())
        {
            for (int i = 0; i < _layers.Length; i++)
            {
                LayerPlan layer = _layers[i];
                if (i > 0)
                    writer.Line();
                writer.Line(
                    $"// Layer {layer.Number}: {Words.Count(layer.Inputs, "input")}, {Words.Count(layer.Units, "unit")}, "
                    + $"{LayerEmitters.Of(plan, layer).Label}.");
                WriteLayer(layer, straight.Layers[i]);
            }

            WriteOutput(_layers[_layers.Length - 1], straight.Layers[_layers.Length - 1]);
        }
    }

    private void WriteLayer(LayerPlan layer, StraightLayer form)
    {
        if (form.Form == StraightForm.Dots)
        {
            WriteDots(layer, form.Registers);
            return;
        }

        string register = form.Form == StraightForm.Block ? "TBlock" : _quarter;
        int registers = form.Form == StraightForm.Block ? 1 : form.Registers;
        for (int r = 0; r < registers; r++)
            writer.Line($"{register} {Units(layer, r)} = {register}.Load({Parameter(layer.Parameters[1].Offset + r * plan.QuarterLaneCount)});");
        for (int input = 0; input < layer.Inputs; input++)
        {
            if (registers > 1)
                writer.Line($"{register} {Broadcast(layer, input)} = {register}.Create({Value(layer, input)});");
            for (int r = 0; r < registers; r++)
            {
                string x = registers > 1 ? Broadcast(layer, input) : $"{register}.Create({Value(layer, input)})";
                string weights = Parameter(layer.Parameters[0].Offset + input * layer.Units + r * plan.QuarterLaneCount);
                writer.Line($"{Units(layer, r)} = {register}.MultiplyAdd({x}, {register}.Load({weights}), {Units(layer, r)});");
            }
        }

        WriteActivation(layer, register, registers);
    }

    private void WriteDots(LayerPlan layer, int registers)
    {
        string inputs = layer == _layers[0] ? "inputs" : Units(Before(layer), 0);
        if (layer == _layers[0])
            writer.Line("TBlock inputs = TBlock.Load(ref input);");
        for (int unit = 0; unit < layer.Units; unit++)
        {
            string weights = Parameter(layer.Parameters[0].Offset + unit * layer.Inputs);
            writer.Line(
                $"{_type} {DotUnit(layer, unit)} = {_quarter}.Sum(TBlock.Fold(TBlock.MultiplyAdd({inputs}, TBlock.Load({weights}), TBlock.Zero)))"
                + $" + Unsafe.Add(ref parameters, {layer.Parameters[1].Offset + unit});");
        }

        for (int r = 0; r < registers; r++)
        {
            IEnumerable<string> lanes = Enumerable.Range(r * plan.QuarterLaneCount, plan.QuarterLaneCount)
                .Select(unit => unit < layer.Units ? DotUnit(layer, unit) : "0");
            writer.Line($"{_quarter} {Units(layer, r)} = new(Vector128.Create({string.Join(", ", lanes)}));");
        }

        WriteActivation(layer, _quarter, registers);
    }

    private void WriteActivation(LayerPlan layer, string register, int registers)
    {
        if (layer.Activation is Activation.Linear or Activation.Softmax)
            return;
        for (int r = 0; r < registers; r++)
            writer.Line($"{Units(layer, r)} = {layer.Activation}.Value<{register}, {_type}>({Units(layer, r)});");
    }

    private void WriteOutput(LayerPlan layer, StraightLayer form)
    {
        writer.Line();
        if (form.Form == StraightForm.Block)
        {
            writer.Line($"{Units(layer, 0)}.Store(ref output);");
        }
        else
        {
            for (int r = 0; r < form.Registers; r++)
            {
                int first = r * plan.QuarterLaneCount;
                if (first + plan.QuarterLaneCount <= layer.Units)
                {
                    writer.Line($"{Units(layer, r)}.Store({Words.At("output", first)});");
                    continue;
                }

                for (int unit = first; unit < layer.Units; unit++)
                    writer.Line($"{(unit == 0 ? "output" : $"Unsafe.Add(ref output, {unit})")} = {Units(layer, r)}.Value.GetElement({unit - first});");
            }
        }

        if (layer.Activation == Activation.Softmax)
            writer.Line($"SoftmaxFunction.Apply<{_type}>(ref output, ref output, 1, {layer.Units});");
    }

    /// <summary>The scalar that input <paramref name="input"/> of a layer is.</summary>
    private string Value(LayerPlan layer, int input) => layer == _layers[0]
        ? input == 0 ? "input" : $"Unsafe.Add(ref input, {input})"
        : $"{Units(Before(layer), input / plan.QuarterLaneCount)}.Value.GetElement({input % plan.QuarterLaneCount})";

    private string Units(LayerPlan layer, int register)
    {
        string name = layer == _layers[_layers.Length - 1] ? "y" : $"hidden{layer.Number}";
        return straight.Layers[IndexOf(layer)].Registers == 1 || layer.Units == plan.LaneCount ? name : $"{name}Part{register}";
    }

    private LayerPlan Before(LayerPlan layer) => _layers[IndexOf(layer) - 1];

    private int IndexOf(LayerPlan layer) => System.Array.FindIndex(_layers, other => other.Number == layer.Number);

    private static string DotUnit(LayerPlan layer, int unit) => $"layer{layer.Number}Unit{unit}";

    private static string Broadcast(LayerPlan layer, int input) => $"x{layer.Number}Input{input}";

    private static string Parameter(int offset) => Words.At("parameters", offset);
}
