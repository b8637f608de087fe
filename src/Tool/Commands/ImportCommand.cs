using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Generated.Tool.Importing;
using Generated.Tool.Models;

namespace Generated.Tool.Commands;

/// <summary>Writes a model as a network class and a file of its weights.</summary>
internal sealed class ImportCommand : ToolCommand
{
    private readonly ModelArguments _model;

    private readonly Option<string> _folder = new("--output", "-o")
    {
        HelpName = "DIR",
        Description = "The folder to write to; it is made if it is not there.",
        Required = true,
    };

    private readonly ClassArguments _class = new(after: "the file's");

    private readonly Option<bool> _project = new("--project")
    {
        Description = "Also write a project that prints the network's outputs for the lines of a CSV file.",
    };

    private readonly Option<string> _source = new("--add-source")
    {
        HelpName = "FEED",
        Description = "With --project: a folder or address that the package Generated comes from, beside those that are configured.",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Replace files that are there.",
    };

    public ImportCommand(ToolConsole console)
        : base("import", "Writes a model as a [Network] class and a file of its weights, ready to compile.", console) =>
        _model = new ModelArguments(this, _folder, _class.Name, _class.Namespace, _project, _source, _force);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "generated import digits-mlp.onnx -o Digits --project",
        "generated import policy.onnx --output-tensor action -o Agents",
        "generated import weights.safetensors --activations relu,softmax -o Models --name Classifier --namespace Shop.Models",
    ];

    /// <inheritdoc/>
    protected override void Run(ParseResult arguments)
    {
        string origin = _model.File(arguments), folder = arguments.GetRequiredValue(_folder);
        (string name, string? @namespace) = _class.Read(arguments, Path.GetFileNameWithoutExtension(origin));
        bool isNameGiven = _class.IsNameGiven(arguments), withProject = arguments.GetValue(_project);
        string? source = arguments.GetValue(_source);
        if (source is not null && !withProject)
            throw new ToolException("--add-source is for the project; --project is missing.");
        if (isNameGiven && withProject)
            ClassName.RequireProject("--name", name);

        LoadedModel loaded = _model.Load(arguments);
        NetworkModel model = loaded.Model;
        IReadOnlyList<string> names = isNameGiven ? [name] : [name, .. ClassName.Alternatives(name)];
        ImportedFiles files = Compile(names, name => new ImportedNetwork(model, name, @namespace, origin, loaded.Classes), folder, withProject);
        foreach (string path in files.Write(source, arguments.GetValue(_force)))
            Tool.Out.WriteLine($"Wrote {path}");
        SayWhatFileHolds(loaded);
        Tool.Out.WriteLine();
        if (withProject)
            Tool.Out.WriteLine($"Next: dotnet run -c Release --project {folder} -- rows.csv");
        else
            SayHowToUse(files.Network, files.WeightsPath);
    }

    /// <summary>Compiles an import under the first name that it compiles under: a file's may be that of something in the code that is generated.</summary>
    private static ImportedFiles Compile(IReadOnlyList<string> names, Func<string, ImportedNetwork> network, string folder, bool withProject)
    {
        ToolException? first = null;
        foreach (string name in names)
        {
            try
            {
                return new ImportedFiles(network(name), folder, withProject);
            }
            catch (ToolException error)
            {
                first ??= error;
            }
        }

        throw first!;
    }

    private void SayHowToUse(ImportedNetwork network, string weights)
    {
        NetworkShape shape = network.Model.Shape;
        Tool.Out.WriteLine("Next, in the project file:");
        Tool.Out.WriteLine($"""  <PackageReference Include="Generated" Version="{ImportedProject.PackageVersion}" />""");
        Tool.Out.WriteLine($"""  <NetworkWeights Include="{weights}" />""");
        Tool.Out.WriteLine("and in the program:");
        string call = shape.IsStreaming ? "Step(input, state, output)" : "Forward(input, output)";
        Tool.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {network.ClassName}.Pretrained.{call};    // inputs: {shape.InputSize}, outputs: {shape.OutputSize}"));
    }
}
