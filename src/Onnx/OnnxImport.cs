using System.Collections.Generic;

namespace Generated.Onnx;

/// <summary>What <see cref="OnnxReader.Import"/> read of an ONNX model: the network, and what the file holds beside it.</summary>
public sealed class OnnxImport
{
    internal OnnxImport(NetworkModel model, IReadOnlyList<string> notes, IReadOnlyList<string> classLabels)
    {
        Model = model;
        Notes = notes;
        ClassLabels = classLabels;
    }

    /// <summary>The network.</summary>
    public NetworkModel Model { get; }

    /// <summary>
    /// What was left out of the file, a sentence each: outputs that are constant, hand an input on or hold labels; inputs that the output does not depend
    /// on; units that nothing reads, and inputs whose weights are 0 because nothing reads them.
    /// </summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>
    /// The classes of a classifier as the file calls them, one for each output, or both classes where the network computes the probability of
    /// <see cref="NetworkModel.OutputClass"/>, the second. Empty if the file names none.
    /// </summary>
    public IReadOnlyList<string> ClassLabels { get; }
}
