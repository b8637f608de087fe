using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Generated.Tool.Compilation;
using Generated.Tool.Models;
using Xunit;

namespace Generated.Tests.Models;

/// <summary>What is printed of a network declares the same network.</summary>
public sealed class NetworkDeclarationTests
{
    private static readonly string[] s_declarations =
    [
        "[Network(3, 4, 2, Hidden = Activation.Tanh, Output = Activation.Softmax, Precision = Precision.Double)]",
        "[Network(3, 4, 5, 2, Activations = [Activation.ReLU, Activation.Step, Activation.Linear])]",
        "[Network(3)] [RadialBasis(4)] [Dense(2, Activation.Sigmoid)]",
        "[Network(5)] [Normalization(Clip = 2.5)] [Dense(4, Bias = false)] [LayerNorm(Epsilon = 1e-3, Activation = Activation.SiLU)] [PReLU] [Scale] [Dense(2)]",
        "[Network(5, Precision = Precision.Double)] [Normalization] [LayerNorm] [PReLU(PerFeature = false)] [Scale(Activation = Activation.ELU)] [Activation(Activation.Mish)]",
        """
        [Network] [Input("state", 6)] [Input("gate_2", 4)]
        [Dense(4, Activation.Tanh, Name = "left")]
        [Multiply("gate_2", Activation = Activation.ReLU)]
        [Add("left", "gate_2", Activation = Activation.GELU, Name = "sum")]
        [Concat("layer2", "sum", "state")]
        [Slice(1, 3, From = "layer4")]
        [Dense(3, Activation.Softmax, Name = "policy")]
        [Dense(1, From = "sum", Name = "value")]
        [Output("value", "policy")]
        """,
        """
        [Network(Precision = Precision.Double)] [Input("window", 12, 4)]
        [Conv1D(6, Kernel = 3, Dilation = 2, Activation = Activation.Tanh)] [Conv1D(6, Kernel = 2, Stride = 2, Groups = 2, Padding = Padding.Valid, Bias = false)]
        [Dense(3)] [AveragePool(2, Stride = 1)] [MaxPool(2)] [GlobalAveragePool] [Dense(1)]
        """,
        """
        [Network] [Input("image", 9, 8, 2)]
        [Conv2D(4, Padding = Padding.Same)] [Conv2D(4, KernelHeight = 2, KernelWidth = 3, Dilation = 2, Groups = 4, Activation = Activation.ReLU, Bias = false)]
        [MaxPool(2)] [Flatten(Name = "seen")] [Dense(5)]
        """,
        """
        [Network] [Input("window", 9, 3)]
        [Rnn(4)] [Gru(5, Name = "gate")] [Lstm(6)] [LastStep] [Dropout(0.25)] [Dense(2)]
        """,
        "[Network(2, Precision = Precision.Double)] [Conv1D(4, Kernel = 3, Dilation = 2)] [Lstm(3)] [Dense(1)]",
    ];

    public static TheoryData<int> Numbers() => [.. Enumerable.Range(0, s_declarations.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void WhatIsPrintedDeclaresTheSameNetwork(int number)
    {
        Type declared = Compiled(s_declarations[number]);
        NetworkShape shape = ShapeOf(declared);
        Precision precision = declared.GetMethod("Forward", [typeof(ReadOnlySpan<double>), typeof(Span<double>)]) is null ? Precision.Single : Precision.Double;
        double[] parameters = [.. Enumerable.Range(0, shape.ParameterCount).Select(i => i / 8.0)];
        var model = new NetworkModel("model", shape, parameters, precision);
        Assert.True(model.Shape.IsSameArchitecture(shape));

        Type printed = Compiled(NetworkDeclaration.AttributesOf(model.Shape, model.Precision));
        Assert.Equal(shape, ShapeOf(printed));
        Assert.Equal(precision == Precision.Double, printed.GetMethod("Forward", [typeof(ReadOnlySpan<double>), typeof(Span<double>)]) is not null);
    }

    [Fact]
    public void EveryKindOfLayerIsAmongThem() => Assert.Empty(Enum.GetValues<LayerKind>().Except(
        s_declarations.SelectMany(declaration => ShapeOf(Compiled(declaration)).Layers.Select(layer => layer.Kind))));

    private static Type Compiled(string declaration)
    {
        using MemoryStream image = NetworkCompiler.Compile($"using Generated;\n{declaration}\npublic sealed partial class Declared;", "The network");
        return new AssemblyLoadContext("declared").LoadFromStream(image).GetType("Declared", throwOnError: true)!;
    }

    private static NetworkShape ShapeOf(Type network) =>
        (NetworkShape)network.GetProperty("Shape", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
