using System;
using System.Numerics;

namespace Generated.Tool.Compilation;

/// <summary>Computes the same outputs a number of times.</summary>
/// <param name="inputs">The inputs of a sample or of a batch.</param>
/// <param name="outputs">Receives its outputs.</param>
/// <param name="calls">How often.</param>
internal delegate void RepeatedCall<T>(ReadOnlySpan<T> inputs, Span<T> outputs, long calls)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
