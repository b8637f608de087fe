using System.Linq;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words an activation function alone.</summary>
internal sealed class ActivationEmitter(NetworkPlan network, ActivationPlan layer) : LayerEmitter(network, layer)
{
    public override string Kind => "Activation";

    public override string Plan => Layer.IsView ? "its input as it is." : "element by element, a register at a time.";

    public override string ForwardCall(ForwardStep step) => Layer.IsView ? $"Tiles.Copy(ref {Words.Name(step.Input)}, ref {Words.Name(step.Output)}, {Elements});"
        : Layer.Activation == Declaration.Activation.Softmax
            ? $"SoftmaxFunction.Apply<{Type}>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Output)}, {Words.Times("rows", Layer.Positions)}, {Layer.Units});"
            : $"Elementwise.Apply<{Layer.Activation}, {Type}>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Output)}, {Elements});";

    public override string ParameterGradientCall(ParameterGradientStep step) => throw new System.InvalidOperationException("The layer has no parameters.");

    public override string InputGradientCall(InputGradientStep step) => Pass(step, Elements);

    public override void WriteKernels(SourceWriter writer, string gradient)
    {
    }

    private string Elements => Words.Times("rows", Layer.Node.Units);
}

/// <summary>Words a sum of values.</summary>
internal sealed class AddEmitter(NetworkPlan network, AddPlan layer) : RuntimeLayerEmitter(network, layer)
{
    public override string Plan => "element by element, in the order of the values.";

    protected override string Forward(ForwardStep step, string to) => string.Join("\n",
    [
        $"Joins.Sum(ref {Words.Name(step.Inputs[0])}, ref {Words.Name(step.Inputs[1])}, ref {to}, {Elements});",
        .. step.Inputs.Skip(2).Select(input => $"Joins.Add(ref {to}, ref {Words.Name(input)}, {Elements});"),
    ]);

    protected override string InputGradient(InputGradientStep step, string below) => Pass(step, Elements);
}

/// <summary>Words a product of two values.</summary>
internal sealed class MultiplyEmitter(NetworkPlan network, MultiplyPlan layer) : RuntimeLayerEmitter(network, layer)
{
    public override string Plan => "element by element.";

    protected override string Forward(ForwardStep step, string to) =>
        $"Joins.Multiply(ref {Words.Name(step.Inputs[0])}, ref {Words.Name(step.Inputs[1])}, ref {to}, {Elements});";

    protected override string InputGradient(InputGradientStep step, string below) =>
        $"Joins.Multiply(ref {Words.Name(step.Delta)}, ref {Words.Name(step.Inputs[1 - step.Index])}, ref {below}, {Elements});";
}
