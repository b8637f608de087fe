using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Numerics;
using Generated.Onnx;
using Xunit;

namespace Generated.Tests;

/// <summary>Graphs that take a part of the inputs, or of a layer's units: by Split, Slice, or Gather of constant indices.</summary>
public class SelectionTests
{
    private static readonly int s_chains = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1" ? 20_000 : 1000;

    private static readonly double[] s_wide = [1, -2, 3, 0.5, -1, 4, 2, 2, -3, 1, 0.25, -0.5], s_wideBias = [0.5, -1, 0.25, 2];

    /// <summary>Those that ONNX Runtime can be asked about too.</summary>
    internal static IEnumerable<ComparedModel> Models() =>
    [
        new("Split of the sums, its first half", Halves("first"), "y"),
        new("Split of the sums, its second half", Halves("second"), "y"),
        new("Split into stated parts", Parts(), "y"),
        new("Split of an operator set before 13", OldParts(), "y"),
        new("Slice of the units after their activation", AfterActivation("Slice")),
        new("Gather of the units after their activation", AfterActivation("Gather")),
        new("Slice that goes down by two", Backwards()),
        new("Slice of the inputs", OfInputs("Slice")),
        new("Gather of the inputs in another order", OfInputs("Gather")),
        new("Gather of scaled inputs that are scaled again", OfScaledInputs()),
        new("Gather of what Softmax gives, before a layer", AfterSoftmax()),
        new("Gather of an index that is no list", OneUnit()),
        new("the second of two probabilities", SecondProbability()),
        new("columns of a matrix of units", OfMatrix()),
    ];

    /// <summary>x [batch][3] and a layer of four sums, z.</summary>
    private static ModelBuilder Wide() =>
        new ModelBuilder().Input("x", [null, 3]).Tensor("W", [3, 4], s_wide).Tensor("b", [4], s_wideBias).Node("Gemm", "x W b", "z");

    /// <summary>Brax's policies: half of the sums are the action's mean, the rest its deviation.</summary>
    private static ModelBuilder Halves(string half) =>
        Wide().Operators(11).Node("Split", "z", "first second", ("axis", -1)).Node("Tanh", half, "y").Output("y");

    private static ModelBuilder Parts() => Wide().Tensor(ModelBuilder.Integers("lengths", [2], 1, 3))
        .Node("Split", "z lengths", "one three", ("axis", 1)).Node("Sigmoid", "three", "y").Output("y");

    private static ModelBuilder OldParts() => Wide().Operators(11)
        .Node("Split", "z", "one two three", ("axis", 1), ("split", new long[] { 1, 2, 1 })).Node("Relu", "two", "y").Output("y");

    private static ModelBuilder AfterActivation(string type) => Wide().Tensor("V", [2, 1], 7, -8)
        .Tensor(ModelBuilder.Integers("from", [1], 1)).Tensor(ModelBuilder.Integers("to", [1], 3)).Tensor(ModelBuilder.Integers("axis", [1], 1))
        .Tensor(ModelBuilder.Integers("indices", [2], 3, -4)).Node("Relu", "z", "a")
        .Node(type, type == "Slice" ? "a from to axis" : "a indices", "part", type == "Slice" ? [] : [("axis", 1)]).Node("MatMul", "part V", "y").Output("y");

    private static ModelBuilder Backwards() => Wide().Tensor("V", [2, 1], 7, -8)
        .Tensor(ModelBuilder.Integers("from", [1], -1)).Tensor(ModelBuilder.Integers("to", [1], long.MinValue))
        .Tensor(ModelBuilder.Integers("axis", [1], 1)).Tensor(ModelBuilder.Integers("step", [1], -2))
        .Node("Slice", "z from to axis step", "part").Node("Tanh", "part", "a").Node("MatMul", "a V", "y").Output("y");

    private static ModelBuilder OfInputs(string type) => new ModelBuilder().Input("x", [null, 3]).Tensor("V", [2, 2], 7, -8, 1, 2)
        .Tensor(ModelBuilder.Integers("from", [1], 1)).Tensor(ModelBuilder.Integers("to", [1], long.MaxValue)).Tensor(ModelBuilder.Integers("axis", [1], -1))
        .Tensor(ModelBuilder.Integers("indices", [2], 2, 0))
        .Node(type, type == "Slice" ? "x from to axis" : "x indices", "part", type == "Slice" ? [] : [("axis", 1)]).Node("MatMul", "part V", "y").Output("y");

    private static ModelBuilder OfScaledInputs() => new ModelBuilder().Input("x", [null, 3]).Tensor("V", [2, 2], 7, -8, 1, 2)
        .Tensor("mean", [3], 1, -1, 0.5).Tensor("factor", [2], 2, -0.5).Tensor(ModelBuilder.Integers("indices", [2], 2, 0))
        .Node("Sub", "x mean", "centred").Node("Gather", "centred indices", "part", ("axis", 1)).Node("Mul", "part factor", "scaled")
        .Node("MatMul", "scaled V", "z").Node("Tanh", "z", "y").Output("y");

    private static ModelBuilder AfterSoftmax() => Wide().Tensor("V", [2, 2], 7, -8, 1, 2).Tensor(ModelBuilder.Integers("indices", [2], 3, 1))
        .Node("Softmax", "z", "a").Node("Gather", "a indices", "part", ("axis", 1)).Node("MatMul", "part V", "y").Output("y");

    private static ModelBuilder OneUnit() => Wide().Tensor(ModelBuilder.Integers("index", [], 2)).Node("Gather", "z index", "y", ("axis", 1)).Output("y");

    private static ModelBuilder SecondProbability() => new ModelBuilder().Input("x", [null, 3]).Tensor("V", [3, 1], 1, -2, 0.5).Tensor("one", [], 1)
        .Tensor(ModelBuilder.Integers("from", [1], 1)).Tensor(ModelBuilder.Integers("to", [1], 2)).Tensor(ModelBuilder.Integers("axis", [1], 1))
        .Node("MatMul", "x V", "z").Node("Sigmoid", "z", "p").Node("Sub", "one p", "q").Node("Concat", "q p", "both", ("axis", 1))
        .Node("Slice", "both from to axis", "y").Output("y");

    /// <summary>The four units as two rows of two, of which the second column is taken: units 2 and 4.</summary>
    private static ModelBuilder OfMatrix() => Wide().Tensor(ModelBuilder.Integers("matrix", [3], -1, 2, 2)).Tensor(ModelBuilder.Integers("index", [], 1))
        .Node("Reshape", "z matrix", "m").Node("Gather", "m index", "column", ("axis", 2)).Node("Tanh", "column", "y").Output("y");

    [Fact]
    public void APartOfAMatrixIsTheUnitsThatStandThere() => Layers.AssertIs(Assert.Single(OfMatrix().Read().DenseLayers()), [-2, 4, 1, 0.5, 2, -0.5], [-1, 2]);

    /// <summary>One sample without a dimension that counts it.</summary>
    [Fact]
    public void APartOfAVectorIsOfItsFirstDimension()
    {
        ModelBuilder model = new ModelBuilder().Input("x", [3]).Tensor("V", [2, 2], 7, -8, 1, 2).Tensor(ModelBuilder.Integers("indices", [2], 2, 0))
            .Node("Gather", "x indices", "part").Node("MatMul", "part V", "y").Output("y");
        Layers.AssertIs(Assert.Single(model.Read().DenseLayers()), [1, 0, 7, 2, 0, -8], [0, 0]);
    }

    [Fact]
    public void APartOfALayerIsItsColumns()
    {
        OnnxImport read = Halves("second").Import();
        DenseLayer layer = Assert.Single(read.Model.DenseLayers());
        Layers.AssertIs(layer, [3, 2, 0.25, 0.5, 2, -0.5], [0.25, 2]);
        Assert.Equal(Activation.Tanh, layer.Activation);
        Assert.Equal(["Of the 4 units of layer 'node_z', 2 are used (node 'node_first' (Split)); the others are left out."], read.Notes);
    }

    [Fact]
    public void APartOfTheInputsLeavesZeroWeights()
    {
        OnnxImport read = OfInputs("Gather").Import();
        Layers.AssertIs(Assert.Single(read.Model.DenseLayers()), [1, 0, 7, 2, 0, -8], [0, 0]);
        Assert.Equal(["Of 3 inputs, 2 are read (node 'node_part' (Gather)); the weights of the others are 0."], read.Notes);
    }

    [Fact]
    public void APartThatIsTheWholeChangesNothing()
    {
        OnnxImport read = Layers.Model().Tensor(ModelBuilder.Integers("zero", [2], 0, 0)).Tensor(ModelBuilder.Integers("end", [2], int.MaxValue, 3))
            .Node("Slice", "x zero end", "s").Node("Gemm", "s W1 b1", "z").Node("Relu", "z", "a").WithReadout().Import();
        Layers.AssertIs(read.Model, Activation.ReLU);
        Assert.Empty(read.Notes);
    }

    [Fact]
    public void ALayerOfWhichNothingElseIsUsedHasTheUnitsThatAre()
    {
        NetworkModel read = AfterActivation("Gather").Read();
        Layers.AssertIs(read.DenseLayers()[0], [0.5, 2, -0.5, 1, -1, -3], [2, 0.5]);
        Layers.AssertIs(read.DenseLayers()[1], [7, -8], [0]);
    }

    /// <summary>What a part cannot be taken of, and why.</summary>
    [Fact]
    public void WhatIsNoPartOfEachSampleIsRefused()
    {
        foreach ((ModelBuilder model, string problem) in (ReadOnlySpan<(ModelBuilder, string)>)
        [
            (Wide().Tensor(ModelBuilder.Integers("i", [1], 0)).Node("Gather", "z i", "y").Output("y"), "node 'node_y' (Gather): it takes some of the samples"),
            (Wide().Tensor(ModelBuilder.Integers("i", [1], 1)).Tensor(ModelBuilder.Integers("n", [1], 9)).Node("Slice", "z i n", "y").Output("y"),
                "node 'node_y' (Slice): it takes some of the samples"),
            (Wide().Node("Split", "z", "y rest").Output("y"), "node 'node_y' (Split): it takes some of the samples"),
            (Wide().Tensor(ModelBuilder.Integers("i", [1], 4)).Node("Gather", "z i", "y", ("axis", 1)).Output("y"),
                "node 'node_y' (Gather): there is no axis 4 in 4 dimensions"),
            (Wide().Tensor(ModelBuilder.Integers("n", [2], 1, 2)).Node("Split", "z n", "y rest", ("axis", 1)).Output("y"),
                "node 'node_y' (Split): its parts [1, 2] do not make up the 4 values"),
            (Wide().Tensor(ModelBuilder.Integers("i", [2], 2, 0)).Node("Softmax", "z", "a").Node("Gather", "a i", "y", ("axis", 1)).Output("y"),
                "node 'node_y' (Gather): it takes some of the values that Softmax gives, which depend on all of them, and no dense layer follows"),
            (new ModelBuilder().Input("x", [null, null]).Tensor(ModelBuilder.Integers("i", [1], 2)).Node("Gather", "x i", "y", ("axis", 1)).Output("y"),
                "node 'node_y' (Gather): it takes a part of values of which the graph does not say how many there are"),
        ])
            Assert.Contains("test.onnx: " + problem, model.Error(), StringComparison.Ordinal);
    }

    /// <summary>
    /// Chains of layers with parts taken, scaled and taken again between them, of the inputs, the sums and the activations: what is read computes what the
    /// graph says, evaluated here number by number. GENERATED_EXHAUSTIVE=1 takes twenty times as many.
    /// </summary>
    [Fact]
    public void RandomChainsOfPartsAreWhatTheGraphComputes()
    {
        var random = new RandomGenerator(13);
        for (int chain = 0; chain < s_chains; chain++)
        {
            var graph = new RandomChain(random);
            OnnxImport read = graph.Model.Import();
            Assert.Equal(RandomChain.Inputs, read.Model.Shape.InputSize);
            double[] wanted = graph.Output, given = Evaluate(read.Model, graph.Input);
            Assert.Equal(wanted.Length, given.Length);
            double tolerance = 1e-12 * Math.Max(1, wanted.Max(Math.Abs));
            for (int i = 0; i < wanted.Length; i++)
                Assert.True(Math.Abs(wanted[i] - given[i]) <= tolerance,
                    $"chain {chain}, output {i}: expected {wanted[i]}, but got {given[i]}; {read.Model.Shape}.");
        }
    }

    private static double[] Evaluate(NetworkModel model, double[] values)
    {
        foreach (DenseLayer layer in model.DenseLayers())
        {
            var sums = new double[layer.Units];
            for (int unit = 0; unit < sums.Length; unit++)
            {
                sums[unit] = layer.Bias.Span[unit];
                for (int i = 0; i < values.Length; i++)
                    sums[unit] += layer.Weights.Span[unit * layer.Inputs + i] * values[i];
            }

            values = layer.Activation switch
            {
                Activation.Linear => sums,
                Activation.ReLU => Array.ConvertAll(sums, sum => Math.Max(sum, 0)),
                Activation.Tanh => Array.ConvertAll(sums, Math.Tanh),
                Activation.Softmax => RandomChain.Softmax(sums),
                _ => throw new InvalidOperationException($"{layer.Activation} is not in these graphs."),
            };
        }

        return values;
    }

    /// <summary>A graph of two layers with parts taken anywhere, and its output for an input of six values.</summary>
    private sealed class RandomChain
    {
        public const int Inputs = 6;

        private readonly RandomGenerator _random;
        private string _tensor = "x";
        private double[] _values;
        private int _count;

        public RandomChain(RandomGenerator random)
        {
            _random = random;
            Input = _values = Numbers(Inputs);
            Model.Input("x", [null, Inputs]);
            Parts(canRepeat: false);
            Layer(2 + random.NextInt(5));
            Parts(canRepeat: true);
            bool isSoftmax = random.NextInt(4) == 0;
            Activate(isSoftmax ? "Softmax" : random.NextInt(2) == 0 ? "Tanh" : "Relu");
            Parts(canRepeat: !isSoftmax);
            Layer(1 + random.NextInt(5));
            Parts(canRepeat: true);
            if (random.NextInt(2) == 0)
            {
                Activate("Tanh");
                if (random.NextInt(2) == 0)
                    Part(canRepeat: true);
            }

            Model.Output(_tensor);
        }

        public ModelBuilder Model { get; } = new();

        public double[] Input { get; }

        public double[] Output => _values;

        public static double[] Softmax(double[] sums)
        {
            double[] powers = Array.ConvertAll(sums, sum => Math.Exp(sum - sums.Max()));
            return Array.ConvertAll(powers, power => power / powers.Sum());
        }

        /// <summary>Up to three steps, each of which scales or takes a part.</summary>
        private void Parts(bool canRepeat)
        {
            for (int steps = _random.NextInt(4); steps > 0; steps--)
            {
                if (_random.NextInt(3) == 0)
                    Scale();
                else
                    Part(canRepeat);
            }
        }

        private void Part(bool canRepeat)
        {
            int length = _values.Length, first = _random.NextInt(length), last = first + 1 + _random.NextInt(length - first);
            int[] kept;
            switch (_random.NextInt(3))
            {
                case 0:
                    kept = canRepeat
                        ? [.. Enumerable.Range(0, 1 + _random.NextInt(length + 1)).Select(_ => _random.NextInt(length))]
                        : [.. Enumerable.Range(0, length).OrderBy(_ => _random.NextDouble()).Take(1 + _random.NextInt(length))];
                    Next("Gather", Integers(Array.ConvertAll(kept, index => (long)(_random.NextInt(2) == 0 ? index : index - length))), ("axis", -1));
                    break;
                case 1:
                    kept = [.. Enumerable.Range(first, last - first)];
                    Next("Slice", $"{Integers(first)} {Integers(last - (_random.NextInt(2) == 0 && last < length ? length : 0))} {Integers(1)}");
                    break;
                default:
                    // The middle one of three parts, two of which may be empty, is not what Split may leave: so one or two.
                    kept = [.. Enumerable.Range(0, last)];
                    if (last == length)
                        return;
                    string lengths = Integers(last, length - last);
                    Model.Node("Split", $"{_tensor} {lengths}", $"t{++_count} unused{_count}", ("axis", 1));
                    _tensor = $"t{_count}";
                    break;
            }

            _values = Array.ConvertAll(kept, index => _values[index]);
        }

        private void Scale()
        {
            // Powers of two, so that folding rounds nothing.
            double[] factors = [.. Enumerable.Range(0, _values.Length).Select(_ => Math.ScaleB(_random.NextInt(2) == 0 ? 1 : -1, _random.NextInt(3) - 1))];
            Next("Mul", Tensor([factors.Length], factors));
            _values = [.. _values.Zip(factors, (value, factor) => value * factor)];
        }

        private void Layer(int units)
        {
            double[] weights = Numbers(_values.Length * units), bias = Numbers(units);
            string names = $"{Tensor([_values.Length, units], weights)} {Tensor([units], bias)}";
            Next("Gemm", names);
            double[] inputs = _values;
            _values = [.. Enumerable.Range(0, units).Select(unit => bias[unit] + inputs.Select((input, i) => input * weights[i * units + unit]).Sum())];
        }

        private void Activate(string type)
        {
            Next(type, "");
            _values = type switch
            {
                "Softmax" => Softmax(_values),
                "Tanh" => Array.ConvertAll(_values, Math.Tanh),
                _ => Array.ConvertAll(_values, value => Math.Max(value, 0)),
            };
        }

        private void Next(string type, string constants, params (string Name, object Value)[] attributes)
        {
            Model.Node(type, $"{_tensor} {constants}", $"t{++_count}", attributes);
            _tensor = $"t{_count}";
        }

        private string Integers(params long[] values)
        {
            Model.Tensor(ModelBuilder.Integers($"c{++_count}", [values.Length], values));
            return $"c{_count}";
        }

        private string Tensor(long[] shape, double[] values)
        {
            Model.Tensor($"c{++_count}", shape, values);
            return $"c{_count}";
        }

        private double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (double)(float)(2 * _random.NextDouble() - 1))];
    }
}
