using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>A convolution, whose kernels are the runtime's. Lanes hold filters.</summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">The weights and the bias.</param>
internal sealed record ConvolutionPlan(LayerNode Node, EquatableArray<ParameterPlan> Parameters) : LayerPlan(Node, Parameters, null)
{
    /// <summary>The convolution as declared.</summary>
    public ConvolutionSpec Spec => (ConvolutionSpec)Node.Spec;

    public override WeightOrder Order => WeightOrder.PositionsByInputsByUnits;

    /// <summary>The step down from output to output.</summary>
    public int StrideHeight => Spec.OfImages ? Spec.Stride : 1;

    /// <summary>The distance down between the positions that a filter takes.</summary>
    public int DilationHeight => Spec.OfImages ? Spec.Dilation : 1;

    /// <summary>The zeros above and below.</summary>
    public (int Before, int Behind) PadHeight => Spec.OfImages ? ConvolutionInference.Pad(Spec, Spec.KernelHeight) : (0, 0);

    /// <summary>The zeros to the left and to the right, or before and behind the steps.</summary>
    public (int Before, int Behind) PadWidth => ConvolutionInference.Pad(Spec, Spec.KernelWidth);
}
