namespace Generated.Generator.Diagnostics;

/// <summary>The ids of all rules. Each has a descriptor, an analyzer and a page in docs/diagnostics.</summary>
internal static class DiagnosticIds
{
    public const string NotPartial = "GEN0001";
    public const string ContainingTypeNotPartial = "GEN0002";
    public const string StaticOrAbstract = "GEN0003";
    public const string Generic = "GEN0004";
    public const string NotAClass = "GEN0005";
    public const string FileLocal = "GEN0006";
    public const string ConstructorNeedsArguments = "GEN0007";
    public const string MemberClash = "GEN0008";
    public const string HiddenName = "GEN0009";
    public const string NoLayers = "GEN0010";
    public const string MixedForms = "GEN0011";
    public const string ScatteredLayers = "GEN0012";
    public const string LayerWithoutNetwork = "GEN0013";
    public const string SizeOutOfRange = "GEN0014";
    public const string LayerSizeOutOfRange = "GEN0015";
    public const string ActivationCount = "GEN0016";
    public const string UndefinedValue = "GEN0017";
    public const string IgnoredActivation = "GEN0018";
    public const string TooLarge = "GEN0019";
    public const string LanguageVersion = "GEN0020";
    public const string SingleUnitSoftmax = "GEN0021";
    public const string LinearStack = "GEN0022";
    public const string ScratchMemory = "GEN0023";
    public const string LossMismatch = "GEN0024";
    public const string StepTraining = "GEN0025";
    public const string SpanLength = "GEN0026";
    public const string WeightsMissing = "GEN0027";
    public const string WeightsMisfit = "GEN0028";
    public const string WeightsDamaged = "GEN0029";
    public const string WeightsChanged = "GEN0030";
    public const string LossNotComputable = "GEN0031";
    public const string ValueName = "GEN0032";
    public const string UnknownValue = "GEN0033";
    public const string LayerMisfit = "GEN0034";
    public const string UnusedValue = "GEN0035";
    public const string Labels = "GEN0036";
}
