using System.Globalization;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words a gain and a shift for each feature.</summary>
internal sealed class ScaleEmitter(NetworkPlan network, ScalePlan layer) : RuntimeLayerEmitter(network, layer)
{
    public override string Plan => "lanes hold features; gradients are summed over the positions in order.";

    protected override string Forward(ForwardStep step, string to) =>
        $"ScaleAndShift.Forward<{Type}>(ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, {Tensor("parameters", 1)}, ref {to}, {Positions}, {Layer.Units});";

    protected override string ParameterGradient(ParameterGradientStep step) =>
        $"ScaleAndShift.AddGradient<{Type}>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Delta)}, {Tensor("gradient", 0)}, {Tensor("gradient", 1)}, {Positions}, {Layer.Units});";

    protected override string InputGradient(InputGradientStep step, string below) =>
        $"ScaleAndShift.InputGradient<{Type}>({Tensor("parameters", 0)}, ref {Words.Name(step.Delta)}, ref {below}, {Positions}, {Layer.Units});";
}

/// <summary>Words a normalisation by constants.</summary>
internal sealed class NormalizationEmitter(NetworkPlan network, NormalizationPlan layer) : RuntimeLayerEmitter(network, layer)
{
    private readonly string _clip = Literals.Of(layer.Clip, network.Type());

    public override string Plan => "lanes hold features; constants, which no training changes.";

    protected override string Forward(ForwardStep step, string to) =>
        $"Normalizing.Forward<{Type}>(ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, {Tensor("parameters", 1)}, ref {to}, {Positions}, {Layer.Units}, {_clip});";

    protected override string InputGradient(InputGradientStep step, string below) =>
        $"Normalizing.InputGradient<{Type}>(ref {Words.Name(step.Output)}, {Tensor("parameters", 1)}, ref {Words.Name(step.Delta)}, ref {below}, {Positions}, {Layer.Units}, {_clip});";
}

/// <summary>Words a rectifier with slopes.</summary>
internal sealed class PReLUEmitter(NetworkPlan network, PReLUPlan layer) : RuntimeLayerEmitter(network, layer)
{
    private string Slopes => $"{Positions}, {Layer.Units}, perFeature: {(layer.PerFeature ? "true" : "false")}";

    public override string Plan => "lanes hold features; gradients are summed over the positions in order.";

    protected override string Forward(ForwardStep step, string to) =>
        $"PReLUFunction.Forward<{Type}>(ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, ref {to}, {Slopes});";

    protected override string ParameterGradient(ParameterGradientStep step) =>
        $"PReLUFunction.AddGradient<{Type}>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Delta)}, {Tensor("gradient", 0)}, {Slopes});";

    protected override string InputGradient(InputGradientStep step, string below) =>
        $"PReLUFunction.InputGradient<{Type}>(ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, ref {Words.Name(step.Delta)}, ref {below}, {Slopes});";
}

/// <summary>Words layer normalisation.</summary>
internal sealed class LayerNormEmitter(NetworkPlan network, LayerNormPlan layer) : RuntimeLayerEmitter(network, layer)
{
    public override string Plan => "mean and variance of each position in two passes, in one order of lanes.";

    protected override string Forward(ForwardStep step, string to) =>
        $"LayerNormalization.Forward<{Type}>(ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, {Tensor("parameters", 1)}, ref {to}, ref {Words.Name(step.Kept)}, {Positions}, {Layer.Units}, "
        + $"{Literals.Of(layer.Epsilon, Type)});";

    protected override string ParameterGradient(ParameterGradientStep step) =>
        $"LayerNormalization.AddGradient<{Type}>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Kept)}, ref {Words.Name(step.Delta)}, {Tensor("gradient", 0)}, {Tensor("gradient", 1)}, {Positions}, {Layer.Units});";

    protected override string InputGradient(InputGradientStep step, string below) =>
        $"LayerNormalization.InputGradient<{Type}>(ref {Words.Name(step.Input)}, {Tensor("parameters", 0)}, ref {Words.Name(step.Kept)}, ref {Words.Name(step.Delta)}, ref {below}, {Positions}, {Layer.Units});";
}

/// <summary>Numbers as literals.</summary>
internal static class Literals
{
    /// <summary>A number of a floating-point type, shortest so that it is the same again.</summary>
    public static string Of(double value, string type) =>
        double.IsPositiveInfinity(value) ? $"{type}.PositiveInfinity" :
        type == "float" ? ((float)value).ToString("R", CultureInfo.InvariantCulture) + "f" : value.ToString("R", CultureInfo.InvariantCulture) + "d";
}
