using Generated.Generator.Declaration;

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

    /// <summary>One of several inputs, kept for the way back.</summary>
    InputValue,

    /// <summary>What a layer has computed, kept for the way back.</summary>
    Activation,

    /// <summary>What a layer's activation was applied to, kept for the way back.</summary>
    Sums,

    /// <summary>What a layer's kernel keeps for the way back besides.</summary>
    Kept,

    /// <summary>A gradient δ on the way back, in memory that other gradients use before and after.</summary>
    Delta,

    /// <summary>A gradient that a layer hands down where another one already lies, before it is added to that.</summary>
    Contribution,

    /// <summary>The targets of one of several outputs.</summary>
    Target,

    /// <summary>The gradient of an input of the network, as kernels write it.</summary>
    InputDelta,

    /// <summary>The gradient of the network's inputs, in the caller's memory.</summary>
    InputGradient,
}

/// <summary>A place in memory: what lies there, and of which layer or the how many of its kind.</summary>
/// <param name="Role">What lies there.</param>
/// <param name="Number">The number of the layer for activations, sums and what is kept; else the how many it is, from 0.</param>
internal readonly record struct Place(PlaceRole Role, int Number = 0);

/// <summary>One step of a pass. A closed hierarchy; emission prints a statement or two for each.</summary>
internal abstract record Step;

/// <summary>A layer's forward kernel.</summary>
/// <param name="Layer">The layer's number.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Sums">Where what the activation is applied to goes, if the layer keeps it; may be where the output goes.</param>
/// <param name="Output">Where the output goes.</param>
/// <param name="Kept">Where what the kernel keeps besides goes, if it keeps any.</param>
internal sealed record ForwardStep(int Layer, EquatableArray<Place> Inputs, Place Sums, Place Output, Place Kept) : Step
{
    /// <summary>The first value that it reads.</summary>
    public Place Input => Inputs[0];
}

/// <summary>Ends the pass where no more than the output of this layer is asked for, which is copied to the caller's memory.</summary>
/// <param name="Layer">The layer's number.</param>
/// <param name="Value">Where its output lies.</param>
/// <param name="Width">The elements of one row.</param>
internal sealed record ExitStep(int Layer, Place Value, int Width) : Step;

/// <summary>Copies rows to the caller's memory, which the kernel's last register would write beyond.</summary>
internal sealed record CopyStep(Place From, Place To, int Width) : Step;

/// <summary>Copies some columns of rows: of all inputs to one of them, of one output to all.</summary>
/// <param name="From">Where they lie.</param>
/// <param name="FromWidth">The elements of a row there.</param>
/// <param name="FromColumn">The first column there.</param>
/// <param name="To">Where they go.</param>
/// <param name="ToWidth">The elements of a row there.</param>
/// <param name="ToColumn">The first column there.</param>
/// <param name="Width">The number of columns.</param>
internal sealed record CopyColumnsStep(Place From, int FromWidth, int FromColumn, Place To, int ToWidth, int ToColumn, int Width) : Step;

/// <summary>The loss of all rows and the gradient of an output.</summary>
/// <param name="Index">The how many of the outputs it is, from 0.</param>
/// <param name="Name">What the output is called.</param>
/// <param name="Output">Where the outputs lie.</param>
/// <param name="Delta">Where the gradient goes.</param>
/// <param name="Width">The features of each position.</param>
/// <param name="Positions">The positions of one row, over which the loss is a mean.</param>
/// <param name="Derivative">
/// The derivative of the last activation, which may cancel with that of the loss; null where there is none, or where it is taken
/// later.
/// </param>
/// <param name="Source">What the derivative is computed from.</param>
/// <param name="Part">Which part of the targets is the output's, or null where it is all of them.</param>
internal sealed record LossStep(
    int Index, string Name, Place Output, Place Delta, int Width, int Positions, DerivativePlan? Derivative, Place Source, TargetPart? Part) : Step;

/// <summary>A part of each row of targets.</summary>
/// <param name="Column">Its first column.</param>
/// <param name="RowWidth">The elements of a whole row.</param>
/// <param name="Target">Where the parts of all rows are put together.</param>
internal sealed record TargetPart(int Column, int RowWidth, Place Target);

/// <summary>Multiplies a gradient by the derivative of what its layer ends with, where no other step has.</summary>
/// <param name="Derivative">The derivative.</param>
/// <param name="Delta">The gradient.</param>
/// <param name="Source">What the derivative is computed from.</param>
internal sealed record DerivativeStep(DerivativePlan Derivative, Place Delta, Place Source) : Step;

/// <summary>Adds the gradient of a layer's parameters.</summary>
/// <param name="Layer">The layer's number.</param>
/// <param name="Input">What the layer has read.</param>
/// <param name="Sums">What its activation was applied to, if it is kept.</param>
/// <param name="Output">What the layer has computed.</param>
/// <param name="Kept">What its kernel kept besides.</param>
/// <param name="Delta">The gradient δ of the layer.</param>
internal sealed record ParameterGradientStep(int Layer, Place Input, Place Sums, Place Output, Place Kept, Place Delta) : Step;

/// <summary>Turns a layer's δ into that of a value that it has read.</summary>
/// <param name="Layer">The layer's number.</param>
/// <param name="Index">The how many of the values that it has read, from 0.</param>
/// <param name="Inputs">What the layer has read.</param>
/// <param name="Output">What the layer has computed.</param>
/// <param name="Kept">What its kernel kept besides.</param>
/// <param name="Delta">The gradient δ of the layer.</param>
/// <param name="Source">What the derivative below is computed from.</param>
/// <param name="Below">Where the gradient goes.</param>
/// <param name="Adds">Whether it is added to what lies there.</param>
internal sealed record InputGradientStep(
    int Layer, int Index, EquatableArray<Place> Inputs, Place Output, Place Kept, Place Delta, Place Source, Place Below, bool Adds) : Step
{
    /// <summary>The first value that the layer has read.</summary>
    public Place Input => Inputs[0];
}

/// <summary>Adds one gradient of a value to another.</summary>
/// <param name="Contribution">What is added.</param>
/// <param name="Delta">What it is added to.</param>
/// <param name="Width">The elements of one row.</param>
internal sealed record AddStep(Place Contribution, Place Delta, int Width) : Step;

/// <summary>Steps that are taken only where the gradient of the network's inputs is asked for.</summary>
/// <param name="Steps">The steps.</param>
internal sealed record InputGradientSteps(EquatableArray<Step> Steps) : Step;
