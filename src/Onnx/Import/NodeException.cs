using System;

namespace Generated.Onnx.Import;

/// <summary>A node cannot be expressed. Whatever depends on it fails with its message; what does not is read on.</summary>
internal sealed class NodeException(string problem) : Exception(problem);
