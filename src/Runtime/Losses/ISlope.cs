using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated;

/// <summary>What a loss passes back for an output y and its target t.</summary>
internal interface ISlope
{
    /// <summary>The derivative of a term.</summary>
    static abstract TVector At<TVector, T>(TVector y, TVector t)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>With respect to the output: the loss's own slope.</summary>
internal readonly struct SlopeOf<TLoss> : ISlope
    where TLoss : struct, IElementwiseLoss<TLoss>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector At<TVector, T>(TVector y, TVector t)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TLoss.Slope<TVector, T>(y, t);
}

/// <summary>With respect to what a matched output activation is applied to: y − t.</summary>
internal readonly struct Difference : ISlope
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector At<TVector, T>(TVector y, TVector t)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => y - t;
}
