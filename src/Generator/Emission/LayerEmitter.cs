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
    private readonly ProductEmitter _products;
    private readonly string _type;

    public LayerEmitter(SourceWriter writer, TileEmitter tiles, NetworkPlan network)
    {
        (_writer, _tiles, _type) = (writer, tiles, network.Type());
        _products = new ProductEmitter(tiles, network);
    }

    /// <summary>Whether a weight gradient was written whose columns are not a multiple of a tile's width.</summary>
    public bool UsesSpare { get; private set; }

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
        : $"Layer{layer.Number}InputGradient{Arguments(layer.InputGradient, layer.InputGradientDots)}(ref {delta}, ref parameters, ref packed, ref {source}, ref {below}, rows);";

    private static string Arguments(ProductPlan? product, DotPlan? dots) =>
        dots is not null ? "<TBlock>" : product is { Lanes: LaneClass.Full } ? "<TVector>" : "";

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
                WriteDots(dots, layer.Units, layer.Inputs, "input", "weights", "bias", startStep: 1, sums, sums, epilogue);
            }
            else
            {
                _products.WriteAnyRows(_writer, new Product(layer.Forward!, layer.Units, $"{layer.Inputs}",
                    new Operand("input", $"{layer.Inputs}", "1"), new Operand("weights", "0", $"{layer.Units}"), Start.Bias, sums, sums, epilogue));
            }

            switch (layer.Traits.Forward)
            {
                case ActivationPlace.BehindTiles:
                    _writer.Line();
                    _writer.Line($"// {layer.Activation}, while the sums are still in the nearest cache.");
                    _writer.Line($"Elementwise.Apply<{layer.Activation}, {_type}>(ref {sums}, ref output, {Rows(layer.Units)});");
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
        _writer.Line($"/// <summary>Layer {layer.Number}, backward: adds ∂L/∂W{Words.Subscript(layer.Number)} = {(byUnits ? "δᵀ·x" : "xᵀ·δ")} and ∂L/∂b{Words.Subscript(layer.Number)} = Σδ, each sum over the rows in their order.</summary>");
        using (Method($"Layer{layer.Number}ParameterGradient", layer.WeightGradient, null, $"ref {_type} input, ref {_type} delta, ref {_type} gradient, ref {_type} spare, nuint rows"))
        {
            _writer.Line($"ref {_type} weightGradient = {Words.At("gradient", layer.WeightsOffset)};");
            (string left, int leftWidth, string right, int rightWidth) = byUnits ? ("delta", layer.Units, "input", layer.Inputs) : ("input", layer.Inputs, "delta", layer.Units);
            _products.WriteKnownRows(_writer, new Product(layer.WeightGradient!, columns, "rows",
                new Operand(left, "1", $"{leftWidth}"), new Operand(right, "0", $"{rightWidth}"), Start.C, "weightGradient", "weightGradient", "Keep"), rows);
            UsesSpare |= layer.WeightGradient!.Lanes != LaneClass.Scalar;
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
        using (Method($"Layer{layer.Number}InputGradient", layer.InputGradient, layer.InputGradientDots,
            $"ref {_type} delta, ref {_type} parameters, ref {_type} packed, ref {_type} source, ref {_type} below, nuint rows"))
        {
            if (layer.InputGradientDots is { } dots)
            {
                _writer.Line($"{_type} zero = 0;");
                WriteDots(dots, layer.Inputs, layer.Units, "delta", $"weights", "zero", startStep: 0, "below", "source", epilogue, $"ref {_type} weights = {Words.At("parameters", layer.WeightsOffset)};");
            }
            else
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

                _writer.Line($"ref {_type} zeros = ref Zeros<{_type}>.Reference;");
                _products.WriteAnyRows(_writer, new Product(layer.InputGradient!, layer.Inputs, $"{layer.Units}",
                    new Operand("delta", $"{layer.Units}", "1"), new Operand(weights, "0", $"{layer.Inputs}"), Start.Zero, "below", "source", epilogue));
            }

            if (place != ActivationPlace.InRegister)
                WriteDerivativeBehind(below!);
        }
    }

    private void WriteDerivativeBehind(LayerPlan below)
    {
        _writer.Line();
        _writer.Line(below.Traits.Backward == ActivationPlace.OnRows
            ? $"SoftmaxFunction.ApplyDerivative<{_type}>(ref below, ref source, rows, {below.Units});"
            : $"Elementwise.ApplyDerivative<{below.Activation}, {_type}>(ref below, ref source, {Rows(below.Units)});");
    }

    private void WriteDots(
        DotPlan plan, int units, int count, string a, string b, string start, int startStep, string c, string companion, string epilogue, string? declaration = null)
    {
        if (declaration is not null)
            _writer.Line(declaration);
        using (_writer.Open($"if (typeof(TBlock) == typeof(Simd512<{_type}>))"))
        {
            _writer.Line($"// 32 registers: {Words.Count(plan.Wide.Rows, "row")} by {Words.Count(plan.Wide.Vectors, "unit")}.");
            using (_writer.Open($"if (rows >= {plan.Wide.Rows})"))
            {
                using (_writer.Open($"for (nuint done = 0; done < rows; done += {plan.Wide.Rows})"))
                {
                    _writer.Line($"nuint row = Math.Min(done, rows - {plan.Wide.Rows});");
                    WriteUnits(plan.Wide);
                }
            }

            using (_writer.Open("else"))
            {
                using (_writer.Open("for (nuint row = 0; row < rows; row++)"))
                    WriteUnits(plan.WideRow);
            }
        }

        using (_writer.Open("else"))
        {
            using (_writer.Open("for (nuint row = 0; row < rows; row++)"))
                WriteUnits(plan.Narrow);
        }

        void WriteUnits(TileShape tile)
        {
            if (tile.Vectors == units)
            {
                WriteTile("0");
            }
            else if (units % tile.Vectors == 0)
            {
                using (_writer.Open($"for (nuint unit = 0; unit < {units}; unit += {tile.Vectors})"))
                    WriteTile("unit");
            }
            else
            {
                using (_writer.Open($"for (nuint next = 0; next < {units}; next += {tile.Vectors})"))
                {
                    _writer.Line($"nuint unit = Math.Min(next, {units - tile.Vectors});");
                    WriteTile("unit");
                }
            }

            void WriteTile(string unit)
            {
                string place = unit == "0" ? $"row * {units}" : $"row * {units} + {unit}";
                _writer.Line($"{_tiles.Dots(tile)}<TBlock, {epilogue}>(");
                _writer.Line($"    {Words.At(a, $"row * {count}")}, {count}, {Words.At(b, unit == "0" ? "0" : $"unit * {count}")}, {count}, {count},");
                _writer.Line($"    {(startStep == 0 ? $"ref {start}" : Words.At(start, unit))}, {startStep}, {Words.At(c, place)}, {units}, {Words.At(companion, place)});");
            }
        }
    }

    private SourceWriter.Block Method(string name, ProductPlan? product, DotPlan? dots, string parameters)
    {
        if (dots is not null)
        {
            _writer.Line($"private static void {name}<TBlock>({parameters})");
            _writer.Line($"    where TBlock : struct, ISimdBlock<TBlock, {_type}>");
            return _writer.Open();
        }

        if (product is not { Lanes: LaneClass.Full })
            return _writer.Open($"private static void {name}({parameters})");
        _writer.Line($"private static void {name}<TVector>({parameters})");
        _writer.Line($"    where TVector : struct, ISimd<TVector, {_type}>");
        return _writer.Open();
    }

    private static string Rows(int width) => width == 1 ? "rows" : $"rows * {width}";
}
