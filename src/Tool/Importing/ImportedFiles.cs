using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Generated.Build;
using Generated.Tool.Compilation;
using Generated.Tool.Models;

namespace Generated.Tool.Importing;

/// <summary>The files of an import, which have been compiled as they are.</summary>
internal sealed class ImportedFiles
{
    private readonly string _folder, _source;
    private readonly WeightsFile _weights;
    private readonly ImportedProject? _project;

    /// <summary>Prepares the files, and compiles them.</summary>
    /// <param name="network">The network.</param>
    /// <param name="folder">Where the files will be.</param>
    /// <param name="withProject">Whether a project is among them.</param>
    /// <exception cref="ToolException">They do not compile: the message says why.</exception>
    public ImportedFiles(ImportedNetwork network, string folder, bool withProject)
    {
        (Network, _folder) = (network, folder);
        WeightsPath = withProject || FolderOfProject(folder) is not { } project
            ? network.WeightsFile : Path.GetRelativePath(project, Path.Combine(folder, network.WeightsFile)).Replace('\\', '/');
        _source = network.Source(WeightsPath);
        _weights = WeightsOf(network.Model, WeightsPath);
        _project = withProject ? new ImportedProject(network) : null;
        NetworkCompiler.Require(
            _project is null ? [_source] : [_source, _project.Program()], $"The class {network.ClassName}", withProject, _weights);
    }

    /// <summary>The network.</summary>
    public ImportedNetwork Network { get; }

    /// <summary>The file of weights, by its path from the project's folder.</summary>
    public string WeightsPath { get; }

    /// <summary>Writes the files.</summary>
    /// <param name="packageSource">Where the project's package comes from, beside what is configured; null if from there.</param>
    /// <param name="replace">Whether to write over files that are there.</param>
    /// <returns>Their paths.</returns>
    /// <exception cref="ToolException">One is there, or another project: nothing is written.</exception>
    public IReadOnlyList<string> Write(string? packageSource, bool replace)
    {
        var files = new NewFiles(_folder);
        string source = $"{Network.ClassName}.cs";
        if (_project is not null)
        {
            RequireAlone($"{Network.ClassName}.csproj", source);
            // A folder is meant from where the tool runs, and not from the project.
            if (Directory.Exists(packageSource))
                packageSource = Path.GetFullPath(packageSource);
            files.Add($"{Network.ClassName}.csproj", _project.ProjectFile(packageSource, Path.GetFullPath(_folder)));
            files.Add(ImportedProject.ProgramFile, _project.Program());
        }

        files.Add(source, _source);
        files.Add(Network.WeightsFile, _weights.Content!.Value);
        return files.Write(replace);
    }

    /// <summary>Requires that a project would compile no file but its own.</summary>
    private void RequireAlone(string projectFile, string source)
    {
        if (!Directory.Exists(_folder))
            return;
        if (Directory.EnumerateFiles(_folder, "*.*proj").FirstOrDefault(file => Path.GetFileName(file) != projectFile) is { } other)
            throw new ToolException($"{other} is a project already; without --project, the network is written for it.");
        string[] own = [source, ImportedProject.ProgramFile];
        if (SourcesIn(_folder).FirstOrDefault(file => !own.Contains(Path.GetRelativePath(_folder, file))) is { } foreign)
            throw new ToolException($"{foreign} would be compiled into the project too; give --output a folder without C# files.");
    }

    /// <summary>The C# files that a project in a folder compiles: those below it too, but for what builds leave and what is hidden.</summary>
    private static IEnumerable<string> SourcesIn(string folder) => Directory.EnumerateFiles(folder, "*.cs").Concat(Directory.EnumerateDirectories(folder)
        .Where(below => Path.GetFileName(below) is var name && !name.StartsWith('.') && name is not ("bin" or "obj")).SelectMany(SourcesIn));

    /// <summary>The file of weights, as the build will read it.</summary>
    private static WeightsFile WeightsOf(NetworkModel model, string name)
    {
        string temporary = Path.Combine(Path.GetTempPath(), $"generated-{Guid.NewGuid():N}.safetensors");
        try
        {
            NetworkFile.Save(model, temporary);
            return WeightsFile.Read(name, temporary);
        }
        finally
        {
            File.Delete(temporary);
        }
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
