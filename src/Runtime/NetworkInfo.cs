using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated;

/// <summary>What generated networks use of the processor that the program runs on.</summary>
/// <remarks>
/// Results have the same bits with registers of 512, 256 and 128 bits, as long as there is a fused multiply-add; only the speed
/// differs. A program compiled ahead of time uses what it was compiled for, which is little unless <c>IlcInstructionSet</c> says more.
/// </remarks>
public static class NetworkInfo
{
    /// <summary>The width of the registers in use, in bits: 512, 256 or 128, or 0 where the runtime has no vector instructions and networks are slow.</summary>
    public static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;

    /// <summary>
    /// Whether a multiplication and an addition are rounded once (FMA3, Arm64). Where they are not, results are right to the usual error
    /// of a sum, but their last bits differ from those of other processors.
    /// </summary>
    public static bool HasFusedMultiplyAdd => Processor.HasFusedMultiplyAdd;
}
