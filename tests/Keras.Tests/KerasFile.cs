using System;
using System.IO;
using System.IO.Compression;
using System.Text;
using Generated.Keras;

namespace Generated.Tests;

/// <summary>The files of make_files.py, and changed ones.</summary>
internal static class KerasFile
{
    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "files", file);

    public static NetworkModel Read(byte[] bytes)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            return KerasReader.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>An archive with another architecture.</summary>
    public static byte[] WithConfig(string file, Func<string, string> change)
    {
        using var stream = new MemoryStream();
        stream.Write(File.ReadAllBytes(PathOf(file)));
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            ZipArchiveEntry entry = archive.GetEntry("config.json")!;
            string config;
            using (var reader = new StreamReader(entry.Open()))
                config = reader.ReadToEnd();
            string changed = change(config);
            if (changed == config)
                throw new ArgumentException("The architecture is the same.", nameof(change));
            entry.Delete();
            using Stream content = archive.CreateEntry("config.json").Open();
            content.Write(Encoding.UTF8.GetBytes(changed));
        }

        return stream.ToArray();
    }
}
