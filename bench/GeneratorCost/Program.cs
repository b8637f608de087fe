using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Generated.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generated.Bench;

/// <summary>
/// What the generator and its analyzers cost in an editor and in a build. <c>--table PATH</c> also writes the tables into a
/// document, between the lines <c>&lt;!-- generator --&gt;</c> and <c>&lt;!-- /generator --&gt;</c>.
/// </summary>
internal static class Program
{
    private const int Repetitions = 30;

    /// <summary>Untimed runs before, in which the JIT gets done: an editor runs for hours.</summary>
    private const int WarmUps = 100;

    private static readonly string[] _shapes =
    [
        "2, 3, 1, Hidden = Activation.Sigmoid, Output = Activation.Sigmoid",
        "4, 16, 3, Output = Activation.Softmax",
        "64, 32, 10, Output = Activation.Softmax",
        "32, 64, 64, 8",
        "784, 128, 10, Output = Activation.Softmax",
        "784, 512, 512, 10, Output = Activation.Softmax",
        "784, 512, 512, 10, Output = Activation.Softmax, Precision = Precision.Double",
        "64, 64, 64, 64, 64, 64, 64, 64, 64, Hidden = Activation.Mish",
        "17, 31, 33, 65, 100, 9, Hidden = Activation.GELU",
    ];

    private static async Task<int> Main(string[] args)
    {
        if (args is not ([] or ["--table", _]))
        {
            await Console.Error.WriteLineAsync("usage: [--table PATH]");
            return 2;
        }

        string text = FormattableString.Invariant(
            $"{MeasuredDocument.Processor}, {RuntimeInformation.FrameworkDescription}. The median of {Repetitions} runs, with the fastest in brackets.\n\n")
            + await RunCosts() + ShapeCosts();
        Console.Write(text);
        if (args.Length == 2)
            new MeasuredDocument("generator").Write(text, args[1]);
        return 0;
    }

    /// <summary>How long the generator runs for a project of some networks, at first and after an edit.</summary>
    private static async Task<MarkdownTable> RunCosts()
    {
        var table = new MarkdownTable(
            "The generator's runs",
            "A project of so many networks, a file each, and 100 files without any. A generator that does nothing but find the "
            + "attribute shows the compiler's own part of a run. The analyzers' times are summed over all rules, of which several run at a time.",
            "networks", "first run", "one network changed", "typing in another file", "the same, finding the attribute only", "all analyzers, first run");
        foreach (int count in new[] { 1, 10, 100 })
        {
            var project = Project.WithNetworks(count);
            Times first = Measure(_ => NewDriver(), _ => project.Compilation.Clone(), (driver, compilation) => driver.RunGenerators(compilation));
            GeneratorDriver warm = NewDriver().RunGenerators(project.Compilation), finder = NewDriver(new AttributeFinder()).RunGenerators(project.Compilation);
            Times changed = Measure(_ => warm, project.EditNetwork, (driver, compilation) => driver.RunGenerators(compilation));
            Times typed = Measure(_ => warm, project.EditOther, (driver, compilation) => driver.RunGenerators(compilation));
            Times found = Measure(_ => finder, project.EditOther, (driver, compilation) => driver.RunGenerators(compilation));
            table.Add(count.ToString(CultureInfo.InvariantCulture), first.ToString(), changed.ToString(), typed.ToString(), found.ToString(), (await AnalyzerTimes(project)).ToString());
        }

        return table;
    }

    /// <summary>What one network of a shape adds to a build.</summary>
    private static MarkdownTable ShapeCosts()
    {
        var table = new MarkdownTable(
            "Emitted code by shape",
            "Compiling is what C# takes for a project of this network beyond one without it; IL is what the assembly grows by.",
            "network", "emitted", "generating", "compiling", "IL and metadata");
        (Times without, long empty) = Compile(Project.Of(null).Compilation);
        foreach (string shape in _shapes)
        {
            CSharpCompilation user = Project.Of(shape).Compilation;
            Times generating = Measure(_ => NewDriver(), _ => user.Clone(), (driver, compilation) => driver.RunGenerators(compilation));
            GeneratorDriver driver = NewDriver().RunGeneratorsAndUpdateCompilation(user, out Compilation complete, out _);
            int emitted = driver.GetRunResult().Results.Single().GeneratedSources.Sum(source => System.Text.Encoding.UTF8.GetByteCount(source.SourceText.ToString()));
            (Times with, long size) = Compile((CSharpCompilation)complete);
            table.Add(shape.Replace("Activation.", "", StringComparison.Ordinal).Replace("Precision.", "", StringComparison.Ordinal),
                Kilobytes(emitted), generating.ToString(), (with - without).ToString(), Kilobytes(size - empty));
        }

        return table;
    }

    private static (Times Times, long Size) Compile(CSharpCompilation compilation)
    {
        long size = 0;
        Times times = Measure(_ => (object?)null, _ => compilation.Clone(), (_, fresh) =>
        {
            using var stream = new MemoryStream();
            if (!fresh.Emit(stream).Success)
                throw new InvalidOperationException("The network does not compile.");
            size = stream.Length;
        });
        return (times, size);
    }

    /// <summary>The time of all analyzers over a project with its emitted files.</summary>
    private static async Task<Times> AnalyzerTimes(Project project)
    {
        NewDriver().RunGeneratorsAndUpdateCompilation(project.Compilation, out Compilation complete, out _);
        ImmutableArray<DiagnosticAnalyzer> analyzers = [.. typeof(NetworkGenerator).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];
        var times = new List<double>();
        for (int i = 0; i < Repetitions / 3; i++)
        {
            CompilationWithAnalyzers analysis = complete.Clone().WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
            await analysis.GetAnalyzerDiagnosticsAsync(CancellationToken.None);
            double total = 0;
            foreach (DiagnosticAnalyzer analyzer in analyzers)
                total += (await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None)).ExecutionTime.TotalMilliseconds;
            times.Add(total);
        }

        return Times.Of(times);
    }

    private static GeneratorDriver NewDriver(IIncrementalGenerator? generator = null) => CSharpGeneratorDriver.Create(
        [(generator ?? new NetworkGenerator()).AsSourceGenerator()], parseOptions: CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview));

    /// <summary>Times an action on things that are made anew, and not timed, before each repetition.</summary>
    private static Times Measure<TFirst, TSecond>(Func<int, TFirst> first, Func<int, TSecond> second, Action<TFirst, TSecond> action)
    {
        var times = new List<double>();
        for (int i = -WarmUps; i < Repetitions; i++)
        {
            (TFirst x, TSecond y) = (first(i), second(i + WarmUps));
            long start = Stopwatch.GetTimestamp();
            action(x, y);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Times.Of(times.Skip(WarmUps));
    }

    private static string Kilobytes(long bytes) => FormattableString.Invariant($"{bytes / 1024.0:0.0} KB");

    /// <summary>What repetitions took, in milliseconds.</summary>
    private readonly record struct Times(double Median, double Fastest)
    {
        public static Times Of(IEnumerable<double> times)
        {
            double[] sorted = [.. times.Order()];
            return new Times(sorted[sorted.Length / 2], sorted[0]);
        }

        public static Times operator -(Times left, Times right) => new(left.Median - right.Median, left.Fastest - right.Fastest);

        public override string ToString() => FormattableString.Invariant($"{Median:0.0} ms ({Fastest:0.0})");
    }
}
