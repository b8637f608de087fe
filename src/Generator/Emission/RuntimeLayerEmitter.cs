using Generated.Generator.Declaration;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words a layer whose kernels are the runtime's: each step is a call or two, and no methods are written.</summary>
internal abstract class RuntimeLayerEmitter(NetworkPlan network, LayerPlan layer) : LayerEmitter(network, layer)
{
    public override string Label => Layer.Node.Spec.Label;

    /// <summary>All positions of all rows.</summary>
    protected string Positions => Words.Times("rows", Layer.Positions);

    /// <summary>All elements of all rows that the layer computes.</summary>
    protected string Elements => Words.Times("rows", Layer.Node.Units);

    public sealed override string ForwardCall(ForwardStep step) =>
        Forward(step, Words.Name(step.Sums)) + (Layer.Activation == Activation.Linear ? "" : "\n" + Activate(Words.Name(step.Sums), Words.Name(step.Output)));

    public sealed override string ParameterGradientCall(ParameterGradientStep step) => ParameterGradient(step);

    public sealed override string InputGradientCall(InputGradientStep step) => InputGradient(step, Words.Name(step.Below));

    public sealed override void WriteKernels(SourceWriter writer, string gradient)
    {
        if (SizesExpression is not { } expression)
            return;
        writer.Line();
        writer.Line($"/// <summary>Layer {Layer.Number}: {SizesSummary}.</summary>");
        writer.Line($"private static {expression.Type} {Sizes} => new(\n    {expression.Arguments});");
    }

    /// <summary>The type and the arguments, by name, of the sizes that the kernels take; null if they take none.</summary>
    protected virtual (string Type, string Arguments)? SizesExpression => null;

    /// <summary>What the sizes say, in a clause.</summary>
    protected virtual string SizesSummary => "";

    /// <summary>The property that has the sizes.</summary>
    protected string Sizes => Kernel("Sizes");

    /// <summary>The statements that compute what the activation is applied to.</summary>
    /// <param name="step">The step.</param>
    /// <param name="to">The reference that takes it.</param>
    protected abstract string Forward(ForwardStep step, string to);

    /// <summary>The statement that adds the gradient of the parameters.</summary>
    protected virtual string ParameterGradient(ParameterGradientStep step) => throw new System.InvalidOperationException("The layer has no parameters.");

    /// <summary>The statements that hand the gradient down.</summary>
    /// <param name="step">The step.</param>
    /// <param name="below">The reference that takes it.</param>
    protected abstract string InputGradient(InputGradientStep step, string below);

    /// <summary>The statement that applies the activation function.</summary>
    protected string Activate(string from, string to) => Layer.Activation == Activation.Softmax
        ? $"SoftmaxFunction.Apply<{Type}>(ref {from}, ref {to}, {Positions}, {Layer.Units});"
        : $"Elementwise.Apply<{Layer.Activation}, {Type}>(ref {from}, ref {to}, {Elements});";
}
