using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text;
using System.Threading;
using Generated.Tool.Compilation;

namespace Generated.Tool.Running;

/// <summary>
/// Computes the outputs for the rows of a CSV text, a few at a time, so that files may be larger than the memory. The rows of a streaming network are the steps
/// of one sequence.
/// </summary>
/// <param name="shape">The network's shape, for errors.</param>
/// <param name="columns">What the outputs are called.</param>
/// <param name="input">Where the rows of inputs come from.</param>
/// <param name="inputName">What errors call it.</param>
/// <param name="output">Where the rows of outputs go.</param>
/// <param name="layout">How both are laid out.</param>
/// <param name="onRows">Called after each chunk.</param>
/// <param name="cancellation">Stops between two chunks.</param>
internal sealed class RowStream(
    NetworkShape shape, IReadOnlyList<string> columns, TextReader input, string inputName, TextWriter output, CsvLayout layout, Action onRows,
    CancellationToken cancellation) : INetworkTask
{
    // In values: enough for batches at full speed, little enough to stay near the processor.
    private const int ChunkLength = 1 << 16;
    private const int MostRows = 1024;

    private static readonly CsvAdvice s_advice = new(
        "Give --header yes if the line names the columns, or --header no if it is a sample.",
        "Give --header yes if the line names the columns. If it is a sample, a number is missing in it.",
        "give --separator");

    // A chunk's lines: the console's writer passes on whatever it gets at once.
    private readonly StringBuilder _lines = new();

    /// <summary>The names of the columns, if the first line was taken for them; otherwise empty.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <inheritdoc/>
    public void Run<TNetwork, T>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputSize = TNetwork.Shape.InputSize, outputSize = TNetwork.Shape.OutputSize;
        var options = new CsvOptions
        {
            Separator = layout.Separator,
            HasHeader = layout.HasHeader,
            Target = CsvTarget.Numbers(ReadOnlySpan<Index>.Empty),
            Advice = s_advice,
        };
        using var reader = new CsvDatasetReader<T>(input, inputName, options);
        if (reader.InputSize != inputSize)
        {
            string sizes = $"a row has {Count(reader.InputSize, "column")}, but the network takes {Count(inputSize, "input")}: {shape}.";
            throw new ToolException($"{inputName}: {sizes}{reader.SeparatorAdvice}");
        }

        Header = reader.InputNames;
        if (Header.Count > 0)
            output.WriteLine(string.Join(layout.Separator, columns.Select(Field)));

        int rows = Math.Clamp(ChunkLength / (inputSize + outputSize), 1, MostRows);
        var inputs = new T[rows * inputSize];
        var outputs = new T[rows * outputSize];
        RepeatedCall<T> compute = CompiledNetwork.Repeat<T>(network, isBatch: true);
        for (int read; (read = reader.Read(inputs, default(Span<T>))) > 0; onRows())
        {
            cancellation.ThrowIfCancellationRequested();
            compute(inputs.AsSpan(0, read * inputSize), outputs.AsSpan(0, read * outputSize), 1);
            for (int row = 0; row < read; row++)
                AddRow(outputs.AsSpan(row * outputSize, outputSize));
            output.Write(_lines);
            _lines.Clear();
        }

        output.Flush();
    }

    private void AddRow<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The shortest text that reads as the same number, which is at most 24 characters.
        Span<char> text = stackalloc char[32];
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
                _lines.Append(layout.Separator);
            values[i].TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
            _lines.Append(text[..length]);
        }

        _lines.AppendLine();
    }

    private string Field(string text) =>
        text.AsSpan().ContainsAny(['"', '\r', '\n', layout.Separator]) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");
}
