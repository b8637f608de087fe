using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Generated.Bench;

namespace Generated.Compare;

/// <summary>Measures everything side by side and prints the tables.</summary>
internal static class Program
{
    private const string Usage = """
        --quick        25 repetitions in place of 75
        --only NAME    only what has NAME in its name: machine, forward, training, adam, threads, widths, avx2, "sample 4-16-3",
                       "training 784-128-10 b32"; may be repeated
        --alone        this project only
        --bare         the tables without the line above them
        --table PATH   also writes the tables to a file: into a document between the lines <!-- measured --> and <!-- /measured -->
        """;

    /// <summary>The folder of this project, with what is not compiled.</summary>
    private static string Folder => typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Folder").Value!;

    private static int Main(string[] args)
    {
        if (args is [OpenBlasKernels.Question])
        {
            Console.WriteLine(OpenBlas.Core);
            return 0;
        }

        var rest = args.ToList();
        bool quick = rest.Remove("--quick");
        bool alone = rest.Remove("--alone");
        bool bare = rest.Remove("--bare");
        string? path = null;
        List<string> only = [];
        while (rest.Count > 0)
        {
            if (rest.Count < 2 || rest[0] is not ("--only" or "--table"))
            {
                Console.Error.WriteLine(Usage);
                return 2;
            }

            if (rest[0] == "--only")
                only.Add(rest[1]);
            else
                path = rest[1];
            rest.RemoveRange(0, 2);
        }

        int repetitions = quick ? 25 : 75;
        using Contestants contestants = alone ? new Contestants(new ThisProject()) : Contestants.All(Folder);
        var comparison = new Comparison(contestants, repetitions, only);
        var text = new StringBuilder();
        if (!bare)
        {
            text.Append(FormattableString.Invariant(
                $"{MeasuredDocument.Processor}, {RuntimeInformation.FrameworkDescription}, {MultiplyAddPeak.Width}-bit vectors, float, one thread. The best of {repetitions} repetitions, all contestants in turn.\n\n"));
        }

        foreach (Func<Comparison, object?> subject in Subjects.All)
            text.Append(subject(comparison));
        Console.Write(text);
        if (path is not null)
            new MeasuredDocument("measured").Write(text.ToString(), path);
        return 0;
    }
}
