using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Declaration;

/// <summary>What a convolution takes beyond its input, by the names and in the order of the runtime's enumeration.</summary>
internal enum Padding
{
    Valid, Same, Causal,
}

/// <summary>A convolution over a sequence or an image, <c>a = f(Σ W·x + b)</c>.</summary>
/// <param name="OfImages">Whether it runs over images, else over sequences.</param>
/// <param name="Filters">The number of filters.</param>
/// <param name="KernelHeight">The height of a filter; 1 over sequences.</param>
/// <param name="KernelWidth">The width of a filter, or its number of steps.</param>
/// <param name="Stride">The step from output to output, in each direction.</param>
/// <param name="Dilation">The distance between the positions that a filter takes, in each direction.</param>
/// <param name="Groups">The number of groups of features.</param>
/// <param name="Padding">What is taken beyond the input.</param>
/// <param name="Activation">The activation function f.</param>
/// <param name="HasBias">Whether there is a bias b.</param>
internal sealed record ConvolutionSpec(
    bool OfImages, int Filters, int KernelHeight, int KernelWidth, int Stride, int Dilation, int Groups, Padding Padding, Activation Activation, bool HasBias)
    : LayerSpec
{
    public override Activation Activation { get; } = Activation;

    public override bool HasMemory => !OfImages;

    public override string Kind => OfImages ? "Conv2D" : "Conv1D";

    public override IReadOnlyList<LayerSetting> Settings =>
    [
        new("KernelHeight", KernelHeight), new("KernelWidth", KernelWidth), new("Stride", Stride),
        new("Dilation", Dilation), new("Groups", Groups), new("Padding", (int)Padding),
    ];
}

/// <summary>Reads what both kinds of convolution have.</summary>
internal abstract class ConvolutionDeclaration(bool ofImages, Padding padding) : LayerDeclaration
{
    public override LayerSpec? Read(AttributeData attribute)
    {
        int number = attribute.ReadSize("Padding", otherwise: (int)padding), kernel = attribute.ReadSize("Kernel", otherwise: 3);
        if (attribute.ReadInt("filters") is not { } filters || ReadActivation(attribute) is not { } activation || number is < 0 or > (int)Padding.Causal)
            return null;
        int height = ofImages ? attribute.ReadSize("KernelHeight", otherwise: kernel) : 1,
            width = ofImages ? attribute.ReadSize("KernelWidth", otherwise: kernel) : kernel;
        return new ConvolutionSpec(
            ofImages, filters, height, width, attribute.ReadSize("Stride", otherwise: 1), attribute.ReadSize("Dilation", otherwise: 1),
            attribute.ReadSize("Groups", otherwise: 1), (Padding)number, activation, attribute.ReadFlag("Bias", otherwise: true));
    }
}

/// <summary>Reads <c>[Conv1D(filters)]</c>.</summary>
internal sealed class Conv1DDeclaration() : ConvolutionDeclaration(ofImages: false, Padding.Causal)
{
    public static readonly Conv1DDeclaration Instance = new();

    public override IReadOnlyList<SizeArgument> Sizes { get; } =
    [
        new("filters", "filters"), new("Kernel", "steps a filter"), new("Stride", "steps from output to output"),
        new("Dilation", "steps of dilation"), new("Groups", "groups"),
    ];
}

/// <summary>Reads <c>[Conv2D(filters)]</c>.</summary>
internal sealed class Conv2DDeclaration() : ConvolutionDeclaration(ofImages: true, Padding.Valid)
{
    public static readonly Conv2DDeclaration Instance = new();

    public override IReadOnlyList<SizeArgument> Sizes { get; } =
    [
        new("filters", "filters"), new("Kernel", "positions a filter"), new("KernelHeight", "rows a filter"), new("KernelWidth", "columns a filter"),
        new("Stride", "positions from output to output"), new("Dilation", "positions of dilation"), new("Groups", "groups"),
    ];
}
