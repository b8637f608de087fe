using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>A project of its own with weights, built by <c>dotnet build</c> as a user's is, but for the package.</summary>
public sealed class ProjectBuildTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("weights").FullName, _folder;

    public ProjectBuildTests()
    {
        // The build's part, as it lies in the package.
        Copy(Path.Combine(Repository.TestProject, "..", "..", "src", "Build", "buildTransitive", "Generated.targets"), "buildTransitive");
        foreach (string assembly in new[] { "Generated.Build.dll", "Generated.dll" })
            Copy(Path.Combine(AppContext.BaseDirectory, assembly), Path.Combine("tasks", "net10.0"));

        _folder = Directory.CreateDirectory(Path.Combine(_root, "App")).FullName;
        File.WriteAllText(Path.Combine(_folder, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <UseSharedCompilation>false</UseSharedCompilation>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{Path.Combine(AppContext.BaseDirectory, "Generated.dll")}" />
                <Analyzer Include="{Path.Combine(AppContext.BaseDirectory, "Generated.Generator.dll")}" />
                <NetworkWeights Include="models/line.safetensors" />
                <NetworkWeights Include="models/*.safetensors" />
              </ItemGroup>
              <ItemGroup Condition="'$(Clash)' == 'true'">
                <NetworkWeights Include="Program.cs" Link="Models/line.safetensors" />
                <NetworkWeights Include="App.csproj" Link="../App.safetensors" />
              </ItemGroup>
              <Import Project="../package/buildTransitive/Generated.targets" />
            </Project>
            """);
        File.WriteAllText(Path.Combine(_folder, "Program.cs"), """
            float[] y = new float[1];
            Line.Pretrained.Forward([1], y);
            System.Console.WriteLine(y[0].ToString(System.Globalization.CultureInfo.InvariantCulture));

            [Generated.Network(1, 1, Weights = "models/line.safetensors")]
            partial class Line;
            """);
        Directory.CreateDirectory(Path.Combine(_folder, "models"));
    }

    private string Weights => Path.Combine(_folder, "models", "line.safetensors");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task ABuildTakesTheFileAsItIs()
    {
        // An editor asks for the compiler's arguments before anything has been built.
        WriteLine(slope: 2, intercept: 3);
        string asked = await Run("build", "-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:CscCommandLineArgs");
        using (var arguments = JsonDocument.Parse(asked))
        {
            string[] given = [.. arguments.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
            Assert.Contains(given, argument => argument.StartsWith("/additionalfile:", StringComparison.Ordinal) && argument.EndsWith("line.safetensors.networkweights", StringComparison.Ordinal));
        }

        await Build();
        Assert.Equal("5", (await Run(Program)).Trim());

        // Once more without a change: nothing is compiled.
        DateTime built = File.GetLastWriteTimeUtc(Path.Combine(_folder, Program));
        await Build();
        Assert.Equal(built, File.GetLastWriteTimeUtc(Path.Combine(_folder, Program)));

        // Another file in its place, which is even older.
        WriteLine(slope: 20, intercept: 30);
        File.SetLastWriteTimeUtc(Weights, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await Build();
        Assert.Equal("50", (await Run(Program)).Trim());

        // Two files of one name (which some file systems cannot tell from the other case), and a name that leads out of the folder.
        string clash = await Build(fails: true, "-p:Clash=true");
        Assert.Contains($"error : Both '{Weights}' and '{Path.Combine(_folder, "Program.cs")}' would be the network weights 'Models/line.safetensors'; ", clash, StringComparison.Ordinal);
        Assert.Contains("error : '../App.safetensors' cannot be the name of network weights; ", clash, StringComparison.Ordinal);

        // One that does not fit, and none.
        File.WriteAllBytes(Weights, ProjectWeights.Iris);
        Assert.Contains("Program.cs(5,36): error GEN0028: 'models/line.safetensors' does not fit network 'Line': it has 2 layers, ", await Build(fails: true), StringComparison.Ordinal);
        File.Delete(Weights);
        Assert.Contains($"Program.cs(5,36): error GEN0027: Network 'Line' has no weights: there is no file '{Weights}', ", await Build(fails: true), StringComparison.Ordinal);
    }

    private static string Program => Path.Combine("bin", "Debug", "net10.0", "App.dll");

    private void Copy(string file, string folder)
    {
        folder = Path.Combine(_root, "package", folder);
        Directory.CreateDirectory(folder);
        File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private void WriteLine(float slope, float intercept) =>
        TensorFile.Save(Weights, [new NamedTensor<float>("weight", [1, 1], new[] { slope }), new NamedTensor<float>("bias", [1], new[] { intercept })]);

    private Task<string> Build(bool fails = false, params string[] arguments) => Run(fails, ["build", "-nologo", "-v:minimal", .. arguments]);

    private Task<string> Run(params string[] arguments) => Run(fails: false, arguments);

    private async Task<string> Run(bool fails, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        output += await error;
        Assert.True(fails == (process.ExitCode != 0), $"dotnet {string.Join(' ', arguments)} ends with {process.ExitCode}:\n{output}");
        return output;
    }
}
