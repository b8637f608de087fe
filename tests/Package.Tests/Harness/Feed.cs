using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

[assembly: AssemblyFixture(typeof(Generated.Tests.Feed))]

namespace Generated.Tests;

/// <summary>The solution's packages, packed once for all tests, and a place where nothing but them can be had.</summary>
public sealed class Feed : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder of the packages.</summary>
    public string Packages => _folder["feed"];

    /// <summary>What programs keep for a user: the packages restored, and what single files are built in. Empty at first, as on a new machine.</summary>
    private (string, string)[] Home => [("NUGET_PACKAGES", _folder["restored"]), ("XDG_DATA_HOME", _folder["data"])];

    /// <summary>Packs what is built.</summary>
    public async ValueTask InitializeAsync()
    {
        // A folder for a user's data counts only if it is there.
        Directory.CreateDirectory(_folder["data"]);
        await Command.RunAsync(Build.Root, $"dotnet pack Generated.sln --no-build -c {Build.Configuration} -o {Packages}");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A new folder whose programs get packages from this feed only.</summary>
    internal TemporaryFolder NewFolder()
    {
        var folder = new TemporaryFolder();
        folder.Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="{Packages}" />
              </packageSources>
            </configuration>
            """);
        return folder;
    }

    /// <summary>A new console project in a folder of its own, with the package added, and a program in place of the template's.</summary>
    internal async Task<TemporaryFolder> NewProjectAsync(string program, string package = "Generated")
    {
        TemporaryFolder folder = NewFolder();
        await RunAsync(folder, "dotnet new console --name App --output . --no-restore");
        await RunAsync(folder, $"dotnet add package {package} --version {Build.Version}");
        folder.Write("Program.cs", program);
        return folder;
    }

    internal Task<string> RunAsync(TemporaryFolder folder, string line) => Command.RunAsync(folder.Path, line, Home);

    internal Task<string> FailAsync(TemporaryFolder folder, string line) => Command.FailAsync(folder.Path, line, Home);

    /// <summary>Opens a package.</summary>
    /// <param name="id">The package's name.</param>
    /// <param name="extension">Whether the package itself or its symbols.</param>
    internal ZipArchive Open(string id, string extension = "nupkg") => ZipFile.OpenRead(Path.Combine(Packages, $"{id}.{Build.Version}.{extension}"));

    /// <summary>The files of a package, without those of the container.</summary>
    internal string[] Files(string id, string extension = "nupkg")
    {
        using ZipArchive package = Open(id, extension);
        return [.. package.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml")
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>The text of one of a package's files, with <c>\n</c> at the ends of lines.</summary>
    internal string Read(string id, string file)
    {
        using ZipArchive package = Open(id);
        using var reader = new StreamReader(package.GetEntry(file)!.Open());
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>What a package says of itself.</summary>
    internal XElement Metadata(string id) => XDocument.Parse(Read(id, $"{id}.nuspec")).Root!.Elements().Single();
}
