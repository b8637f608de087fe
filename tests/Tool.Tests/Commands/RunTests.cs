using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;

namespace Generated.Tests.Commands;

/// <summary>Rows of numbers in, rows of numbers out.</summary>
public sealed class RunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(GoldenModel.Names), MemberType = typeof(GoldenModel))]
    public void OutputsArePyTorchs(string name)
    {
        var golden = GoldenModel.Load(name);
        string input = _folder.Write("in.csv", golden.Csv);
        Assert.Equal("", ToolRun.Succeed("run", golden.Onnx, "--input", input, "--output", _folder["onnx.csv"]));
        Assert.Equal("", ToolRun.Succeed("run", golden.Safetensors, "--activations", golden.ActivationList, "--input", input, "--output", _folder["safetensors.csv"]));
        golden.AssertOutputs(File.ReadAllText(_folder["onnx.csv"]));
        Assert.Equal(File.ReadAllText(_folder["onnx.csv"]), File.ReadAllText(_folder["safetensors.csv"]));
        Assert.Equal(["in.csv", "onnx.csv", "safetensors.csv"], _folder.Names);
    }

    [Fact]
    public void StandardInputAndOutputHaveTheSameLines()
    {
        var golden = GoldenModel.Load("iris-mlp");
        string[] model = ["run", golden.Safetensors, "--activations", golden.ActivationList];
        string lines = ToolRun.Succeed([.. model, "-i", _folder.Write("in.csv", golden.Csv)]);
        Assert.Equal(lines, ToolRun.SucceedWith(golden.Csv, [.. model, "-i", "-", "-o", "-"]));
        golden.AssertOutputs(lines);
    }

    /// <summary>More rows than are computed at a time; each row's bits are those that it has alone.</summary>
    [Fact]
    public void ManyRowsAreThoseOfEachAlone()
    {
        var golden = GoldenModel.Load("iris-mlp");
        string[] model = ["run", golden.Safetensors, "--activations", golden.ActivationList, "-i", "-"];
        string[] rows = [.. golden.Csv.Split('\n').Take(2)];
        string alone = ToolRun.SucceedWith(rows[0], model) + ToolRun.SucceedWith(rows[1], model);
        string many = ToolRun.SucceedWith(string.Concat(Enumerable.Repeat(string.Join('\n', rows) + "\n", 2000)), model);
        Assert.Equal(string.Concat(Enumerable.Repeat(alone, 2000)), many);
    }

    /// <summary>Numbers are written so that they read as the same floats.</summary>
    [Fact]
    public void NumbersComeBackAsTheyWere()
    {
        // One linear unit whose output is its input.
        TensorFile.Save(_folder["identity.safetensors"], [new NamedTensor<float>("0.weight", [1, 1], new float[] { 1 }), new NamedTensor<float>("0.bias", [1], new float[1])]);
        float[] values = [0.1f, 1f / 3, float.Epsilon, float.MaxValue, 16777216f, 1e-7f, 123456.79f];
        string rows = string.Join('\n', values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
        string lines = ToolRun.SucceedWith(rows, "run", _folder["identity.safetensors"], "--activations", "linear", "-i", "-");
        Assert.Equal(values, lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => float.Parse(line, CultureInfo.InvariantCulture)));
    }

    /// <summary>scikit-learn's network, in double precision.</summary>
    [Fact]
    public void DoublePrecisionIsKept()
    {
        using var data = TensorFile.Open(Path.Combine(AppContext.BaseDirectory, "golden", "numpy", "mlp-data.npz"));
        double[] inputs = data["x"].ToArray<double>(), outputs = data["y"].ToArray<double>();
        int columns = (int)data["x"].Shape[1];
        string rows = string.Join('\n', inputs.Chunk(columns).Select(row => string.Join(',', row.Select(value => value.ToString(CultureInfo.InvariantCulture)))));
        string lines = ToolRun.SucceedWith(rows, "run", Path.Combine(AppContext.BaseDirectory, "golden", "numpy", "mlp.npz"), "--activations", "tanh,linear", "-i", "-");
        double[] computed = [.. lines.Split(['\n', ','], StringSplitOptions.RemoveEmptyEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(outputs.Length, computed.Length);
        for (int i = 0; i < outputs.Length; i++)
            Assert.Equal(outputs[i], computed[i], 1e-12);
    }

    [Theory]
    [InlineData("a,b,c,d\n1,2,3,4\n", "auto", "output_0,output_1,output_2")]
    [InlineData("1,2,3,4\n1,2,3,4\n", "yes", "output_0,output_1,output_2")]
    [InlineData("1,2,3,4\n", "auto", null)]
    [InlineData("1,2,3,4\n", "no", null)]
    public void AHeaderIsAnsweredWithAHeader(string rows, string header, string? expected)
    {
        var golden = GoldenModel.Load("iris-mlp");
        string[] lines = ToolRun.SucceedWith(rows, "run", golden.Safetensors, "--activations", golden.ActivationList, "-i", "-", "--header", header).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected is null ? 1 : 2, lines.Length);
        if (expected is not null)
            Assert.Equal(expected, lines[0]);
    }

    [Theory]
    [InlineData(";", ';')]
    [InlineData("tab", '\t')]
    [InlineData("|", '|')]
    public void BothFilesHaveTheSeparator(string option, char separator)
    {
        var golden = GoldenModel.Load("iris-mlp");
        string lines = ToolRun.SucceedWith(golden.Csv.Replace(',', separator), "run", golden.Safetensors, "--activations", golden.ActivationList, "-i", "-", "--separator", option);
        golden.AssertOutputs(lines.Replace(separator, ','));
    }

    /// <summary>The last of many rows is bad: what was computed before it is not seen, and the old file stays.</summary>
    [Fact]
    public void AfterAnErrorTheOutputIsWhatItWas()
    {
        var golden = GoldenModel.Load("iris-mlp");
        string input = _folder.Write("in.csv", string.Concat(Enumerable.Repeat(golden.Csv, 500)) + "1,2,three,4\n");
        string output = _folder.Write("out.csv", "old");
        string error = ToolRun.Fail("run", golden.Safetensors, "--activations", golden.ActivationList, "-i", input, "-o", output);
        Assert.Equal($"{input}, line 3501, column 3: 'three' is not a finite number.", error);
        Assert.Equal("old", File.ReadAllText(output));
        Assert.Equal(["in.csv", "out.csv"], _folder.Names);
    }

    [Fact]
    public void WhatIsStoppedLeavesNothing()
    {
        var golden = GoldenModel.Load("iris-mlp");
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        ToolRun run = ToolRun.Of(golden.Csv, cancellation.Token, "run", golden.Safetensors, "--activations", golden.ActivationList, "-i", "-", "-o", _folder["out.csv"]);
        Assert.Equal(new ToolRun(130, "", "generated: stopped.\n"), run);
        Assert.Empty(_folder.Names);
    }
}
