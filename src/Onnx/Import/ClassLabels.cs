using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Generated.Onnx.Proto;

namespace Generated.Onnx.Import;

/// <summary>What a classifier calls its classes, as scikit-learn's exporter writes beside the scores.</summary>
/// <param name="graph">The graph.</param>
/// <param name="scope">What is known of its values.</param>
internal sealed class ClassLabels(GraphProto graph, Scope scope)
{
    /// <summary>How many nodes may stand between a label and the index of the largest score.</summary>
    private const int MostNodes = 8;

    private readonly ILookup<string, NodeProto> _givenBy =
        graph.Node.SelectMany(node => node.Output.Select(name => (Name: name, Node: node))).ToLookup(pair => pair.Name, pair => pair.Node);

    /// <summary>The labels of as many classes as there are scores; empty if the file names none for them.</summary>
    public IReadOnlyList<string> Of(Signal scores, int classes)
    {
        foreach (NodeProto node in graph.Node)
        {
            // The classes of ZipMap and LinearClassifier are attributes, those from which a label is picked a stored tensor.
            (IEnumerable<string> labels, string? named) = node.OpType switch
            {
                "ZipMap" => (Attributes(node), node.Input.FirstOrDefault()),
                "LinearClassifier" => (Attributes(node), node.Output.ElementAtOrDefault(1)),
                "ArrayFeatureExtractor" => (Stored(node.Input.FirstOrDefault()), ChosenBy(node.Input.ElementAtOrDefault(1))),
                _ => ([], null),
            };
            if (named is not null && scope.Find(named) is Signal signal && signal.Stage == scores.Stage && labels.Take(classes + 1).Count() == classes)
                return [.. labels];
        }

        return [];
    }

    private static IEnumerable<string> Attributes(NodeProto node) => node.Attribute
        .Where(attribute => attribute.Name.StartsWith("classlabels_", StringComparison.Ordinal))
        .SelectMany(attribute => attribute.Strings.Select(text => text.ToStringUtf8()).Concat(attribute.Ints.Select(TextOf)));

    private IEnumerable<string> Stored(string? name) => graph.Initializer.Where(tensor => tensor.Name == name)
        .SelectMany(tensor => tensor.StringData.Select(text => text.ToStringUtf8())
            .Concat(tensor.Int64Data.Concat(tensor.Int32Data.Select(number => (long)number)).Select(TextOf)));

    /// <summary>The scores of which an index is that of the largest.</summary>
    private string? ChosenBy(string? index)
    {
        for (int step = 0; step < MostNodes && index is { Length: > 0 }; step++)
        {
            NodeProto? node = _givenBy[index].FirstOrDefault();
            index = node?.Input.FirstOrDefault();
            if (node?.OpType == "ArgMax")
                return index;
        }

        return null;
    }

    private static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);
}
