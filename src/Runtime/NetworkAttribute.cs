using System;

namespace Generated;

/// <summary>
/// Asks the compiler to write a neural network into the annotated <c>partial class</c>.
/// </summary>
/// <remarks>
/// The short form gives all layer sizes, input first: <c>[Network(64, 32, 10, Hidden = Activation.ReLU, Output = Activation.Softmax)]</c>.
/// The long form gives the input size only and one layer attribute per layer, in order:
/// <c>[Network(2)] [RadialBasis(10)] [Dense(1, Activation.Linear)]</c>.
/// </remarks>
/// <param name="sizes">The number of inputs, then, in the short form, the number of units of every dense layer.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute(params int[] sizes) : Attribute
{
    /// <summary>The number of inputs, then the number of units of every layer of the short form.</summary>
    public int[] Sizes { get; } = sizes;

    /// <summary>The activation of every layer but the last; <see cref="Activation.ReLU"/> unless set. Short form only.</summary>
    public Activation Hidden { get; set; } = Activation.ReLU;

    /// <summary>The activation of the last layer; <see cref="Activation.Linear"/> unless set. Short form only.</summary>
    public Activation Output { get; set; } = Activation.Linear;

    /// <summary>One activation per layer, in order, in place of <see cref="Hidden"/> and <see cref="Output"/>. Short form only.</summary>
    public Activation[]? Activations { get; set; }

    /// <summary>The floating-point type; <see cref="Precision.Single"/> unless set.</summary>
    public Precision Precision { get; set; }

    /// <summary>
    /// What the outputs are called, one label for each: <c>Labels = ["setosa", "versicolor", "virginica"]</c>. The network then has <c>Labels</c>, and its
    /// safetensors files state them, which loading compares.
    /// </summary>
    public string[]? Labels { get; set; }

    /// <summary>
    /// A safetensors or <c>.npz</c> file whose weights are compiled into the assembly: <c>Weights = "digits.safetensors"</c>. The network then has
    /// <c>Pretrained</c>, one instance with these weights for the whole program, and <c>CreatePretrained()</c>, a new one to train on from there;
    /// neither touches the file system.
    /// </summary>
    /// <remarks>
    /// The file must be an item of the project, <c>&lt;NetworkWeights Include="digits.safetensors" /&gt;</c>, and is named by its path from
    /// the project's folder, with <c>/</c> between folders, or by the item's <c>Link</c>. Which tensors are the layers, their names tell,
    /// as with <c>LoadWeights</c>. A missing, damaged or misshapen file is an error at compile time.
    /// </remarks>
    public string? Weights { get; set; }

    /// <summary>
    /// The SHA-256 of the file in <see cref="Weights"/>, 64 hexadecimal digits, or null if any will do. If the file is another, it is an error at compile
    /// time that names both.
    /// </summary>
    public string? WeightsSha256 { get; set; }
}
