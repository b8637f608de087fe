using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Generated.Generator.Declaration;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Generated.Build;

/// <summary>
/// Reads a project's weights files, and writes for each of them a description for the generator and a copy that goes into the assembly.
/// What has not changed is not written again, so that nothing is compiled again. It looks at the bytes and not at the times of the files:
/// a file that takes another's place may be older.
/// </summary>
public sealed class DescribeNetworkWeights : Task
{
    /// <summary>The files, with <c>TargetPath</c>: what the project calls them.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The folder to write into.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>The descriptions.</summary>
    [Microsoft.Build.Framework.Output]
    public ITaskItem[] Descriptions { get; private set; } = [];

    /// <summary>The copies, with <c>LogicalName</c>.</summary>
    [Microsoft.Build.Framework.Output]
    public ITaskItem[] Resources { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var paths = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var descriptions = new List<ITaskItem>();
        var resources = new List<ITaskItem>();
        foreach (ITaskItem item in Files)
        {
            string name = item.GetMetadata("TargetPath").Replace('\\', '/'), path = item.GetMetadata("FullPath");
            if (!paths.TryAdd(name, path))
            {
                if (paths[name] != path)
                    Log.LogError($"Both '{paths[name]}' and '{path}' would be the network weights '{name}'; give one of the items a Link.");
                continue;
            }

            if (Array.Exists(name.Split('/'), part => part is "" or "." or ".."))
            {
                Log.LogError($"'{name}' cannot be the name of network weights; give '{path}' another Link.");
                continue;
            }

            var file = WeightsFile.Read(name, path);
            string target = Path.Combine(OutputFolder, name.Replace('/', Path.DirectorySeparatorChar));
            descriptions.Add(new TaskItem(target + WeightsManifest.Extension));
            if (file.Content is not null)
                resources.Add(new TaskItem(target, new Dictionary<string, string> { ["LogicalName"] = WeightsFile.ResourceOf(name) }));
            try
            {
                WriteIfChanged(target + WeightsManifest.Extension, Encoding.UTF8.GetBytes(file.Manifest));
                if (file.Content is { } content)
                    WriteIfChanged(target, content.Span);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.LogError($"The network weights '{name}' cannot be prepared: {e.Message}");
            }
        }

        Descriptions = [.. descriptions];
        Resources = [.. resources];
        return !Log.HasLoggedErrors;
    }

    private static void WriteIfChanged(string path, ReadOnlySpan<byte> content)
    {
        if (File.Exists(path) && content.SequenceEqual(File.ReadAllBytes(path)))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
