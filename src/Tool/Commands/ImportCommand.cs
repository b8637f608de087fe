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
        "generated import weights.safetensors --activations relu,softmax -o Models --name Classifier --namespace Shop.Models",
    ];

    /// <inheritdoc/>
    protected override void Run(ParseResult arguments)
    {
        string origin = _model.File(arguments), folder = arguments.GetRequiredValue(_folder);
        (string name, string? @namespace) = _class.Read(arguments, Path.GetFileNameWithoutExtension(origin));
        string? source = arguments.GetValue(_source);
        bool withProject = arguments.GetValue(_project);
        if (source is not null && !withProject)
            throw new ToolException("--add-source is for the project; --project is missing.");

        DenseModel model = _model.Load(arguments);
        var network = new ImportedNetwork(model, name, @namespace, origin);
        network.RequireValid();
        string? projectFolder = FolderOfProject(folder);
        var files = new NewFiles(folder);
        if (withProject)
            AddProject(files, new ImportedProject(network), name, source, folder);
        string weights = withProject || projectFolder is null ? network.WeightsFile : Path.GetRelativePath(projectFolder, Path.Combine(folder, network.WeightsFile)).Replace('\\', '/');
        files.Add($"{name}.cs", network.Source(weights));
        files.Add(network.WeightsFile, path => NetworkFile.Save(model, path));

        foreach (string path in files.Write(arguments.GetValue(_force)))
            Tool.Out.WriteLine($"Wrote {path}");
        Tool.Out.WriteLine();
        if (withProject)
            Tool.Out.WriteLine($"Next: dotnet run -c Release --project {folder} -- rows.csv");
        else
            SayHowToUse(network, weights);
    }

    private void AddProject(NewFiles files, ImportedProject project, string name, string? source, string folder)
    {
        string projectFile = $"{name}.csproj";
        if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.*proj").FirstOrDefault(file => Path.GetFileName(file) != projectFile) is { } other)
            throw new ToolException($"{other} is a project already; without --project, the network is written for it.");
        // A folder is meant from where the tool runs, and not from the project.
        if (Directory.Exists(source))
            source = Path.GetFullPath(source);
        files.Add(projectFile, project.ProjectFile(source, Path.GetFullPath(folder)));
        files.Add("Program.cs", project.Program());
    }

    private void SayHowToUse(ImportedNetwork network, string weights)
    {
        NetworkShape shape = network.Model.Shape;
        Tool.Out.WriteLine("Next, in the project file:");
        Tool.Out.WriteLine($"""  <PackageReference Include="Generated" Version="{ImportedProject.PackageVersion}" />""");
        Tool.Out.WriteLine($"""  <NetworkWeights Include="{weights}" />""");
        Tool.Out.WriteLine("and in the program:");
        Tool.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {network.ClassName}.Pretrained.Forward(input, output);    // inputs: {shape.InputSize}, outputs: {shape.OutputSize}"));
    }

    /// <summary>The nearest folder above that has a project; null if none has.</summary>
    private static string? FolderOfProject(string folder)
    {
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            if (above.Exists && above.EnumerateFiles("*.csproj").Any())
                return above.FullName;
        }

        return null;
    }
}
