using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Generated.Compare;

/// <summary>Measures everything side by side and prints the tables.</summary>
internal static class Program
{
    private const string Usage = """
        --quick        25 repetitions in place of 75
        --only NAME    only what has NAME in it, for example forward, training, adam, sample, widths, machine, "training 784-128-10 b32"; may be repeated
        --alone        this project only, beside the peak
        --table PATH   also writes the tables to a file
        """;

    /// <summary>The folder of this project, with what is not compiled.</summary>
    private static string Folder => typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Folder").Value!;

    private static int Main(string[] args)
    {
        var rest = args.ToList();
        bool quick = rest.Remove("--quick");
        bool alone = rest.Remove("--alone");
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
        using PyTorch? pyTorch = alone ? null : new PyTorch(Path.Combine(Folder, "Contestants", "pytorch.py"));
        IContestant[] contestants = alone
            ? [new ThisProject()]
            : [new ThisProject(), new Conventional(), pyTorch!, new OnnxRuntime(Folder), new OpenBlas()];
        var comparison = new Comparison(contestants, repetitions, only);
        var text = new StringBuilder();
        text.Append(FormattableString.Invariant(
            $"{RuntimeInformation.FrameworkDescription}, {MultiplyAddPeak.Width}-bit vectors, one thread, float. The best of {repetitions} repetitions, all contestants in turn.\n\n"));
        foreach (Func<Comparison, MarkdownTable?> subject in new Func<Comparison, MarkdownTable?>[]
            { Subjects.Machine, Subjects.Forward, Subjects.Training, Subjects.FullBatch, Subjects.Sample, Subjects.Widths })
        {
            if (subject(comparison) is { IsEmpty: false } table)
                text.Append(table);
        }

        Console.Write(text);
        if (path is not null)
            File.WriteAllText(path, text.ToString());
        return 0;
    }
}
