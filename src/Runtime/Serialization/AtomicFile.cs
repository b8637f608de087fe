using System;
using System.IO;

namespace Generated;

/// <summary>
/// Writes a file whole or not at all: into a temporary file in the same folder, to the disk, and then by its name over the old one.
/// A process that is killed meanwhile leaves the old file as it was, and at worst the temporary one beside it. After a power failure
/// it is the old file or the new one.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes or replaces a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its contents. If it throws, the file stays what it was.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        // What a link leads to is replaced, and not the link.
        path = Path.GetFullPath(path);
        bool isThere = File.Exists(path);
        if (isThere)
            path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

        // Of its own name each time, so that two writers do not meet in it; the last of them to end wins.
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                // A rename may reach the disk before what was written, unless that is there already.
                stream.Flush(flushToDisk: true);
            }

            if (isThere && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
