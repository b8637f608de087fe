using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words an activation function alone.</summary>
internal sealed class ActivationEmitter(NetworkPlan network, ActivationPlan layer) : LayerEmitter(network, layer)
{
    public override string Plan => Layer.IsView ? "its input as it is." : "element by element, a register at a time.";

    public override string ForwardCall(ForwardStep step) => Layer.IsView
        ? $"Tiles.Copy(ref {Words.Name(step.Input)}, ref {Words.Name(step.Output)}, {Elements});"
        : Layer.Activation == Declaration.Activation.Softmax
            ? $"SoftmaxFunction.Apply<{Type}>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Output)}, "
                + $"{Words.Times("rows", Layer.Positions)}, {Layer.Units});"
            : $"Elementwise.Apply<{Layer.Activation}, {Type}>(ref {Words.Name(step.Input)}, ref {Words.Name(step.Output)}, {Elements});";

    public override string ParameterGradientCall(ParameterGradientStep step) => throw new System.InvalidOperationException("The layer has no parameters.");

    public override string InputGradientCall(InputGradientStep step) => Pass(step, Elements);

    public override void WriteKernels(SourceWriter writer, string gradient)
    {
    }

    private string Elements => Words.Times("rows", Layer.Node.Units);
}
