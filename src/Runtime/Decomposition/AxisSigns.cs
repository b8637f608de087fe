using System;
using System.Numerics;

namespace Generated;

/// <summary>An axis may point either way; this decides which.</summary>
internal static class AxisSigns
{
    /// <summary>Turns each row so that its element of greatest magnitude, the first of equals, is positive.</summary>
    public static void Apply<T>(Span<T> rows, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; !rows.IsEmpty; rows = rows[length..])
        {
            Span<T> row = rows[..length];
            T greatest = T.Zero;
            foreach (T value in row)
            {
                if (T.Abs(value) > T.Abs(greatest))
                    greatest = value;
            }

            if (greatest < T.Zero)
            {
                foreach (ref T value in row)
                    value = -value;
            }
        }
    }
}
