using System;

namespace Generated;

/// <summary>A checkpoint is damaged, or is one of another training. The network, the optimiser and the schedule are as they were.</summary>
public sealed class CheckpointException : Exception
{
    internal CheckpointException(string path, string problem, Exception? cause = null)
        : base(PrintableText.Of($"{path}: {problem}"), cause) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
