using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using Generated.Tool.Compilation;
using Generated.Tool.Models;
using Generated.Tool.Running;

namespace Generated.Tool.Commands;

/// <summary>Measures how long a model's inference takes here, compiled as in a program.</summary>
internal sealed class BenchCommand : ToolCommand
{
    private readonly ModelArguments _model;

    private readonly Option<int> _repetitions = new("--repetitions")
    {
        HelpName = "NUMBER",
        Description = "How often each is measured; the least time counts.",
        DefaultValueFactory = _ => 50,
    };

    private readonly Option<int> _duration = new("--milliseconds")
    {
        HelpName = "NUMBER",
        Description = "How long each repetition is.",
        DefaultValueFactory = _ => 20,
    };

    public BenchCommand(ToolConsole console)
        : base("bench", "Measures how long one inference takes on this machine.", console) =>
        _model = new ModelArguments(this, _repetitions, _duration);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "generated bench digits-mlp.onnx",
        "generated bench weights.safetensors --activations relu,softmax --repetitions 200",
    ];

    /// <inheritdoc/>
    protected override void Run(ParseResult arguments)
    {
        int repetitions = InRange("--repetitions", arguments.GetValue(_repetitions), 1_000_000);
        int milliseconds = InRange("--milliseconds", arguments.GetValue(_duration), 10_000);
        NetworkModel model = _model.Load(arguments).Model;
        var measurement = new Measurement(repetitions, TimeSpan.FromMilliseconds(milliseconds), Tool.Cancellation);
        Tool.Out.WriteLine($"{_model.File(arguments)}: {model.Shape}");
        Tool.Out.WriteLine(Invariant($"{ProcessorName.Find()}, {Registers()}, {RuntimeInformation.FrameworkDescription}"));
        CompiledNetwork.Use(model, measurement, []);

        double flops = 2.0 * model.Shape.Layers.Sum(layer => (double)LayerCost.MultiplyAdds(layer));
        bool isStreaming = model.Shape.IsStreaming;
        var table = new Listing("Call", "#Time", isStreaming ? "#Per step" : "#Per sample", "#GFLOP/s");
        table.Add(isStreaming ? "Step" : "Forward, one sample", Time(measurement.Sample), Time(measurement.Sample), Rate(flops / measurement.Sample));
        double perRow = measurement.Batch / Measurement.BatchRows;
        string many = isStreaming ? Invariant($"Sequence, {Measurement.BatchRows} steps") : Invariant($"ForwardBatch, {Measurement.BatchRows} rows");
        table.Add(many, Time(measurement.Batch), Time(perRow), Rate(flops / perRow));
        table.Show(Tool);
        Tool.Out.WriteLine(Invariant($"Best of {repetitions} repetitions of {milliseconds} ms or more, one thread, inputs in the cache."));
    }

    private static int InRange(string option, int value, int most) => value >= 1 && value <= most
        ? value
        : throw new ToolException(Invariant($"{option} is {value}; a number from 1 to {most} is wanted."));

    private static string Registers() => NetworkInfo.VectorBits == 0
        ? "no vector registers"
        : Invariant($"{NetworkInfo.VectorBits}-bit registers, {(NetworkInfo.HasFusedMultiplyAdd ? "with" : "without")} fused multiply-add");

    private static string Time(double nanoseconds) => nanoseconds < 10_000 ? Invariant($"{nanoseconds:N1} ns")
        : nanoseconds < 10_000_000 ? Invariant($"{nanoseconds / 1e3:N1} µs")
        : Invariant($"{nanoseconds / 1e6:N1} ms");

    private static string Rate(double flopsPerNanosecond) => Invariant($"{flopsPerNanosecond:N1}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
