using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Generated.Tool;
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
        ToolRun run = ToolRun.Of(rows, CancellationToken.None, "run", golden.Safetensors, "--activations", golden.ActivationList, "-i", "-", "--header",
            header);
        Assert.Equal(0, run.Code);
        string[] lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected is null ? 1 : 2, lines.Length);
        if (expected is not null)
            Assert.Equal(expected, lines[0]);

        // What was decided without being told is told.
        Assert.Equal(header == "auto" && expected is not null ? "standard input: the first line was taken for the names of the columns: a, b, c, d\n" : "",
            run.Error);
    }

    /// <summary>A byte-order mark costs no row, and bytes that are not UTF-8 are named, whether they come from a file or from standard input.</summary>
    [Fact]
    public async Task StandardInputIsReadAsFilesAre()
    {
        var golden = GoldenModel.Load("iris-mlp");
        byte[] rows = Encoding.UTF8.GetBytes(golden.Csv);
        byte[] marked = [0xEF, 0xBB, 0xBF, .. rows], latin = [.. rows, .. Encoding.Latin1.GetBytes("1,2,3,ü\n")];
        int lines = golden.Csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        string input = _folder["in.csv"];

        File.WriteAllBytes(input, marked);
        ToolRun file = await OfProcess([], golden, input), standard = await OfProcess(marked, golden, "-");
        Assert.Equal((0, ""), (file.Code, file.Error));
        Assert.Equal(file, standard);
        golden.AssertOutputs(standard.Out);
        Assert.Equal(standard.Out, ToolRun.SucceedWith("\uFEFF" + golden.Csv, "run", golden.Safetensors, "--activations", golden.ActivationList, "-i", "-"));

        File.WriteAllBytes(input, latin);
        file = await OfProcess([], golden, input);
        standard = await OfProcess(latin, golden, "-");
        string error = $", line {lines + 1}: byte {latin.Length - 1} of the text, 0xFC, is not UTF-8. Save the file as UTF-8; it may be in Latin-1 or "
            + "Windows-1252.\n";
        Assert.Equal((2, $"generated: {input}{error}"), (file.Code, file.Error));
        Assert.Equal((2, $"generated: standard input{error}"), (standard.Code, standard.Error));
    }

    private static async Task<ToolRun> OfProcess(byte[] standardInput, GoldenModel golden, string input)
    {
        var start = new ProcessStartInfo("dotnet",
            [typeof(Program).Assembly.Location, "run", golden.Safetensors, "--activations", golden.ActivationList, "-i", input])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.BaseStream.WriteAsync(standardInput, TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ToolRun(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
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
