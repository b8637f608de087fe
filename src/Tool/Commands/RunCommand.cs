using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Text;
using Generated.Tool.Compilation;
using Generated.Tool.Models;
using Generated.Tool.Running;

namespace Generated.Tool.Commands;

/// <summary>Computes a model's outputs for the rows of a CSV file.</summary>
internal sealed class RunCommand : ToolCommand
{
    private const string Standard = "-";

    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    private readonly ModelArguments _model;

    private readonly Option<string> _input = new("--input", "-i")
    {
        HelpName = "FILE",
        Description = "A CSV file with one sample a line, one column for each input; - for standard input.",
        Required = true,
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "The CSV file to write, one line for each sample; - for standard output. It appears whole at the end, or not at all.",
        DefaultValueFactory = _ => Standard,
    };

    private readonly Option<string> _header = new("--header")
    {
        HelpName = "auto|yes|no",
        Description = "Whether the first line of the input names its columns; auto: it does if nothing in it is a number, and the names are told. "
            + "If so, the output has such a line too.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string> _separator = new("--separator")
    {
        HelpName = "CHAR",
        Description = "What stands between two columns, in both files; tab for a tabulator.",
        DefaultValueFactory = _ => ",",
    };

    public RunCommand(ToolConsole console)
        : base("run", "Computes a model's outputs for the rows of a CSV file of any length.", console) =>
        _model = new ModelArguments(this, _input, _output, _header, _separator);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "generated run digits-mlp.onnx --input data.csv --output out.csv",
        "generated run weights.safetensors --activations relu,softmax -i data.csv -o out.csv --separator ';'",
        "cut -d, -f1-64 data.csv | generated run digits-mlp.onnx -i - | head",
    ];

    /// <inheritdoc/>
    protected override void Run(ParseResult arguments)
    {
        string input = arguments.GetRequiredValue(_input);
        string output = arguments.GetRequiredValue(_output);
        CsvLayout layout = Layout(arguments);
        LoadedModel model = _model.Load(arguments);
        if (input == Standard)
        {
            WriteTo(output, writer => Compute(model, Tool.In, ToolConsole.StandardInput, writer, layout, () => { }));
            return;
        }

        using FileStream file = Open(input);
        using var text = new CsvText(file, input);
        ProgressBar.Show(Tool, Path.GetFileName(input), file.CanSeek ? file.Length : 0, progress =>
            WriteTo(output, writer => Compute(model, text, input, writer, layout, () => progress(file.Position))));
    }

    private void Compute(LoadedModel loaded, TextReader input, string inputName, TextWriter output, CsvLayout layout, Action onRows)
    {
        var lines = new InterruptibleReader(input, Tool.Cancellation);
        var rows = new RowStream(loaded.Model.Shape, loaded.ColumnNames, lines, inputName, output, layout, onRows, Tool.Cancellation);
        CompiledNetwork.Use(loaded.Model, rows, loaded.InitialState);

        // At the end, so that an error is a line alone.
        if (layout.HasHeader is null && rows.Header.Count > 0)
            Tool.Error.WriteLine($"{inputName}: the first line was taken for the names of the columns: {Listing.Printable(string.Join(", ", rows.Header))}");
    }

    private void WriteTo(string path, Action<TextWriter> write)
    {
        if (path == Standard)
        {
            write(Tool.Out);
            return;
        }

        // A device is not to be replaced by a file.
        if (path.StartsWith("/dev/", StringComparison.Ordinal))
        {
            using var device = new StreamWriter(path, append: false, s_utf8);
            write(device);
            return;
        }

        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, s_utf8, bufferSize: 1 << 16, leaveOpen: true);
            write(writer);
        });
    }

    private static FileStream Open(string path) => Directory.Exists(path)
        ? throw new ToolException($"{path} is a directory; a CSV file is wanted.")
        : !File.Exists(path) ? throw new ToolException($"{path}: there is no such file.")
        : File.OpenRead(path);

    private CsvLayout Layout(ParseResult arguments)
    {
        string header = arguments.GetRequiredValue(_header);
        bool? hasHeader = header switch
        {
            "auto" => null,
            "yes" => true,
            "no" => false,
            _ => throw new ToolException($"--header is '{header}'; auto, yes or no is wanted."),
        };
        string separator = arguments.GetRequiredValue(_separator);
        if (separator == "tab")
            separator = "\t";
        return separator.Length == 1 && CsvOptions.IsSeparator(separator[0])
            ? new CsvLayout(separator[0], hasHeader)
            : throw new ToolException($"--separator is '{separator}'; one character that is no part of a number is wanted, or tab.");
    }
}
