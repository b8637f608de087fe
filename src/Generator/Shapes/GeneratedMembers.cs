using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>What a generated member is in C#.</summary>
internal enum MemberForm
{
    Field, Constant, Property, Constructor, Method,

    /// <summary>A nested class.</summary>
    Type,

    /// <summary>A member of INetwork that is implemented explicitly, so that the class itself does not have it.</summary>
    Implementation,
}

/// <summary>The type of a generated member's parameter.</summary>
internal enum ParameterType
{
    /// <summary>A read-only span of the network's floating-point type.</summary>
    ReadOnlySpan,

    /// <summary>A span of the network's floating-point type.</summary>
    Span,

    Int, ULong,

    /// <summary>A step of a training.</summary>
    Step,

    /// <summary>A state of a streaming network.</summary>
    State,

    /// <summary>A read-only span of such states.</summary>
    States,
}

/// <summary>A parameter of a generated member.</summary>
internal readonly record struct MemberParameter(ParameterType Type, string Name);

/// <summary>One member that a network's class gets.</summary>
/// <param name="Form">What it is in C#.</param>
/// <param name="Name">Its name; that of a constructor is <c>.ctor</c>.</param>
/// <param name="Parameters">The parameters of a method or constructor.</param>
internal sealed record GeneratedMember(MemberForm Form, string Name, EquatableArray<MemberParameter> Parameters)
{
    /// <summary>Whether it is a method for any loss, which is its only type parameter.</summary>
    public bool TakesLoss { get; init; }

    /// <summary>Whether its parameters are the network's inputs and outputs, by their names.</summary>
    public bool IsNamed { get; init; }
}

/// <summary>The members that a network's class gets, in the order in which they are emitted. Emission prints them, rules keep their names free.</summary>
internal static class GeneratedMembers
{
    private const ParameterType R = ParameterType.ReadOnlySpan, S = ParameterType.Span, I = ParameterType.Int, U = ParameterType.ULong;

    private static readonly GeneratedMember[] s_always =
    [
        Of(MemberForm.Field, "_parameters"),
        Of(MemberForm.Constant, "InputSize"), Of(MemberForm.Constant, "OutputSize"), Of(MemberForm.Constant, "ParameterCount"),
        Of(MemberForm.Constructor, ".ctor"), Of(MemberForm.Constructor, ".ctor", (U, "seed")),
        Of(MemberForm.Property, "Shape"), Of(MemberForm.Property, "Parameters"),
        Of(MemberForm.Implementation, "PartRows"), Of(MemberForm.Implementation, "Create"), Of(MemberForm.Implementation, "Create", (U, "seed")),
        Of(MemberForm.Method, "Forward", (R, "input"), (S, "output")),
        Of(MemberForm.Method, "ForwardBatch", (R, "inputs"), (S, "outputs")),
        Of(MemberForm.Method, "Activate", (R, "input"), (I, "layer"), (S, "activation")),
        OfLoss("Backward", (R, "input"), (R, "target"), (S, "gradient")),
        OfLoss("BackwardBatch", (R, "inputs"), (R, "targets"), (S, "gradient")),
        OfLoss("BackwardBatch", (R, "inputs"), (R, "targets"), (R, "weights"), (S, "gradient")),
        OfLoss("BackwardPart", (R, "inputs"), (R, "targets"), (R, "weights"), (I, "batchRows"), (S, "gradient")),
        Of(MemberForm.Method, "Backward", (R, "input"), (R, "outputGradient"), (S, "gradient"), (S, "inputGradient")),
        Of(MemberForm.Method, "ExportParameters", (S, "canonical")), Of(MemberForm.Method, "ImportParameters", (R, "canonical")),
    ];

    private static readonly GeneratedMember[] s_ofWeights =
        [Of(MemberForm.Field, "_pretrained"), Of(MemberForm.Property, "Pretrained"), Of(MemberForm.Method, "CreatePretrained")];

    /// <summary>The members of a network that computes something else in training, by the step.</summary>
    private static readonly GeneratedMember[] s_ofStep =
    [
        OfLoss("Backward", (R, "input"), (R, "target"), (S, "gradient"), (ParameterType.Step, "step")),
        OfLoss("BackwardBatch", (R, "inputs"), (R, "targets"), (R, "weights"), (S, "gradient"), (ParameterType.Step, "step")),
        OfLoss("BackwardPart", (R, "inputs"), (R, "targets"), (R, "weights"), (I, "batchRows"), (S, "gradient"), (ParameterType.Step, "step")),
    ];

    private static readonly GeneratedMember[] s_ofStreaming =
    [
        Of(MemberForm.Type, "State"),
        Of(MemberForm.Method, "Step", (R, "input"), (ParameterType.State, "state"), (S, "output")),
        Of(MemberForm.Method, "Sequence", (R, "inputs"), (ParameterType.State, "state"), (S, "outputs")),
        Of(MemberForm.Method, "StepBatch", (R, "inputs"), (ParameterType.States, "states"), (S, "outputs")),
        OfLoss("BackwardSequences", (R, "inputs"), (R, "targets"), (ParameterType.States, "states"), (I, "warmUp"), (S, "gradient")),
        OfLoss(
            "BackwardSequencesPart", (R, "inputs"), (R, "targets"), (R, "weights"), (ParameterType.States, "states"), (I, "batchSteps"), (S, "gradient")),
    ];

    /// <summary>The members.</summary>
    /// <param name="hasWeights">Whether the network is declared with a weights file.</param>
    /// <param name="hasLabels">Whether it is declared with labels.</param>
    /// <param name="architecture">Its inputs and outputs, or null where they are not understood.</param>
    public static IReadOnlyList<GeneratedMember> Of(bool hasWeights, bool hasLabels, Architecture? architecture)
    {
        List<GeneratedMember> members = [.. s_always];
        if (hasLabels)
            members.Add(Of(MemberForm.Property, "Labels"));
        if (architecture is not null && architecture.Layers.Any(layer => layer.DependsOnStep))
            members.AddRange(s_ofStep);
        if (architecture is { IsStreaming: true })
            members.AddRange(s_ofStreaming);
        if (hasWeights)
            members.AddRange(s_ofWeights);
        if (architecture is not null && (architecture.Inputs.Count > 1 || architecture.Outputs.Count > 1))
            members.Add(Named(architecture));
        return members;
    }

    /// <summary>All methods that any network may have, but those whose parameters are called as its values are.</summary>
    public static IEnumerable<GeneratedMember> Methods =>
        s_always.Concat(s_ofStep).Concat(s_ofStreaming).Concat(s_ofWeights).Where(member => member.Form == MemberForm.Method);

    /// <summary>Forward with a span for each input and each output, called as they are.</summary>
    private static GeneratedMember Named(Architecture architecture)
    {
        IEnumerable<string> outputs = architecture.Outputs.Count > 0 ? architecture.Outputs : [architecture.Layers.Count > 0 ? architecture.OutputName : ""];
        return new(MemberForm.Method, "Forward", new(
        [
            .. architecture.Inputs.Select(input => new MemberParameter(R, input.Name)), .. outputs.Select(output => new MemberParameter(S, output)),
        ]))
        {
            IsNamed = true,
        };
    }

    private static GeneratedMember Of(MemberForm form, string name, params (ParameterType Type, string Name)[] parameters) =>
        new(form, name, new(parameters.Select(parameter => new MemberParameter(parameter.Type, parameter.Name))));

    private static GeneratedMember OfLoss(string name, params (ParameterType Type, string Name)[] parameters) =>
        Of(MemberForm.Method, name, parameters) with { TakesLoss = true };
}
