using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words pooling.</summary>
internal sealed class PoolEmitter(NetworkPlan network, PoolPlan layer) : RuntimeLayerEmitter(network, layer)
{
    private string Shape
    {
        get
        {
            Shapes.ValueShape input = layer.Node.Inferred.Input;
            return $"new PoolShape({input.Height}, {input.Width}, {input.Features}, {layer.SizeHeight}, {layer.SizeWidth}, "
                + $"{layer.StrideHeight}, {layer.StrideWidth})";
        }
    }

    public override string Plan =>
        $"lanes hold features; windows of {layer.SizeHeight} × {layer.SizeWidth} over {layer.Node.Inferred.Input} give {layer.Node.Inferred.Output}.";

    protected override string Forward(ForwardStep step, string to) =>
        $"Pooling.{(layer.OfMaximum ? "Max" : "Average")}Forward<{Type}>(ref {Words.Name(step.Input)}, ref {to}, rows, {Shape});";

    protected override string InputGradient(InputGradientStep step, string below) => layer.OfMaximum
        ? $"Pooling.MaxBackward<{Type}>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Output)}, ref {Words.Name(step.Delta)}, ref {below}, rows, {Shape});"
        : $"Pooling.AverageBackward<{Type}>(ref {Words.Name(step.Delta)}, ref {below}, rows, {Shape});";
}
