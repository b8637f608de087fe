using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Generated.Numerics;

/// <summary>Sums of several registers at once, by exchanging lanes between them.</summary>
internal static class SideBySide
{
    /// <summary>In lane i the sum of the lanes of register i, with the bits of <see cref="Simd128{T}.Sum"/>: (0 + 2) + (1 + 3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<float> Sum(Simd128<float> v0, Simd128<float> v1, Simd128<float> v2, Simd128<float> v3)
    {
        if (Sse.IsSupported)
        {
            // Lanes 0 and 1 of both registers, then lanes 2 and 3: their sum has the two halves of each.
            Vector128<float> halves01 = Sse.UnpackLow(v0.Value, v1.Value) + Sse.UnpackHigh(v0.Value, v1.Value);
            Vector128<float> halves23 = Sse.UnpackLow(v2.Value, v3.Value) + Sse.UnpackHigh(v2.Value, v3.Value);
            return new(Sse.MoveLowToHigh(halves01, halves23) + Sse.MoveHighToLow(halves23, halves01));
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            Vector128<float> halves01 = AdvSimd.Arm64.ZipLow(v0.Value, v1.Value) + AdvSimd.Arm64.ZipHigh(v0.Value, v1.Value);
            Vector128<float> halves23 = AdvSimd.Arm64.ZipLow(v2.Value, v3.Value) + AdvSimd.Arm64.ZipHigh(v2.Value, v3.Value);
            return new(Vector128.Create(halves01.GetLower(), halves23.GetLower()) + Vector128.Create(halves01.GetUpper(), halves23.GetUpper()));
        }

        return new(Vector128.Create(Simd128<float>.Sum(v0), Simd128<float>.Sum(v1), Simd128<float>.Sum(v2), Simd128<float>.Sum(v3)));
    }
}
