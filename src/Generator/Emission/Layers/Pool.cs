using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words pooling.</summary>
internal sealed class PoolEmitter(NetworkPlan network, PoolPlan layer) : RuntimeLayerEmitter(network, layer)
{
    public override string Plan => $"lanes hold features; {SizesSummary}.";

    protected override string SizesSummary =>
        $"windows of {layer.SizeHeight} × {layer.SizeWidth} over {layer.Node.Inferred.Input} give {layer.Node.Inferred.Output}";

    protected override (string Type, string Arguments)? SizesExpression => ("PoolShape",
        $"Height: {layer.Node.Inferred.Input.Height}, Width: {layer.Node.Inferred.Input.Width}, Channels: {layer.Node.Inferred.Input.Features},\n"
        + $"    SizeHeight: {layer.SizeHeight}, SizeWidth: {layer.SizeWidth}, StrideHeight: {layer.StrideHeight}, StrideWidth: {layer.StrideWidth}");

    protected override string Forward(ForwardStep step, string to) =>
        $"Pooling.{(layer.OfMaximum ? "Max" : "Average")}Forward<{Type}>(ref {Words.Name(step.Input)}, ref {to}, rows, {Sizes});";

    protected override string InputGradient(InputGradientStep step, string below) => layer.OfMaximum
        ? $"Pooling.MaxBackward<{Type}>(\n    ref {Words.Name(step.Input)}, ref {Words.Name(step.Output)}, "
            + $"ref {Words.Name(step.Delta)}, ref {below}, rows, {Sizes});"
        : $"Pooling.AverageBackward<{Type}>(ref {Words.Name(step.Delta)}, ref {below}, rows, {Sizes});";
}
