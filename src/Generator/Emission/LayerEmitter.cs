using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Writes the kernels of one layer: forward, the gradient of its parameters, and the gradient of its inputs.</summary>
internal sealed class LayerEmitter
{
    private readonly SourceWriter _writer;
    private readonly TileEmitter _tiles;
    private readonly NetworkPlan _network;
    private readonly string _type;

    public LayerEmitter(SourceWriter writer, TileEmitter tiles, NetworkPlan network)
    {
        (_writer, _tiles, _network, _type) = (writer, tiles, network, network.Type());
    }

    /// <summary>The call of a layer's forward kernel. <paramref name="sums"/> is where z goes, if it is kept.</summary>
    public static string ForwardCall(LayerPlan layer, string input, string sums, string output, string rows) =>
        $"Layer{layer.Number}Forward{Arguments(layer.Forward, layer.ForwardDots)}(ref {input}, ref parameters, "
        + $"{(layer.KeepsSums ? $"ref {sums}, " : "")}ref {output}, {rows});";

    public static string ParameterGradientCall(LayerPlan layer, string input, string sums, string output, string delta) => layer.Kind == LayerKind.RadialBasis
        ? $"Layer{layer.Number}ParameterGradient(ref {input}, ref parameters, ref {sums}, ref {output}, ref {delta}, ref gradient, rows);"
        : $"Layer{layer.Number}ParameterGradient{Arguments(layer.WeightGradient, null)}(ref {input}, ref {delta}, ref gradient, ref spare, rows);";

    /// <summary>The call that turns a layer's δ into that of the layer below. <paramref name="source"/> is what the derivative below is computed from.</summary>
    public static string InputGradientCall(LayerPlan layer, string input, string output, string delta, string source, string below) => layer.Kind == LayerKind.RadialBasis
        ? $"Layer{layer.Number}InputGradient(ref {input}, ref parameters, ref {output}, ref {delta}, ref {source}, ref {below}, rows);"
        : $"Layer{layer.Number}InputGradient{Arguments(layer.InputGradient, null)}(ref {delta}, ref parameters, ref packed, ref {source}, ref {below}, rows);";

    private static string Arguments(ProductPlan? product, DotPlan? dots) =>
        dots is not null ? "<TBlock>" : product is not null ? "<TVector>" : "";

    public void WriteForward(LayerPlan layer)
    {
        _writer.Line();
        string b = Words.Subscript(layer.Number);
        if (layer.Kind == LayerKind.RadialBasis)
        {
            _writer.Line($$"""
                /// <summary>Layer {{layer.Number}}, forward: hⱼ = exp(zⱼ) with zⱼ = −βⱼ‖x − cⱼ‖², {{layer.Inputs}} inputs, {{Words.Count(layer.Units, "centre")}}.</summary>
                private static void Layer{{layer.Number}}Forward(ref {{_type}} input, ref {{_type}} parameters, ref {{_type}} sums, ref {{_type}} output, nuint rows) =>
                    RadialBasisFunctions.Forward<{{_type}}>(
                        ref input, {{Words.At("parameters", layer.WeightsOffset)}}, {{Words.At("parameters", layer.BiasOffset)}}, ref sums, ref output, rows, {{layer.Inputs}}, {{layer.Units}});
                """);
            return;
        }

        string order = layer.ForwardDots is not null ? $"Lanes hold inputs: each unit is the dot product of two contiguous rows." : "Lanes hold units.";
        _writer.Line($"/// <summary>Layer {layer.Number}, forward: a = {layer.Activation}(x·W{b} + b{b}), {layer.Inputs} inputs, {Words.Count(layer.Units, "unit")}. {order}</summary>");
        string sums = layer.KeepsSums ? "sums" : "output";
        using (Method($"Layer{layer.Number}Forward", layer.Forward, layer.ForwardDots,
            $"ref {_type} input, ref {_type} parameters, {(layer.KeepsSums ? $"ref {_type} sums, " : "")}ref {_type} output, nuint rows"))
        {
            _writer.Line($"ref {_type} weights = {Words.At("parameters", layer.WeightsOffset)};");
            _writer.Line($"ref {_type} bias = {Words.At("parameters", layer.BiasOffset)};");
            string epilogue = layer.Traits.Forward == ActivationPlace.InRegister && layer.Activation != Activation.Linear ? $"Activate<{layer.Activation}>" : "Keep";
            if (layer.ForwardDots is { } dots)
            {
                WriteDots(dots, epilogue, layer.Inputs, $"ref input, ref weights, count: {layer.Inputs}, ref bias, ref {sums}, ref {sums}, rows, units: {layer.Units}");
            }
            else
            {
                WriteProduct(layer.Forward!, epilogue, layer.Inputs, $"ref input, ref weights, count: {layer.Inputs}, ref bias, startStep: 1, ref {sums}, ref {sums}, rows, columns: {layer.Units}");
            }

            switch (layer.Traits.Forward)
            {
                case ActivationPlace.BehindTiles:
                    _writer.Line();
                    _writer.Line($"// {layer.Activation}, while the sums are still in the nearest cache.");
                    _writer.Line($"Elementwise.Apply<{layer.Activation}, {_type}>(ref {sums}, ref output, {Words.Times("rows", layer.Units)});");
                    break;
                case ActivationPlace.OnRows:
                    _writer.Line();
                    _writer.Line($"SoftmaxFunction.Apply<{_type}>(ref {sums}, ref output, rows, {layer.Units});");
                    break;
            }
        }
    }

    public void WriteParameterGradient(LayerPlan layer)
    {
        _writer.Line();
        if (layer.Kind == LayerKind.RadialBasis)
        {
            _writer.Line($$"""
                /// <summary>Layer {{layer.Number}}, backward: adds ∂L/∂c and ∂L/∂ρ, given δ = ∂L/∂h.</summary>
                private static void Layer{{layer.Number}}ParameterGradient(
                    ref {{_type}} input, ref {{_type}} parameters, ref {{_type}} sums, ref {{_type}} output, ref {{_type}} delta, ref {{_type}} gradient, nuint rows) =>
                    RadialBasisFunctions.AddGradient<{{_type}}>(
                        ref input, {{Words.At("parameters", layer.WeightsOffset)}}, {{Words.At("parameters", layer.BiasOffset)}}, ref sums, ref output, ref delta,
                        {{Words.At("gradient", layer.WeightsOffset)}}, {{Words.At("gradient", layer.BiasOffset)}}, rows, {{layer.Inputs}}, {{layer.Units}});
                """);
            return;
        }

        bool byUnits = layer.Order == WeightOrder.UnitsByInputs;
        (int rows, int columns) = byUnits ? (layer.Units, layer.Inputs) : (layer.Inputs, layer.Units);
        _writer.Line($"/// <summary>Layer {layer.Number}, backward: adds ∂L/∂W{Words.Subscript(layer.Number)} = {(byUnits ? "δᵀ·x" : "xᵀ·δ")} and ∂L/∂b{Words.Subscript(layer.Number)} = Σδ.</summary>");
        using (Method($"Layer{layer.Number}ParameterGradient", layer.WeightGradient, null, $"ref {_type} input, ref {_type} delta, ref {_type} gradient, ref {_type} spare, nuint rows"))
        {
            (string left, int leftWidth, string right) = byUnits ? ("delta", layer.Units, "input") : ("input", layer.Inputs, "delta");
            WriteAddition(layer.WeightGradient!, layer.WeightsOffset, left, leftWidth, right, rows, columns);
            _writer.Line();
            _writer.Line($"MatrixOperations.AddColumnSums<{_type}>(ref delta, rows, {layer.Units}, {Words.At("gradient", layer.BiasOffset)});");
        }
    }

    public void WriteInputGradient(LayerPlan layer, LayerPlan? below)
    {
        _writer.Line();
        ActivationPlace place = below is { Kind: LayerKind.Dense } ? below.Traits.Backward : ActivationPlace.InRegister;
        string written = below is null ? "∂L/∂x" : below.Kind == LayerKind.RadialBasis ? "∂L/∂h" : $"δ{Words.Subscript(below.Number)}";
        string derivative = below is not { Kind: LayerKind.Dense } || below.Activation == Activation.Linear ? "" : $" ⊙ {below.Activation}′";
        _writer.Line($"/// <summary>Layer {layer.Number}, backward: {written} = {(layer.Kind == LayerKind.RadialBasis ? "−Σⱼ 2βⱼδⱼhⱼ(x − cⱼ)" : $"δ{Words.Subscript(layer.Number)}·W{Words.Subscript(layer.Number)}ᵀ")}{derivative}.</summary>");

        if (layer.Kind == LayerKind.RadialBasis)
        {
            using (_writer.Open($"private static void Layer{layer.Number}InputGradient(ref {_type} input, ref {_type} parameters, ref {_type} output, ref {_type} delta, ref {_type} source, ref {_type} below, nuint rows)"))
            {
                _writer.Line($"""
                    RadialBasisFunctions.InputGradient<{_type}>(
                        ref input, {Words.At("parameters", layer.WeightsOffset)}, {Words.At("parameters", layer.BiasOffset)}, ref output, ref delta, ref below, rows, {layer.Inputs}, {layer.Units});
                    """);
                if (derivative.Length > 0)
                    WriteDerivativeBehind(below!);
            }

            return;
        }

        string epilogue = place == ActivationPlace.InRegister && derivative.Length > 0 ? $"TimesDerivative<{below!.Activation}>" : "Keep";
        using (Method($"Layer{layer.Number}InputGradient", layer.InputGradient, null,
            $"ref {_type} delta, ref {_type} parameters, ref {_type} packed, ref {_type} source, ref {_type} below, nuint rows"))
        {
            string weights = "packed";
            if (layer.PacksWeights)
            {
                _writer.Line("// The weights by units, so that lanes hold inputs.");
                _writer.Line($"MatrixOperations.Transpose<{_type}>({Words.At("parameters", layer.WeightsOffset)}, {layer.Inputs}, {layer.Units}, ref packed);");
            }
            else
            {
                weights = "weights";
                _writer.Line($"ref {_type} weights = {Words.At("parameters", layer.WeightsOffset)};");
            }

            WriteProduct(layer.InputGradient!, epilogue, layer.Units, $"ref delta, ref {weights}, count: {layer.Units}, ref Zeros<{_type}>.Reference, startStep: 0, ref below, ref source, rows, columns: {layer.Inputs}");
            if (place != ActivationPlace.InRegister)
                WriteDerivativeBehind(below!);
        }
    }

    private void WriteDerivativeBehind(LayerPlan below)
    {
        _writer.Line();
        _writer.Line(below.Traits.Backward == ActivationPlace.OnRows
            ? $"SoftmaxFunction.ApplyDerivative<{_type}>(ref below, ref source, rows, {below.Units});"
            : $"Elementwise.ApplyDerivative<{below.Activation}, {_type}>(ref below, ref source, {Words.Times("rows", below.Units)});");
    }

    /// <summary>A product with any number of rows.</summary>
    private void WriteProduct(ProductPlan plan, string epilogue, int count, string arguments) => ForEachRegisterFile(plan, (tile, row, _) =>
        $"Tiles.Multiply<{_tiles.Product(tile, count)}, {_tiles.Product(row, count)}, TVector, {epilogue}, {_type}>(\n    {arguments});");

    /// <summary>A product that is added to the weight gradient: whole tiles, then one of exactly the rows left over.</summary>
    private void WriteAddition(ProductPlan plan, int offset, string left, int leftWidth, string right, int rows, int columns)
    {
        ForEachRegisterFile(plan, (tile, rest, lanes) =>
        {
            int whole = rows - rest.Rows;
            string statement = Add(tile, 0, whole, lanes);
            return rest.Rows == 0 ? statement : $"{statement}\n{Add(rest, whole, rest.Rows, lanes)}";
        });

        string Add(TileShape shape, int first, int count, int lanes)
        {
            bool inSpare = columns % (shape.Vectors * lanes) != 0;
            return $"Tiles.AddTransposed{(inSpare ? "InSpare" : "")}<{_tiles.Product(shape, count: null)}, TVector, {_type}>(\n"
                + $"    {Words.At(left, first)}, aColumns: {leftWidth}, ref {right}, count: rows, {Words.At("gradient", offset + first * columns)}, {(inSpare ? "ref spare, " : "")}rows: {count}, columns: {columns});";
        }
    }

    private void WriteDots(DotPlan plan, string epilogue, int count, string arguments)
    {
        void Call(TileShape tile, TileShape row) =>
            _writer.Line($"Tiles.Dots<{_tiles.Dots(tile, count)}, {_tiles.Dots(row, count)}, TBlock, {epilogue}, {_type}>(\n    {arguments});");
        using (_writer.Open($"if (typeof(TBlock) == typeof(Simd512<{_type}>))"))
            Call(plan.Wide, plan.WideRow);
        using (_writer.Open("else"))
            Call(plan.Narrow, plan.Narrow);
    }

    /// <summary>Writes what is done with 32 registers of 64 bytes and what with 16 registers, or, where that is the same, both at once.</summary>
    private void ForEachRegisterFile(ProductPlan plan, System.Func<TileShape, TileShape, int, string> statement)
    {
        string wide = statement(plan.Wide, plan.WideRow, _network.LaneCount), narrow = statement(plan.Narrow, plan.NarrowRow, _network.LaneCount / 2);
        if (wide == narrow)
        {
            _writer.Line(wide);
            return;
        }

        using (_writer.Open($"if (typeof(TVector) == typeof(Simd512<{_type}>))"))
        {
            _writer.Line("// 32 registers of 64 bytes.");
            _writer.Line(wide);
        }

        using (_writer.Open("else"))
        {
            _writer.Line("// 16 registers.");
            _writer.Line(narrow);
        }
    }

    private SourceWriter.Block Method(string name, ProductPlan? product, DotPlan? dots, string parameters)
    {
        // Optimised at the first call: the profile of a tiered start makes the tiles' loops slower, not faster, and until
        // it is taken a call takes a hundred times as long.
        _writer.Line("[MethodImpl(Tiles.LayerMethod)]");
        if (dots is not null)
        {
            _writer.Line($"private static void {name}<TBlock>({parameters})");
            _writer.Line($"    where TBlock : struct, ISimdBlock<TBlock, {_type}>");
            return _writer.Open();
        }

        if (product is null)
            return _writer.Open($"private static void {name}({parameters})");
        _writer.Line($"private static void {name}<TVector>({parameters})");
        _writer.Line($"    where TVector : struct, ISimdBlock<TVector, {_type}>");
        return _writer.Open();
    }
}
