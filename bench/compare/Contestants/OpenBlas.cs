using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Generated.Bench;
using Generated.Kernels;

namespace Generated.Compare;

/// <summary>
/// The matrix products of the job alone, by OpenBLAS on one thread: no bias, activation, loss or update. What remains of a network
/// when everything else is free.
/// </summary>
internal sealed class OpenBlas : IContestant
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101;
    private const int AsIs = 111;
    private const int Transposed = 112;

    /// <summary>Loads the library, if it is there.</summary>
    /// <param name="kernels">The processor whose kernels it is to use.</param>
    public OpenBlas(OpenBlasKernels kernels)
    {
        // OpenBLAS reads C's environment, of which .NET has a copy.
        if (OperatingSystem.IsLinux())
        {
            _ = unsetenv(OpenBlasKernels.Variable);
            if (kernels.Told is { } told)
                _ = setenv(OpenBlasKernels.Variable, told, overwrite: 1);
        }

        if (!NativeLibrary.TryLoad(Library, out _))
        {
            Missing = "apt-get install libopenblas0-pthread";
            return;
        }

        openblas_set_num_threads(1);
        Name += $" ({Core}{kernels.Note})";
    }

    /// <summary>What the library takes the processor for; null where there is no library.</summary>
    public static string? Core => NativeLibrary.TryLoad(Library, out _) ? Marshal.PtrToStringUTF8(openblas_get_corename()) : null;

    /// <inheritdoc/>
    public string Name { get; } = "OpenBLAS, products only";

    /// <inheritdoc/>
    public string? Missing { get; }

    /// <inheritdoc/>
    public Entry? Enter(Job job)
    {
        if (!job.Network.Shape.IsChain)
            return null;
        int[] sizes = job.Sizes;
        List<Product> products = [];
        for (int layer = 1; layer < sizes.Length; layer++)
        {
            int inputs = sizes[layer - 1], units = sizes[layer];
            products.Add(new Product(job.Rows, units, inputs));
            if (job.IsTraining)
            {
                products.Add(new Product(inputs, units, job.Rows, firstTransposed: true));
                if (layer > 1)
                    products.Add(new Product(job.Rows, inputs, units, secondTransposed: true));
            }
        }

        Product[] all = [.. products];
        return new Entry(
            [
                SideBySide.Timed(calls =>
                {
                    for (int i = 0; i < calls; i++)
                    {
                        foreach (Product product in all)
                            product.Run();
                    }
                }),
            ],
            []);
    }

    [DllImport("libc")]
    private static extern int unsetenv([MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc")]
    private static extern int setenv(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    [DllImport(Library)]
    private static extern void openblas_set_num_threads(int threads);

    [DllImport(Library)]
    private static extern nint openblas_get_corename();

    [DllImport(Library)]
    private static extern void cblas_sgemm(
        int order, int transposeA, int transposeB, int m, int n, int k, float alpha, in float a, int lda, in float b, int ldb, float beta, ref float c, int ldc);

    [DllImport(Library)]
    private static extern void cblas_sgemv(
        int order, int transposeA, int m, int n, float alpha, in float a, int lda, in float x, int incrementX, float beta, ref float y, int incrementY);

    /// <summary>C = A·B, where A has <paramref name="rows"/> rows and <paramref name="terms"/> columns, unless it lies transposed, as B may.</summary>
    private sealed class Product(int rows, int columns, int terms, bool firstTransposed = false, bool secondTransposed = false)
    {
        private readonly AlignedBuffer<float> _first = Filled(rows * terms);
        private readonly AlignedBuffer<float> _second = Filled(terms * columns);
        private readonly AlignedBuffer<float> _product = Filled(rows * columns);

        public void Run()
        {
            if (rows == 1)
            {
                cblas_sgemv(RowMajor, Transposed, terms, columns, 1, in _second.Reference, columns, in _first.Reference, 1, 0, ref _product.Reference, 1);
            }
            else
            {
                cblas_sgemm(
                    RowMajor, firstTransposed ? Transposed : AsIs, secondTransposed ? Transposed : AsIs, rows, columns, terms,
                    1, in _first.Reference, firstTransposed ? rows : terms, in _second.Reference, secondTransposed ? terms : columns,
                    0, ref _product.Reference, columns);
            }

            SideBySide.Consume(_product.Reference);
        }

        private static AlignedBuffer<float> Filled(int length)
        {
            var buffer = new AlignedBuffer<float>(length);
            buffer.Span.Fill(0.5f);
            return buffer;
        }
    }
}
