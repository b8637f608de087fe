using Microsoft.CodeAnalysis;

namespace Generated.Generator.Diagnostics;

/// <summary>What every rule says. Messages name what was found, and what is wanted or happens in its place.</summary>
internal static class Descriptors
{
    private const string Declaration = "Declaration", Usage = "Usage";

    /// <summary>Where the page of a rule is: its id and <c>.md</c> are added.</summary>
    private const string Pages = "https://github.com/generated-networks/generated/blob/main/docs/diagnostics/";

    public static readonly DiagnosticDescriptor NotPartial = new(
        DiagnosticIds.NotPartial, "A network class must be partial",
        "Network '{0}' must be partial: its other part is generated",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.NotPartial + ".md");

    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = new(
        DiagnosticIds.ContainingTypeNotPartial, "A type around a network must be partial",
        "Type '{0}' must be partial: a part of network '{1}', which is in it, is generated",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.ContainingTypeNotPartial + ".md");

    public static readonly DiagnosticDescriptor StaticOrAbstract = new(
        DiagnosticIds.StaticOrAbstract, "A network class cannot be static or abstract",
        "Network '{0}' cannot be {1}: a network is an object that holds its parameters, and INetwork.Create makes one",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.StaticOrAbstract + ".md");

    public static readonly DiagnosticDescriptor Generic = new(
        DiagnosticIds.Generic, "A network class cannot be generic",
        "Network '{0}' cannot have type parameters: its sizes and its floating-point type are constants of the code; "
            + "put it into a generic type if it has to depend on one",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.Generic + ".md");

    public static readonly DiagnosticDescriptor NotAClass = new(
        DiagnosticIds.NotAClass, "A network must be a class",
        "Network '{0}' must be a class, not a {1}: it owns the memory of its parameters, which a copy would share",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.NotAClass + ".md");

    public static readonly DiagnosticDescriptor FileLocal = new(
        DiagnosticIds.FileLocal, "A network and the types around it cannot be file-local",
        "Type '{0}' cannot be file-local: a part of network '{1}' is generated into another file",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.FileLocal + ".md");

    public static readonly DiagnosticDescriptor ConstructorNeedsArguments = new(
        DiagnosticIds.ConstructorNeedsArguments, "A network must be creatable without arguments",
        "Network '{0}' cannot be created without arguments, as its generated constructors do: {1}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.ConstructorNeedsArguments + ".md");

    public static readonly DiagnosticDescriptor MemberClash = new(
        DiagnosticIds.MemberClash, "A member or the name of a network clashes with a generated member",
        "{0} clashes with what is generated into network '{1}': rename or remove it",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.MemberClash + ".md");

    public static readonly DiagnosticDescriptor HiddenName = new(
        DiagnosticIds.HiddenName, "A type hides a name that generated code uses",
        "Type '{0}' hides {1}, which generated code uses: rename it or put it into another namespace",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.HiddenName + ".md");

    public static readonly DiagnosticDescriptor NoLayers = new(
        DiagnosticIds.NoLayers, "A network has an input size and at least one layer",
        "Network '{0}' has {1}: give the input size and the units of each layer, as in [Network(64, 32, 10)], "
            + "or the input size and one attribute a layer, as in [Network(64)] [Dense(10)]",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.NoLayers + ".md");

    public static readonly DiagnosticDescriptor MixedForms = new(
        DiagnosticIds.MixedForms, "Layers are given as sizes or as attributes, not both",
        "Network '{0}' gives its {1} both as sizes in [Network] and as {2} attributes: {3}, or remove the attributes",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.MixedForms + ".md");

    public static readonly DiagnosticDescriptor ScatteredLayers = new(
        DiagnosticIds.ScatteredLayers, "Layer attributes stand beside [Network]",
        "This {1} of network '{0}' stands on another partial declaration than [Network]: "
            + "the order of layers is defined only among the attributes of one declaration",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.ScatteredLayers + ".md");

    public static readonly DiagnosticDescriptor LayerWithoutNetwork = new(
        DiagnosticIds.LayerWithoutNetwork, "A layer attribute needs [Network]",
        "Class '{0}' has a layer but no [Network], which gives the number of inputs: nothing is generated",
        Declaration, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.LayerWithoutNetwork + ".md");

    public static readonly DiagnosticDescriptor SizeOutOfRange = new(
        DiagnosticIds.SizeOutOfRange, "A size is out of range",
        "{0} of network '{1}' is {2}; a number from 1 to {3} is wanted",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.SizeOutOfRange + ".md");

    public static readonly DiagnosticDescriptor LayerSizeOutOfRange = new(
        DiagnosticIds.LayerSizeOutOfRange, "A layer's number of units is out of range",
        "Layer {0} of network '{1}' has {2} {3}; a number from 1 to {4} is wanted",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.LayerSizeOutOfRange + ".md");

    public static readonly DiagnosticDescriptor ActivationCount = new(
        DiagnosticIds.ActivationCount, "There must be one activation per layer",
        "Network '{0}' has {1} and {2}: give one activation per layer, none for the input",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.ActivationCount + ".md");

    public static readonly DiagnosticDescriptor UndefinedValue = new(
        DiagnosticIds.UndefinedValue, "A value is not one of its enumeration's",
        "{0} is not a value of {1}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.UndefinedValue + ".md");

    public static readonly DiagnosticDescriptor IgnoredActivation = new(
        DiagnosticIds.IgnoredActivation, "An activation would be ignored",
        "'{0}' of network '{1}' would be ignored, since {2}: remove it",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.IgnoredActivation + ".md");

    public static readonly DiagnosticDescriptor TooLarge = new(
        DiagnosticIds.TooLarge, "A network is too large",
        "Network '{0}' would have {1} {2}; at most {3} can be indexed",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.TooLarge + ".md");

    public static readonly DiagnosticDescriptor LanguageVersion = new(
        DiagnosticIds.LanguageVersion, "The C# version is too old for generated code",
        "Network '{0}' is compiled as C# {1}; generated code needs C# {2} or newer: set LangVersion in the project, or remove it",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.LanguageVersion + ".md");

    public static readonly DiagnosticDescriptor SingleUnitSoftmax = new(
        DiagnosticIds.SingleUnitSoftmax, "Softmax over one unit is always 1",
        "Layer {0} of network '{1}' has one unit, over which Softmax is 1 whatever its input: use Sigmoid, or one unit per class",
        Declaration, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.SingleUnitSoftmax + ".md");

    public static readonly DiagnosticDescriptor LinearStack = new(
        DiagnosticIds.LinearStack, "Linear layers in a row are one linear layer",
        "Layers {0} to {1} of network '{2}' are linear, so together they compute no more than one layer from {3} inputs to {4} units{5}",
        Declaration, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.LinearStack + ".md");

    public static readonly DiagnosticDescriptor ScratchMemory = new(
        DiagnosticIds.ScratchMemory, "A network's intermediate results do not fit on the stack",
        "Network '{0}' takes {1}, more than the {2} bytes that a call puts on the stack: "
            + "it uses scratch memory of the thread, which is allocated at the first call and kept",
        Declaration, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.ScratchMemory + ".md");

    public static readonly DiagnosticDescriptor LossMismatch = new(
        DiagnosticIds.LossMismatch, "A loss does not fit the output activation",
        "{0} does not fit the {1} output of network '{2}': {3}; {4}",
        Usage, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.LossMismatch + ".md");

    public static readonly DiagnosticDescriptor StepTraining = new(
        DiagnosticIds.StepTraining, "A Step layer is not trained by gradients",
        "Layer {0} of network '{1}' has the activation Step, whose derivative is 0: gradients teach it nothing; "
            + "train with Sigmoid in its place, or by PerceptronRule or MadalineRule",
        Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.StepTraining + ".md");

    public static readonly DiagnosticDescriptor SpanLength = new(
        DiagnosticIds.SpanLength, "A span does not have the length that the network takes",
        "'{0}' has {1} elements, but {2} of network '{3}' takes {4}: the call throws an ArgumentException",
        Usage, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.SpanLength + ".md");

    public static readonly DiagnosticDescriptor WeightsMissing = new(
        DiagnosticIds.WeightsMissing, "A weights file is missing",
        "Network '{0}' has no weights: {1}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.WeightsMissing + ".md");

    public static readonly DiagnosticDescriptor WeightsMisfit = new(
        DiagnosticIds.WeightsMisfit, "A weights file does not fit its network",
        "'{0}' does not fit network '{1}': {2}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.WeightsMisfit + ".md");

    public static readonly DiagnosticDescriptor WeightsDamaged = new(
        DiagnosticIds.WeightsDamaged, "A weights file cannot be read",
        "The weights of network '{0}' cannot be read: {1}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.WeightsDamaged + ".md");

    public static readonly DiagnosticDescriptor WeightsChanged = new(
        DiagnosticIds.WeightsChanged, "A weights file is not the one that was pinned",
        "'{0}' has the SHA-256 {1}, but network '{2}' is pinned to {3}: take that file, or state the new hash",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.WeightsChanged + ".md");

    public static readonly DiagnosticDescriptor LossNotComputable = new(
        DiagnosticIds.LossNotComputable, "A loss cannot be computed from the output activation",
        "{0} cannot be computed from the {1} output of network '{2}': {3}; {4}",
        Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.LossNotComputable + ".md");

    public static readonly DiagnosticDescriptor ValueName = new(
        DiagnosticIds.ValueName, "A value needs a valid, unique name",
        "{0} of network '{1}': {2}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.ValueName + ".md");

    public static readonly DiagnosticDescriptor UnknownValue = new(
        DiagnosticIds.UnknownValue, "A layer or an output names an unknown value",
        "{0} of network '{1}' {2}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.UnknownValue + ".md");

    public static readonly DiagnosticDescriptor LayerMisfit = new(
        DiagnosticIds.LayerMisfit, "A layer does not fit its input",
        "{0} of network '{1}' {2}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.LayerMisfit + ".md");

    public static readonly DiagnosticDescriptor UnusedValue = new(
        DiagnosticIds.UnusedValue, "A value is unused",
        "{0} of network '{1}', '{2}', is neither read by a layer nor an output: remove it, or name it in [Output]",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.UnusedValue + ".md");

    public static readonly DiagnosticDescriptor Labels = new(
        DiagnosticIds.Labels, "There must be one label per output",
        "Network '{0}' has {1}",
        Declaration, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + DiagnosticIds.Labels + ".md");
}
