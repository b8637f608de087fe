namespace Generated;

/// <summary>The kind of a layer.</summary>
public enum LayerKind
{
    /// <summary>A fully connected layer, <c>a = f(W·x + b)</c>.</summary>
    Dense,

    /// <summary>Gaussian radial basis functions, <c>hⱼ = exp(−βⱼ‖x − cⱼ‖²)</c> with <c>βⱼ = exp(ρⱼ)</c>.</summary>
    RadialBasis,
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

    /// <summary>What a layer does, in the line that draws a network: the activation of a dense layer, else the kind.</summary>
    public static string Label(LayerShape layer) => layer.Kind == LayerKind.Dense ? layer.Activation.ToString() : layer.Kind.ToString();
}
