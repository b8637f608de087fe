using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Onnx.Proto;
using Xunit;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Tests;

/// <summary>Every way to write a dense layer, and constants that are folded into one. The numbers are such that nothing is rounded.</summary>
public class LayerFormTests
{
    /// <summary>Those that ONNX Runtime can be asked about too.</summary>
    internal static IEnumerable<(string Name, ModelBuilder Model)> Models() =>
    [
        ("samples in columns", Columns("W1T", 0)),
        ("prepared weights", Prepared()),
        ("passing operators", Passing()),
        ("constants in front", Standardized()),
        ("constants behind", Scaled()),
        ("constant minus signal", Minus()),
        ("batch normalisation", Normalized()),
        ("condition on a length", Branched()),
        ("condition on the number of dimensions", BranchedByRank()),
    ];

    [Theory]
    [InlineData("W1", 0, 1.0, 1.0)]
    [InlineData("W1T", 1, 1.0, 1.0)]
    [InlineData("W1", 0, 0.5, 4.0)]
    [InlineData("W1T", 1, -2.0, 0.0)]
    public void GemmWithAnyTransBAlphaAndBeta(string weights, int transB, double alpha, double beta)
    {
        NetworkModel model = Layers.Model().Node("Gemm", $"x {weights} b1", "y", ("transB", transB), ("alpha", alpha), ("beta", beta)).Output("y").Read();
        Layers.AssertIs(Assert.Single(model.DenseLayers()), [.. Layers.W1T.Select(weight => alpha * weight)], [.. Layers.B1.Select(term => beta * term)]);
    }

    [Fact]
    public void GemmOfSamplesInColumns()
    {
        // transA turns the columns into rows; a matrix on the left leaves them, and gives columns.
        NetworkModel rows = new ModelBuilder().Input("x", [3, null]).Tensor("W1", [3, 2], Layers.W1).Tensor("b1", [2], Layers.B1)
            .Node("Gemm", "x W1 b1", "y", ("transA", 1)).Output("y").Read();
        Layers.AssertIs(Assert.Single(rows.DenseLayers()), Layers.W1T, Layers.B1);

        Layers.AssertIs(Columns("W1T", transA: 0).Read(), Activation.ReLU);
        Layers.AssertIs(Columns("W1", transA: 1).Read(), Activation.ReLU);
    }

    private static ModelBuilder Columns(string weights, int transA) => Layers.Model().Tensor("b", [2, 1], Layers.B1)
        .Node("Gemm", $"{weights} x b", "z", ("transA", transA), ("transB", 1)).Node("Relu", "z", "a")
        .Node("Transpose", "a", "t", ("perm", new long[] { 1, 0 })).Node("Gemm", "t W2 b2", "y").Output("y");

    [Theory]
    [InlineData("MatMul", "x W1", "m b1")]
    [InlineData("MatMul", "x W1", "b1 m")]
    public void MatMulAndAddInEitherOrder(string type, string factors, string terms) =>
        Layers.AssertIs(Layers.Model().Node(type, factors, "m").Node("Add", terms, "z").Node("Tanh", "z", "a").WithReadout().Read(), Activation.Tanh);

    [Fact]
    public void AMatrixOnTheLeftOfAVector()
    {
        NetworkModel model = new ModelBuilder().Input("x", [3]).Tensor("W1T", [2, 3], Layers.W1T).Tensor("b1", [2], Layers.B1)
            .Node("MatMul", "W1T x", "m").Node("Add", "b1 m", "y").Output("y").Read();
        Layers.AssertIs(Assert.Single(model.DenseLayers()), Layers.W1T, Layers.B1);
    }

    [Fact]
    public void WeightsThatAGraphPrepares() => Layers.AssertIs(Prepared().Read(), Activation.ReLU);

    /// <summary>Transposed, cast, scaled and joined from constants.</summary>
    private static ModelBuilder Prepared() => Layers.Model().Tensor("two", [], 2)
            .Tensor(ModelBuilder.Integers("split", [1], 1)).Tensor(ModelBuilder.Integers("zero", [1], 0)).Tensor(ModelBuilder.Integers("end", [1], long.MaxValue))
            .Node("Transpose", "W1T", "t").Node("Mul", "t two", "d").Node("Div", "d two", "w")
            .Node("Slice", "w zero split", "first").Node("Slice", "w split end", "rest").Node("Concat", "first rest", "joined", ("axis", 0)).Node("Cast", "joined", "c", ("to", 1))
            .Node("MatMul", "x c", "m").Node("Identity", "b1", "b").Node("Add", "m b", "z").Node("Relu", "z", "a").WithReadout();

    [Fact]
    public void TwoLayersWithoutAnActivationStayTwo() =>
        Layers.AssertIs(Layers.Model().WithSums().Node("Identity", "z", "a").WithReadout().Read(), Activation.Linear);

    [Fact]
    public void WhatPassesOnIsPassedOver() => Layers.AssertIs(Passing().Read(), Activation.ReLU);

    private static ModelBuilder Passing() => Layers.Model().Tensor("ratio", [], 0.5).Node("Dropout", "x ratio", "d").Node("Cast", "d", "c", ("to", 1)).Node("Identity", "c", "i").Node("Flatten", "i", "f", ("axis", 1))
            .Node("Gemm", "f W1 b1", "z").Node("Unsqueeze", "z ax", "u").Node("Squeeze", "u ax", "s").Node("Relu", "s", "a")
            .Tensor(ModelBuilder.Integers("ax", [1], 1)).WithReadout();

    [Fact]
    public void ConstantsInFrontAreFoldedIntoTheLayerBehind()
    {
        NetworkModel model = Standardized().Read();
        Layers.AssertIs(Assert.Single(model.DenseLayers()), [2, 1.5, 20, 4, 2, 24], [0.5 - 2 - 3 + 20, -0.25 - 4 - 4 + 24]);
    }

    private static ModelBuilder Standardized() => Layers.Model().Tensor("mean", [1, 3], 1, 2, -1).Tensor("deviation", [3], 0.5, 2, 0.25)
        .Node("Sub", "x mean", "s").Node("Div", "s deviation", "n").Node("Gemm", "n W1 b1", "y").Output("y");

    [Fact]
    public void ConstantsBehindSumsAndActivationsAreFolded()
    {
        NetworkModel model = Scaled().Read();
        Layers.AssertIs(model.DenseLayers()[0], [.. Layers.W1T.Select(weight => 2 * weight)], [1, -0.5]);
        Layers.AssertIs(model.DenseLayers()[1], [21, -24], [0.125 + 7 + 8]);
        Assert.Equal(Activation.Tanh, model.DenseLayers()[0].Activation);
    }

    /// <summary>3·tanh(2·z) + (1, −1), into both layers.</summary>
    private static ModelBuilder Scaled() => Layers.Model().Tensor("two", [], 2).Tensor("three", [1], 3).Tensor("shift", [2], 1, -1).WithSums()
        .Node("Mul", "two z", "d").Node("Tanh", "d", "t").Node("Mul", "t three", "s").Node("Add", "shift s", "a").WithReadout();

    [Fact]
    public void AConstantMinusASignalTurnsItsSign()
    {
        NetworkModel model = Minus().Read();
        Layers.AssertIs(model.DenseLayers()[0], [.. Layers.W1T.Select(weight => -weight)], [0.5, 1.25]);
    }

    private static ModelBuilder Minus() => Layers.Model().Tensor("ones", [2], 1, 1).WithSums().Node("Sub", "ones z", "n").Node("Relu", "n", "a").WithReadout();

    [Fact]
    public void BatchNormalizationIsFolded()
    {
        NetworkModel model = Normalized().Read();
        Layers.AssertIs(model.DenseLayers()[0], [2, 6, 10, 6, 12, 18], [1, 4.25]);
        Layers.AssertIs(model.DenseLayers()[1], Layers.W2, Layers.B2);
    }

    /// <summary>(4·(z − 1)/√(3 + 1) + 2, 9·(z + 2)/√(8 + 1) − 1) = (2·z, 3·z + 5).</summary>
    private static ModelBuilder Normalized() => Layers.Model().Tensor("g", [2], 4, 9).Tensor("b", [2], 2, -1).Tensor("m", [2], 1, -2).Tensor("v", [2], 3, 8).WithSums()
        .Node("BatchNormalization", "z g b m v", "n", ("epsilon", 1.0)).Node("Relu", "n", "a").WithReadout();

    [Fact]
    public void ABranchOfAConstantConditionIsTaken()
    {
        Layers.AssertIs(Branched().Read(), Activation.ReLU);
        Layers.AssertIs(BranchedByRank().Read(), Activation.ReLU);
    }

    /// <summary>As PyTorch's TorchScript exporter writes squeeze(): what is done depends on a dimension.</summary>
    private static ModelBuilder Branched() => Layers.Model().WithSums().Node("Shape", "z", "shape").Node("Gather", "shape one", "length").Node("Equal", "length two", "is")
        .Tensor(ModelBuilder.Integers("one", [], 1)).Tensor(ModelBuilder.Integers("two", [], 2))
        .Node("If", "is", "a", ("then_branch", Branch("Relu")), ("else_branch", Branch("Exp"))).WithReadout();

    /// <summary>As torchlib asks whether a tensor is a scalar.</summary>
    private static ModelBuilder BranchedByRank() => Layers.Model().WithSums().Node("Shape", "z", "shape").Node("Size", "shape", "rank").Node("Equal", "rank none", "is")
        .Tensor(ModelBuilder.Integers("none", [], 0))
        .Node("If", "is", "a", ("then_branch", Branch("Exp")), ("else_branch", Branch("Relu"))).WithReadout();

    private static GraphProto Branch(string type) => new()
    {
        Name = type,
        Node = { ModelBuilder.NodeOf(type, "z", $"inner_{type}") },
        Output = { new ValueInfoProto { Name = $"inner_{type}", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float } } } },
    };

    [Fact]
    public void StoredTensorsMayBeAmongTheInputs()
    {
        ModelBuilder model = Layers.Model().WithSums().Node("Relu", "z", "a").WithReadout();
        foreach (string name in (string[])["W1", "b1", "W2", "b2"])
            model.Graph.Input.Insert(0, new ValueInfoProto { Name = name, Type = model.Graph.Input[0].Type });
        Layers.AssertIs(model.Read(), Activation.ReLU);
        Assert.Equal("x", model.Read().InputNames[0]);
    }

    [Fact]
    public void WhatTheOutputDoesNotNeedIsPassedOver()
    {
        ModelBuilder model = Layers.Model().WithSums().Node("Conv", "x W1", "dead").Node("Unheard", "z", "deader").Node("Relu", "z", "a")
            .Tensor(new TensorProto { Name = "broken", DataType = 99, Dims = { -1 } }).WithReadout();
        Layers.AssertIs(model.Read(), Activation.ReLU);
    }

    [Theory]
    [InlineData((int)DataType.Float, Precision.Single)]
    [InlineData((int)DataType.Double, Precision.Double)]
    [InlineData((int)DataType.Float16, Precision.Single)]
    [InlineData((int)DataType.Bfloat16, Precision.Single)]
    public void WeightsOfEveryTypeInBytesAndInLists(int typeNumber, Precision precision)
    {
        var type = (DataType)typeNumber;
        foreach (bool isRaw in (ReadOnlySpan<bool>)[true, false])
        {
            ModelBuilder model = new ModelBuilder().Input("x", [null, 3]).Tensor("b1", [2], Layers.B1).Tensor("W2", [2, 1], Layers.W2).Tensor("b2", [1], Layers.B2)
                .Tensor(Typed("W1", [3, 2], type, isRaw, Layers.W1)).WithSums().Node("Relu", "z", "a").WithReadout();
            Layers.AssertIs(model.Read(), Activation.ReLU);
            Assert.Equal(precision, model.Read().Precision);
        }
    }

    [Fact]
    public void WhatIsNoChainOfDenseLayersIsAnErrorThatSaysWhy()
    {
        foreach ((ModelBuilder model, string problem) in (ReadOnlySpan<(ModelBuilder, string)>)
        [
            (Layers.Model().Node("DequantizeLinear", "W1 b2", "w").Node("MatMul", "x w", "y").Output("y"), "node 'node_w' (DequantizeLinear): quantised weights are not read"),
            (Layers.Model().Node("MatMul", "x x", "y").Output("y"), "node 'node_y' (MatMul): both its inputs are computed from the network's input"),
            (Layers.Model().Node("MatMul", "x W2", "y").Output("y"), "node 'node_y' (MatMul): its weights take 2 inputs, but 3 are given"),
            (Layers.Model().Node("MatMul", "x W1", "m").Node("Add", "m W1", "y").Output("y"), "node 'node_y' (Add): a constant of shape [3, 2] does not fit"),
            (Layers.Model().WithSums().Node("BatchNormalization", "z b1 b1 b1 b1", "y", ("training_mode", 1)).Output("y"), "node 'node_y' (BatchNormalization): it is in training mode"),
            (Layers.Model().Node("custom::Magic", "x", "y").Output("y"), "node 'node_y' (Magic): the operator is of the domain 'custom'"),
            (Layers.Model().Node("Identity", "x", "y").Output("y"), "there is no dense layer between the input and the output"),
            (Layers.Model().Node("Identity", "W1", "y").Output("y"), "its output 'y' does not depend on its input"),
        ])
            Assert.Contains("test.onnx: " + problem, model.Error(), StringComparison.Ordinal);
    }

    /// <summary>Factors of 1 are none, and have no length that a later layer's would have to be.</summary>
    [Fact]
    public void FactorsOf1BeforeALayerSayNothingOfTheNextOne()
    {
        NetworkModel model = Layers.Model().Tensor("ones", [3], 1, 1, 1).Tensor("factors", [2], 2, 0.5).Node("Mul", "x ones", "same").Node("Gemm", "same W1 b1", "z")
            .Node("Relu", "z", "r").Node("Mul", "r factors", "a").WithReadout().Read();
        Layers.AssertIs(model.DenseLayers()[0], Layers.W1T, Layers.B1);
        Layers.AssertIs(model.DenseLayers()[1], [14, -4], Layers.B2);
    }

    [Fact]
    public void LargeWeightsAreNotTakenForAnAttack()
    {
        // Halves in a Constant, which the graph casts and transposes: as much work for their bytes as exporters leave.
        const int Size = 1500;
        var weights = new TensorProto { DataType = (int)DataType.Float16, Dims = { Size, Size }, RawData = Google.Protobuf.ByteString.CopyFrom(new byte[2 * Size * Size]) };
        NetworkModel model = new ModelBuilder().Input("x", [null, Size]).Node("Constant", "", "w", ("value", weights)).Node("Cast", "w", "c", ("to", 1)).Node("Transpose", "c", "t")
            .Node("MatMul", "x t", "y").Output("y").Read();
        Assert.Equal(Size * Size, Assert.Single(model.DenseLayers()).Weights.Length);
    }

    private static TensorProto Typed(string name, long[] shape, DataType type, bool isRaw, double[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, Dims = { shape } };
        static ushort BFloat16(double value) => (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16);
        byte[] bytes = [.. values.SelectMany(value => type switch
        {
            DataType.Float => BitConverter.GetBytes((float)value),
            DataType.Double => BitConverter.GetBytes(value),
            DataType.Float16 => BitConverter.GetBytes((Half)value),
            _ => BitConverter.GetBytes(BFloat16(value)),
        })];
        if (isRaw)
            tensor.RawData = Google.Protobuf.ByteString.CopyFrom(bytes);
        else if (type == DataType.Float)
            tensor.FloatData.AddRange(values.Select(value => (float)value));
        else if (type == DataType.Double)
            tensor.DoubleData.AddRange(values);
        else
            tensor.Int32Data.AddRange(values.Select(value => (int)(type == DataType.Float16 ? BitConverter.HalfToUInt16Bits((Half)value) : BFloat16(value))));
        return tensor;
    }
}
