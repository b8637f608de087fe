using System;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>The command-line tool, installed from its package.</summary>
public class ToolTests(Feed feed)
{
    [Fact]
    public async Task TheToolIsInstalledAndExplainsItself()
    {
        using TemporaryFolder folder = feed.NewFolder();
        await feed.RunAsync(folder, $"dotnet tool install Generated.Tool --version {Build.Version} --tool-path tools");
        string help = await feed.RunAsync(folder, folder["tools", "generated"] + " --help");
        Assert.Contains("Usage:", help, StringComparison.Ordinal);
        Assert.Equal(Build.Version, (await feed.RunAsync(folder, folder["tools", "generated"] + " --version")).Split('+')[0].Trim());
    }
}
