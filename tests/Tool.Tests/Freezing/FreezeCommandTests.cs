using System;
using System.IO;
using Generated.Tool;
using Xunit;

namespace Generated.Tests;

/// <summary><c>generated freeze</c>: the file it writes, and how it says what is wrong.</summary>
public sealed class FreezeCommandTests : IDisposable
{
    private static readonly string s_iris = Path.Combine(AppContext.BaseDirectory, "golden", "models", "iris-mlp.safetensors");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("generated-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void WritesAClass()
    {
        string path = Path.Combine(_folder.FullName, "new", "iris-flowers.g.cs");
        (int code, string output, string error) = Run("freeze", s_iris, "--activations", "relu,linear", "-o", path, "--namespace", "Garden.Models");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"Wrote {path}: 4 → 16 ReLU → 3 Linear\nNo weight is zero.\n", output.ReplaceLineEndings("\n"));
        string source = File.ReadAllText(path);
        Assert.Contains("namespace Garden.Models\n", source, StringComparison.Ordinal);
        Assert.Contains("public static class IrisFlowers\n", source, StringComparison.Ordinal);
        Assert.Contains("// Frozen from iris-mlp.safetensors (float).\n", source, StringComparison.Ordinal);
    }

    [Fact]
    public void WritesOverAFileOnlyWhenTold()
    {
        string path = Path.Combine(_folder.FullName, "Iris.cs");
        File.WriteAllText(path, "mine");
        AssertError($"{path} is there already; --force replaces it.", "freeze", s_iris, "--activations", "relu,linear", "-o", path);
        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Equal(0, Run("freeze", s_iris, "--activations", "relu,linear", "-o", path, "--force", "--name", "Flower").Code);
        Assert.Contains("public static class Flower\n", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void ExplainsWhatIsWrongInOneLine()
    {
        string path = Path.Combine(_folder.FullName, "Iris.cs");
        AssertError("--name is '9a', which is not a name in C#.", "freeze", s_iris, "--activations", "relu,linear", "-o", path, "--name", "9a");
        AssertError("The class cannot be called Forward, which is one of its members.", "freeze", s_iris, "--activations", "relu,linear", "-o", path, "--name", "Forward");
        AssertError($"{path}.txt: the extension is '.txt', but .cs is wanted.", "freeze", s_iris, "--activations", "relu,linear", "-o", path + ".txt");
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void RefusesALargeNetwork()
    {
        string large = Path.Combine(_folder.FullName, "large.safetensors"), path = Path.Combine(_folder.FullName, "Large.cs");
        double[] weights = new double[100 * 100];
        Array.Fill(weights, 0.5);
        TensorFile.Save(large, [new NamedTensor<double>("0.weight", [100, 100], weights), new NamedTensor<double>("0.bias", [100], new double[100])]);
        AssertError(
            "large takes 5,000 multiply-adds or more, but at most 2,048 are written out: more code than that does not fit the nearest cache, and a loop is faster. "
            + "Declare it with [Network(…, Weights = \"…\")] instead, which loads them.",
            "freeze", large, "--activations", "linear", "-o", path);
        Assert.False(File.Exists(path));
    }

    private static void AssertError(string message, params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);
        Assert.Equal((2, "", $"generated: {message}\n"), (code, output, error.ReplaceLineEndings("\n")));
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = Program.Run(arguments, new ToolConsole(TextReader.Null, output, error));
        return (code, output.ToString(), error.ToString());
    }
}
