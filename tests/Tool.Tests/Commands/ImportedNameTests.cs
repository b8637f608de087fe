using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using Generated.Build;
using Generated.Generator;
using Generated.Tool.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Generated.Tests.Commands;

/// <summary>
/// What <c>import --project</c> writes compiles, whatever the model's file is called, and a name that is given compiles or is refused.
/// GENERATED_EXHAUSTIVE=1 takes the names of all the framework's types.
/// </summary>
public sealed class ImportedNameTests : IDisposable
{
    private static readonly bool s_exhaustive = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1";

    private static readonly ProjectOptions s_project =
        ProjectOptions.Default with { Output = OutputKind.ConsoleApplication, Language = LanguageVersion.Preview };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Names that once gave a project that did not compile, or none; then names of every kind.</summary>
    [Theory]
    [InlineData("program", "ProgramModel")]
    [InlineData("PROGRAM", "PROGRAMModel")]
    [InlineData("file", "FileModel")]
    [InlineData("Console", "ConsoleModel")]
    [InlineData("System", "SystemModel")]
    [InlineData("Linq", "Linq")]
    [InlineData("internal", "InternalModel")]
    [InlineData("Enumerable", "EnumerableModel")]
    [InlineData("Generated", "GeneratedModel")]
    [InlineData("GENERATED", "GENERATEDModel")]
    [InlineData("netstandard", "NetstandardModel")]
    [InlineData("culture-info", "CultureInfoModel")]
    [InlineData("forward", "ForwardModel")]
    [InlineData("pretrained", "PretrainedModel")]
    [InlineData("dense", "DenseModel")]
    [InlineData("i-network", "INetworkModel")]
    [InlineData("record", "Record")]
    [InlineData("class", "Class")]
    [InlineData("args", "Args")]
    [InlineData("2024", "Model2024")]
    [InlineData("٣", "Model٣")]
    [InlineData("größe", "Größe")]
    [InlineData("日本", "日本")]
    [InlineData("e\u0301tude", "ETude")]
    [InlineData("𝒜🙂", "Model")]
    [InlineData("_", "Model")]
    [InlineData("ﬁnal", "ﬁnal")]
    public void AProjectCompilesWhateverItsModelIsCalled(string file, string expected)
    {
        Assert.Equal(expected, ClassNameOf(Import(file)));
        AssertCompiles();
    }

    [Fact]
    public void ALongNameIsShortened()
    {
        string name = ClassNameOf(Import(new string('a', 200)));
        Assert.Equal($"A{new string('a', 59)}", name);
        AssertCompiles();
    }

    [Fact]
    public void ProjectsCompileUnderNamesOfTypesNamespacesKeywordsAndMembers()
    {
        foreach (string name in Sample(FrameworkNames(), 12).Concat(Sample(OwnNames(), 12)).Concat(Sample(Keywords(), 6)))
        {
            string imported = Import(name);
            AssertCompiles(name);
            Directory.Delete(imported, recursive: true);
        }
    }

    /// <summary>A name that is given is kept or refused.</summary>
    [Fact]
    public void ANameThatIsGivenCompilesOrIsRefusedBeforeAnythingIsWritten()
    {
        int refused = 0, written = 0;
        string[] some =
            ["Program", "program", "Console", "File", "System", "Generated", "netstandard", "extension", "record", "field", "Größe", "args", "network", "λ"];
        foreach (string name in some
            .Concat(Sample(FrameworkNames(), 6)).Concat(Sample(OwnNames(), 8)).Concat(Sample(Keywords(), 12)))
        {
            ToolRun run = ToolRun.Of("import", Model("model"), "--activations", "relu,softmax", "-o", _folder["Project"], "--project", "--name", name);
            Assert.True(run.Code == 0 || run.Code == 2 && !Directory.Exists(_folder["Project"]), $"{name}: {run.Error}");
            if (run.Code == 2)
            {
                refused++;
                Assert.Contains(name, run.Error, StringComparison.Ordinal);
                continue;
            }

            written++;
            Assert.Equal(name, ClassNameOf(_folder["Project"]));
            AssertCompiles(name, warningsToo: false);
            Directory.Delete(_folder["Project"], recursive: true);
        }

        Assert.True(refused > 10 && written > 10, $"{refused} refused, {written} written");
    }

    [Theory]
    [InlineData("Console")]
    [InlineData("System")]
    [InlineData("Generated")]
    [InlineData("Program")]
    [InlineData("Garden.System")]
    [InlineData("record")]
    public void ANamespaceThatIsGivenCompilesOrIsRefused(string name)
    {
        ToolRun run = ToolRun.Of("import", Model("flowers"), "--activations", "relu,softmax", "-o", _folder["Project"], "--project", "--namespace", name);
        if (run.Code == 0)
            AssertCompiles(name, warningsToo: false);
        else
            Assert.False(Directory.Exists(_folder["Project"]), run.Error);
    }

    /// <summary>The class file and the program's would be one, on systems that do not tell upper from lower case too.</summary>
    [Theory]
    [InlineData("Program")]
    [InlineData("PROGRAM")]
    [InlineData("Generated")]
    [InlineData("netStandard")]
    public void WhatAProjectCannotBeCalledIsRefused(string name) => Assert.Equal(
        $"--name is '{name}', which no project can be called: its program, or what it refers to, is; give another name.",
        ToolRun.Fail("import", Model("model"), "--activations", "relu,softmax", "-o", _folder["Project"], "--project", "--name", name));

    /// <summary>Without a project of its own, the class is for one that has a program already.</summary>
    [Fact]
    public void AProgramThatIsThereIsNotReplaced()
    {
        string program = _folder.Write("Program.cs", "return 0;");
        ToolRun.Succeed("import", Model("program"), "--activations", "relu,softmax", "-o", _folder.Path);
        Assert.Equal("return 0;", File.ReadAllText(program));
        Assert.Equal(["Program.cs", "ProgramModel.cs", "ProgramModel.safetensors", "program.safetensors"], _folder.Names);

        Directory.CreateDirectory(_folder["Other"]);
        File.WriteAllText(Path.Combine(_folder["Other"], "Program.cs"), "return 1;");
        Assert.Equal(
            $"{Path.Combine(_folder["Other"], "Program.cs")} is there already; --force replaces it.",
            ToolRun.Fail("import", Model("model"), "--activations", "relu,softmax", "-o", _folder["Other"], "--project"));
        Assert.Equal(["Program.cs"], Directory.GetFiles(_folder["Other"]).Select(Path.GetFileName));
    }

    [Fact]
    public void AFolderWithOtherCSharpFilesIsRefusedAsAProject()
    {
        Directory.CreateDirectory(_folder["Project/below"]);
        string other = Path.Combine(_folder["Project"], "below", "Other.cs");
        File.WriteAllText(other, "class Other;");
        Assert.Equal(
            $"{other} would be compiled into the project too; give --output a folder without C# files.",
            ToolRun.Fail("import", Model("model"), "--activations", "relu,softmax", "-o", _folder["Project"], "--project"));
        Assert.Equal(["Project", "model.safetensors"], _folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ANameTooLongForAFileIsRefusedBeforeAnythingIsWritten()
    {
        string name = new('漢', 70);
        Assert.Equal(
            $"{name}.safetensors is too long for the name of a file; give the class a shorter name.",
            ToolRun.Fail("import", Model("model"), "--activations", "relu,softmax", "-o", _folder["New"], "--name", name));
        Assert.False(Directory.Exists(_folder["New"]));
    }

    /// <summary>A part of the names, in an order of no meaning; all of them if asked for.</summary>
    private static IEnumerable<string> Sample(IReadOnlyCollection<string> names, int count)
    {
        Assert.True(names.Count >= count);
        return s_exhaustive ? names : names.OrderBy(name => name.Aggregate(17, (hash, character) => unchecked(hash * 31 + character))).Take(count);
    }

    /// <summary>
    /// The simple names of the framework's public types, and of the namespaces that have one: the others are in no reference that a project compiles with.
    /// </summary>
    private static HashSet<string> FrameworkNames()
    {
        var names = new HashSet<string>();
        AddNames(s_project.Compile().GlobalNamespace, names);
        return names;
    }

    /// <returns>Whether there is a public type.</returns>
    private static bool AddNames(INamespaceSymbol space, HashSet<string> names)
    {
        string[] types = [.. space.GetTypeMembers().Where(type => type.DeclaredAccessibility == Accessibility.Public).Select(type => type.Name)];
        names.UnionWith(types);
        string[] spaces = [.. space.GetNamespaceMembers().Where(below => AddNames(below, names)).Select(below => below.Name)];
        names.UnionWith(spaces);
        return types.Length + spaces.Length > 0;
    }

    /// <summary>The names of everything that an imported project declares and of everything public in the library.</summary>
    private HashSet<string> OwnNames()
    {
        string imported = Import("names");
        var names = new HashSet<string>();
        foreach (SyntaxNode node in Complete().SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes()))
        {
            string? name = node switch
            {
                BaseTypeDeclarationSyntax type => type.Identifier.Text,
                MethodDeclarationSyntax method => method.Identifier.Text,
                PropertyDeclarationSyntax property => property.Identifier.Text,
                VariableDeclaratorSyntax variable => variable.Identifier.Text,
                ParameterSyntax parameter => parameter.Identifier.Text,
                SingleVariableDesignationSyntax designation => designation.Identifier.Text,
                _ => null,
            };
            if (name is not null)
                names.Add(name);
        }

        Directory.Delete(imported, recursive: true);
        names.UnionWith(typeof(NetworkAttribute).Assembly.GetExportedTypes().Select(type => type.Name.Split('`')[0]));
        names.UnionWith(typeof(INetwork<,>).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static).Select(member => member.Name));
        return names;
    }

    private static HashSet<string> Keywords() =>
    [
        .. SyntaxFacts.GetKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds()).Select(SyntaxFacts.GetText).Where(text => text.All(char.IsLetter)),
        "extension",
    ];

    /// <summary>A small model in a file of a name.</summary>
    private string Model(string name)
    {
        string path = _folder[name + ".safetensors"];
        TensorFile.Save(path, [
            new NamedTensor<float>("0.weight", [2, 2], new float[] { 1, 2, 3, 4 }), new NamedTensor<float>("0.bias", [2], new float[2]),
            new NamedTensor<float>("2.weight", [2, 2], new float[] { 1, 2, 3, 4 }), new NamedTensor<float>("2.bias", [2], new float[2])]);
        return path;
    }

    /// <summary>The folder of a project that is imported under a file's name.</summary>
    private string Import(string file)
    {
        ToolRun.Succeed("import", Model(file), "--activations", "relu,softmax", "-o", _folder["Project"], "--project");
        return _folder["Project"];
    }

    private static string ClassNameOf(string folder) => Path.GetFileNameWithoutExtension(Directory.GetFiles(folder, "*.csproj").Single());

    /// <summary>The project as the compiler sees it, with what the build and the generator add.</summary>
    private CSharpCompilation Complete()
    {
        string name = ClassNameOf(_folder["Project"]), file = name + ".safetensors";
        var manifest = WeightsFile.Read(file, Path.Combine(_folder["Project"], file));
        ProjectOptions project = s_project with { Weights = [new Text(file + ".networkweights", manifest.Manifest)] };
        CSharpCompilation declared = project.Compile([.. Directory.GetFiles(_folder["Project"], "*.cs").Select(File.ReadAllText)]).WithAssemblyName(name);
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], project.Weights, project.Parse)
            .RunGeneratorsAndUpdateCompilation(declared, out Compilation complete, out ImmutableArray<Diagnostic> found);
        Assert.Empty(found);
        Assert.Contains(complete.SyntaxTrees, tree => tree.ToString().Contains("CreatePretrained", StringComparison.Ordinal));
        return (CSharpCompilation)complete;
    }

    private void AssertCompiles(string about = "", bool warningsToo = true)
    {
        Diagnostic? found = Complete().GetDiagnostics(TestContext.Current.CancellationToken)
            .FirstOrDefault(diagnostic => diagnostic.Severity >= (warningsToo ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error));
        Assert.True(found is null, $"{about}: {found}");
    }

    private sealed class Text(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
