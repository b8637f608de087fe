using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// The kernels of a layer of Gaussian radial basis functions, <c>hⱼ = exp(zⱼ)</c> with <c>zⱼ = −βⱼ‖x − cⱼ‖²</c> and
/// <c>βⱼ = exp(ρⱼ)</c>. The centres lie as <c>[inputs][units]</c>, so that lanes hold units; each sum runs over the
/// inputs (or rows, or units) in order, whatever the register width.
/// </summary>
public static class RadialBasisFunctions
{
    /// <summary>Computes z and h of <paramref name="rows"/> rows. <paramref name="sums"/> may be <paramref name="output"/> where z is not kept.</summary>
    public static void Forward<T>(
        ref T input, ref T centres, ref T logWidths, ref T sums, ref T output, nuint rows, nuint inputs, nuint units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint unit = 0;
        if (Vector512.IsHardwareAccelerated)
            Forward<Simd512<T>, T>(ref unit, ref input, ref centres, ref logWidths, ref sums, ref output, rows, inputs, units);
        if (Vector256.IsHardwareAccelerated)
            Forward<Simd256<T>, T>(ref unit, ref input, ref centres, ref logWidths, ref sums, ref output, rows, inputs, units);
        Forward<Simd128<T>, T>(ref unit, ref input, ref centres, ref logWidths, ref sums, ref output, rows, inputs, units);
        Forward<Scalar<T>, T>(ref unit, ref input, ref centres, ref logWidths, ref sums, ref output, rows, inputs, units);
    }

    /// <summary>Adds <c>∂L/∂c</c> and <c>∂L/∂ρ</c> of <paramref name="rows"/> rows, given <c>delta = ∂L/∂h</c>, each summed from zero in row order.</summary>
    /// <remarks>With g = δ·h: <c>∂L/∂ρⱼ = gⱼzⱼ</c> and <c>∂L/∂cⱼ = 2βⱼgⱼ(x − cⱼ)</c>.</remarks>
    public static void AddGradient<T>(
        ref T input, ref T centres, ref T logWidths, ref T sums, ref T output, ref T delta,
        ref T centreGradient, ref T logWidthGradient, nuint rows, nuint inputs, nuint units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint unit = 0;
        AddGradient<Simd128<T>, T>(ref unit, ref input, ref centres, ref logWidths, ref sums, ref output, ref delta,
            ref centreGradient, ref logWidthGradient, rows, inputs, units);
        AddGradient<Scalar<T>, T>(ref unit, ref input, ref centres, ref logWidths, ref sums, ref output, ref delta,
            ref centreGradient, ref logWidthGradient, rows, inputs, units);
    }

    /// <summary>Writes <c>∂L/∂xᵢ = −Σⱼ 2βⱼgⱼ(xᵢ − cⱼᵢ)</c> of <paramref name="rows"/> rows, given <c>delta = ∂L/∂h</c>.</summary>
    public static void InputGradient<T>(
        ref T input, ref T centres, ref T logWidths, ref T output, ref T delta, ref T inputGradient, nuint rows, nuint inputs, nuint units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nuint at = 0; at < rows * inputs; at++)
            Unsafe.Add(ref inputGradient, at) = T.Zero;
        for (nuint j = 0; j < units; j++)
        {
            Scalar<T> twoBeta = TwoBeta<Scalar<T>, T>(Scalar<T>.Load(ref logWidths, j));
            for (nuint row = 0; row < rows; row++)
            {
                Scalar<T> pull = twoBeta * (Scalar<T>.Load(ref delta, row * units + j) * Scalar<T>.Load(ref output, row * units + j));
                for (nuint i = 0; i < inputs; i++)
                {
                    ref T sum = ref Unsafe.Add(ref inputGradient, row * inputs + i);
                    var towards = new Scalar<T>(Unsafe.Add(ref centres, i * units + j) - Unsafe.Add(ref input, row * inputs + i));
                    sum = Scalar<T>.MultiplyAdd(pull, towards, new Scalar<T>(sum)).Value;
                }
            }
        }
    }

    /// <summary>All whole registers of units from <paramref name="unit"/> on.</summary>
    private static void Forward<TVector, T>(
        ref nuint unit, ref T input, ref T centres, ref T logWidths, ref T sums, ref T output, nuint rows, nuint inputs, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; unit + (nuint)TVector.Count <= units; unit += (nuint)TVector.Count)
        {
            TVector minusBeta = TVector.Zero - VectorMath.Exp<TVector, T>(TVector.Load(ref logWidths, unit));
            for (nuint row = 0; row < rows; row++)
            {
                TVector distance = TVector.Zero;
                for (nuint i = 0; i < inputs; i++)
                {
                    TVector difference = TVector.Create(Unsafe.Add(ref input, row * inputs + i)) - TVector.Load(ref centres, i * units + unit);
                    distance = TVector.MultiplyAdd(difference, difference, distance);
                }

                TVector z = minusBeta * distance;
                z.Store(ref sums, row * units + unit);
                VectorMath.Exp<TVector, T>(z).Store(ref output, row * units + unit);
            }
        }
    }

    /// <summary>All whole registers of units from <paramref name="unit"/> on.</summary>
    private static void AddGradient<TVector, T>(
        ref nuint unit, ref T input, ref T centres, ref T logWidths, ref T sums, ref T output, ref T delta,
        ref T centreGradient, ref T logWidthGradient, nuint rows, nuint inputs, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; unit + (nuint)TVector.Count <= units; unit += (nuint)TVector.Count)
        {
            TVector twoBeta = TwoBeta<TVector, T>(TVector.Load(ref logWidths, unit)), rhoGradient = TVector.Zero;
            for (nuint row = 0; row < rows; row++)
            {
                nuint at = row * units + unit;
                TVector h = TVector.Load(ref output, at), upstream = TVector.Load(ref delta, at);
                // Where h underflowed to zero, z may be −∞ and the product would not be a number; its limit is zero.
                TVector slope = TVector.Select(TVector.Equals(h, TVector.Zero), TVector.Zero, h * TVector.Load(ref sums, at));
                rhoGradient = TVector.MultiplyAdd(upstream, slope, rhoGradient);
            }

            (TVector.Load(ref logWidthGradient, unit) + rhoGradient).Store(ref logWidthGradient, unit);
            for (nuint i = 0; i < inputs; i++)
            {
                TVector centre = TVector.Load(ref centres, i * units + unit), gradient = TVector.Zero;
                for (nuint row = 0; row < rows; row++)
                {
                    // How strongly the loss pulls the centre, per unit of distance: 2βδh.
                    nuint at = row * units + unit;
                    TVector pull = twoBeta * (TVector.Load(ref delta, at) * TVector.Load(ref output, at));
                    gradient = TVector.MultiplyAdd(pull, TVector.Create(Unsafe.Add(ref input, row * inputs + i)) - centre, gradient);
                }

                (TVector.Load(ref centreGradient, i * units + unit) + gradient).Store(ref centreGradient, i * units + unit);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector TwoBeta<TVector, T>(TVector rho)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector beta = VectorMath.Exp<TVector, T>(rho);
        return beta + beta;
    }
}
