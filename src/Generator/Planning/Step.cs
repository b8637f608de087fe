namespace Generated.Generator.Planning;

/// <summary>What lies at a place.</summary>
internal enum PlaceRole
{
    /// <summary>The rows of inputs, in the caller's memory.</summary>
    Input,

    /// <summary>The rows of outputs, in the caller's memory.</summary>
    Output,

    /// <summary>A value between two layers of a forward pass, in memory that other values use before and after.</summary>
    Value,

    /// <summary>What a layer has computed, kept for the way back.</summary>
    Activation,

    /// <summary>What a layer's activation was applied to, kept for the way back.</summary>
    Sums,

    /// <summary>A gradient δ on the way back, in memory that other gradients use before and after.</summary>
    Delta,

    /// <summary>The gradient of the network's input, as its kernel writes it.</summary>
    InputDelta,

    /// <summary>The gradient of the network's input, in the caller's memory.</summary>
    InputGradient,
}

/// <summary>A place in memory: what lies there, and of which layer or the how many of its kind.</summary>
/// <param name="Role">What lies there.</param>
/// <param name="Number">The number of the layer for activations and sums; that of the shared buffer, from 0, for values and gradients.</param>
internal readonly record struct Place(PlaceRole Role, int Number = 0);

/// <summary>One step of a pass. A closed hierarchy; emission prints a statement or two for each.</summary>
internal abstract record Step;

/// <summary>A layer's forward kernel.</summary>
/// <param name="Layer">The layer's number.</param>
/// <param name="Input">What it reads.</param>
/// <param name="Sums">Where what the activation is applied to goes, if the layer keeps it; may be where the output goes.</param>
/// <param name="Output">Where the output goes.</param>
internal sealed record ForwardStep(int Layer, Place Input, Place Sums, Place Output) : Step;

/// <summary>Ends the pass where no more than the output of this layer is asked for, which is copied to the caller's memory.</summary>
/// <param name="Layer">The layer's number.</param>
/// <param name="Value">Where its output lies.</param>
/// <param name="Width">The elements of one row.</param>
internal sealed record ExitStep(int Layer, Place Value, int Width) : Step;

/// <summary>Copies rows to the caller's memory, which the kernel's last register would write beyond.</summary>
internal sealed record CopyStep(Place From, Place To, int Width) : Step;

/// <summary>The loss of all rows and the gradient of the network's last value.</summary>
/// <param name="Output">Where the outputs lie.</param>
/// <param name="Delta">Where the gradient goes.</param>
/// <param name="Width">The outputs of one row.</param>
/// <param name="Derivative">The derivative of the last activation, which may cancel with that of the loss; null where there is none.</param>
/// <param name="Source">What the derivative is computed from.</param>
internal sealed record LossStep(Place Output, Place Delta, int Width, DerivativePlan? Derivative, Place Source) : Step;

/// <summary>Adds the gradient of a layer's parameters.</summary>
/// <param name="Layer">The layer's number.</param>
/// <param name="Input">What the layer has read.</param>
/// <param name="Sums">What its activation was applied to, if it is kept.</param>
/// <param name="Output">What the layer has computed.</param>
/// <param name="Delta">The gradient δ of the layer.</param>
internal sealed record ParameterGradientStep(int Layer, Place Input, Place Sums, Place Output, Place Delta) : Step;

/// <summary>Turns a layer's δ into that of what it has read.</summary>
/// <param name="Layer">The layer's number.</param>
/// <param name="Input">What the layer has read.</param>
/// <param name="Output">What the layer has computed.</param>
/// <param name="Delta">The gradient δ of the layer.</param>
/// <param name="Source">What the derivative below is computed from.</param>
/// <param name="Below">Where the gradient goes.</param>
internal sealed record InputGradientStep(int Layer, Place Input, Place Output, Place Delta, Place Source, Place Below) : Step;
