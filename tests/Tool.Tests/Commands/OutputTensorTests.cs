using System;
using System.IO;
using System.Linq;
using Generated.Onnx.Proto;
using Google.Protobuf;
using Xunit;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Tests.Commands;

/// <summary>Of an ONNX model with several outputs, every command reads the one that is named, and those that write say what was left out.</summary>
public sealed class OutputTensorTests : IDisposable
{
    private const string StateNotes = """
        Output 'state_outs' hands on the input 'state_ins'; it is left out.
        Input 'state_ins' is left out: 'output' does not depend on it.

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _agent, _heads;

    public OutputTensorTests()
    {
        _agent = _folder["agent.onnx"];
        File.WriteAllBytes(_agent, Trunk().Input("state_ins", [null]).Node("Gemm", "a V", "output").Output("output")
            .Node("Identity", "state_ins", "state_outs").Output("state_outs").Bytes());
        _heads = _folder["heads.onnx"];
        File.WriteAllBytes(_heads, Trunk().Tensor("P", [2, 3], 1, 2, 3, 4, 5, 6).Node("MatMul", "a P", "scores").Node("Softmax", "scores", "policy")
            .Node("Gemm", "a V", "value").Output("policy").Output("value").Bytes());
    }

    public void Dispose() => _folder.Dispose();

    private static ModelBuilder Trunk() => new ModelBuilder().Input("obs", [null, 2]).Tensor("W", [2, 2], 1, -1, 2, 1).Tensor("V", [2, 1], 3, 4)
        .Node("MatMul", "obs W", "z").Node("Relu", "z", "a");

    [Fact]
    public void CommandsThatWriteOrShowSayWhatIsLeftOut()
    {
        Assert.StartsWith($"{_agent}: ONNX, single precision, input 'obs', output 'output'\n2 → 2 ReLU → 1 Linear\n{StateNotes}",
            ToolRun.Succeed("inspect", _agent), StringComparison.Ordinal);
        Assert.EndsWith($"\n{StateNotes}", ToolRun.Succeed("export", _agent, "-o", _folder["agent.safetensors"]), StringComparison.Ordinal);
        Assert.Contains($"\n{StateNotes}", ToolRun.Succeed("import", _agent, "-o", _folder["Agent"]), StringComparison.Ordinal);
        Assert.Contains($"\n{StateNotes}", ToolRun.Succeed("freeze", _agent, "-o", _folder["Agent.cs"]), StringComparison.Ordinal);
        Assert.Equal("12\n", ToolRun.SucceedWith("2,1\n", "run", _agent, "-i", "-"));
    }

    [Fact]
    public void SeveralOutputsAreHeads()
    {
        Assert.Contains("input 'obs', outputs 'policy', 'value'\nobs 2 → 2 ReLU → policy = 3 Softmax → value = 1 Linear(layer1); outputs policy, value\n",
            ToolRun.Succeed("inspect", _heads), StringComparison.Ordinal);
        Assert.StartsWith("policy_0,policy_1,policy_2,value\n", ToolRun.SucceedWith("a,b\n2,1\n", "run", _heads, "-i", "-", "--header", "yes"), StringComparison.Ordinal);
        Assert.Equal(["agent.onnx", "heads.onnx"], _folder.Names);
        Assert.Equal($"{_heads}: it has no tensor 'valu'. Its outputs are 'policy' [batch, 3], 'value' [batch, 1]; "
            + "those of its nodes, by their names, can be read too.",
            ToolRun.Fail("inspect", _heads, "--output-tensor", "valu"));
    }

    [Fact]
    public void EachCommandReadsTheOutputThatIsNamed()
    {
        string[] value = ["--output-tensor", "value"];
        Assert.Contains("input 'obs', output 'value'\n2 → 2 ReLU → 1 Linear\n", ToolRun.Succeed(["inspect", _heads, .. value]), StringComparison.Ordinal);
        Assert.Equal("value\n12\n", ToolRun.SucceedWith("a,b\n2,1\n", ["run", _heads, "-i", "-", "--header", "yes", .. value]));
        Assert.Contains(": 2 → 2 ReLU → 1 Linear\n", ToolRun.Succeed(["bench", _heads, "--repetitions", "1", "--milliseconds", "1", .. value]),
            StringComparison.Ordinal);
        Assert.Contains(": 2 → 2 ReLU → 3 Softmax\n", ToolRun.Succeed("export", _heads, "-o", _folder["policy.onnx"], "--output-tensor", "policy"),
            StringComparison.Ordinal);
        Assert.Contains(": 2 → 2 ReLU → 3 Linear\n", ToolRun.Succeed("export", _heads, "-o", _folder["scores.onnx"], "--output-tensor", "scores"),
            StringComparison.Ordinal);
        Assert.Contains("Wrote", ToolRun.Succeed(["import", _heads, "-o", _folder["Value"], .. value]), StringComparison.Ordinal);
        Assert.Contains("The network 2 → 2 ReLU → 1 Linear.", File.ReadAllText(Path.Combine(_folder["Value"], "Heads.cs")), StringComparison.Ordinal);
        Assert.Contains(": 2 → 2 ReLU → 1 Linear\n", ToolRun.Succeed(["freeze", _heads, "-o", _folder["Value.cs"], .. value]), StringComparison.Ordinal);
    }

    /// <summary>Whatever follows a tensor within the graph, it is read as the output.</summary>
    [Fact]
    public void AnInnerTensorIsAnOutputToo() =>
        Assert.Equal("4,0\n", ToolRun.SucceedWith("2,1\n", "run", _heads, "-i", "-", "--output-tensor", "a"));

    [Fact]
    public void FilesOfTensorsHaveNoOutputToName()
    {
        ToolRun.Succeed("export", _agent, "-o", _folder["agent.safetensors"]);
        Assert.Equal($"{_folder["agent.safetensors"]}: --output-tensor is for ONNX models only.",
            ToolRun.Fail("inspect", _folder["agent.safetensors"], "--output-tensor", "a"));
        Assert.Equal($"{_folder["agent.safetensors"]}: --output-tensor is for ONNX models only.",
            ToolRun.Fail("bench", _folder["agent.safetensors"], "--output-tensor", "a"));
    }

    /// <summary>The classes of a classifier are told, and are the names of the columns.</summary>
    [Fact]
    public void ClassesAreToldByTheirLabels()
    {
        string path = _folder["species.onnx"];
        ByteString[] classes = [.. new[] { "setosa", "versi,color", "virginica" }.Select(ByteString.CopyFromUtf8)];
        File.WriteAllBytes(path, Trunk().Tensor("P", [2, 3], 0, 0, 0, 0, 0, 0).Node("MatMul", "a P", "scores").Node("Softmax", "scores", "p")
            .Tensor(new TensorProto { Name = "classes", DataType = (int)DataType.String, Dims = { 3 }, StringData = { classes } })
            .Node("ArgMax", "p", "best", ("axis", 1)).Node("ai.onnx.ml::ArrayFeatureExtractor", "classes best", "label")
            .Output("label", DataType.String).Output("p").Bytes());
        const string Sentence = "The outputs are of the classes 'setosa', 'versi,color', 'virginica'.";
        Assert.Contains($"\n2 → 2 ReLU → 3 Softmax\n{Sentence}\nOutput 'label' holds labels or indices; it is left out.\n",
            ToolRun.Succeed("inspect", path), StringComparison.Ordinal);
        ToolRun.Succeed("import", path, "-o", _folder["Species"]);
        Assert.Contains($"3 Softmax. {Sentence}</summary>\n", File.ReadAllText(Path.Combine(_folder["Species"], "Species.cs")), StringComparison.Ordinal);
        Assert.StartsWith("p_setosa,\"p_versi,color\",p_virginica\n0.3333",
            ToolRun.SucceedWith("x,y\n1,1\n", "run", path, "-i", "-", "--header", "yes"), StringComparison.Ordinal);
    }
}
