using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Generated.Tests;

/// <summary>What the plans of random graphs keep to: every step reads what was computed for it, and buffers do not overlap.</summary>
public class GraphPlannerTests
{
    private const int Count = 1000;

    private static readonly Lazy<(RandomGraph Graph, NetworkPlan Plan)[]> s_plans = new(MakePlans);

    /// <summary>A value may be overwritten only once all that read it have done so; each step reads what an earlier one wrote.</summary>
    [Fact]
    public void EveryStepForwardReadsWhatWasComputedForIt() => Check(plan =>
    {
        Follow(plan, plan.Forward.Steps, givesOutputs: true);
        Follow(plan, plan.Backward.Forward, givesOutputs: false);
    });

    /// <summary>A gradient is read once all that its value hands on has been added, whether or not the gradient of the inputs is asked for.</summary>
    [Fact]
    public void EveryStepBackwardReadsWhatWasComputedForIt() => Check(plan =>
    {
        FollowBack(plan, withInputs: true);
        FollowBack(plan, withInputs: false);
    });

    [Fact]
    public void BuffersDoNotOverlap() => Check(plan =>
    {
        foreach (IEnumerable<PlacedBuffer> buffers in new IEnumerable<PlacedBuffer>[] { plan.Forward.Buffers, plan.Backward.Buffers.Concat(plan.Backward.InputDeltas) })
        {
            foreach (int capacity in new[] { 1, 16, 128 })
            {
                int end = 0;
                foreach (PlacedBuffer buffer in buffers)
                {
                    int start = capacity * buffer.RowOffset + buffer.FixedOffset;
                    Assert.True(start >= end, $"{buffer}");
                    // Several inputs have no capacity: their gradients are those of one sample.
                    end = start + (buffer.Place.Role == PlaceRole.InputDelta ? 1 : capacity) * buffer.Row;
                }
            }
        }
    });

    private static void Check(Action<NetworkPlan> claim)
    {
        foreach ((RandomGraph graph, NetworkPlan plan) in s_plans.Value)
        {
            try
            {
                claim(plan);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{graph}{Environment.NewLine}{exception.Message}", exception);
            }
        }
    }

    private static (RandomGraph, NetworkPlan)[] MakePlans()
    {
        RandomGraph[] graphs = [.. Enumerable.Range(0, Count).Select(seed => new RandomGraph(seed))];
        CSharpCompilation compilation = ProjectOptions.Default.Compile([.. graphs.Select((graph, i) =>
            $"[global::Generated.Network({graph.Sizes})] {string.Concat(graph.Attributes().Select(attribute => $"[global::Generated.{attribute}] "))} partial class Net{i} {{ }}")]);
        return [.. graphs.Select((graph, i) =>
            (graph, Planner.Plan(NetworkGraph.Of(DeclarationReader.Read(DeclaredNetwork.Of(compilation.GetTypeByMetadataName($"Net{i}")!, compilation)!)!))))];
    }

    /// <summary>The value whose memory each value shares in a pass: layers without a step only hand on what they are given.</summary>
    private static int[] Roots(NetworkPlan plan, IEnumerable<Step> steps)
    {
        HashSet<int> computed = [.. steps.OfType<ForwardStep>().Select(step => step.Layer)];
        int[] roots = [.. Enumerable.Range(0, plan.Graph.Values.Count)];
        foreach (LayerNode layer in plan.Graph.Layers.Where(layer => !computed.Contains(layer.Number)))
            roots[layer.Output] = roots[layer.Input];
        return roots;
    }

    private static void Follow(NetworkPlan plan, IEnumerable<Step> steps, bool givesOutputs)
    {
        int[] roots = Roots(plan, steps);
        Dictionary<Place, int> holds = [];
        if (plan.Graph.InputCount == 1)
            holds[new Place(PlaceRole.Input)] = 0;
        (int input, int output) = (0, 0);
        foreach (Step step in steps)
        {
            switch (step)
            {
                case CopyColumnsStep { From.Role: PlaceRole.Input } split when plan.Graph.InputCount > 1 && split.To.Role != PlaceRole.Output:
                    Assert.Equal(plan.Graph.Values.Take(input).Sum(value => value.Shape.Size), split.FromColumn);
                    Assert.Equal(plan.Graph.Values[input].Shape.Size, split.Width);
                    holds[split.To] = input++;
                    break;
                case ForwardStep forward:
                    LayerNode layer = plan.Graph.Layers[forward.Layer - 1];
                    Assert.Equal(layer.Sources.Select(source => roots[source]), forward.Inputs.Select(place => holds[place]));
                    Assert.DoesNotContain(forward.Output, forward.Inputs);
                    holds[forward.Output] = layer.Output;
                    break;
                case ExitStep exit:
                    Assert.Equal(roots[plan.Graph.Layers[exit.Layer - 1].Output], holds[exit.Value]);
                    break;
                case CopyColumnsStep gather:
                    Assert.Equal(roots[plan.Graph.OutputValues[output]], holds[gather.From]);
                    Assert.Equal(plan.Graph.OutputValues.Take(output).Sum(value => plan.Graph.Values[value].Shape.Size), gather.ToColumn);
                    output++;
                    break;
                case CopyStep { To.Role: PlaceRole.Value } handedOn:
                    holds[handedOn.To] = holds[handedOn.From];
                    break;
                case CopyStep copy:
                    Assert.Equal(roots[plan.Graph.OutputValues[output++]], holds[copy.From]);
                    break;
            }
        }

        // A pass that gives the outputs copies all of them, or has the last kernel write them.
        if (givesOutputs)
            Assert.True(output == plan.Graph.OutputValues.Count || holds[new Place(PlaceRole.Output)] == roots[plan.Graph.OutputValues.Single()]);
    }

    private static void FollowBack(NetworkPlan plan, bool withInputs)
    {
        int[] roots = Roots(plan, plan.Backward.Forward);
        NetworkGraph graph = plan.Graph;
        HashSet<int> computed = [.. plan.Backward.Forward.OfType<ForwardStep>().Select(step => step.Layer)];
        // One gradient from each reading, one from each output.
        int[] whole = new int[roots.Length];
        foreach (int root in graph.Layers.Where(layer => computed.Contains(layer.Number)).SelectMany(layer => layer.Sources).Concat(graph.OutputValues).Select(value => roots[value]))
            whole[root]++;

        // Of which value a place holds how many gradients.
        var holds = new Dictionary<Place, (int Root, int Gradients)>();
        Assert.Equal(graph.OutputValues.Count, plan.Backward.Losses.OfType<LossStep>().Count());
        foreach (Step step in plan.Backward.Losses.Concat(plan.Backward.Backward.SelectMany(step => step is InputGradientSteps inputs ? withInputs ? inputs.Steps : [] : Enumerable.Repeat(step, 1))))
        {
            switch (step)
            {
                case LossStep loss:
                    Put(loss.Delta, roots[graph.OutputValues[loss.Index]], adds: false, holds);
                    break;
                case DerivativeStep derivative:
                    Assert.Equal(whole[holds[derivative.Delta].Root], holds[derivative.Delta].Gradients);
                    break;
                case ParameterGradientStep parameters:
                    int computes = graph.Layers[parameters.Layer - 1].Output;
                    Assert.Equal((computes, whole[computes]), holds[parameters.Delta]);
                    break;
                case InputGradientStep inputs:
                    LayerNode layer = graph.Layers[inputs.Layer - 1];
                    Assert.Equal((layer.Output, whole[layer.Output]), holds[inputs.Delta]);
                    Assert.NotEqual(inputs.Delta, inputs.Below);
                    Put(inputs.Below, roots[layer.Sources[inputs.Index]], inputs.Adds, holds);
                    break;
                case AddStep add:
                    Assert.Equal(holds[add.Contribution].Root, holds[add.Delta].Root);
                    holds[add.Delta] = (holds[add.Delta].Root, holds[add.Delta].Gradients + holds[add.Contribution].Gradients);
                    break;
            }
        }

        for (int input = 0; withInputs && input < graph.InputCount; input++)
            Assert.Equal((input, whole[input]), holds[new Place(PlaceRole.InputDelta, input)]);
    }

    private static void Put(Place place, int root, bool adds, Dictionary<Place, (int Root, int Gradients)> holds)
    {
        if (adds)
            Assert.Equal(root, holds[place].Root);
        holds[place] = (root, adds ? holds[place].Gradients + 1 : 1);
    }
}
