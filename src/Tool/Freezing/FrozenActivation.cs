using Generated.Generator.Planning;
using PlannedActivation = Generated.Generator.Declaration.Activation;

namespace Generated.Tool.Freezing;

/// <summary>How a frozen network writes activation functions.</summary>
internal static class FrozenActivation
{
    /// <summary>Whether it takes a few instructions, as the generator has it.</summary>
    public static bool IsShort(PlannedActivation activation) => ActivationTraits.Of(activation).Forward == ActivationPlace.InRegister;

    /// <summary>Whether it is written out, so that the frozen network needs nothing of the runtime for it.</summary>
    public static bool IsWrittenOut(PlannedActivation activation) =>
        activation == PlannedActivation.Linear || Written(activation, "", "", Precision.Single) is not null;

    /// <summary>The function of a register, with the bits of the runtime's; null where there is nothing to compute, or whole rows are.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="z">The register.</param>
    /// <param name="type">The floating-point type in C#.</param>
    /// <param name="precision">The same.</param>
    public static string? OfRegister(PlannedActivation activation, string z, string type, Precision precision) =>
        activation == PlannedActivation.Linear || ActivationTraits.Of(activation).Forward == ActivationPlace.OnRows ? null
        : Written(activation, z, type, precision) ?? $"{activation}.Value<Simd128<{type}>, {type}>(new({z})).Value";

    private static string? Written(PlannedActivation activation, string z, string type, Precision precision)
    {
        string zero = $"Vector128<{type}>.Zero", one = $"Vector128<{type}>.One";
        return activation switch
        {
            PlannedActivation.ReLU => $"Vector128.ConditionalSelect(Vector128.LessThan({z}, {zero}), {zero}, {z})",
            PlannedActivation.LeakyReLU => $"Vector128.ConditionalSelect(Vector128.LessThan({zero}, {z}), {z}, {z} * {Literal.Of(0.01, precision)})",
            PlannedActivation.Step => $"Vector128.ConditionalSelect(Vector128.LessThanOrEqual({zero}, {z}), {one}, {zero})",
            PlannedActivation.HardTanh => $"Vector128.ConditionalSelect(Vector128.LessThan({z}, -{one}), -{one}, "
                + $"Vector128.ConditionalSelect(Vector128.LessThan({one}, {z}), {one}, {z}))",
            PlannedActivation.Softsign => $"{z} / ({one} + Vector128.Abs({z}))",
            _ => null,
        };
    }
}
