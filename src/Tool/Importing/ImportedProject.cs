using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security;

namespace Generated.Tool.Importing;

/// <summary>A program around an imported network, which prints its outputs for the rows of a file.</summary>
/// <param name="network">The network.</param>
internal sealed class ImportedProject(ImportedNetwork network)
{
    /// <summary>The name of the program's file.</summary>
    public const string ProgramFile = "Program.cs";

    /// <summary>The version of the package with which the project compiles: that of this tool.</summary>
    public static string PackageVersion { get; } =
        typeof(NetworkAttribute).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The project file.</summary>
    /// <param name="packageSource">A folder or address of packages beside those that are configured; null if those suffice.</param>
    /// <param name="folder">Where the project will be.</param>
    public string ProjectFile(string? packageSource, string folder)
    {
        // In a repository that states all versions in one place, this one would be an error.
        string versions = IsBelow("Directory.Packages.props", folder) ? "\n    <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>" : "";
        string source = packageSource is null ? ""
            : $"\n    <RestoreAdditionalProjectSources>{SecurityElement.Escape(ForMSBuild(packageSource))}</RestoreAdditionalProjectSources>";
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">

              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <!-- Networks are slow unoptimised, so the configuration Debug is optimised too. -->
                <Optimize>true</Optimize>{versions}{source}
              </PropertyGroup>

              <ItemGroup>
                <PackageReference Include="Generated" Version="{PackageVersion}" />
                <NetworkWeights Include="{network.WeightsFile}" />
              </ItemGroup>

            </Project>

            """;
    }

    /// <summary>The program.</summary>
    public string Program()
    {
        string scalar = network.Model.Precision == Precision.Double ? "double" : "float";
        string name = network.ClassName;
        bool isStreaming = network.Model.Shape.IsStreaming;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            using System;
            using System.Globalization;
            using System.IO;
            using System.Linq;
            {{(network.Namespace is null ? "" : $"using {network.Namespace};\n")}}
            // Prints the outputs for each line of a CSV file{{(isStreaming ? ", which are the steps of one sequence" : "")}}.
            if (args is not [var path])
            {
                Console.Error.WriteLine($"A CSV file is wanted, with {{{name}}.InputSize} numbers in each line.");
                return 2;
            }

            {{name}} network = {{name}}.Pretrained;{{(isStreaming ? $"\nvar state = new {name}.State();" : "")}}
            {{scalar}}[] output = new {{scalar}}[{{name}}.OutputSize];
            foreach (string line in File.ReadLines(path).Where(line => line.Length > 0))
            {
                {{scalar}}[] input = [.. line.Split(',').Select(number => {{scalar}}.Parse(number, CultureInfo.InvariantCulture))];
                network.{{(isStreaming ? "Step(input, state, output)" : "Forward(input, output)")}};
                Console.WriteLine(string.Join(',', output.Select(value => value.ToString(CultureInfo.InvariantCulture))));
            }

            return 0;

            """);
    }

    /// <summary>A text in which MSBuild sees nothing but characters: <c>;</c> would end a folder, and <c>$(</c> begin a property.</summary>
    private static string ForMSBuild(string text) =>
        string.Concat(text.Select(character => "%$@';?*()".Contains(character, StringComparison.Ordinal) ? $"%{(int)character:X2}" : character.ToString()));

    private static bool IsBelow(string name, string folder)
    {
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, name)))
                return true;
        }

        return false;
    }
}
