using System.IO;
using System.Linq;
using System.Reflection;

namespace Generated.Tests;

/// <summary>Where the sources are that this test was built from.</summary>
internal static class Repository
{
    /// <summary>This project's directory. (A caller's file path would do, were it not rewritten in deterministic builds.)</summary>
    public static string TestProject { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "ProjectDirectory").Value!;

    /// <summary>The repository's own directory.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(TestProject, "..", ".."));

    public static string Runtime { get; } = Path.Combine(Root, "src", "Runtime");
}
