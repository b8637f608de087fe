namespace Generated.Numerics;

/// <summary>
/// Powers with whole exponents, by multiplications only: the same bits on every machine, which <see cref="System.Math.Pow"/> does not
/// promise.
/// </summary>
internal static class IntegerPower
{
    /// <summary>xⁿ, by repeated squaring. Its relative error is below about 2n·2⁻⁵³.</summary>
    /// <param name="x">The base.</param>
    /// <param name="n">The exponent; 0 or more.</param>
    public static double Of(double x, long n)
    {
        double power = 1.0;
        for (; n > 0; n >>= 1)
        {
            if ((n & 1) != 0)
                power *= x;
            x *= x;
        }

        return power;
    }
}
