using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>Words one layer: its kernels, their calls, and what the header says of it. Each kind has its own, in <c>Layers</c>.</summary>
internal abstract class LayerEmitter
{
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer.</param>
    protected LayerEmitter(NetworkPlan network, LayerPlan layer) =>
        (Layer, Type, IsStreaming, StateOffset) = (layer, network.Type(), network.Graph.IsStreaming, network.StateOffsetOf(layer));

    /// <summary>The layer, of any kind.</summary>
    protected LayerPlan Layer { get; }

    /// <summary>The floating-point type.</summary>
    protected string Type { get; }

    /// <summary>Whether rows are steps of sequences, whose states are at hand.</summary>
    protected bool IsStreaming { get; }

    /// <summary>Where in a state begins what the layer remembers.</summary>
    protected int StateOffset { get; }

    /// <summary>The arguments that say how many sequences there are, and of how many steps.</summary>
    protected string Sequences => IsStreaming ? "rows / steps, steps" : $"rows, {Words.Number(Layer.Positions)}";

    /// <summary>What the layer does, in two words at most: "ReLU".</summary>
    public virtual string Label => Layer.Activation.ToString();

    /// <summary>What the gradient is of that the layer above hands down: δ, if it is that of the sums.</summary>
    public virtual string Gradient => $"δ{Words.Subscript(Layer.Number)}";

    /// <summary>What the header says of how the layer is computed.</summary>
    public abstract string Plan { get; }

    /// <summary>The call of the forward kernel.</summary>
    public abstract string ForwardCall(ForwardStep step);

    /// <summary>The call of the kernel that adds the gradient of the parameters.</summary>
    public abstract string ParameterGradientCall(ParameterGradientStep step);

    /// <summary>The call of the kernel that turns the layer's δ into that of what it has read.</summary>
    public abstract string InputGradientCall(InputGradientStep step);

    /// <summary>Writes the kernels.</summary>
    /// <param name="writer">Receives them.</param>
    /// <param name="gradient">What the gradient of the layer's input is called.</param>
    public abstract void WriteKernels(SourceWriter writer, string gradient);

    /// <summary>The statement that multiplies a stored gradient by a derivative, where <c>rows</c> are samples.</summary>
    /// <param name="derivative">The derivative.</param>
    /// <param name="gradient">The reference to the gradient.</param>
    /// <param name="source">The reference to what the derivative is computed from.</param>
    /// <param name="type">The floating-point type.</param>
    public static string Multiply(DerivativePlan derivative, string gradient, string source, string type) =>
        Multiply(derivative, derivative.Positions, gradient, source, type);

    /// <summary>The same within a kernel, whose <c>rows</c> are all positions of all samples.</summary>
    protected static string MultiplyPositions(DerivativePlan derivative, string gradient, string source, string type) =>
        Multiply(derivative, 1, gradient, source, type);

    private static string Multiply(DerivativePlan derivative, int positions, string gradient, string source, string type) =>
        derivative.Place == ActivationPlace.OnRows
            ? $"SoftmaxFunction.ApplyDerivative<{type}>(ref {gradient}, ref {source}, {Words.Times("rows", positions)}, {derivative.Width});"
            : $"Elementwise.ApplyDerivative<{derivative.Activation}, {type}>(ref {gradient}, ref {source}, "
                + $"{Words.Times("rows", positions * derivative.Width)});";

    /// <summary>The statement that hands a gradient down as it is.</summary>
    /// <param name="step">The step.</param>
    /// <param name="elements">All elements of all rows.</param>
    protected static string Pass(InputGradientStep step, string elements) => step.Adds
        ? $"Joins.Add(ref {Words.Name(step.Below)}, ref {Words.Name(step.Delta)}, {elements});"
        : $"Tiles.Copy(ref {Words.Name(step.Delta)}, ref {Words.Name(step.Below)}, {elements});";

    /// <summary>The name of the layer's kernel for a task.</summary>
    protected string Kernel(string task) => $"Layer{Layer.Number}{task}";

    /// <summary>The reference to a tensor of the layer within a vector of all parameters.</summary>
    protected string Tensor(string vector, int index) => Words.At(vector, Layer.Parameters[index].Offset);

    /// <summary>How the gradient of the input is multiplied by the derivative of what lies below: " ⊙ ReLU′", or nothing.</summary>
    protected string DerivativeBelow => Layer.Below is { } below ? $" ⊙ {below.Activation}′" : "";
}
