using System;
using System.IO;

namespace Generated;

/// <summary>
/// Writes a file whole or not at all: into a temporary file in the same folder, to the disk, and then by its name over the old one.
/// A process that is killed meanwhile leaves the old file as it was, and at worst the temporary one beside it, which the next save or load in that
/// folder deletes. After a power failure it is the old file or the new one.
/// </summary>
/// <remarks>
/// Who writes holds a claim to the temporary file, a handle, from its creation until it has its final name. Whoever would delete it must open it
/// alone first, which no one can while there is a claim; the system drops the claims of a process that ends. So a file is deleted only if no process
/// is left that would finish it. Where a file system knows no locks, nothing is deleted.
/// </remarks>
internal static class AtomicFile
{
    /// <summary>The end of the names of temporary files.</summary>
    public const string TemporaryExtension = ".generated.tmp";

    private const int Attempts = 10;

    // The folder that was last looked through for the sake of a load, as it was then: to look once more would find nothing.
    private static CleanFolder? s_clean;

    /// <summary>Writes or replaces a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its contents. If it throws, the file stays what it was.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = TargetOf(path);
        // First, since the disk may be full of them.
        DeleteLeftovers(Path.GetDirectoryName(path)!);
        bool isThere = File.Exists(path);
        FileStream stream = CreateTemporary(path, out FileStream claim);
        string temporary = stream.Name;
        try
        {
            using (claim)
            {
                using (stream)
                {
                    write(stream);
                    // A rename may reach the disk before what was written, unless that is there already.
                    stream.Flush(flushToDisk: true);
                }

                if (isThere && !OperatingSystem.IsWindows())
                    File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
                File.Move(temporary, path, overwrite: true);
            }
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>
    /// Deletes what killed saves have left in a file's folder, before the file is loaded. Of a folder that has not changed since, only the time of the
    /// last change is looked at.
    /// </summary>
    public static void ClearBeside(string path)
    {
        try
        {
            string folder = Path.GetDirectoryName(TargetOf(path))!;
            var seen = new CleanFolder(folder, Directory.GetLastWriteTimeUtc(folder));
            if (s_clean == seen)
                return;
            DeleteLeftovers(folder);
            s_clean = seen;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whatever is wrong with the folder, loading says it better.
        }
    }

    /// <summary>The file that a path means: what a link leads to, even if that is not there yet.</summary>
    private static string TargetOf(string path)
    {
        path = Path.GetFullPath(path);
        return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
    }

    /// <summary>
    /// Creates a temporary file beside another, with a new name each time, so that two writers do not meet in it; the last of them to end wins.
    /// </summary>
    private static FileStream CreateTemporary(string path, out FileStream claim)
    {
        for (int attempt = 1; ; attempt++)
        {
            string temporary = $"{path}.{Guid.NewGuid().ToString("N")[..16]}{TemporaryExtension}";
            FileStream? stream = null;
            try
            {
                stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);

                // A second handle, which others may read beside and which does not hinder the renaming, so that it can outlast it. Without
                // its file, which another process may have taken for a leftover before the claim, opening it fails.
                claim = new FileStream(temporary, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                return stream;
            }
            catch (IOException e)
            {
                // It is just being taken for a leftover; or there is another reason, which the last attempt tells.
                stream?.Dispose();
                if (stream is not null)
                    File.Delete(temporary);
                if (attempt == Attempts || (stream is null && e.GetType() != typeof(IOException)))
                    throw;
            }
        }
    }

    /// <summary>Deletes the temporary files of a folder that no process has a claim to.</summary>
    private static void DeleteLeftovers(string folder)
    {
        try
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*" + TemporaryExtension))
            {
                using FileStream? alone = OpenAlone(file);
                // Where a second one can be opened beside it, there are no locks: it may be in use after all.
                if (alone is null || OpenAlone(file) is { } second && Close(second))
                    continue;
                if (OperatingSystem.IsWindows())
                    alone.Dispose();
                File.Delete(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder cannot be looked through, or is read-only: then its leftovers stay.
        }
    }

    private static bool Close(FileStream stream)
    {
        stream.Dispose();
        return true;
    }

    /// <summary>A folder without leftovers.</summary>
    private sealed record CleanFolder(string Path, DateTime Changed);

    /// <summary>Opens a file that no one else has open; null if someone has, or it is gone.</summary>
    private static FileStream? OpenAlone(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
