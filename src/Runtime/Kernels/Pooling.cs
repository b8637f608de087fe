using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated.Kernels;

/// <summary>
/// The kernels of pooling over windows of images <c>[height][width][channels]</c>. Lanes hold channels; a window's values are
/// taken line by line. Average pooling with a window as large as the image is global average pooling.
/// </summary>
public static class Pooling
{
    /// <summary>Writes the greatest value of each window and channel; NaN if there is one.</summary>
    public static void MaxForward<T>(ref T input, ref T output, nuint rows, in PoolShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run<MaximumForward, T>(ref input, ref output, ref output, ref output, rows, shape);

    /// <summary>
    /// Writes the gradient of the input: each window's goes to the first of its greatest values; where windows overlap, gradients are
    /// added in the order of the windows, line by line.
    /// </summary>
    /// <param name="input">The first value of the images.</param>
    /// <param name="output">What <see cref="MaxForward"/> has made of it.</param>
    /// <param name="delta">The gradient of the output.</param>
    /// <param name="below">The gradient of the input; overwritten.</param>
    /// <param name="rows">The number of images.</param>
    /// <param name="shape">Images and windows.</param>
    public static void MaxBackward<T>(ref T input, ref T output, ref T delta, ref T below, nuint rows, in PoolShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Joins.Clear(ref below, rows * (nuint)(shape.Height * shape.Width * shape.Channels));
        Run<MaximumBackward, T>(ref input, ref output, ref delta, ref below, rows, shape);
    }

    /// <summary>Writes the mean of each window and channel.</summary>
    public static void AverageForward<T>(ref T input, ref T output, nuint rows, in PoolShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run<MeanForward, T>(ref input, ref output, ref output, ref output, rows, shape);

    /// <summary>
    /// Writes the gradient of the input: each value of a window gets an equal share; where windows overlap, shares are added in the
    /// order of the windows, line by line. <paramref name="below"/> is overwritten.
    /// </summary>
    public static void AverageBackward<T>(ref T delta, ref T below, nuint rows, in PoolShape shape)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Joins.Clear(ref below, rows * (nuint)(shape.Height * shape.Width * shape.Channels));
        Run<MeanBackward, T>(ref below, ref delta, ref delta, ref below, rows, shape);
    }

    /// <summary>All windows of all whole registers of channels from <paramref name="channel"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TWindow, TVector, T>(
        ref nuint channel, ref T input, ref T output, ref T delta, ref T below, nuint rows, in PoolShape shape)
        where TWindow : struct, IWindow
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint channels = (nuint)shape.Channels, line = (nuint)shape.Width * channels, image = (nuint)shape.Height * line;
        nuint outputHeight = (nuint)shape.OutputHeight, outputWidth = (nuint)shape.OutputWidth;
        nuint sizeHeight = (nuint)shape.SizeHeight, sizeWidth = (nuint)shape.SizeWidth;
        for (; channel + (nuint)TVector.Count <= channels; channel += (nuint)TVector.Count)
        {
            nuint place = channel;
            for (nuint row = 0; row < rows; row++)
            {
                for (nuint y = 0; y < outputHeight; y++)
                {
                    nuint window = row * image + y * (nuint)shape.StrideHeight * line + channel;
                    for (nuint x = 0; x < outputWidth; x++, place += channels, window += (nuint)shape.StrideWidth * channels)
                    {
                        TWindow.Compute<TVector, T>(
                            ref Unsafe.Add(ref input, window), ref Unsafe.Add(ref output, place), ref Unsafe.Add(ref delta, place),
                            ref Unsafe.Add(ref below, window), sizeHeight, sizeWidth, line, channels);
                    }
                }
            }
        }
    }

    private static void Run<TWindow, T>(ref T input, ref T output, ref T delta, ref T below, nuint rows, in PoolShape shape)
        where TWindow : struct, IWindow
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint channel = 0;
        if (Vector512.IsHardwareAccelerated)
            Run<TWindow, Simd512<T>, T>(ref channel, ref input, ref output, ref delta, ref below, rows, shape);
        if (Vector256.IsHardwareAccelerated)
            Run<TWindow, Simd256<T>, T>(ref channel, ref input, ref output, ref delta, ref below, rows, shape);
        Run<TWindow, Simd128<T>, T>(ref channel, ref input, ref output, ref delta, ref below, rows, shape);
        Run<TWindow, Scalar<T>, T>(ref channel, ref input, ref output, ref delta, ref below, rows, shape);
    }

    /// <summary>What is done with one window of one register of channels.</summary>
    internal interface IWindow
    {
        /// <summary>
        /// All references are to the window's first value or to its result; <paramref name="line"/> and <paramref name="step"/> lead to the
        /// next line and value.
        /// </summary>
        static abstract void Compute<TVector, T>(
            ref T input, ref T output, ref T delta, ref T below, nuint height, nuint width, nuint line, nuint step)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    internal readonly struct MaximumForward : IWindow
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Compute<TVector, T>(
            ref T input, ref T output, ref T delta, ref T below, nuint height, nuint width, nuint line, nuint step)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            TVector maximum = TVector.Load(ref input);
            for (nuint y = 0; y < height; y++)
            {
                nuint at = y * line;
                for (nuint x = 0; x < width; x++, at += step)
                {
                    TVector value = TVector.Load(ref input, at);
                    maximum = TVector.Select(TVector.Equals(value, value), TVector.SelectLess(maximum, value, value, maximum), value);
                }
            }

            maximum.Store(ref output);
        }
    }

    internal readonly struct MaximumBackward : IWindow
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Compute<TVector, T>(
            ref T input, ref T output, ref T delta, ref T below, nuint height, nuint width, nuint line, nuint step)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            // What is left of the gradient: nothing once it has been given away.
            TVector maximum = TVector.Load(ref output), left = TVector.Load(ref delta);
            for (nuint y = 0; y < height; y++)
            {
                nuint at = y * line;
                for (nuint x = 0; x < width; x++, at += step)
                {
                    TVector isMaximum = TVector.Equals(TVector.Load(ref input, at), maximum);
                    TVector sum = TVector.Load(ref below, at);
                    (sum + TVector.Select(isMaximum, left, TVector.Zero)).Store(ref below, at);
                    left = TVector.Select(isMaximum, TVector.Zero, left);
                }
            }
        }
    }

    internal readonly struct MeanForward : IWindow
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Compute<TVector, T>(
            ref T input, ref T output, ref T delta, ref T below, nuint height, nuint width, nuint line, nuint step)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            TVector sum = TVector.Zero;
            for (nuint y = 0; y < height; y++)
            {
                nuint at = y * line;
                for (nuint x = 0; x < width; x++, at += step)
                    sum += TVector.Load(ref input, at);
            }

            (sum / TVector.Create(T.CreateTruncating(height * width))).Store(ref output);
        }
    }

    internal readonly struct MeanBackward : IWindow
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Compute<TVector, T>(
            ref T input, ref T output, ref T delta, ref T below, nuint height, nuint width, nuint line, nuint step)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            TVector share = TVector.Load(ref delta) / TVector.Create(T.CreateTruncating(height * width));
            for (nuint y = 0; y < height; y++)
            {
                nuint at = y * line;
                for (nuint x = 0; x < width; x++, at += step)
                    (TVector.Load(ref below, at) + share).Store(ref below, at);
            }
        }
    }
}
