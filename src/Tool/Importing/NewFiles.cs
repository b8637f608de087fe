using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Generated.Tool.Importing;

/// <summary>Files that are written together into a folder: none of them if one is there already.</summary>
/// <param name="folder">The folder, which is made if it is not there; empty for the current one.</param>
internal sealed class NewFiles(string folder)
{
    private readonly List<(string Path, Action<string> Write)> _files = [];

    /// <summary>Adds a file that is written later.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="write">Writes it to the path that is given, whole or not at all.</param>
    public void Add(string name, Action<string> write) => _files.Add((Path.Combine(folder, name), write));

    /// <summary>Adds a file of text.</summary>
    public void Add(string name, string text) =>
        Add(name, path => AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text))));

    /// <summary>Writes all files.</summary>
    /// <param name="replace">Whether to write over files that are there.</param>
    /// <returns>Their paths.</returns>
    /// <exception cref="ToolException">A file is there and must not be replaced, or the folder is a file. Nothing is written.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public IEnumerable<string> Write(bool replace)
    {
        if (File.Exists(folder))
            throw new ToolException($"{folder} is a file; a folder is wanted.");
        if (!replace && _files.FirstOrDefault(file => Path.Exists(file.Path)).Path is { } there)
            throw new ToolException($"{there} is there already; --force replaces it.");
        if (folder.Length > 0)
            Directory.CreateDirectory(folder);
        foreach ((string path, Action<string> write) in _files)
            write(path);
        return _files.Select(file => file.Path);
    }
}
