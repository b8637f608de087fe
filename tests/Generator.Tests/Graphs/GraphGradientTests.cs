using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Random graphs in double precision, compiled and run: gradients against central differences of Forward, rows of a batch against single samples, a batch's
/// gradient against that of its rows, the values of layers and outputs by name. 500 graphs in 10 compilations; GENERATED_EXHAUSTIVE=1 takes 5,000.
/// </summary>
public class GraphGradientTests
{
    private const int BatchSize = 50;

    private static readonly int s_batches = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1" ? 100 : 10;

    private static readonly Lazy<Case[]>[] s_cases = [.. Enumerable.Range(0, s_batches).Select(batch => new Lazy<Case[]>(() => Compile(batch)))];

    private static readonly Loss<double> s_loss = new Loss<HalfSquaredError, double>();

    [Fact]
    public void BackwardIsTheSlopeOfForward()
    {
        (int compared, int kinks) = (0, 0);
        Check(graph =>
        {
            double[] input = graph.Numbers(graph.Shape.InputSize), upstream = graph.Numbers(graph.Shape.OutputSize), output = new double[upstream.Length];
            var gradient = new Guarded<double>(graph.Shape.TrainableCount);
            var inputGradient = new Guarded<double>(input.Length);
            graph.Network.Backward(new Guarded<double>(input).Span, new Guarded<double>(upstream).Span, gradient.Span, inputGradient.Span);
            double value()
            {
                graph.Network.Forward(input, output);
                return upstream.Zip(output, (g, y) => g * y).Sum();
            }

            Compare("∂L/∂w", graph.Network.Parameters[..graph.Shape.TrainableCount], gradient.Intact(), value, ref compared, ref kinks);
            Compare("∂L/∂x", input, inputGradient.Intact(), value, ref compared, ref kinks);
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{compared} slopes compared, {kinks} at kinks.");
        Assert.True(compared > 200 * kinks, $"{compared} slopes compared, {kinks} at kinks");
    }

    [Fact]
    public void RowsOfABatchHaveTheBitsOfSingleSamples() => Check(graph =>
    {
        (int inputs, int outputs) = (graph.Shape.InputSize, graph.Shape.OutputSize);
        foreach (int rows in new[] { 1 + graph.Number % 40, 40 })
        {
            var input = new Guarded<double>(graph.Numbers(rows * inputs));
            var batch = new Guarded<double>(rows * outputs);
            graph.Network.ForwardBatch(input.Span, batch.Span);
            for (int row = 0; row < rows; row++)
            {
                var single = new Guarded<double>(outputs);
                graph.Network.Forward(new Guarded<double>(input.Span.Slice(row * inputs, inputs)).Span, single.Span);
                Guarded<double>.AssertSameBits(single.Intact(), batch.Intact().Slice(row * outputs, outputs), $"row {row} of {rows}");
            }
        }
    });

    [Fact]
    public void AGradientOfABatchIsTheMeanOfItsRows() => Check(graph =>
    {
        (int inputs, int outputs) = (graph.Shape.InputSize, graph.Shape.OutputSize);
        int rows = 1 + graph.Number % 40;
        double[] input = graph.Numbers(rows * inputs), target = graph.Numbers(rows * outputs), output = new double[outputs];
        double[] mean = new double[graph.Shape.TrainableCount], magnitude = new double[mean.Length];
        double meanLoss = 0;
        for (int row = 0; row < rows; row++)
        {
            var gradient = new Guarded<double>(mean.Length);
            double[] x = input[(row * inputs)..((row + 1) * inputs)], t = target[(row * outputs)..((row + 1) * outputs)];
            double loss = graph.Network.Backward(s_loss, x, t, gradient.Span);

            // ½‖y − t‖² of each output, a mean over its positions: once more by way of its gradient.
            graph.Network.Forward(x, output);
            (double expected, int at, double[] upstream) = (0, 0, new double[outputs]);
            foreach (ValueShape shape in graph.Shape.Outputs)
            {
                int positions = shape.Size / shape.Lengths[^1];
                for (int i = at; i < at + shape.Size; i++)
                {
                    upstream[i] = (output[i] - t[i]) / positions;
                    expected += 0.5 * (output[i] - t[i]) * upstream[i];
                }

                at += shape.Size;
            }

            Assert.Equal(expected, loss, 1e-12 * (1 + expected));
            double[] again = new double[mean.Length];
            graph.Network.Backward(x, upstream, again, new double[inputs]);
            double largest = again.Length == 0 ? 0 : again.Max(Math.Abs);
            for (int i = 0; i < mean.Length; i++)
            {
                Assert.Equal(again[i], gradient.Intact()[i], 1e-11 * (1e-3 + largest));
                mean[i] += gradient.Span[i] / rows;
                magnitude[i] += Math.Abs(gradient.Span[i]) / rows;
            }

            meanLoss += loss / rows;
        }

        var ofBatch = new Guarded<double>(mean.Length);
        Assert.Equal(meanLoss, graph.Network.BackwardBatch(s_loss, new Guarded<double>(input).Span, new Guarded<double>(target).Span, ofBatch.Span), 1e-12 * (1 + meanLoss));
        double most = magnitude.Length == 0 ? 0 : magnitude.Max();
        for (int i = 0; i < mean.Length; i++)
            Assert.True(Math.Abs(mean[i] - ofBatch.Intact()[i]) <= 1e-12 * most, $"{rows} rows: gradient[{i}] is {ofBatch.Span[i]:R}, the mean {mean[i]:R}.");
    });

    /// <summary>The same network with every layer an output: Forward gives the bits of Activate.</summary>
    [Fact]
    public void ActivateHasTheBitsOfForwardWhereTheLayerIsAnOutput() => Check(graph =>
    {
        if (graph.Twin is not { } twin)
            return;
        double[] canonical = new double[graph.Shape.ParameterCount];
        ParameterOrder.Export<double>(graph.Shape, graph.Network.Parameters, canonical);
        ParameterOrder.Import<double>(twin.Shape, canonical, twin.Parameters);
        double[] input = graph.Numbers(graph.Shape.InputSize), all = new double[twin.Shape.OutputSize];
        twin.Forward(input, all);
        int at = 0;
        for (int layer = 1; layer <= graph.Shape.Layers.Count; layer++)
        {
            var value = new Guarded<double>(graph.Shape.Layers[layer - 1].OutputSize);
            graph.Network.Activate(new Guarded<double>(input).Span, layer, value.Span);
            Guarded<double>.AssertSameBits(all.AsSpan(at, value.Span.Length), value.Intact(), $"layer {layer}");
            at += value.Span.Length;
        }

        Assert.Equal(all.Length, at);
        double[] output = new double[graph.Shape.OutputSize];
        graph.Network.Forward(input, output);
        at = 0;
        foreach (ValueShape shape in graph.Shape.Outputs)
        {
            int number = Enumerable.Range(1, graph.Shape.Layers.Count).Single(number => graph.Shape.NameOf(number) == shape.Name);
            var value = new double[shape.Size];
            graph.Network.Activate(input, number, value);
            Guarded<double>.AssertSameBits(value, output.AsSpan(at, value.Length), $"output {shape.Name}");
            at += value.Length;
        }
    });

    [Fact]
    public void ForwardByNamesHasTheBitsOfTheFlatOne()
    {
        int named = 0;
        Check(graph =>
        {
            if (graph.Type.GetMethod("Named", BindingFlags.NonPublic | BindingFlags.Static) is not { } method)
                return;
            named++;
            double[] input = graph.Numbers(graph.Shape.InputSize), flat = new double[graph.Shape.OutputSize], byName = new double[flat.Length];
            graph.Network.Forward(input, flat);
            method.Invoke(null, [graph.Network.Parameters.ToArray(), input, byName]);
            Guarded<double>.AssertSameBits(flat, byName, "output");
        });
        Assert.True(named > 5 * BatchSize, $"{named} networks");
    }

    private static void Check(Action<Case> claim)
    {
        foreach (Lazy<Case[]> batch in s_cases)
        {
            foreach (Case graph in batch.Value)
            {
                try
                {
                    claim(graph);
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"Graph {graph.Number}: {graph.Graph}{Environment.NewLine}{exception.Message}", exception);
                }
            }
        }
    }

    private static Case[] Compile(int batch)
    {
        RandomGraph[] graphs = [.. Enumerable.Range(batch * BatchSize, BatchSize).Select(seed => new RandomGraph(seed, isSmooth: true))];
        string source = string.Join("\n", graphs.Select(Declare));
        var emitted = EmittedAssembly.Load(source);
        return [.. graphs.Select((graph, i) => new Case(
            batch * BatchSize + i, graph, emitted.Networks.Single(type => type.FullName == $"N{i}.Net"), emitted.Networks.SingleOrDefault(type => type.FullName == $"N{i}.Twin")))];
    }

    private static string Declare(RandomGraph graph, int number)
    {
        string attributes(RandomGraph written) =>
            $"[global::Generated.Network({string.Join(", ", new[] { written.Sizes, "Precision = global::Generated.Precision.Double" }.Where(argument => argument.Length > 0))})] "
            + string.Concat(written.Attributes().Select(attribute => $"[global::Generated.{attribute}] "));
        string named = "";
        if (graph.Inputs.Count > 1 || graph.Outputs.Count > 1)
        {
            var spans = new List<string>();
            int at = 0;
            foreach (GraphNode input in graph.Inputs)
                spans.Add($"x.AsSpan({RandomGraph.Text((at += input.Size) - input.Size)}, {RandomGraph.Text(input.Size)})");
            at = 0;
            foreach (GraphNode output in graph.Outputs.Select(graph.ValueOf))
                spans.Add($"y.AsSpan({RandomGraph.Text((at += output.Size) - output.Size)}, {RandomGraph.Text(output.Size)})");
            named = $"internal static void Named(double[] w, double[] x, double[] y) {{ var network = new Net(); w.CopyTo(network.Parameters); network.Forward({string.Join(", ", spans)}); }}";
        }

        string declared = $"{attributes(graph)} public partial class Net {{ {named} }}";
        if (number % 4 == 0)
        {
            (string[] outputs, bool had) = ([.. graph.Outputs], graph.HasOutputAttribute);
            graph.Outputs.Clear();
            graph.Outputs.AddRange(graph.Layers.Select(layer => layer.Name));
            graph.HasOutputAttribute = true;
            declared += $" {attributes(graph)} public partial class Twin {{ }}";
            graph.Outputs.Clear();
            graph.Outputs.AddRange(outputs);
            graph.HasOutputAttribute = had;
        }

        return $"namespace N{number} {{ using System; {declared} }}";
    }

    private static void Compare(string what, Span<double> variables, ReadOnlySpan<double> gradient, Func<double> value, ref int compared, ref int kinks)
    {
        for (int i = 0; i < gradient.Length; i++)
        {
            double centre = variables[i], level = Math.Abs(value());
            double difference = (8 * (At(variables, i, 1e-4) - At(variables, i, -1e-4)) - (At(variables, i, 2e-4) - At(variables, i, -2e-4))) / 12e-4;
            bool isRight = Math.Abs(difference - gradient[i]) <= 1e-7 * (1 + Math.Abs(gradient[i]) + level);
            if (!isRight)
            {
                // Nearer, where a kink in between no longer disturbs; at a kink itself the slopes on both sides differ.
                (double above, double here, double below) = (At(variables, i, 1e-6), At(variables, i, 0), At(variables, i, -1e-6));
                difference = (above - below) / 2e-6;
                isRight = Math.Abs(difference - gradient[i]) <= 1e-4 * (1 + Math.Abs(gradient[i]) + level);
                if (!isRight && Math.Abs(above - 2 * here + below) > 1e-4 * 1e-6 * (1 + Math.Abs(gradient[i])))
                {
                    kinks++;
                    continue;
                }
            }

            compared++;
            Assert.True(isRight, string.Create(CultureInfo.InvariantCulture, $"{what}[{i}] is {gradient[i]:R}, but the central difference is {difference:R}."));

            double At(Span<double> point, int index, double step)
            {
                point[index] = centre + step;
                double result = value();
                point[index] = centre;
                return result;
            }
        }
    }

    /// <summary>A compiled graph with random parameters.</summary>
    private sealed class Case
    {
        private readonly Random _random;

        public Case(int number, RandomGraph graph, Type type, Type? twin)
        {
            (Number, Graph, Type, _random) = (number, graph, type, new Random(number));
            Network = EmittedAssembly.Create<double>(type);
            Twin = twin is null ? null : EmittedAssembly.Create<double>(twin);
            ParameterInitialization.Initialize(Shape, (ulong)number, Network.Parameters);
            foreach (ref double parameter in Network.Parameters)
                parameter += 0.6 * _random.NextDouble() - 0.3;
        }

        public int Number { get; }

        public RandomGraph Graph { get; }

        public Type Type { get; }

        public NetworkHandle<double> Network { get; }

        public NetworkHandle<double>? Twin { get; }

        public NetworkShape Shape => Network.Shape;

        public double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * _random.NextDouble() - 1)];
    }
}
