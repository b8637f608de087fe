using System.Numerics;
using System.Runtime.CompilerServices;

namespace Generated.Numerics;

public static partial class VectorMath
{
    /// <summary>The error function, 2/√π ∫₀ˣ e^(−t²) dt.</summary>
    /// <remarks>
    /// x + x·p(x²) up to |x| = 1.125 (double: 1), p of degree 6 (11); beyond, a polynomial of degree 13 (35) about a
    /// point of that range whose error function happens to be almost a floating-point number; and ±1 from 3.84 (5.865)
    /// on. Error: 1.46 (double: 1.76).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Erf<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector magnitude = TVector.Abs(x);
        TVector large = TVector.SelectLess(Constant<TVector, T>(3.84f, 5.865), magnitude, Constant<TVector, T>(1), ErfLarge<TVector, T>(magnitude));
        return TVector.SelectLess(magnitude, Constant<TVector, T>(1.125f, 1.1875), ErfSmall<TVector, T>(x), TVector.CopySign(large, x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ErfSmall<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector z = x * x;
        TVector square = z * z;
        TVector fourth = square * square;
        TVector p;
        if (typeof(T) == typeof(float))
        {
            p = TVector.MultiplyAdd(square, Constant<TVector, T>(7.064554665703326e-05), Line<TVector, T>(z, 0.005160314496606588, -0.0007766191847622395));
            p = TVector.MultiplyAdd(
                fourth, p, Cubic<TVector, T>(z, square, 0.12837916612625122, -0.3761260211467743, 0.11283256858587265, -0.026839258149266243));
        }
        else
        {
            p = TVector.MultiplyAdd(
                fourth, Constant<TVector, T>(4.916860824277296e-11),
                Cubic<TVector, T>(z, square, 1.645653936659799e-06, -1.6311016927637723e-07, 1.4438462631260034e-08, -1.0650639813512585e-09));
            p = TVector.MultiplyAdd(
                fourth, p, Cubic<TVector, T>(z, square, 0.005223977612471263, -0.0008548326405190245, 0.00012055313998127829, -1.4925258170024975e-05));
            p = TVector.MultiplyAdd(
                fourth, p, Cubic<TVector, T>(z, square, 0.12837916709551256, -0.37612638903183476, 0.11283791670944508, -0.026866170643506125));
        }
        return TVector.MultiplyAdd(x, p, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ErfLarge<TVector, T>(TVector x)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector t = x - Constant<TVector, T>(2.4658203125f, 3.17578125);
        TVector square = t * t;
        TVector fourth = square * square;
        TVector p;
        if (typeof(T) == typeof(float))
        {
            p = TVector.MultiplyAdd(
                fourth, Constant<TVector, T>(6.095451112742012e-07),
                Cubic<TVector, T>(t, square, -0.00028989388374611735, 5.966109529254027e-05, 2.1073748939670622e-05, -1.0297010703652631e-05));
            p = TVector.MultiplyAdd(
                fourth, p, Cubic<TVector, T>(t, square, 0.006700000260025263, -0.0029323094058781862, 0.000470101076643914, 0.0003624502569437027));
            p = TVector.MultiplyAdd(
                fourth, p, Cubic<TVector, T>(t, square, 0.002581195440143347, -0.00636533135548234, 0.00960337184369564, -0.009713472798466682));
            p = TVector.MultiplyAdd(t, p, Constant<TVector, T>(0.9995118975639343));
        }
        else
        {
            p = TVector.MultiplyAdd(square, Constant<TVector, T>(-3.588217473216176e-20), Line<TVector, T>(t, 1.3566409988651544e-18, 3.0478456671482728e-19));
            p = TVector.MultiplyAdd(
                fourth, p, Cubic<TVector, T>(t, square, -1.767671281358657e-15, 5.493639894032803e-16, 1.318520579537138e-17, -2.0433312023348493e-17));
            p = TVector.MultiplyAdd(
                fourth, p, Cubic<TVector, T>(t, square, -5.652870528560448e-13, -3.2081522619674624e-14, 4.683636519810318e-14, -6.2357254818844776e-15));
            p = TVector.MultiplyAdd(
                fourth, p, Cubic<TVector, T>(t, square, 8.336709133068172e-11, -2.7316163074510243e-11, 5.500019282573811e-13, 2.1045576641176906e-12));
            p = TVector.MultiplyAdd(
                fourth, p, Cubic<TVector, T>(t, square, -6.699397209923827e-11, 3.1073925494057617e-09, -1.0330604503568636e-09, 3.442816776281497e-11));
            p = TVector.MultiplyAdd(
                fourth, p, Cubic<TVector, T>(t, square, -5.069245506523348e-07, -8.928993225385655e-08, 1.00567517870071e-07, -2.9503008160393096e-08));
            p = TVector.MultiplyAdd(
                fourth, p, Cubic<TVector, T>(t, square, 2.6591394235993558e-05, 7.65622656866865e-07, -4.793403908112653e-06, 2.4211326084211085e-06));
            p = TVector.MultiplyAdd(
                fourth, p, Cubic<TVector, T>(t, square, 0.00045278326560140876, -0.00036533882328621925, 0.00022369051283286035, -9.931114285984986e-05));
            p = TVector.MultiplyAdd(
                fourth, p, Cubic<TVector, T>(t, square, 4.7026263699339125e-05, -0.0001493451265148743, 0.0003005162138000144, -0.00042740516969736603));
            p = TVector.MultiplyAdd(t, p, Constant<TVector, T>(0.9999929187939613));
        }
        return p;
    }
}
