using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Shapes;

namespace Generated.Generator.Planning;

/// <summary>What is read where, when layers that only give a value another shape are looked through: values that share memory are one.</summary>
internal sealed class ValueFlow
{
    private readonly NetworkGraph _graph;
    private readonly int[] _roots;
    private readonly bool[] _isView;

    /// <param name="graph">The network.</param>
    /// <param name="isReshaping">Whether a layer only gives its input another shape.</param>
    public ValueFlow(NetworkGraph graph, System.Func<LayerNode, bool> isReshaping)
    {
        _graph = graph;
        _roots = [.. Enumerable.Range(0, graph.Values.Count)];
        _isView = new bool[graph.Layers.Count];
        foreach (LayerNode layer in graph.Layers)
        {
            // An output that is an input by another shape is copied.
            bool isView = isReshaping(layer) && !(_roots[layer.Input] < graph.InputCount && graph.Values[layer.Output].IsOutput);
            _isView[layer.Number - 1] = isView;
            if (isView)
                _roots[layer.Output] = _roots[layer.Input];
        }
    }

    /// <summary>Whether nothing is computed by a layer.</summary>
    public bool IsView(LayerNode layer) => _isView[layer.Number - 1];

    /// <summary>The value whose memory a value shares.</summary>
    public int RootOf(int value) => _roots[value];

    /// <summary>Whether a value is an input of the network.</summary>
    public bool IsInput(int root) => root < _graph.InputCount;

    /// <summary>The layers that read a value, by any of its shapes; one that reads it twice stands there twice.</summary>
    public IEnumerable<LayerNode> ReadersOf(int root) =>
        _graph.Layers.Where(layer => !IsView(layer)).SelectMany(layer => layer.Sources.Where(source => _roots[source] == root).Select(_ => layer));

    /// <summary>The outputs that a value is, by any of its shapes.</summary>
    public int OutputsOf(int root) => _graph.OutputValues.Count(output => _roots[output] == root);

    /// <summary>The gradients that a value is handed: one from each reading, one from the loss of each output.</summary>
    public int ContributionsTo(int root) => ReadersOf(root).Count() + OutputsOf(root);

    /// <summary>The number of the last layer that a value is needed by, or a number beyond all if it is an output.</summary>
    public int LastUseOf(int root) => OutputsOf(root) > 0 ? int.MaxValue : ReadersOf(root).Select(layer => layer.Number).DefaultIfEmpty(0).Max();

    /// <summary>Whether a value depends on parameters that training changes, so that its gradient is needed for theirs.</summary>
    public bool IsTrained(int value) =>
        _graph.ProducerOf(value) is { } layer && (layer.Parameters.Any(parameter => parameter.IsTrainable) || layer.Sources.Any(IsTrained));
}
