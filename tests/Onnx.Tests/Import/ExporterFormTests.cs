using System.Collections.Generic;
using System.Linq;
using Generated.Onnx.Proto;
using Google.Protobuf;
using Xunit;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Tests;

/// <summary>
/// Graphs in the form in which other exporters write networks of dense layers. They are built here after the exporters' sources and published
/// graphs, and are not files that the exporters wrote; those of PyTorch's TorchScript exporter are in <see cref="PyTorchImportTests"/>.
/// </summary>
public class ExporterFormTests
{
    private static readonly float[] s_offset = [1, -2, 0.5f], s_scale = [2, 0.25f, 4];

    private const string Dense = "StatefulPartitionedCall/sequential/dense", Dense1 = "StatefulPartitionedCall/sequential/dense_1";

    /// <summary>Those that ONNX Runtime can be asked about too.</summary>
    internal static IEnumerable<(string Name, ModelBuilder Model)> Models() =>
    [
        ("Keras", Keras()),
        ("Keras, GELU", KerasGelu()),
        ("scikit-learn, three classes", ScikitLearnThreeClasses().Output("probabilities")),
        ("scikit-learn, two classes", ScikitLearnTwoClasses()),
        ("scikit-learn, regression", ScikitLearnRegression()),
        ("PyTorch dynamo", Dynamo()),
        ("PyTorch dynamo, functions", DynamoWithFunctions()),
    ];

    [Fact]
    public void KerasThroughTf2Onnx()
    {
        NetworkModel read = Keras().Read();
        Layers.AssertIs(read, Activation.SiLU, Activation.Sigmoid);
        Assert.Equal([Dense, Dense1], read.DenseLayers().Select(layer => layer.Name));
        Assert.Equal(("input_1:0", "Identity:0"), (read.InputNames[0], read.OutputNames[0]));
    }

    /// <summary>Keras's Flatten, Dense, Dropout (left out), Dense: kernels are [in][out], and the names are TensorFlow's.</summary>
    private static ModelBuilder Keras()
    {
        ModelBuilder model = new ModelBuilder().Input("input_1:0", [null, 3])
            .Tensor(ModelBuilder.Integers("const_shape", [2], -1, 3))
            .Tensor(Dense + "/MatMul/ReadVariableOp:0", [3, 2], Layers.W1).Tensor(Dense + "/BiasAdd/ReadVariableOp:0", [2], Layers.B1)
            .Tensor(Dense1 + "/MatMul/ReadVariableOp:0", [2, 1], Layers.W2).Tensor(Dense1 + "/BiasAdd/ReadVariableOp:0", [1], Layers.B2)
            .Node("Reshape", "input_1:0 const_shape", "flat")
            .Node("MatMul", $"flat {Dense}/MatMul/ReadVariableOp:0", "m1").Node("Add", $"m1 {Dense}/BiasAdd/ReadVariableOp:0", "s1")
            .Node("Sigmoid", "s1", "swish").Node("Mul", "swish s1", "a1")
            .Node("MatMul", $"a1 {Dense1}/MatMul/ReadVariableOp:0", "m2").Node("Add", $"{Dense1}/BiasAdd/ReadVariableOp:0 m2", "s2")
            .Node("Sigmoid", "s2", "Identity:0").Output("Identity:0");
        model.Graph.Name = "tf2onnx";
        return model;
    }

    [Fact]
    public void KerasGeluThroughTf2Onnx() => Layers.AssertIs(KerasGelu().Read(), Activation.GELU);

    /// <summary>0.5·x·(1 + erf(x/√2)), multiplied from the left.</summary>
    private static ModelBuilder KerasGelu() => Layers.Model().WithSums()
        .Tensor("half", [], 0.5).Tensor("root", [], 1.4142135).Tensor("one", [], 1)
        .Node("Mul", "half z", "h").Node("Div", "z root", "d").Node("Erf", "d", "e").Node("Add", "one e", "p").Node("Mul", "h p", "a").WithReadout();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ScikitLearnsClassifierOfThreeClasses(bool hasZipMap)
    {
        ModelBuilder model = ScikitLearnThreeClasses().Output("label", DataType.String);
        if (hasZipMap)
        {
            model.Node("ai.onnx.ml::ZipMap", "probabilities", "output_probability");
            model.Graph.Output.Add(new ValueInfoProto { Name = "output_probability", Type = new TypeProto { SequenceType = new TypeProto.Types.Sequence() } });
        }
        else
        {
            model.Output("probabilities");
        }

        NetworkModel read = model.Read();

        Assert.Equal(Activation.Softmax, read.DenseLayers()[1].Activation);
        Layers.AssertIs(read.DenseLayers()[0], Layers.W1T, Layers.B1);
        Layers.AssertIs(read.DenseLayers()[1], [7, 2, -8, 3, 1, 4], [0.125, 0, 1]);
        Assert.Equal(hasZipMap ? "output_probability" : "probabilities", read.OutputNames[0]);
        Assert.Equal("X", read.InputNames[0]);
    }

    /// <summary>convert_sklearn(MLPClassifier): probabilities, and labels by ArgMax and ArrayFeatureExtractor, which are passed over.</summary>
    private static ModelBuilder ScikitLearnThreeClasses() => ScikitLearn([2, 3], [7, -8, 1, 2, 3, 4], [0.125, 0, 1])
            .Node("Softmax", "add_result1", "out_activations_result", ("axis", -1))
            .Node("Identity", "out_activations_result", "probabilities")
            .Tensor(new TensorProto { Name = "classes", DataType = (int)DataType.String, Dims = { 3 }, StringData = { new[] { "a", "b", "c" }.Select(ByteString.CopyFromUtf8) } })
            .Node("ArgMax", "probabilities", "argmax_output", ("axis", 1))
            .Node("ai.onnx.ml::ArrayFeatureExtractor", "classes argmax_output", "array_feature_extractor_result")
            .Tensor(ModelBuilder.Integers("shape_tensor", [1], -1))
            .Node("Reshape", "array_feature_extractor_result shape_tensor", "label");

    [Fact]
    public void ScikitLearnsClassifierOfTwoClassesIsItsOneUnit() => Layers.AssertIs(ScikitLearnTwoClasses().Output("label", DataType.Int64).Read(), Activation.ReLU, Activation.Sigmoid);

    /// <summary>Which class the one number is of: as a label's tensor or ZipMap calls it, or the second, number 1.</summary>
    [Fact]
    public void TheRemainingProbabilityIsOfAClassThatIsNamed()
    {
        Assert.Equal("1", ScikitLearnTwoClasses().Read().OutputClass);
        ModelBuilder numbers = ScikitLearnTwoClasses().Tensor(ModelBuilder.Integers("classes", [2], 3, 7))
            .Node("ai.onnx.ml::ArrayFeatureExtractor", "classes label", "picked").Output("picked", DataType.Int64);
        Assert.Equal("7", numbers.Read().OutputClass);
        ModelBuilder map = ScikitLearnTwoClasses().Node("ai.onnx.ml::ZipMap", "probabilities", "map");
        ByteString[] classes = [ByteString.CopyFromUtf8("no"), ByteString.CopyFromUtf8("yes")];
        map.Graph.Node[^1].Attribute.Add(new AttributeProto
        {
            Name = "classlabels_strings",
            Type = AttributeProto.Types.AttributeType.Strings,
            Strings = { classes },
        });
        map.Graph.Output[0].Name = "map";
        Assert.Equal(("yes", "map"), (map.Read().OutputClass, map.Read().OutputNames[0]));

        // Where nothing is left out, nothing is said.
        Assert.Null(ScikitLearnThreeClasses().Output("probabilities").Read().OutputClass);
        Assert.Null(Keras().Read().OutputClass);
    }

    private static ModelBuilder ScikitLearnTwoClasses() => ScikitLearn([2, 1], Layers.W2, Layers.B2)
        .Node("Sigmoid", "add_result1", "out_activations_result")
        .Tensor("unity", [], 1)
        .Node("Sub", "unity out_activations_result", "negative_class_proba")
        .Node("Concat", "negative_class_proba out_activations_result", "probabilities", ("axis", 1))
        .Node("ArgMax", "probabilities", "label", ("axis", 1))
        .Output("probabilities");

    [Fact]
    public void ScikitLearnsRegressorBehindAScaler()
    {
        NetworkModel read = ScikitLearnRegression().Read();
        float[] offset = s_offset, scale = s_scale;

        // W·((x − offset)·scale) + b, in numbers that are exact.
        double[] weights = [.. Layers.W1T.Select((weight, i) => weight * scale[i % 3])];
        double[] bias = [.. Layers.B1.Select((term, unit) => term - Enumerable.Range(0, 3).Sum(i => Layers.W1T[unit * 3 + i] * scale[i] * offset[i]))];
        Layers.AssertIs(read.DenseLayers()[0], weights, bias);
        Layers.AssertIs(read.DenseLayers()[1], Layers.W2, Layers.B2);
        Assert.Equal([Activation.ReLU, Activation.Linear], read.DenseLayers().Select(layer => layer.Activation));
    }

    /// <summary>make_pipeline(StandardScaler(), MLPRegressor()).</summary>
    private static ModelBuilder ScikitLearnRegression()
    {
        ModelBuilder model = ScikitLearn([2, 1], Layers.W2, Layers.B2, "variable1")
            .Tensor(ModelBuilder.Integers("shape_tensor", [2], -1, 1))
            .Node("Reshape", "add_result1 shape_tensor", "variable").Output("variable");
        model.Graph.Node.Insert(0, ModelBuilder.NodeOf("ai.onnx.ml::Scaler", "X", "variable1", ("offset", s_offset), ("scale", s_scale)));
        return model;
    }

    [Fact]
    public void PyTorchsDynamoExporterInOneGraph()
    {
        NetworkModel read = Dynamo().Read();
        Layers.AssertIs(read, Activation.Softplus);
        Assert.Equal(["fc1", "fc2"], read.DenseLayers().Select(layer => layer.Name));
    }

    /// <summary>PyTorch 2.9: operator set 18, weights by their names, functions inlined.</summary>
    private static ModelBuilder Dynamo() => new ModelBuilder().Input("x", [null, 3])
            .Tensor("fc1.weight", [2, 3], Layers.W1T).Tensor("fc1.bias", [2], Layers.B1).Tensor("fc2.weight", [1, 2], Layers.W2).Tensor("fc2.bias", [1], Layers.B2)
            .Tensor("scalar_20", [], 20).Tensor("one", [], 1)
            .Node("Gemm", "x fc1.weight fc1.bias", "linear", ("transB", 1), ("alpha", 1.0), ("beta", 1.0))
            .Node("Mul", "linear one", "scaled").Node("Softplus", "scaled", "val_1").Node("Div", "val_1 one", "val_2")
            .Node("Greater", "scaled scalar_20", "val_3").Node("Where", "val_3 linear val_2", "softplus")
            .Node("Gemm", "softplus fc2.weight fc2.bias", "linear_1", ("transB", 1), ("alpha", 1.0), ("beta", 1.0)).Output("linear_1").Operators(18);

    [Fact]
    public void PyTorchsDynamoExporterWithFunctions()
    {
        NetworkModel read = DynamoWithFunctions().Read();
        Layers.AssertIs(read, Activation.GELU);
        Assert.Equal(["fc1", "fc2"], read.DenseLayers().Select(layer => layer.Name));
    }

    /// <summary>PyTorch 2.1 to 2.4: a function for each module, which calls functions of torchlib, whose attributes may be left to their defaults.</summary>
    private static ModelBuilder DynamoWithFunctions()
    {
        ModelBuilder model = new ModelBuilder().Input("l_x_", [null, 3])
            .Tensor("fc1.weight", [2, 3], Layers.W1T).Tensor("fc1.bias", [2], Layers.B1).Tensor("fc2.weight", [1, 2], Layers.W2).Tensor("fc2.bias", [1], Layers.B2)
            .Node("pkg.torch.2.2.0::torch_nn_modules_linear_Linear_fc1_1", "l_x_ fc1.weight fc1.bias", "fc1_1")
            .Node("pkg.onnxscript.torch_lib::aten_gelu", "fc1_1", "gelu")
            .Node("pkg.torch.2.2.0::torch_nn_modules_linear_Linear_fc2_1", "gelu fc2.weight fc2.bias", "fc2_1").Output("fc2_1");
        foreach (string layer in (string[])["fc1", "fc2"])
        {
            model.Model.Functions.Add(new FunctionProto
            {
                Domain = "pkg.torch.2.2.0",
                Name = $"torch_nn_modules_linear_Linear_{layer}_1",
                Input = { "input", "weight", "bias" },
                Output = { "addmm" },
                Node =
                {
                    ModelBuilder.NodeOf("pkg.onnxscript.torch_lib::aten_t", "weight", "t"),
                    ModelBuilder.NodeOf("pkg.onnxscript.torch_lib::aten_addmm", "bias input t", "addmm", ("beta", 1.0)),
                },
            });
        }

        model.Model.Functions.Add(new FunctionProto { Domain = "pkg.onnxscript.torch_lib", Name = "aten_t", Input = { "self" }, Output = { "result" }, Node = { ModelBuilder.NodeOf("Transpose", "self", "result", ("perm", new long[] { 1, 0 })) } });
        model.Model.Functions.Add(new FunctionProto
        {
            Domain = "pkg.onnxscript.torch_lib",
            Name = "aten_addmm",
            Input = { "self", "mat1", "mat2" },
            Output = { "return_val" },
            Attribute = { "beta" },
            AttributeProto = { ModelBuilder.AttributeOf("alpha", 1.0) },
            Node =
            {
                ModelBuilder.NodeOf("MatMul", "mat1 mat2", "mat1_mat2"),
                ModelBuilder.NodeOf("Constant", "", "alpha", ("value_float", "@alpha")),
                ModelBuilder.NodeOf("CastLike", "alpha mat1_mat2", "alpha_cast"),
                ModelBuilder.NodeOf("Mul", "mat1_mat2 alpha_cast", "scaled_mat1_mat2"),
                ModelBuilder.NodeOf("Constant", "", "beta", ("value_float", "@beta")),
                ModelBuilder.NodeOf("CastLike", "beta self", "beta_cast"),
                ModelBuilder.NodeOf("Mul", "self beta_cast", "scaled_self"),
                ModelBuilder.NodeOf("Add", "scaled_self scaled_mat1_mat2", "return_val"),
            },
        });
        model.Model.Functions.Add(new FunctionProto
        {
            Domain = "pkg.onnxscript.torch_lib",
            Name = "aten_gelu",
            Input = { "self" },
            Output = { "result" },
            Node =
            {
                ModelBuilder.NodeOf("Constant", "", "root", ("value_float", 1.4142135623730951)),
                ModelBuilder.NodeOf("CastLike", "root self", "root_cast"),
                ModelBuilder.NodeOf("Div", "self root_cast", "inner"),
                ModelBuilder.NodeOf("Erf", "inner", "erf"),
                ModelBuilder.NodeOf("Constant", "", "one", ("value", ModelBuilder.Raw("", [], 1))),
                ModelBuilder.NodeOf("Add", "erf one", "plus"),
                ModelBuilder.NodeOf("Constant", "", "half", ("value_floats", new float[] { 0.5f })),
                ModelBuilder.NodeOf("Mul", "self plus", "product"),
                ModelBuilder.NodeOf("Mul", "half product", "result"),
            },
        });

        foreach (FunctionProto function in model.Model.Functions)
            function.OpsetImport.Add([new OperatorSetIdProto { Version = 18 }, new OperatorSetIdProto { Domain = "pkg.onnxscript.torch_lib", Version = 1 }]);
        return model.Operators(18).Operators(1, "pkg.onnxscript.torch_lib").Operators(1, "pkg.torch.2.2.0");
    }

    /// <summary>What skl2onnx writes of a network up to its last sums: matrices [in][out], biases [1][out], Cast in front, Relu between.</summary>
    private static ModelBuilder ScikitLearn(long[] shape, double[] weights, double[] bias, string input = "X") => new ModelBuilder().Input("X", [null, 3])
        .Tensor("coefficient", [3, 2], Layers.W1).Tensor("intercepts", [1, 2], Layers.B1).Tensor("coefficient1", shape, weights).Tensor("intercepts1", [1, shape[1]], bias)
        .Node("Cast", input, "cast_input", ("to", (int)DataType.Float))
        .Node("MatMul", "cast_input coefficient", "mul_result").Node("Add", "mul_result intercepts", "add_result")
        .Node("Relu", "add_result", "next_activations")
        .Node("MatMul", "next_activations coefficient1", "mul_result1").Node("Add", "mul_result1 intercepts1", "add_result1").Operators(1, "ai.onnx.ml");
}
