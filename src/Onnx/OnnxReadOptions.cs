using System.Collections.Generic;

namespace Generated.Onnx;

/// <summary>What to read of an ONNX model.</summary>
public sealed class OnnxReadOptions
{
    /// <summary>
    /// The names of the outputs to read, inner tensors included: what is computed after them is left out. Default: empty, for all outputs that a
    /// network computes.
    /// </summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>How errors say that one of several outputs is to be named: by this, or in a caller's own words.</summary>
    internal string HowToName { get; init; } = "Name the one to read in OnnxReadOptions.Outputs";
}
