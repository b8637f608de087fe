using System;
using System.Linq;
using System.Numerics;
using Generated.LinearAlgebra;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public class MatrixProductTests
{
    /// <summary>Sizes beside the edges of tiles, panels and blocks.</summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 3, 5, 2 }, { 8, 24, 7 }, { 9, 25, 256 }, { 24, 48, 257 }, { 50, 31, 513 }, { 7, 300, 20 }, { 390, 3, 9 }, { 26, 1930, 3 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ProductsHaveTheBitsOfTheDocumentedOrder(int rows, int columns, int terms)
    {
        Check<double>();
        Check<float>();

        void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            T[] a = Random<T>(rows * terms, 1), b = Random<T>(terms * columns, 2), origin = Random<T>(terms, 3), start = Random<T>(rows * columns, 4);

            // A's rows less an origin by B's columns, and the same from the transposes.
            T[] c = [.. start];
            MatrixProduct.Add(Factor<T>.Rows(ref a[0], terms, ref origin[0]), Factor<T>.Columns(ref b[0], columns), rows, columns, terms, ref c[0], columns);
            T[] transposed = [.. start];
            T[] aT = Transpose(a, rows, terms), bT = Transpose(b, terms, columns);
            T[] shifted = [.. aT.Select((element, i) => element - origin[i / rows])];
            var packed = new T[Panels.Length<T>(columns, terms)];
            Panels.PackAll(Factor<T>.Rows(ref bT[0], terms), columns, terms, ref packed[0]);
            MatrixProduct.AddPacked(Factor<T>.Columns(ref shifted[0], rows), ref packed[0], rows, columns, terms, ref transposed[0], columns);
            T[] subtracted = [.. start];
            MatrixProduct.Add(Factor<T>.Columns(ref shifted[0], rows), Factor<T>.Rows(ref bT[0], terms), rows, columns, terms, ref subtracted[0], columns, sign: -1);

            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    T plus = start[row * columns + column], minus = plus;
                    for (int block = 0; block < terms; block += MatrixProduct.BlockTerms)
                    {
                        Scalar<T> sum = default;
                        for (int k = block; k < Math.Min(terms, block + MatrixProduct.BlockTerms); k++)
                            sum = Scalar<T>.MultiplyAdd(new(a[row * terms + k] - origin[k]), new(b[k * columns + column]), sum);
                        plus += sum.Value;
                        minus -= sum.Value;
                    }

                    Assert.Equal(plus, c[row * columns + column]);
                    Assert.Equal(plus, transposed[row * columns + column]);
                    Assert.Equal(minus, subtracted[row * columns + column]);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(24, 10)]
    [InlineData(53, 300)]
    [InlineData(250, 20)]
    public void SymmetricProductsAreThoseOfTheWholeMatrix(int order, int terms)
    {
        double[] x = Random<double>(terms * order, 5), origin = Random<double>(order, 6);
        var symmetric = new double[order * order];
        MatrixProduct.AddSymmetric(Factor<double>.Columns(ref x[0], order, ref origin[0]), order, terms, ref symmetric[0]);
        var whole = new double[order * order];
        MatrixProduct.Add(
            Factor<double>.Columns(ref x[0], order, ref origin[0]), Factor<double>.Columns(ref x[0], order, ref origin[0]), order, order, terms, ref whole[0], order);
        Assert.Equal(whole, symmetric);
    }

    private static T[] Random<T>(int count, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new RandomGenerator(seed);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating(random.NextGaussian()))];
    }

    private static T[] Transpose<T>(T[] matrix, int rows, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(i => matrix[i % rows * columns + i / rows])];
}
