using System;
using System.IO;
using Generated.Onnx.Proto;
using Xunit;

namespace Generated.Tests;

/// <summary>The messages of ONNX's own schema read what PyTorch writes.</summary>
public class ProtoTests
{
    [Theory]
    [InlineData("digits-mlp")]
    [InlineData("iris-mlp")]
    [InlineData("many-activations")]
    [InlineData("regressor")]
    public void AModelFromPyTorchIsRead(string name)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "models", name + ".onnx")));
        Assert.Contains(model.Graph.Node, node => node.OpType == "Gemm");
    }
}
