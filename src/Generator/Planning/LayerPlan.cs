using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>
/// One layer with every decision about its kernels. A closed hierarchy with a record for each kind, in <c>Layers</c>; what passes over all layers
/// have to know of any kind is asked here.
/// </summary>
/// <param name="Node">The layer in its network.</param>
/// <param name="Parameters">Where its parameter tensors lie, in the canonical order.</param>
/// <param name="Below">The derivative that the gradient of the layer's input is multiplied by, or null where there is none.</param>
internal abstract record LayerPlan(LayerNode Node, EquatableArray<ParameterPlan> Parameters, DerivativePlan? Below)
{
    /// <summary>The layer's number; the first after the input is 1.</summary>
    public int Number => Node.Number;

    /// <summary>The features that the layer reads at each position of its first value.</summary>
    public int Inputs => Node.Inferred.Input.Features;

    /// <summary>The features that the layer computes at each position.</summary>
    public int Units => Node.Inferred.Output.Features;

    /// <summary>The positions of one sample that the layer computes.</summary>
    public int Positions => Node.Inferred.Output.Positions;

    /// <summary>The activation function.</summary>
    public Activation Activation => Node.Spec.Activation;

    /// <summary>The order of the weights, if the layer has any.</summary>
    public virtual WeightOrder Order => WeightOrder.InputsByUnits;

    /// <summary>The products that take tiles.</summary>
    public virtual IEnumerable<ProductPlan> Products => [];

    /// <summary>The additions to gradients that take tiles.</summary>
    public virtual IEnumerable<AdditionPlan> Additions => [];

    /// <summary>The dot products that take tiles.</summary>
    public virtual IEnumerable<DotPlan> Dots => [];

    /// <summary>Whether what the activation is applied to is the input, which is kept anyway.</summary>
    public virtual bool ActivatesInput => false;

    /// <summary>Whether what the activation is applied to is kept beside its result for the backward pass.</summary>
    public virtual bool KeepsSums => !ActivatesInput && ActivationTraits.Of(Activation).DerivativeTakesInput;

    /// <summary>Whether the output is the input by another shape, so that nothing is computed.</summary>
    public virtual bool IsView => false;

    /// <summary>Elements per sample that the forward kernel writes for the way back, besides sums and output.</summary>
    public virtual int KeptLength => 0;

    /// <summary>Whether the gradient of an input can be added to what is there; else it is written.</summary>
    public virtual bool AddsInputGradient => false;

    /// <summary>Whether training changes any of its parameters.</summary>
    public bool IsTrainable => Node.Parameters.Any(parameter => parameter.IsTrainable);

    /// <summary>Whether the forward kernel writes beyond the last row: the last register of a row reaches beyond its end.</summary>
    public virtual bool OutputOverhangs => false;

    /// <summary>Whether the gradient of the input is written beyond its last row.</summary>
    public virtual bool InputGradientOverhangs => false;

    /// <summary>Elements of the tile that goes to spare memory.</summary>
    public virtual int SpareLength => 0;

    /// <summary>Elements of the weights' strip that the forward product of many rows copies.</summary>
    public virtual int StripLength => 0;

    /// <summary>Elements of the weights in the other order, which the gradient of the input takes: all of them, or a strip.</summary>
    public virtual int PackedLength => 0;

    /// <summary>The same where the gradient of the parameters takes them.</summary>
    public virtual int ParameterPackedLength => 0;

    /// <summary>What the layer remembers from step to step in a streaming network.</summary>
    public virtual IReadOnlyList<StateTensor> State => [];

    /// <summary>Whether the rows of a chunk go through the steps of a sequence together, so that a few rows are enough for the tiles.</summary>
    public virtual bool WalksSteps => false;

    /// <summary>How the layer is computed in straight-line code, or null where it is not.</summary>
    /// <param name="isLast">Whether its output is the network's.</param>
    /// <param name="lanes">The elements of a cache line.</param>
    public virtual StraightLayer? Straighten(bool isLast, int lanes) => null;
}
