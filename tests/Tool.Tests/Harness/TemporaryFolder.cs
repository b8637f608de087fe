using System;
using System.IO;

namespace Generated.Tests;

/// <summary>A folder for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("generated-tool-");

    /// <summary>The folder.</summary>
    public string Path => _directory.FullName;

    /// <summary>The path of a file in it.</summary>
    public string this[string name] => System.IO.Path.Combine(_directory.FullName, name);

    /// <summary>The names of what is in it.</summary>
    public string[] Names
    {
        get
        {
            string[] names = Array.ConvertAll(_directory.GetFileSystemInfos(), file => file.Name);
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
    }

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
