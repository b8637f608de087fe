using System.Linq;
using System.Numerics;
using Generated.Kernels;
using Xunit;

namespace Generated.Tests;

public class JoinsTests
{
    [Fact]
    public void SumsAndProductsAreTakenElementByElement()
    {
        for (int count = 0; count <= 40; count++)
        {
            Elements<float>(count);
            Elements<double>(count);
        }
    }

    [Fact]
    public void ColumnsAreCopiedAndAdded()
    {
        for (int width = 1; width <= 40; width++)
        {
            Columns<float>(width);
            Columns<double>(width);
        }
    }

    private static void Elements<T>(int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Guarded<T> left = Guarded<T>.Random(count, 1), right = Guarded<T>.Random(count, 2), output = Guarded<T>.Empty(count);
        T[] sums = [.. Enumerable.Range(0, count).Select(i => left.Values[i] + right.Values[i])];
        T[] products = [.. Enumerable.Range(0, count).Select(i => left.Values[i] * right.Values[i])];
        Joins.Sum(ref left.First, ref right.First, ref output.First, (nuint)count);
        output.AssertSameBits(Guarded<T>.Of(sums));
        Joins.Multiply(ref left.First, ref right.First, ref output.First, (nuint)count);
        output.AssertSameBits(Guarded<T>.Of(products));
        Joins.Add(ref left.First, ref right.First, (nuint)count);
        left.AssertSameBits(Guarded<T>.Of(sums));
        Joins.Clear(ref left.First, (nuint)count);
        left.AssertSameBits(Guarded<T>.Of(new T[count]));
    }

    private static void Columns<T>(int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int rows = 3;
        int sourceWidth = width + 2, targetWidth = width + 5;
        Guarded<T> source = Guarded<T>.Random(rows * sourceWidth, 1), copied = Guarded<T>.Random(rows * targetWidth, 2), added = copied.Copy();
        T[] copy = copied.Values.ToArray(), sum = copied.Values.ToArray();
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < width; i++)
            {
                copy[row * targetWidth + 3 + i] = source.Values[row * sourceWidth + 1 + i];
                sum[row * targetWidth + 3 + i] += source.Values[row * sourceWidth + 1 + i];
            }
        }

        Joins.CopyColumns(ref source.Values[1], (nuint)sourceWidth, ref copied.Values[3], (nuint)targetWidth, rows, (nuint)width);
        copied.AssertSameBits(Guarded<T>.Of(copy));
        Joins.AddColumns(ref source.Values[1], (nuint)sourceWidth, ref added.Values[3], (nuint)targetWidth, rows, (nuint)width);
        added.AssertSameBits(Guarded<T>.Of(sum));
    }
}
