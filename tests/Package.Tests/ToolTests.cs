using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
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

    /// <summary>The README's three commands: from an ONNX model to a program that prints its outputs.</summary>
    [Fact]
    public async Task ThreeCommandsMakeAProgramOfAModel()
    {
        using TemporaryFolder folder = feed.NewFolder();
        string models = Path.Combine(Build.Root, "tests", "golden", "models");
        foreach (string file in (string[])["digits-mlp.onnx", "digits-mlp.csv"])
            File.Copy(Path.Combine(models, file), folder[file]);

        await feed.RunAsync(folder, $"dotnet tool install Generated.Tool --version {Build.Version} --tool-path tools");
        await feed.RunAsync(folder, folder["tools", "generated"] + " import digits-mlp.onnx -o Digits --project");
        string printed = await feed.RunAsync(folder, "dotnet run -c Release --project Digits -p:TreatWarningsAsErrors=true -- digits-mlp.csv");

        using var golden = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Build.Root, "tests", "golden", "models.json"), TestContext.Current.CancellationToken));
        double[] wanted = [.. golden.RootElement.EnumerateArray().Single(model => model.GetProperty("name").GetString() == "digits-mlp")
            .GetProperty("outputs").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble())];
        double[] outputs = [.. printed.Split(['\n', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(wanted.Length, outputs.Length);
        for (int i = 0; i < wanted.Length; i++)
            Assert.Equal(wanted[i], outputs[i], 2e-6);
    }
}
