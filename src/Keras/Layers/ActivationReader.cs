using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Generated.Keras.Model;

namespace Generated.Keras.Layers;

/// <summary>An activation; or, with a slope, a rectifier with that slope below zero.</summary>
internal readonly record struct FoundActivation(Activation Activation, double? Slope = null);

/// <summary>What Keras calls activations, and what its layers and functions compute where nothing else is stated.</summary>
internal static class ActivationReader
{
    private static readonly Dictionary<string, FoundActivation> s_names = new(StringComparer.Ordinal)
    {
        ["linear"] = new(Activation.Linear),
        ["relu"] = new(Activation.ReLU),
        ["sigmoid"] = new(Activation.Sigmoid),
        ["tanh"] = new(Activation.Tanh),
        ["softmax"] = new(Activation.Softmax),
        ["elu"] = new(Activation.ELU),
        ["selu"] = new(Activation.SELU),
        // Without more, gelu is the exact form, and leaky_relu has the slope 0.2.
        ["gelu"] = new(Activation.GELU),
        ["leaky_relu"] = new(Activation.Linear, 0.2),
        ["softplus"] = new(Activation.Softplus),
        ["softsign"] = new(Activation.Softsign),
        ["silu"] = new(Activation.SiLU),
        ["swish"] = new(Activation.SiLU),
        ["mish"] = new(Activation.Mish),
        ["hard_tanh"] = new(Activation.HardTanh),
    };

    /// <summary>Reads the value of a layer's <c>activation</c>.</summary>
    public static FoundActivation Read(JsonElement? activation)
    {
        if (activation is not { } value)
            return new(Activation.Linear);
        if (value.ValueKind == JsonValueKind.String)
            return Named(value.GetString()!);
        if (value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("class_name", out JsonElement className) && className.ValueKind == JsonValueKind.String
            && value.TryGetProperty("config", out JsonElement config))
        {
            // A function by its name, or a layer that activates.
            if (className.GetString() == "function" && config.ValueKind == JsonValueKind.String)
                return Named(config.GetString()!);
            return OfLayer(className.GetString()!, new KerasLayer(className.GetString()!, "", config));
        }

        throw Unknown(KerasLayer.ShortText(value));
    }

    /// <summary>Reads a layer that is an activation.</summary>
    public static FoundActivation OfLayer(string className, KerasLayer layer)
    {
        switch (className)
        {
            case "ReLU":
                if (layer.Value("max_value") is not null || layer.Number("threshold", 0) != 0)
                    throw new ModelException("it has a largest value or a threshold; a rectifier without them is supported.");
                return WithSlope(layer.Number("negative_slope", 0));
            case "LeakyReLU":
                // Keras 2 called it alpha.
                return WithSlope(layer.Number("negative_slope", layer.Number("alpha", 0.3)));
            case "ELU":
                return layer.Number("alpha", 1) == 1 ? new(Activation.ELU) : throw new ModelException("its alpha is not 1, the only one that is supported.");
            case "Softmax":
                return layer.Value("axis") is not { } axis || axis.GetRawText() is "-1" or "[-1]" ? new(Activation.Softmax)
                    : throw new ModelException($"its axis is {KerasLayer.ShortText(axis)}; only -1, that of the features, is supported.");
            default:
                throw Unknown($"'{className}'");
        }
    }

    /// <summary>A rectifier; Keras rounds slopes to single precision.</summary>
    private static FoundActivation WithSlope(double slope) => slope switch
    {
        0 => new(Activation.ReLU),
        _ when (float)slope == 0.01f => new(Activation.LeakyReLU),
        _ => new(Activation.Linear, slope),
    };

    private static FoundActivation Named(string name) => s_names.TryGetValue(name, out FoundActivation found) ? found : throw Unknown($"'{name}'");

    private static ModelException Unknown(string what) =>
        new($"the activation {what} is not supported; these are: {string.Join(", ", s_names.Keys.Order(StringComparer.Ordinal))}.");
}
