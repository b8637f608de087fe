using System;
using System.IO;
using System.Linq;
using Generated.Tool.Models;
using Xunit;

namespace Generated.Tests.Commands;

/// <summary>A class and its weights, written to be compiled. That they do compile, from packages, is seen in Package.Tests.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheClassSaysWhatItIsAndWhereFrom()
    {
        var golden = GoldenModel.Load("digits-mlp");
        string shown = ToolRun.Succeed("import", golden.Safetensors, "--activations", golden.ActivationList, "-o", _folder["Digits"]);
        Assert.Equal("""
            using Generated;

            /// <summary>The network 64 → 32 ReLU → 10 Linear.</summary>
            /// <remarks>Imported from <c>digits-mlp.safetensors</c>, SHA-256 a18ee2c62a8dab2b5d050074575deb4ba4ce537c975a70e3ba45692c6d099faa.</remarks>
            [Network(64, 32, 10, Hidden = Activation.ReLU, Output = Activation.Linear, Weights = "DigitsMlp.safetensors")]
            public sealed partial class DigitsMlp;

            """.ReplaceLineEndings("\n"), Read("Digits", "DigitsMlp.cs"));
        Assert.Equal($"""
            Wrote {Path.Combine(_folder["Digits"], "DigitsMlp.cs")}
            Wrote {Path.Combine(_folder["Digits"], "DigitsMlp.safetensors")}

            Next, in the project file:
              <PackageReference Include="Generated" Version="0.1.0" />
              <NetworkWeights Include="DigitsMlp.safetensors" />
            and in the program:
              DigitsMlp.Pretrained.Forward(input, output);    // inputs: 64, outputs: 10

            """.ReplaceLineEndings("\n"), shown);

        // Its bits are those of the file it came from.
        NetworkModel weights = NetworkFile.Load(Path.Combine(_folder["Digits"], "DigitsMlp.safetensors"), null);
        using var origin = TensorFile.Open(golden.Safetensors);
        Assert.Equal(origin["0.weight"].ToArray<double>(), weights.DenseLayers()[0].Weights.ToArray());
    }

    [Fact]
    public void NamesAreThoseThatAreGiven()
    {
        ToolRun.Succeed("import", GoldenModel.Load("digits-mlp").Safetensors, "--activations", "relu,softmax", "-o", _folder.Path, "--name", "Reader", "--namespace", "Post.Codes");
        Assert.Equal(["Reader.cs", "Reader.safetensors"], _folder.Names);
        Assert.Contains("using Generated;\n\nnamespace Post.Codes;\n\n/// <summary>", Read("Reader.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void ManyActivationsAndDoublePrecisionAreStated()
    {
        var golden = GoldenModel.Load("many-activations");
        ToolRun.Succeed("import", golden.Safetensors, "--activations", golden.ActivationList, "-o", _folder.Path);
        Assert.Contains(
            "\n[Network(6, 8, 8, 8, 8, 8, 4, Activations = [Activation.LeakyReLU, Activation.ELU, Activation.SELU, Activation.Softplus, Activation.Softsign, Activation.Sigmoid], Weights = \"ManyActivations.safetensors\")]\n",
            Read("ManyActivations.cs"), StringComparison.Ordinal);

        ToolRun.Succeed("import", Path.Combine(AppContext.BaseDirectory, "golden", "numpy", "mlp.npz"), "--activations", "tanh,linear", "-o", _folder.Path);
        Assert.Contains(
            "\n[Network(5, 7, 6, 2, Hidden = Activation.Tanh, Output = Activation.Linear, Precision = Precision.Double, Weights = \"Mlp.safetensors\")]\n",
            Read("Mlp.cs"), StringComparison.Ordinal);
        Assert.Equal(Precision.Double, NetworkFile.Load(_folder["Mlp.safetensors"], null).Precision);
    }

    /// <summary>In a folder of a project, the weights are named as the project sees them.</summary>
    [Fact]
    public void WeightsAreNamedByTheirPathFromTheProject()
    {
        _folder.Write("App.csproj", "<Project />");
        string shown = ToolRun.Succeed("import", GoldenModel.Load("iris-mlp").Safetensors, "--activations", "relu,softmax", "-o", Path.Combine(_folder["Networks"], "Iris"));
        Assert.Contains("Weights = \"Networks/Iris/IrisMlp.safetensors\")]", Read("Networks", "Iris", "IrisMlp.cs"), StringComparison.Ordinal);
        Assert.Contains("""  <NetworkWeights Include="Networks/Iris/IrisMlp.safetensors" />""", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void AProjectIsWrittenOnDemand()
    {
        string shown = ToolRun.Succeed(
            "import", GoldenModel.Load("iris-mlp").Safetensors, "--activations", "relu,softmax", "-o", _folder.Path, "--project", "--add-source", _folder.Path, "--namespace", "Flowers");
        Assert.Equal(["IrisMlp.cs", "IrisMlp.csproj", "IrisMlp.safetensors", "Program.cs"], _folder.Names);
        Assert.EndsWith($"\nNext: dotnet run -c Release --project {_folder.Path} -- rows.csv\n", shown, StringComparison.Ordinal);
        Assert.Contains("""<NetworkWeights Include="IrisMlp.safetensors" />""", Read("IrisMlp.csproj"), StringComparison.Ordinal);
        Assert.Contains($"<RestoreAdditionalProjectSources>{_folder.Path}</RestoreAdditionalProjectSources>", Read("IrisMlp.csproj"), StringComparison.Ordinal);
        Assert.DoesNotContain("ManagePackageVersionsCentrally", Read("IrisMlp.csproj"), StringComparison.Ordinal);
        Assert.Contains("using Flowers;\n", Read("Program.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void WhereVersionsAreManagedCentrallyTheProjectStatesItsOwn()
    {
        _folder.Write("Directory.Packages.props", "<Project />");
        ToolRun.Succeed("import", GoldenModel.Load("iris-mlp").Safetensors, "--activations", "relu,softmax", "-o", _folder["Iris"], "--project");
        Assert.Contains("<ManagePackageVersionsCentrally>false<", Read("Iris", "IrisMlp.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsReplacedUnlessForced()
    {
        string[] import = ["import", GoldenModel.Load("iris-mlp").Safetensors, "--activations", "relu,softmax", "-o", _folder.Path];
        string there = _folder.Write("IrisMlp.safetensors", "precious");
        Assert.Equal($"{there} is there already; --force replaces it.", ToolRun.Fail(import));
        Assert.Equal(["IrisMlp.safetensors"], _folder.Names);
        Assert.Equal("precious", File.ReadAllText(there));
        ToolRun.Succeed([.. import, "--force"]);
        Assert.Equal(["IrisMlp.cs", "IrisMlp.safetensors"], _folder.Names);
        Assert.Equal(2, NetworkFile.Load(there, null).DenseLayers().Count);
    }

    [Fact]
    public void AnotherProjectIsNotJoinedByASecond()
    {
        string other = _folder.Write("App.csproj", "<Project />");
        Assert.Equal(
            $"{other} is a project already; without --project, the network is written for it.",
            ToolRun.Fail("import", GoldenModel.Load("iris-mlp").Safetensors, "--activations", "relu,softmax", "-o", _folder.Path, "--project"));
    }

    /// <summary>A name that compiles nowhere is found before anything is written.</summary>
    [Fact]
    public void WhatWouldNotCompileIsNotWritten()
    {
        string error = ToolRun.Fail("import", GoldenModel.Load("iris-mlp").Safetensors, "--activations", "relu,softmax", "-o", _folder.Path, "--name", "Forward");
        Assert.Contains("Forward", error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [InlineData("digits-mlp", "DigitsMlp")]
    [InlineData("my_model.v2", "MyModelV2")]
    [InlineData("2024 forecast", "Model2024Forecast")]
    [InlineData("dataset", "DatasetModel")]
    [InlineData("network", "NetworkNetwork")]
    [InlineData("größe", "Größe")]
    [InlineData("--", "Model")]
    public void ClassesAreNamedAfterFiles(string file, string expected) => Assert.Equal(expected, ClassName.After(file));

    private string Read(params string[] names) => File.ReadAllText(Path.Combine([_folder.Path, .. names]));
}
