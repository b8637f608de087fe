using System.IO;
using System.Linq;
using System.Reflection;

namespace Generated.Tests;

/// <summary>What the build says of itself.</summary>
internal static class Build
{
    /// <summary>The directory of the solution.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Repository.TestProject, "..", ".."));

    /// <summary>Release or Debug: what the packages are made of.</summary>
    public static string Configuration { get; } = Value("Configuration");

    public static string Version { get; } = Value("Version");

    /// <summary>Where the repository's pages are said to be.</summary>
    public static string RepositoryPages { get; } = Value("RepositoryPages");

    /// <summary>Where the machine keeps restored packages, the trimmer among them.</summary>
    public static string MachinesPackages { get; } = Value("MachinesPackages");

    /// <summary>The text of one of the repository's files, with <c>\n</c> at the ends of lines.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file)).ReplaceLineEndings("\n");

    private static string Value(string key) => typeof(Build).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
