namespace Generated;

/// <summary>The kind of a layer.</summary>
public enum LayerKind
{
    /// <summary>A fully connected layer, <c>a = f(W·x + b)</c>.</summary>
    Dense,

    /// <summary>Gaussian radial basis functions, <c>hⱼ = exp(−βⱼ‖x − cⱼ‖²)</c> with <c>βⱼ = exp(ρⱼ)</c>.</summary>
    RadialBasis,

    /// <summary>An activation function alone.</summary>
    Activation,

    /// <summary>A sum of values.</summary>
    Add,

    /// <summary>The mean of each feature in windows.</summary>
    AveragePool,

    /// <summary>The features of several values, one behind the other.</summary>
    Concat,

    /// <summary>A convolution over the steps of a sequence.</summary>
    Conv1D,

    /// <summary>A convolution over the positions of an image.</summary>
    Conv2D,

    /// <summary>A sequence or an image as one vector.</summary>
    Flatten,

    /// <summary>The mean of each feature over all positions.</summary>
    GlobalAveragePool,

    /// <summary>Layer normalisation, <c>a = f(γ ⊙ (x − μ)/√(σ² + ε) + β)</c>.</summary>
    LayerNorm,

    /// <summary>The largest of each feature in windows.</summary>
    MaxPool,

    /// <summary>A product of two values, element by element.</summary>
    Multiply,

    /// <summary>A normalisation by constants, <c>a = (x − m)/s</c>.</summary>
    Normalization,

    /// <summary>A rectifier whose slope below zero is a parameter.</summary>
    PReLU,

    /// <summary>A gain and a shift for each feature, <c>a = f(γ ⊙ x + β)</c>.</summary>
    Scale,

    /// <summary>Some neighbouring features of a value.</summary>
    Slice,

    /// <summary>Dropout: elements that training leaves out at random.</summary>
    Dropout,

    /// <summary>A plain recurrent layer, <c>hₜ = tanh(W·xₜ + U·hₜ₋₁ + b)</c>.</summary>
    Rnn,

    /// <summary>A gated recurrent unit.</summary>
    Gru,

    /// <summary>Long short-term memory.</summary>
    Lstm,

    /// <summary>The last step of a sequence.</summary>
    LastStep,
}

/// <summary>What the runtime knows of the kinds of layer. This is the one place that does.</summary>
internal static class LayerKinds
{
    /// <summary>The tensors of a layer that has a matrix and a vector.</summary>
    public static ParameterTensor[] WeightsAndBias(LayerKind kind, int inputs, int units, int weightsOffset, WeightOrder order, int biasOffset)
    {
        (ParameterRole weights, ParameterRole bias) = kind == LayerKind.RadialBasis
            ? (ParameterRole.Center, ParameterRole.LogWidth)
            : (ParameterRole.Weight, ParameterRole.Bias);
        return
        [
            new ParameterTensor("weight", weights, [units, inputs], inputs, units, weightsOffset, order),
            new ParameterTensor("bias", bias, [units], inputs, units, biasOffset),
        ];
    }

    /// <summary>Whether a layer is a dense one.</summary>
    public static bool IsDense(LayerShape layer) => layer.Kind == LayerKind.Dense;

    /// <summary>Whether a layer computes something else in training, by the step.</summary>
    public static bool DependsOnStep(LayerShape layer) => layer.Kind == LayerKind.Dropout;

    /// <summary>Whether a layer remembers steps where time has no end.</summary>
    public static bool HasMemory(LayerShape layer) => layer.Kind is LayerKind.Rnn or LayerKind.Gru or LayerKind.Lstm or LayerKind.Conv1D;

    /// <summary>What a layer does, in the line that draws a network: the activation of a dense layer, else the kind and the activation it ends with.</summary>
    public static string Label(LayerShape layer) => layer.Kind is LayerKind.Dense or LayerKind.Activation ? layer.Activation.ToString()
        : layer.Activation == Activation.Linear ? layer.Kind.ToString()
        : $"{layer.Kind} {layer.Activation}";
}
