using System;
using System.IO;
using Generated.Tool.Models;
using Xunit;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Tests.Commands;

/// <summary>Where a model has the probabilities of two classes and its network computes one, every command says which.</summary>
public sealed class OutputClassTests : IDisposable
{
    private const string Sentence = "The output is the probability of class '7'; that of the other class is 1 minus it.";

    private const string Note = "Output 'label' holds labels or indices; it is left out.";

    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public OutputClassTests()
    {
        _model = _folder["churn.onnx"];
        // As scikit-learn's exporter writes a logistic regression by a network.
        ModelBuilder model = new ModelBuilder().Input("X", [null, 2]).Tensor("W", [2, 1], 1, -1).Tensor("b", [1], 0).Tensor("unity", [], 1)
            .Tensor(ModelBuilder.Integers("classes", [2], 3, 7))
            .Node("MatMul", "X W", "m").Node("Add", "m b", "z").Node("Sigmoid", "z", "p")
            .Node("Sub", "unity p", "q").Node("Concat", "q p", "probabilities", ("axis", 1))
            .Node("ArgMax", "probabilities", "best", ("axis", 1)).Node("ai.onnx.ml::ArrayFeatureExtractor", "classes best", "label")
            .Output("label", DataType.Int64).Output("probabilities").Operators(1, "ai.onnx.ml");
        File.WriteAllBytes(_model, model.Bytes());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void InspectExportImportAndFreezeSayIt()
    {
        Assert.Contains($"\n2 → 1 Sigmoid\n{Sentence}\n{Note}\n", ToolRun.Succeed("inspect", _model), StringComparison.Ordinal);
        Assert.EndsWith($"\n{Sentence}\n{Note}\n", ToolRun.Succeed("export", _model, "-o", _folder["churn.safetensors"]), StringComparison.Ordinal);
        Assert.Contains($"\n{Sentence}\n", ToolRun.Succeed("import", _model, "-o", _folder["Churn"]), StringComparison.Ordinal);
        string source = File.ReadAllText(Path.Combine(_folder["Churn"], "Churn.cs"));
        Assert.Contains($"/// <summary>The network 2 → 1 Sigmoid. {Sentence}</summary>\n", source, StringComparison.Ordinal);
        Assert.Contains($"\n{Sentence}\n", ToolRun.Succeed("freeze", _model, "-o", _folder["Frozen.cs"]), StringComparison.Ordinal);
        Assert.Contains($"\n// {Sentence}\n", File.ReadAllText(_folder["Frozen.cs"]), StringComparison.Ordinal);
    }

    [Fact]
    public void TheColumnOfRunIsCalledAfterIt() =>
        Assert.Equal("probabilities_7\n0.5\n", ToolRun.SucceedWith("a,b\n1,1\n", "run", _model, "-i", "-", "--header", "yes"));

    [Fact]
    public void ItsNameEndsNoComment()
    {
        var layer = new DenseLayer("layer", 1, 1, Activation.Sigmoid, new double[1], new double[1]);
        var model = NetworkModel.OfDense("model", [layer]);
        Assert.DoesNotContain('\u2028', OutputClass.Sentence(new NetworkModel(model.Name, model.Shape, model.Parameters) { OutputClass = "a\u2028b\nc" })!);
        Assert.Null(OutputClass.Sentence(model));
    }
}
