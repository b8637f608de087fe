using System.Runtime.CompilerServices;

namespace Generated;

/// <summary><c>L = ‖y − t‖² / n</c>, the mean over the n outputs; PyTorch's <c>MSELoss</c>.</summary>
public readonly struct MeanSquaredError : IElementwiseLoss<MeanSquaredError>
{
    static bool IElementwiseLoss<MeanSquaredError>.IsMeanOverOutputs => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<MeanSquaredError>.Term<TVector, T>(TVector y, TVector t)
    {
        TVector error = y - t;
        return error * error;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IElementwiseLoss<MeanSquaredError>.Slope<TVector, T>(TVector y, TVector t)
    {
        TVector error = y - t;
        return error + error;
    }
}
