using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Generated.Tool.Running;

/// <summary>Reads a text that may be long in coming, as from another program, until it is told to stop.</summary>
/// <param name="text">The text. It stays open.</param>
/// <param name="cancellation">Ends the waiting; what waits for the text then goes with the process.</param>
internal sealed class InterruptibleReader(TextReader text, CancellationToken cancellation) : TextReader
{
    private char[] _block = [];

    /// <inheritdoc/>
    public override int Read(Span<char> buffer)
    {
        if (_block.Length < buffer.Length)
            _block = new char[buffer.Length];
        int wanted = buffer.Length;
        var read = Task.Run(() => text.Read(_block, 0, wanted), CancellationToken.None);
        try
        {
            read.Wait(cancellation);
        }
        catch (AggregateException)
        {
            // Its only cause is thrown below.
        }

        int length = read.GetAwaiter().GetResult();
        _block.AsSpan(0, length).CopyTo(buffer);
        return length;
    }
}
