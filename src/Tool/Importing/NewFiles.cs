using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Generated.Tool.Importing;

/// <summary>Files that are written together into a folder: none of them if one is there already.</summary>
/// <param name="folder">The folder, which is made if it is not there; empty for the current one.</param>
internal sealed class NewFiles(string folder)
{
    /// <summary>What a system takes for a file's name, in bytes, and what it is longer by while it is written.</summary>
    private const int LongestName = 255, Temporary = 37;

    private readonly List<(string Name, ReadOnlyMemory<byte> Content)> _files = [];

    /// <summary>Adds a file that is written later.</summary>
    public void Add(string name, ReadOnlyMemory<byte> content) => _files.Add((name, content));

    /// <summary>Adds a file of text.</summary>
    public void Add(string name, string text) => Add(name, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text));

    /// <summary>Writes all files.</summary>
    /// <param name="replace">Whether to write over files that are there.</param>
    /// <returns>Their paths.</returns>
    /// <exception cref="ToolException">
    /// Two files have one name, a name is too long, a file is there and must not be replaced, or the folder is a file. Nothing is written.
    /// </exception>
    /// <exception cref="IOException">A file cannot be written. Those that were not there before are gone again.</exception>
    public IReadOnlyList<string> Write(bool replace)
    {
        if (File.Exists(folder))
            throw new ToolException($"{folder} is a file; a folder is wanted.");
        // Many file systems do not tell upper from lower case.
        if (_files.GroupBy(file => file.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ToolException($"two of the files to write would be called {twice.Key}; give the class another name.");
        if (_files.FirstOrDefault(file => Encoding.UTF8.GetByteCount(file.Name) > LongestName - Temporary).Name is { } name)
            throw new ToolException($"{name} is too long for the name of a file; give the class a shorter name.");
        foreach ((string file, _) in _files)
        {
            string path = PathOf(file);
            if (Directory.Exists(path))
                throw new ToolException($"{path} is a folder, where a file is to be written.");
            if (!replace && IsThere(path))
                throw new ToolException($"{path} is there already; --force replaces it.");
        }

        if (folder.Length > 0)
            Directory.CreateDirectory(folder);
        var created = new List<string>();
        try
        {
            foreach ((string file, ReadOnlyMemory<byte> content) in _files)
            {
                string path = PathOf(file);
                if (!IsThere(path))
                    created.Add(path);
                AtomicFile.Write(path, stream => stream.Write(content.Span));
            }
        }
        catch
        {
            created.ForEach(File.Delete);
            throw;
        }

        return [.. _files.Select(file => PathOf(file.Name))];
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Whether there is anything of this name, be it a link that leads nowhere.</summary>
    private static bool IsThere(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;
}
