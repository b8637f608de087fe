using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Onnx;
using Generated.Onnx.Proto;
using Google.Protobuf;
using Xunit;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Tests;

/// <summary>Linear models as scikit-learn's exporter writes them: operators of <c>ai.onnx.ml</c>, with the classes' labels.</summary>
public class LinearModelTests
{
    private static readonly float[] s_opposite = [-0.5f, 1, -2, 0.5f, -1, 2], s_three = [1, 2, 3, -1, 0.5f, 0.25f, 0, -2, 1];

    /// <summary>Those that ONNX Runtime can be asked about too.</summary>
    internal static IEnumerable<ComparedModel> Models() =>
    [
        new("logistic regression of two classes", Classifier("LOGISTIC", s_opposite, [-0.25f, 0.25f], 2), "scores"),
        new("logistic regression whose coefficients are of one class", Classifier("LOGISTIC", [0.5f, -1, 2], [0.25f], 2), "scores"),
        new("classifier of three classes, Softmax", Classifier("SOFTMAX", s_three, [0.5f, -1, 0], 3), "scores"),
        new("classifier of three classes, each by itself", Classifier("LOGISTIC", s_three, [0.5f, -1, 0], 3), "scores"),
        new("classifier of three classes, sums", Classifier("NONE", s_three, [0.5f, -1, 0], 3), "scores"),
        new("linear regression", Regressor([1, -2, 0.5f], [3], 1)),
        new("linear regression of two targets", Regressor([1, -2, 0.5f, 4, 0, 1], [3, -1], 2)),
    ];

    private static ModelBuilder Classifier(string transform, float[] coefficients, float[] intercepts, int classes)
    {
        ModelBuilder model = new ModelBuilder().Operators(1, "ai.onnx.ml").Input("X", [null, 3])
            .Node("ai.onnx.ml::Scaler", "X", "scaled", ("offset", new float[] { 1, -1, 0.5f }), ("scale", new float[] { 2, 1, 0.5f }))
            .Node("ai.onnx.ml::LinearClassifier", "scaled", "label scores", ("coefficients", coefficients), ("intercepts", intercepts),
                ("classlabels_ints", Enumerable.Range(10, classes).Select(label => (long)label).ToArray()), ("post_transform", transform))
            .Output("label", DataType.Int64).Output("scores");
        if (intercepts.Length == 0)
            model.Graph.Node[^1].Attribute.RemoveAt(1);
        return model;
    }

    private static ModelBuilder Regressor(float[] coefficients, float[] intercepts, int targets) =>
        new ModelBuilder().Operators(1, "ai.onnx.ml").Input("X", [null, 3])
        .Node("ai.onnx.ml::LinearRegressor", "X", "y", ("coefficients", coefficients), ("intercepts", intercepts), ("targets", targets)).Output("y");

    [Fact]
    public void ALogisticRegressionIsItsOneUnit()
    {
        OnnxImport read = Classifier("LOGISTIC", s_opposite, [-0.25f, 0.25f], 2).Import();
        DenseLayer layer = Assert.Single(read.Model.DenseLayers());
        Assert.Equal(Activation.Sigmoid, layer.Activation);
        // w·(x − offset)·scale.
        Layers.AssertIs(layer, [1, -1, 1], [0.25 - 1 - 1 - 0.5]);
        Assert.Equal(("11", "scores", "X"), (read.Model.OutputClass, read.Model.OutputNames[0], read.Model.InputNames[0]));
        Assert.Equal(["10", "11"], read.ClassLabels);
        Assert.Equal(["Output 'label' holds labels or indices; it is left out."], read.Notes);
    }

    [Theory]
    [InlineData("NONE", Activation.Linear)]
    [InlineData("LOGISTIC", Activation.Sigmoid)]
    [InlineData("SOFTMAX", Activation.Softmax)]
    public void EachClassIsAUnit(string transform, Activation activation)
    {
        OnnxImport read = Classifier(transform, s_three, [0.5f, -1, 0], 3).Import();
        Assert.Equal((3, activation), (read.Model.DenseLayers()[0].Units, read.Model.DenseLayers()[0].Activation));
        Assert.Equal(["10", "11", "12"], read.ClassLabels);
        Assert.Null(read.Model.OutputClass);
    }

    /// <summary>ONNX leaves them out where they are zero, though ONNX Runtime asks for them.</summary>
    [Fact]
    public void InterceptsMayBeLeftOut() => Assert.Equal(
        Classifier("NONE", s_three, [0, 0, 0], 3).Read().DenseLayers()[0].Bias.ToArray(), Classifier("NONE", s_three, [], 3).Read().DenseLayers()[0].Bias.ToArray());

    [Fact]
    public void TargetsAreUnits() =>
        Layers.AssertIs(Assert.Single(Regressor([1, -2, 0.5f, 4, 0, 1], [3, -1], 2).Read().DenseLayers()), [1, -2, 0.5, 4, 0, 1], [3, -1]);

    /// <summary>Labels are those of the scores that are read, and not of another tensor with as many values.</summary>
    [Fact]
    public void LabelsAreOfTheOutputThatIsRead()
    {
        ByteString[] classes = [ByteString.CopyFromUtf8("no"), ByteString.CopyFromUtf8("yes")];
        ModelBuilder model = Layers.Model().WithSums().Node("Relu", "z", "a").Tensor("W", [2, 2], 1, 2, 3, 4).Node("MatMul", "a W", "m")
            .Node("Softmax", "m", "p")
            .Tensor(new TensorProto { Name = "classes", DataType = (int)DataType.String, Dims = { 2 }, StringData = { classes } })
            .Node("ArgMax", "p", "best", ("axis", 1)).Node("ai.onnx.ml::ArrayFeatureExtractor", "classes best", "picked")
            .Node("Identity", "picked", "label").Output("label", DataType.String).Output("p");
        Assert.Equal(["no", "yes"], model.Import().ClassLabels);
        Assert.Equal(["no", "yes"], model.Import("m").ClassLabels);
        Assert.Empty(model.Import("a").ClassLabels);
    }

    [Fact]
    public void WhatIsNoLinearModelIsRefused()
    {
        foreach ((ModelBuilder model, string problem) in (ReadOnlySpan<(ModelBuilder, string)>)
        [
            (Classifier("PROBIT", s_three, [0.5f, -1, 0], 3),
                "node 'node_label' (LinearClassifier): its post_transform is PROBIT; NONE, LOGISTIC and SOFTMAX are read"),
            (Classifier("NONE", [0.5f, -1, 2], [0.25f], 2), "node 'node_label' (LinearClassifier): it has the coefficients of one class and the names of two"),
            (Classifier("NONE", [1, 2, 3, 4], [1, 2, 3], 3),
                "node 'node_label' (LinearClassifier): it has 4 coefficients and 3 intercepts, which do not fit 3 outputs"),
            (Regressor([], [1], 1), "node 'node_y' (LinearRegressor): it has 0 coefficients and 1 intercepts"),
            (Layers.Model().WithSums().Node("ai.onnx.ml::Normalizer", "z", "y").Output("y"),
                "node 'node_y' (Normalizer): it divides each sample by its own length"),
            (Layers.Model().WithSums().Node("ai.onnx.ml::TreeEnsembleRegressor", "z", "y").Output("y"),
                "node 'node_y' (TreeEnsembleRegressor): this operator of ai.onnx.ml"),
        ])
            Assert.Contains("test.onnx: " + problem, model.Error(), StringComparison.Ordinal);
    }
}
