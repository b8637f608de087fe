using System;
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
    /// <summary>The sums that are taken side by side; each term is a difference and a multiply-add, which keep the processor busy together.</summary>
    private const int Tile = 4;

    /// <summary>The rows or units whose 2βδh are kept on the stack: as many as a part of a batch has rows.</summary>
    private const int Block = 128;

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

    /// <summary>
    /// Adds <c>∂L/∂c</c> and <c>∂L/∂ρ</c> of <paramref name="rows"/> rows, given <c>delta = ∂L/∂h</c>, each summed from zero in row order.
    /// </summary>
    /// <remarks>With g = δ·h: <c>∂L/∂ρⱼ = gⱼzⱼ</c> and <c>∂L/∂cⱼ = 2βⱼgⱼ(x − cⱼ)</c>.</remarks>
    public static void AddGradient<T>(
        ref T input, ref T centres, ref T logWidths, ref T sums, ref T output, ref T delta,
        ref T centreGradient, ref T logWidthGradient, nuint rows, nuint inputs, nuint units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint unit = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            AddGradient<Simd512<T>, T>(
                ref unit, ref input, ref centres, ref logWidths, ref sums, ref output, ref delta,
                ref centreGradient, ref logWidthGradient, rows, inputs, units);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            AddGradient<Simd256<T>, T>(
                ref unit, ref input, ref centres, ref logWidths, ref sums, ref output, ref delta,
                ref centreGradient, ref logWidthGradient, rows, inputs, units);
        }

        AddGradient<Simd128<T>, T>(
            ref unit, ref input, ref centres, ref logWidths, ref sums, ref output, ref delta,
            ref centreGradient, ref logWidthGradient, rows, inputs, units);
        AddGradient<Scalar<T>, T>(
            ref unit, ref input, ref centres, ref logWidths, ref sums, ref output, ref delta,
            ref centreGradient, ref logWidthGradient, rows, inputs, units);
    }

    /// <summary>Writes <c>∂L/∂xᵢ = −Σⱼ 2βⱼgⱼ(xᵢ − cⱼᵢ)</c> of <paramref name="rows"/> rows, given <c>delta = ∂L/∂h</c>.</summary>
    public static void InputGradient<T>(
        ref T input, ref T centres, ref T logWidths, ref T output, ref T delta, ref T inputGradient, nuint rows, nuint inputs, nuint units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint row = 0;
        if (Vector512.IsHardwareAccelerated)
            InputGradient<Simd512<T>, T>(ref row, ref input, ref centres, ref logWidths, ref output, ref delta, ref inputGradient, rows, inputs, units);
        if (Vector256.IsHardwareAccelerated)
            InputGradient<Simd256<T>, T>(ref row, ref input, ref centres, ref logWidths, ref output, ref delta, ref inputGradient, rows, inputs, units);
        InputGradient<Simd128<T>, T>(ref row, ref input, ref centres, ref logWidths, ref output, ref delta, ref inputGradient, rows, inputs, units);
        InputGradient<Scalar<T>, T>(ref row, ref input, ref centres, ref logWidths, ref output, ref delta, ref inputGradient, rows, inputs, units);
    }

    /// <summary>All whole registers of units from <paramref name="unit"/> on, four rows at a time. Beyond the last row, that one is repeated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<TVector, T>(
        ref nuint unit, ref T input, ref T centres, ref T logWidths, ref T sums, ref T output, nuint rows, nuint inputs, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; unit + (nuint)TVector.Count <= units; unit += (nuint)TVector.Count)
        {
            TVector minusBeta = TVector.Zero - VectorMath.Exp<TVector, T>(TVector.Load(ref logWidths, unit));
            for (nuint row = 0; row < rows; row += Tile)
            {
                nuint row1 = nuint.Min(row + 1, rows - 1), row2 = nuint.Min(row + 2, rows - 1), row3 = nuint.Min(row + 3, rows - 1);
                ref T input0 = ref Unsafe.Add(ref input, row * inputs);
                ref T input1 = ref Unsafe.Add(ref input, row1 * inputs);
                ref T input2 = ref Unsafe.Add(ref input, row2 * inputs);
                ref T input3 = ref Unsafe.Add(ref input, row3 * inputs);
                TVector distance0 = TVector.Zero, distance1 = TVector.Zero, distance2 = TVector.Zero, distance3 = TVector.Zero;
                for (nuint i = 0; i < inputs; i++)
                {
                    TVector centre = TVector.Load(ref centres, i * units + unit);
                    TVector difference0 = TVector.Broadcast(ref input0, i) - centre, difference1 = TVector.Broadcast(ref input1, i) - centre;
                    TVector difference2 = TVector.Broadcast(ref input2, i) - centre, difference3 = TVector.Broadcast(ref input3, i) - centre;
                    distance0.AddProduct(difference0, difference0);
                    distance1.AddProduct(difference1, difference1);
                    distance2.AddProduct(difference2, difference2);
                    distance3.AddProduct(difference3, difference3);
                }

                Finish(minusBeta * distance0, ref sums, ref output, row * units + unit);
                Finish(minusBeta * distance1, ref sums, ref output, row1 * units + unit);
                Finish(minusBeta * distance2, ref sums, ref output, row2 * units + unit);
                Finish(minusBeta * distance3, ref sums, ref output, row3 * units + unit);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Finish(TVector z, ref T sums, ref T output, nuint at)
        {
            z.Store(ref sums, at);
            VectorMath.Exp<TVector, T>(z).Store(ref output, at);
        }
    }

    /// <summary>All whole registers of units from <paramref name="unit"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddGradient<TVector, T>(
        ref nuint unit, ref T input, ref T centres, ref T logWidths, ref T sums, ref T output, ref T delta,
        ref T centreGradient, ref T logWidthGradient, nuint rows, nuint inputs, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> pulls = stackalloc T[Block * TVector.Count], gradients = stackalloc T[Tile * TVector.Count];
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
            for (nuint i = 0; i < inputs; i += Tile)
            {
                gradients.Clear();
                for (nuint row = 0; row < rows; row += Block)
                {
                    nuint count = nuint.Min(Block, rows - row);
                    // One block is all rows of a part, and keeps its pulls for all inputs.
                    if (i == 0 || rows > Block)
                    {
                        for (nuint r = 0; r < count; r++)
                        {
                            nuint at = (row + r) * units + unit;
                            (twoBeta * (TVector.Load(ref delta, at) * TVector.Load(ref output, at))).Store(ref pulls[0], r * (nuint)TVector.Count);
                        }
                    }

                    PullCentres<TVector, T>(
                        ref Unsafe.Add(ref input, row * inputs), ref Unsafe.Add(ref centres, unit), ref pulls[0], ref gradients[0], i, count, inputs, units);
                }

                for (nuint k = i; k < nuint.Min(i + Tile, inputs); k++)
                {
                    nuint at = k * units + unit;
                    (TVector.Load(ref centreGradient, at) + TVector.Load(ref gradients[0], (k - i) * (nuint)TVector.Count)).Store(ref centreGradient, at);
                }
            }
        }
    }

    /// <summary>
    /// Continues the gradients of a register of units' centres in four inputs from <paramref name="i"/> on, over some rows. Beyond the last
    /// input, that one is repeated.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void PullCentres<TVector, T>(
        ref T input, ref T centres, ref T pulls, ref T gradients, nuint i, nuint rows, nuint inputs, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint i1 = nuint.Min(i + 1, inputs - 1), i2 = nuint.Min(i + 2, inputs - 1), i3 = nuint.Min(i + 3, inputs - 1), lanes = (nuint)TVector.Count;
        TVector centre0 = TVector.Load(ref centres, i * units), centre1 = TVector.Load(ref centres, i1 * units);
        TVector centre2 = TVector.Load(ref centres, i2 * units), centre3 = TVector.Load(ref centres, i3 * units);
        TVector gradient0 = TVector.Load(ref gradients), gradient1 = TVector.Load(ref gradients, lanes);
        TVector gradient2 = TVector.Load(ref gradients, 2 * lanes), gradient3 = TVector.Load(ref gradients, 3 * lanes);
        for (nuint row = 0; row < rows; row++)
        {
            TVector pull = TVector.Load(ref pulls, row * lanes);
            gradient0.AddProduct(pull, TVector.Broadcast(ref input, i) - centre0);
            gradient1.AddProduct(pull, TVector.Broadcast(ref input, i1) - centre1);
            gradient2.AddProduct(pull, TVector.Broadcast(ref input, i2) - centre2);
            gradient3.AddProduct(pull, TVector.Broadcast(ref input, i3) - centre3);
            input = ref Unsafe.Add(ref input, inputs);
        }

        gradient0.Store(ref gradients);
        gradient1.Store(ref gradients, lanes);
        gradient2.Store(ref gradients, 2 * lanes);
        gradient3.Store(ref gradients, 3 * lanes);
    }

    /// <summary>All whole registers of rows from <paramref name="row"/> on: lanes hold rows, so that each sum runs over the units in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void InputGradient<TVector, T>(
        ref nuint row, ref T input, ref T centres, ref T logWidths, ref T output, ref T delta, ref T inputGradient, nuint rows, nuint inputs, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint lanes = (nuint)TVector.Count;
        Span<T> ofRows = stackalloc T[Block * TVector.Count], pulls = stackalloc T[Block * TVector.Count];
        Span<T> x = stackalloc T[Tile * TVector.Count], gradients = stackalloc T[Tile * TVector.Count];
        for (; row + lanes <= rows; row += lanes)
        {
            for (nuint i = 0; i < inputs; i += Tile)
            {
                gradients.Clear();
                for (int k = 0; k < x.Length; k++)
                    x[k] = Unsafe.Add(ref input, (row + (nuint)k % lanes) * inputs + nuint.Min(i + (nuint)k / lanes, inputs - 1));
                for (nuint unit = 0; unit < units; unit += Block)
                {
                    nuint count = nuint.Min(Block, units - unit);
                    if (i == 0 || units > Block)
                    {
                        for (nuint lane = 0; lane < lanes; lane++)
                        {
                            nuint at = (row + lane) * units + unit;
                            Pulls(
                                ref Unsafe.Add(ref logWidths, unit), ref Unsafe.Add(ref output, at), ref Unsafe.Add(ref delta, at),
                                ref ofRows[(int)(lane * count)], count);
                        }

                        MatrixOperations.Transpose(ref ofRows[0], lanes, count, ref pulls[0]);
                    }

                    PullInputs<TVector, T>(ref Unsafe.Add(ref centres, unit), ref pulls[0], ref x[0], ref gradients[0], i, count, inputs, units);
                }

                for (nuint k = i; k < nuint.Min(i + Tile, inputs); k++)
                {
                    for (nuint lane = 0; lane < lanes; lane++)
                        Unsafe.Add(ref inputGradient, (row + lane) * inputs + k) = gradients[(int)((k - i) * lanes + lane)];
                }
            }
        }
    }

    /// <summary>
    /// Continues the gradients of a register of rows in four inputs from <paramref name="i"/> on, over some units. Beyond the last input,
    /// that one is repeated.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void PullInputs<TVector, T>(
        ref T centres, ref T pulls, ref T x, ref T gradients, nuint i, nuint count, nuint inputs, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint lanes = (nuint)TVector.Count;
        ref T centre0 = ref Unsafe.Add(ref centres, i * units);
        ref T centre1 = ref Unsafe.Add(ref centres, nuint.Min(i + 1, inputs - 1) * units);
        ref T centre2 = ref Unsafe.Add(ref centres, nuint.Min(i + 2, inputs - 1) * units);
        ref T centre3 = ref Unsafe.Add(ref centres, nuint.Min(i + 3, inputs - 1) * units);
        TVector x0 = TVector.Load(ref x), x1 = TVector.Load(ref x, lanes), x2 = TVector.Load(ref x, 2 * lanes), x3 = TVector.Load(ref x, 3 * lanes);
        TVector gradient0 = TVector.Load(ref gradients), gradient1 = TVector.Load(ref gradients, lanes);
        TVector gradient2 = TVector.Load(ref gradients, 2 * lanes), gradient3 = TVector.Load(ref gradients, 3 * lanes);
        for (nuint unit = 0; unit < count; unit++)
        {
            TVector pull = TVector.Load(ref pulls, unit * lanes);
            gradient0.AddProduct(pull, TVector.Broadcast(ref centre0, unit) - x0);
            gradient1.AddProduct(pull, TVector.Broadcast(ref centre1, unit) - x1);
            gradient2.AddProduct(pull, TVector.Broadcast(ref centre2, unit) - x2);
            gradient3.AddProduct(pull, TVector.Broadcast(ref centre3, unit) - x3);
        }

        gradient0.Store(ref gradients);
        gradient1.Store(ref gradients, lanes);
        gradient2.Store(ref gradients, 2 * lanes);
        gradient3.Store(ref gradients, 3 * lanes);
    }

    /// <summary>How strongly the loss pulls the centres of some units, per unit of distance, in one row: 2βδh.</summary>
    private static void Pulls<T>(ref T logWidths, ref T output, ref T delta, ref T pulls, nuint units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint unit = 0;
        if (Vector512.IsHardwareAccelerated)
            Pulls<Simd512<T>, T>(ref unit, ref logWidths, ref output, ref delta, ref pulls, units);
        if (Vector256.IsHardwareAccelerated)
            Pulls<Simd256<T>, T>(ref unit, ref logWidths, ref output, ref delta, ref pulls, units);
        Pulls<Simd128<T>, T>(ref unit, ref logWidths, ref output, ref delta, ref pulls, units);
        Pulls<Scalar<T>, T>(ref unit, ref logWidths, ref output, ref delta, ref pulls, units);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pulls<TVector, T>(ref nuint unit, ref T logWidths, ref T output, ref T delta, ref T pulls, nuint units)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; unit + (nuint)TVector.Count <= units; unit += (nuint)TVector.Count)
        {
            TVector twoBeta = TwoBeta<TVector, T>(TVector.Load(ref logWidths, unit));
            (twoBeta * (TVector.Load(ref delta, unit) * TVector.Load(ref output, unit))).Store(ref pulls, unit);
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
