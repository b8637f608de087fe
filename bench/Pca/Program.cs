using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Generated.Bench;

/// <summary>
/// Principal components beside scikit-learn's, in double precision on one thread each: <c>dotnet run -c Release --project bench/Pca [-- --python PATH] [--rounds N]</c>.
/// The two take turns; of all turns the fastest counts. Both read the same samples. Exit code 1 if a ratio is below its goal or the subspaces differ.
/// </summary>
internal static class Program
{
    private const double SameSubspace = 1e-6;

    private static int Main(string[] args)
    {
        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        int rounds = 15;
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 < args.Length && args[i] == "--python")
            {
                python = args[i + 1];
            }
            else if (i + 1 == args.Length || args[i] != "--rounds" || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out rounds) || rounds < 1)
            {
                Console.Error.WriteLine($"{args[i]}: --python PATH and --rounds N are known.");
                return 2;
            }
        }

        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        using var scikitLearn = new ScikitLearn(python);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pca-");
        try
        {
            return Compare(scikitLearn, rounds, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Compare(ScikitLearn scikitLearn, int rounds, string folder)
    {
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)}-bit registers; {scikitLearn.Info}");
        Console.WriteLine($"Fit in double precision, one thread each, in turns; the fastest of {rounds} turns.");
        Console.WriteLine();
        Console.WriteLine("| samples | components | Generated | scikit-learn, auto | ratio | goal | subspace beside exact | scikit-learn's auto beside exact |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        bool reached = true;
        foreach (PcaCase work in PcaCase.All())
        {
            string path = Path.Combine(folder, "samples");
            work.Write(path);
            scikitLearn.Load(path, work.Rows, work.Columns, work.Components);
            double ours = double.PositiveInfinity, theirs = ours;
            Time(work, 3);
            scikitLearn.Time(1);
            for (int round = 0; round < rounds; round++)
            {
                ours = Math.Min(ours, Time(work, work.Turn));
                theirs = Math.Min(theirs, scikitLearn.Time(work.Turn));
            }

            double[] exact = scikitLearn.Axes("full", Path.Combine(folder, "axes")), automatic = scikitLearn.Axes("auto", Path.Combine(folder, "axes"));
            double distance = SubspaceDistance(Fit(work).PrincipalAxes, exact, work.Columns);
            reached &= theirs / ours >= work.Wanted && distance <= SameSubspace;
            Console.WriteLine(
                $"| {work.Name} {work.Rows} × {work.Columns} | {work.Components} | {ours:f3} ms | {theirs:f3} ms | {theirs / ours:f2} | {work.Wanted:f1} | {distance:e1} | {SubspaceDistance(automatic, exact, work.Columns):e1} |");
        }

        Console.WriteLine();
        ReportCovariance();
        return reached ? 0 : 1;
    }

    private static Pca<double> Fit(PcaCase work) => Pca<double>.Fit(work.Samples, work.Columns, Components.Exactly(work.Components));

    /// <summary>The milliseconds of the fastest of some fits.</summary>
    private static double Time(PcaCase work, int repetitions)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Pca<double> pca = Fit(work);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            GC.KeepAlive(pca);
        }

        return best;
    }

    /// <summary>The sine of the greatest angle between two subspaces, up to a factor of √M: the length of what is left of one's orthonormal axes beside the other.</summary>
    private static double SubspaceDistance(ReadOnlySpan<double> axes, ReadOnlySpan<double> others, int length)
    {
        double sum = 0;
        var rest = new double[length];
        for (int i = 0; i < axes.Length; i += length)
        {
            ReadOnlySpan<double> axis = axes.Slice(i, length);
            axis.CopyTo(rest);
            for (int j = 0; j < others.Length; j += length)
            {
                ReadOnlySpan<double> other = others.Slice(j, length);
                double along = 0;
                for (int k = 0; k < length; k++)
                    along += axis[k] * other[k];
                for (int k = 0; k < length; k++)
                    rest[k] -= along * other[k];
            }

            foreach (double value in rest)
                sum += value * value;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>How close the covariance comes to the peak of the fused multiply-add, measured in the same run.</summary>
    private static void ReportCovariance()
    {
        const int Rows = 10000, Columns = 784;
        double[] samples = new double[Rows * Columns];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = i * 0.618 % 1;
        double peak = 0, best = double.PositiveInfinity;
        for (int i = 0; i < 10; i++)
        {
            peak = Math.Max(peak, MultiplyAddPeak.Measure());
            var accumulator = new PcaAccumulator<double>(Columns);
            long start = Stopwatch.GetTimestamp();
            accumulator.Add(samples);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        double speed = (double)Rows * Columns * (Columns + 1) / best / 1e6;
        Console.WriteLine($"Mean and covariance of {Rows} × {Columns}: {best:f1} ms, {speed:f1} GFLOP/s of the half that is computed, {100 * speed / peak:f0} % of the peak of {peak:f1}.");
    }
}
