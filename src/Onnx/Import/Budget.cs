using System.Globalization;

namespace Generated.Onnx.Import;

/// <summary>
/// What a file may make the import do: a few bytes can ask for much, by functions that call functions, by broadcasting, by one matrix that is
/// used many times.
/// </summary>
internal sealed class Budget(string fileName, long fileBytes)
{
    /// <summary>The most nodes, those of functions counted at each call.</summary>
    public const int MaxNodes = 10_000;

    private int _nodes;
    private long _elements = (2 << 20) + 8 * fileBytes;

    /// <summary>Enlarges the budget by that of an external file's values.</summary>
    public void Grant(long bytes) => _elements += 8 * bytes;

    /// <summary>Counts a node, and what its names and attributes may take.</summary>
    public void TakeNode(int bytes)
    {
        TakeElements(bytes);
        if (++_nodes > MaxNodes)
        {
            throw new DataFormatException(fileName, string.Create(CultureInfo.InvariantCulture,
                $"with its functions it has more than {MaxNodes} nodes; a network of dense layers has a few for each layer."));
        }
    }

    /// <summary>Counts numbers that are about to be computed.</summary>
    public void TakeElements(long count)
    {
        _elements -= count;
        if (_elements < 0)
        {
            throw new DataFormatException(fileName,
                "computing its constants would take far more memory than its weights do; it is not the export of a network of dense layers.");
        }
    }
}
