using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Generated.Numerics;

/// <summary>What the kernels ask of the processor. Constants to the JIT.</summary>
internal static class Processor
{
    /// <summary>Whether a multiplication and an addition can be rounded once.</summary>
    public static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;
}
