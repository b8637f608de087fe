using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Generated.Onnx;
using Generated.Onnx.Proto;
using Xunit;
using AttributeType = Generated.Onnx.Proto.AttributeProto.Types.AttributeType;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Tests;

/// <summary>
/// Graphs in the forms in which people publish networks: a network among outputs and inputs that are none of it, several heads, limits of the action. They
/// are built here after published files, and are none of them.
/// </summary>
public class PublishedFormTests
{
    /// <summary>Those that ONNX Runtime can be asked about too.</summary>
    internal static IEnumerable<ComparedModel> Models() =>
    [
        new("Godot RL", Godot(), "output", State()),
        new("ML-Agents, the deterministic action", MlAgents(), "deterministic_continuous_actions"),
        new("ML-Agents, the action before its limits", MlAgents(), "mu"),
        new("limits divided by a factor in single precision", DividedLimits()),
        new("limits of hidden units", HiddenLimits()),
        new("Brax", Brax(), "action"),
        new("two heads, the first", TwoHeads(), "policy"),
        new("two heads, the second", TwoHeads(), "value"),
        new("Stable-Baselines, a bias expanded to the samples", Expanded(), "action"),
        new("rsl_rl, an input that is clipped by nothing", RslRl(), "actions"),
    ];

    private static Dictionary<string, int[]> State() => new() { ["state_ins"] = [] };

    /// <summary>godot_rl_agents: Stable-Baselines' policy, and a state that is handed on.</summary>
    private static ModelBuilder Godot() => Layers.Model().Input("state_ins", [null])
        .Node("Flatten", "x", "flat", ("axis", 1)).Node("Concat", "flat", "features", ("axis", 1))
        .Node("Gemm", "features W1 b1", "z").Node("Tanh", "z", "a").Node("Gemm", "a W2 b2", "output").Output("output")
        .Node("Identity", "state_ins", "state_outs").Output("state_outs");

    [Fact]
    public void WhatHandsAnInputOnIsLeftOut()
    {
        OnnxImport read = Godot().Import();
        Layers.AssertIs(read.Model, Activation.Tanh);
        Assert.Equal(("x", "output"), (read.Model.InputNames[0], read.Model.OutputNames[0]));
        Assert.Equal(["Output 'state_outs' hands on the input 'state_ins'; it is left out.",
            "Input 'state_ins' is left out: 'output' does not depend on it."], read.Notes);
        Assert.Empty(read.ClassLabels);
    }

    /// <summary>Whatever shape, type or part of the input it is, whether or not such an operator can be read.</summary>
    [Fact]
    public void WhatHandsAnInputOnMayReshapeIt()
    {
        foreach ((string type, string inputs, (string, object)[] attributes) in (ReadOnlySpan<(string, string, (string, object)[])>)
        [
            ("Unsqueeze", "state_ins axis", []),
            ("Squeeze", "state_ins axis", []),
            ("Reshape", "state_ins axis", []),
            ("Cast", "state_ins", [("to", 7)]),
            ("Transpose", "state_ins", []),
            ("Slice", "state_ins axis axis", []),
            ("Gather", "state_ins axis", []),
            ("Expand", "state_ins axis", []),
            ("Concat", "state_ins", [("axis", 0)]),
        ])
        {
            ModelBuilder model = Layers.Model().Input("state_ins", [null, 1, 4]).Tensor(ModelBuilder.Integers("axis", [1], 1))
                .WithSums().Node("Relu", "z", "a").WithReadout()
                .Node(type, inputs, "between", attributes).Node("Dropout", "between", "dropped").Node("Identity", "dropped", "state_outs").Output("state_outs");
            OnnxImport read = model.Import();
            Layers.AssertIs(read.Model, Activation.ReLU);
            Assert.Equal("Output 'state_outs' hands on the input 'state_ins'; it is left out.", read.Notes[0]);
        }

        // An input that is no number is one too.
        ModelBuilder flags = Layers.Model().Input("flags", [null, 2], DataType.Bool).WithSums().Node("Relu", "z", "a").WithReadout()
            .Node("Identity", "flags", "flags_out").Output("flags_out", DataType.Bool);
        Assert.Equal(["Output 'flags_out' hands on the input 'flags'; it is left out.", "Input 'flags' is left out: 'y' does not depend on it."],
            flags.Import().Notes);
    }

    /// <summary>What computes with an input does not hand it on, though it fails to be read.</summary>
    [Fact]
    public void WhatIsComputedOfAnInputIsAnOutputToChoose()
    {
        ModelBuilder model = Layers.Model().Input("h", [null, 2]).WithSums().Node("Relu", "z", "a").WithReadout()
            .Node("Cast", "h", "truth", ("to", 9)).Node("ReduceSum", "truth", "total").Output("total");
        Assert.Contains(
            "it has 2 outputs, 'y' [batch, 1], 'total', not all of which can be read. Name the one to read in OnnxReadOptions.Outputs. "
            + "Reading 'total' would fail: node 'node_truth' (Cast): it turns numbers into Bool", model.Error(), StringComparison.Ordinal);
    }

    /// <summary>ML-Agents: constants among the outputs, an action with noise and one without, both limited to ±3 and divided by 3.</summary>
    private static ModelBuilder MlAgents() => Layers.Model().Operators(9)
        .Tensor("version_number", [1], 3).Tensor("memory_size", [1], 0).Tensor("shape", [1], 1)
        .Tensor("three", [], 3).Tensor("log_sigma", [1, 1], 0.5).Tensor("zero", [], 0)
        .Output("version_number").Output("memory_size")
        .Node("Concat", "x", "obs", ("axis", 1)).Node("Gemm", "obs W1 b1", "z").Node("Sigmoid", "z", "s").Node("Mul", "z s", "a").Node("Gemm", "a W2 b2", "mu")
        .Node("Mul", "mu zero", "none").Node("Add", "none log_sigma", "log").Node("Exp", "log", "sigma").Node("RandomNormalLike", "mu", "noise")
        .Node("Mul", "noise sigma", "n").Node("Add", "mu n", "noisy").Node("Clip", "noisy", "limited", ("min", -3.0), ("max", 3.0))
        .Node("Div", "limited three", "continuous_actions").Output("continuous_actions").Output("shape")
        .Node("Clip", "mu", "clipped", ("min", -3.0), ("max", 3.0)).Node("Div", "clipped three", "deterministic_continuous_actions")
        .Output("deterministic_continuous_actions").Output("mu");

    [Fact]
    public void ConstantsAreLeftOutAndTheRestIsToChoose() => Assert.Contains(
        "it has 3 outputs, 'continuous_actions', 'deterministic_continuous_actions' [batch, 1], 'mu' [batch, 1], not all of which can be read. "
        + "Name the one to read in OnnxReadOptions.Outputs. "
        + "Reading 'continuous_actions' would fail: node 'node_noise' (RandomNormalLike): it draws random numbers",
        MlAgents().Error(), StringComparison.Ordinal);

    [Fact]
    public void LimitsThatAreDividedAreHardTanhOfDividedWeights()
    {
        NetworkModel read = MlAgents().Import("deterministic_continuous_actions").Model;
        Layers.AssertIs(read.DenseLayers()[0], Layers.W1T, Layers.B1);
        Assert.Equal([Activation.SiLU, Activation.HardTanh], read.DenseLayers().Select(layer => layer.Activation));
        Layers.AssertIs(read.DenseLayers()[1], [.. Layers.W2.Select(weight => weight * (1.0 / 3))], [0.125 * (1.0 / 3)]);
    }

    private static ModelBuilder DividedLimits() => Layers.Model().Tensor("lower", [], -5).Tensor("upper", [], 5).Tensor("fifth", [], 0.2f)
        .WithSums().Node("Clip", "z lower upper", "c").Node("Mul", "c fifth", "y").Output("y");

    private static ModelBuilder HiddenLimits() => Layers.Model().Tensor("lower", [], -2).Tensor("upper", [], 2)
        .WithSums().Node("Clip", "z lower upper", "a").WithReadout();

    [Fact]
    public void LimitsBeforeALayerScaleItsWeights()
    {
        NetworkModel read = HiddenLimits().Read();
        Assert.Equal(Activation.HardTanh, read.DenseLayers()[0].Activation);
        Layers.AssertIs(read.DenseLayers()[0], [.. Layers.W1T.Select(weight => weight / 2)], [.. Layers.B1.Select(term => term / 2)]);
        Layers.AssertIs(read.DenseLayers()[1], [14, -16], Layers.B2);
    }

    /// <summary>A factor that is not one over the limit, or none, would need a layer that scales.</summary>
    [Theory]
    [InlineData(0.5, 1.5)]
    [InlineData(1.0, 3)]
    public void LimitsThatNothingUndoesAreScaled(double factor, double gain)
    {
        ModelBuilder model = Layers.Model().Tensor("lower", [], -3).Tensor("upper", [], 3).Tensor("factor", [], factor)
            .WithSums().Node("Clip", "z lower upper", "c").Node("Mul", "c factor", "y").Output("y");
        NetworkModel read = model.Read();
        Assert.Equal("3 → 2 HardTanh → 2 Scale", read.Shape.ToString());
        Assert.Equal([gain, gain, 0, 0], read.Parameters.ToArray()[^4..]);
    }

    /// <summary>Brax: inputs less their mean times one over their deviation, SiLU, and of the last layer the half that is the action's mean.</summary>
    private static ModelBuilder Brax() => Layers.Model().Operators(11).Tensor("mean", [3], 0.5, -1, 0.25).Tensor("recip", [3], 1.5, 2, 0.75)
        .Tensor("V", [2, 4], 1, -2, 3, 0.5, -1, 4, 2, 2).Tensor("c", [4], 0.5, 1, -1, 2)
        .Node("Sub", "x mean", "s").Node("Mul", "s recip", "d").Node("Gemm", "d W1 b1", "z").Node("Sigmoid", "z", "g").Node("Mul", "z g", "a")
        .Node("Gemm", "a V c", "heads").Node("Split", "heads", "mu sigma", ("axis", -1)).Node("Tanh", "mu", "action").Output("action");

    [Fact]
    public void HalfOfBraxsLastLayerIsRead()
    {
        OnnxImport read = Brax().Import();
        Assert.Equal("3 → 2 SiLU → 2 Tanh", read.Model.Shape.ToString());
        Layers.AssertIs(read.Model.DenseLayers()[1], [1, -1, -2, 4], [0.5, 1]);
        Assert.Equal(["Of the 4 units of layer 'node_heads', 2 are used (node 'node_mu' (Split)); the others are left out."], read.Notes);
    }

    /// <summary>A trunk, an action with Softmax, a value, and a deviation that is a constant.</summary>
    private static ModelBuilder TwoHeads() => Layers.Model().Tensor("P", [2, 4], 1, -2, 3, 0.5, -1, 4, 2, 2).Tensor("c", [4], 0.5, 1, -1, 2)
        .Tensor("log_std", [4], 1, 2, 3, 4)
        .WithSums().Node("Elu", "z", "a").Node("Gemm", "a P c", "logits").Node("Softmax", "logits", "policy").Output("policy")
        .Node("Gemm", "a W2 b2", "value").Output("value").Node("Identity", "log_std", "std").Output("std");

    [Fact]
    public void OneOfSeveralHeadsIsReadByItsName()
    {
        OnnxImport both = TwoHeads().Import();
        Assert.Equal("x 3 → 2 ELU → policy = 4 Softmax → value = 1 Linear(layer1); outputs policy, value", both.Model.Shape.ToString());
        Assert.Equal(["Output 'std' is constant; it is left out."], both.Notes);
        Assert.Equal("3 → 2 ELU → 4 Softmax", TwoHeads().Import("policy").Model.Shape.ToString());
        Layers.AssertIs(TwoHeads().Import("value").Model, Activation.ELU);
    }

    /// <summary>A tensor within the graph is as good as an output: what follows it is left out, and what could not be read then does no harm.</summary>
    [Fact]
    public void AnInnerTensorIsReadByItsName()
    {
        Assert.Equal("3 → 2 ELU → 4 Linear", TwoHeads().Import("logits").Model.Shape.ToString());
        OnnxImport read = Masked().Import("logits");
        Assert.Equal(("3 → 2 ReLU → 1 Linear", "logits"), (read.Model.Shape.ToString(), read.Model.OutputNames[0]));
        Assert.Equal(["Input 'action_masks' is left out: 'logits' does not depend on it."], read.Notes);
        Assert.Contains("it has no tensor 'lgits'. Its outputs are 'policy' [batch, 4], 'value' [batch, 1], 'std'", TwoHeads().Error("lgits"),
            StringComparison.Ordinal);
        Assert.Contains("its output 'W1' does not depend on its input", TwoHeads().Error("W1"), StringComparison.Ordinal);
    }

    /// <summary>ML-Agents' discrete actions: the scores of what a mask forbids are made small, and the action is the number of the largest.</summary>
    private static ModelBuilder Masked() => Layers.Model().Input("action_masks", [null, 1]).Tensor("large", [], 1e8).Tensor("one", [], 1)
        .WithSums().Node("Relu", "z", "a").Node("Gemm", "a W2 b2", "logits").Node("Mul", "logits action_masks", "kept")
        .Node("Sub", "one action_masks", "forbidden").Node("Mul", "forbidden large", "penalty").Node("Sub", "kept penalty", "masked")
        .Node("ArgMax", "masked", "discrete_actions", ("axis", 1)).Output("discrete_actions", DataType.Int64).Output("one");

    /// <summary>Where only labels are left, the last tensor before them that can be read is told.</summary>
    [Fact]
    public void WhereNoOutputIsANetworksThoseToChooseAreInnerTensors()
    {
        Assert.Contains("none of its outputs is what a network computes: 'discrete_actions' holds labels or indices, 'one' is constant. "
            + "Name the one to read in OnnxReadOptions.Outputs; of the inner tensors these can be read: 'masked' [batch, 1].", Masked().Error(),
            StringComparison.Ordinal);
        NetworkModel masked = Masked().Import("masked").Model;
        Assert.Equal(["x", "action_masks"], masked.InputNames);
        Assert.Equal([LayerKind.Dense, LayerKind.Dense, LayerKind.Multiply, LayerKind.Normalization, LayerKind.Add], masked.Shape.Layers.Select(layer => layer.Kind));

        ModelBuilder only = Layers.Model().WithSums().Node("ArgMax", "z", "y").Output("y", DataType.Int64);
        Assert.Contains("node 'node_y' (ArgMax): it gives the number of the largest value; name its input as the output for the values. "
            + "Name the one to read in OnnxReadOptions.Outputs; of the inner tensors these can be read: 'z' [batch, 2].", only.Error(),
            StringComparison.Ordinal);
    }

    /// <summary>A constant that is repeated for each sample, as PyTorch writes it where a parameter meets a batch.</summary>
    private static ModelBuilder Expanded() => Layers.Model().Tensor(ModelBuilder.Integers("zero", [], 0)).Tensor(ModelBuilder.Integers("two", [1], 2))
        .Tensor(ModelBuilder.Integers("axis", [1], 0)).Tensor("log_std", [2], 0.5, -0.25)
        .Node("MatMul", "x W1", "m").Node("Shape", "x", "shape").Node("Gather", "shape zero", "samples").Node("Unsqueeze", "samples axis", "count")
        .Node("Concat", "count two", "all", ("axis", 0)).Node("Expand", "b1 all", "biases")
        .Node("ConstantOfShape", "all", "ones", ("value", ModelBuilder.Raw("", [1], 1)))
        .Node("Mul", "biases ones", "repeated").Node("Add", "m repeated", "z").Node("Relu", "z", "a").Node("Gemm", "a W2 b2", "action").Output("action")
        .Node("Expand", "log_std all", "std").Node("Exp", "std", "deviation").Output("deviation");

    [Fact]
    public void AConstantOfEachSampleIsOne()
    {
        OnnxImport read = Expanded().Import();
        Layers.AssertIs(read.Model, Activation.ReLU);
        Assert.Equal(["Output 'deviation' is constant; it is left out."], read.Notes);
        Assert.Contains("node 'node_count2' (Shape): it rearranges a constant that is repeated for each sample",
            Expanded().Node("Shape", "biases", "count2").Node("Expand", "b2 count2", "e").Node("Add", "action e", "y").Error("y"), StringComparison.Ordinal);
    }

    /// <summary>rsl_rl's exporter: the normaliser is part of the graph, with a small number added to the deviation.</summary>
    private static ModelBuilder RslRl() => Layers.Model().Tensor("mean", [1, 3], 0.5, -1, 0.25).Tensor("std", [1, 3], 0.7, 0.5, 1.25).Tensor("eps", [], 0.01)
        .Node("Sub", "x mean", "s").Node("Add", "std eps", "deviation").Node("Div", "s deviation", "d").Node("Gemm", "d W1 b1", "z").Node("Elu", "z", "a")
        .Node("Gemm", "a W2 b2", "actions").Output("actions");

    /// <summary>The rest needs layers that are not there yet, or never will be: the message says which node it is, and why.</summary>
    [Fact]
    public void WhatNeedsOtherLayersNamesTheNodeItsOperatorAndWhy()
    {
        foreach ((ModelBuilder model, string? problem) in (ReadOnlySpan<(ModelBuilder, string?)>)
        [
            (Layers.Model().WithSums().Node("Relu", "z", "a").Tensor("S", [2, 2], 1, 2, 3, 4).Node("MatMul", "a S", "m").Node("Relu", "m", "r")
                .Node("Add", "r a", "y").Output("y"),
                null),
            (Layers.Model().WithSums().Node("LayerNormalization", "z b1 b1", "y", ("axis", 0)).Output("y"),
                "node 'node_y' (LayerNormalization): it is taken over other axes than the features of each position."),
            (Layers.Model().Input("moves", [null, 2]).WithSums().Node("Transpose", "moves", "t").Node("MatMul", "z t", "y").Output("y"),
                "node 'node_y' (MatMul): it joins what is computed from the inputs 'x' and 'moves'; a network here has one input."),
            (Layers.Model().Input("mask", [null, 2]).WithSums().Node("Concat", "z mask", "y", ("axis", 1)).Output("y"),
                null),
            (Layers.Model().Input("signal", [null, 1, 8]).Tensor("K", [1, 1, 3], 1, 2, 3).Node("Conv", "signal K", "y").Output("y"),
                "its output 'y' has its features before its positions; here they come last."),
            (Layers.Model().Input("signal", [null, 1, 8]).Tensor("K", [1, 1, 3], 1, 2, 3)
                .Node("Conv", "signal K", "y", ("pads", new long[] { 0, 1 })).Output("y"),
                "node 'node_y' (Conv): its pads are [0, 1]; here nothing is padded, or 2 in all, half on each side, or before all steps."),
            (Layers.Model().Input("moves", [null, 4]).WithSums().Node("Add", "z moves", "y").Output("y"),
                "node 'node_y' (Add): it joins values of the shapes [2] and [4]; a layer here joins values of one shape."),
            (Layers.Model().Node("Cast", "x", "i", ("to", 1)).Node("Gather", "W1 i", "y").Output("y"), "node 'node_y' (Gather): it looks up rows of a table"),
            (Layers.Model().WithSums().Node("ReduceMean", "z", "y").Output("y"), "node 'node_y' (ReduceMean): it takes the mean of all values."),
            (Layers.Model().WithSums().Node("Multinomial", "z", "y").Output("y"), "node 'node_y' (Multinomial): it draws random numbers"),
        ])
        {
            // What had no layer once is read.
            if (problem is null)
                Assert.NotEmpty(model.Read().Shape.Layers);
            else
                Assert.Contains("test.onnx: " + problem, model.Error(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ANetworkLoadsTheOutputThatIsNamed()
    {
        string path = Path.Combine(Path.GetTempPath(), $"generated-{Guid.NewGuid():N}.onnx");
        try
        {
            File.WriteAllBytes(path, TwoHeads().Bytes());
            var network = new ValueHead(seed: 1);
            float[] before = network.Parameters.ToArray();
            Assert.Contains("it holds x 3", Assert.Throws<DataFormatException>(() => network.LoadOnnx(path)).Message, StringComparison.Ordinal);
            Assert.Equal(before, network.Parameters.ToArray());

            network.LoadOnnx(path, new OnnxReadOptions { Outputs = ["value"] });
            float[] output = new float[1];
            network.Forward([1, 0, -1], output);
            // z = (1 − 5 + 0.5, 2 − 6 − 0.25), and ELU of it times (7, −8).
            Assert.Equal(7 * (Math.Exp(-3.5) - 1) - 8 * (Math.Exp(-4.25) - 1) + 0.125, output[0], 1e-5);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

[Network(3, 2, 1, Hidden = Activation.ELU, Output = Activation.Linear)]
internal sealed partial class ValueHead;
