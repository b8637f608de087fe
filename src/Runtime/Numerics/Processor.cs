using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Generated.Numerics;

/// <summary>What the kernels ask of the processor. Constants to the JIT.</summary>
public static class Processor
{
    /// <summary>Whether a multiplication and an addition can be rounded once.</summary>
    public static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

    /// <summary>
    /// Asks for a cache line that will be needed soon, on processors that can be asked. The address may lie beyond all memory.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch<T>(ref T first, nuint offset)
    {
        // The address is only looked at, so the memory need not be kept in its place.
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, offset)));
    }
}
