namespace Generated.Generator.Declaration;

/// <summary>The activation functions, by the names and in the order of the runtime's enumeration.</summary>
internal enum Activation
{
    Linear, Step, Sigmoid, Tanh, ReLU, LeakyReLU, ELU, SELU, GELU, SiLU, Mish, Softplus, Softsign, HardTanh, Softmax,
}

/// <summary>The floating-point type of a network.</summary>
internal enum Precision
{
    Single, Double,
}

/// <summary>Where the class stands in the user's code, and so where the emitted part has to stand.</summary>
/// <param name="Namespace">The namespace, or empty.</param>
/// <param name="ContainingTypes">The headers of the types around it, outermost first, such as <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Header">The header of the class itself, such as <c>partial class DigitClassifier</c>.</param>
/// <param name="Name">Its name, escaped where it is a keyword.</param>
internal sealed record TargetClass(string Namespace, EquatableArray<string> ContainingTypes, string Header, string Name);

/// <summary>The weights file that a declaration asks for.</summary>
/// <param name="File">Its name, as the project knows it.</param>
/// <param name="Sha256">The hash that it must have, or null where any will do.</param>
internal sealed record WeightsReference(string File, string? Sha256);

/// <summary>A weights file that fits the network.</summary>
/// <param name="File">Its name, as the project knows it.</param>
/// <param name="Resource">The name of the resource that it is in the assembly.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="Layers">The tensors of each layer of a chain of matrices, the one after the input first; else empty.</param>
/// <param name="Tensors">The names of all tensors of any other network, in the canonical order; else empty.</param>
internal sealed record PretrainedWeights(string File, string Resource, string Sha256, EquatableArray<LayerTensorNames> Layers, EquatableArray<string> Tensors);

/// <summary>
/// A network as declared: all that planning and emission know of the user's code. It holds plain values only, so that
/// two equal declarations are equal and nothing of a compilation is kept alive.
/// </summary>
/// <param name="Target">The annotated class.</param>
/// <param name="Precision">The floating-point type.</param>
/// <param name="Architecture">What flows where.</param>
/// <param name="AllowsUnsafe">Whether the compilation allows unsafe code, and with it [SkipLocalsInit].</param>
internal sealed record NetworkSpec(
    TargetClass Target, Precision Precision, Architecture Architecture, bool AllowsUnsafe)
{
    /// <summary>The layers, in order.</summary>
    public EquatableArray<LayerSpec> Layers => Architecture.Layers;

    /// <summary>What the outputs are called; empty where the declaration does not say.</summary>
    public EquatableArray<string> Labels { get; init; }

    /// <summary>The weights file that is asked for, or null.</summary>
    public WeightsReference? Weights { get; init; }

    /// <summary>What the weights file turned out to hold; null before it has been looked up, and where none is asked for.</summary>
    public PretrainedWeights? Pretrained { get; init; }

    /// <summary>The name of the emitted file: unique to the class and stable.</summary>
    public string HintName
    {
        get
        {
            string path = Target.Namespace.Length == 0 ? "" : Target.Namespace + ".";
            foreach (string header in Target.ContainingTypes)
            {
                // The name is the last word before the type parameters: "partial record struct Outer<T, U>".
                int parameters = header.IndexOf('<');
                path += header.Substring(header.LastIndexOf(' ', parameters < 0 ? header.Length - 1 : parameters) + 1) + ".";
            }

            return (path + Target.Name).Replace("@", "").Replace('<', '{').Replace('>', '}').Replace(", ", ",") + ".g.cs";
        }
    }
}
