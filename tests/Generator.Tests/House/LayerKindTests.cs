using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Generated.Tests;

/// <summary>A kind of layer is known to its own files and to one registry a stage; a decision about speed to planning alone.</summary>
public class LayerKindTests
{
    /// <summary>The one file of each stage that may name every kind.</summary>
    private static readonly string[] s_registries =
        ["Declaration/LayerDeclarations.cs", "Shapes/LayerInference.cs", "Planning/LayerPlanner.cs", "Emission/LayerEmitters.cs"];

    /// <summary>What a kind has a type for: one a stage.</summary>
    private static readonly string[] s_parts = ["Spec", "Declaration", "Inference", "Plan", "Emitter"];

    private static readonly string s_generator = Path.Combine(Repository.Root, "src", "Generator");

    [Fact]
    public void AKindIsNamedInItsOwnFilesAndTheRegistries()
    {
        string[] kinds = Kinds("Declaration");
        Assert.Contains("Dense", kinds);
        IEnumerable<string> violations =
            from file in Files("")
            let name = Path.GetRelativePath(s_generator, file).Replace('\\', '/')
            where !name.Contains("/Layers/", StringComparison.Ordinal) && !s_registries.Contains(name)
            from token in Tokens(file)
            where token.IsKind(SyntaxKind.IdentifierToken) && kinds.Any(kind => IsOf(kind, token.ValueText))
            select $"{name}: {token.ValueText}";
        Assert.Empty(violations);
    }

    [Fact]
    public void AFileOfAKindNamesNoOther()
    {
        string[] kinds = Kinds("Declaration");
        foreach (string file in Files("").Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "Layers"))
        {
            string own = kinds.Single(kind => Path.GetFileNameWithoutExtension(file) == kind || Path.GetFileNameWithoutExtension(file) == kind + "Straight");
            Assert.DoesNotContain(Tokens(file), token => token.IsKind(SyntaxKind.IdentifierToken)
                && kinds.Any(kind => kind != own && IsOf(kind, token.ValueText)));
        }
    }

    [Theory]
    [InlineData("Shapes")]
    [InlineData("Planning")]
    [InlineData("Emission")]
    public void EveryStageHasAFileForEveryKind(string stage) => Assert.Empty(Kinds("Declaration").Except(Kinds(stage)));

    /// <summary>
    /// What is per tensor is a loop over tensors: files, names, checkpoints, initialisation and the tool know no kind, but for the models of dense layers, and
    /// the layers that such a model is read from and frozen to.
    /// </summary>
    [Fact]
    public void OutsideTheGeneratorAKindIsNamedOnlyWhereItIsComputedOrStated()
    {
        string[] allowed =
        [
            "Keras/Layers/ImageLayers.cs", "Keras/Layers/LayerReader.cs", "Keras/Layers/NormalizationLayers.cs",
            "Onnx/Export/NetworkGraph.cs", "Onnx/Import/GraphSegment.cs", "Onnx/Import/Operators/ArithmeticOperators.cs",
            "Onnx/Import/Operators/DenseOperators.cs", "Onnx/Import/Operators/ImageOperators.cs", "Onnx/Import/Operators/JoinOperators.cs",
            "Runtime/LayerKind.cs", "Runtime/LearningRules/BooleanNetwork.cs", "Runtime/LearningRules/GeneralizedDeltaRule.cs",
            "Runtime/LearningRules/LearningRule.cs", "Runtime/LearningRules/MadalineRule.cs", "Runtime/LearningRules/RadialBasisFit.cs",
            "Runtime/Serialization/ModelLayers.cs", "Runtime/Serialization/NetworkModel.cs", "Runtime/Serialization/NetworkDeclaration.cs",
            "Tool/Freezing/FrozenLayer.cs", "Tool/Freezing/FrozenNetwork.cs",
            "Tool/Models/TensorModel.cs",
            "Tool/Models/TrainingFile.cs",
        ];
        string[] kinds = Kinds("Declaration");
        string source = Path.Combine(Repository.Root, "src");
        IEnumerable<string> naming =
            from room in new[] { "Runtime", "Keras", "Onnx", "Tool" }
            from file in Directory.EnumerateFiles(Path.Combine(source, room), "*.cs", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(source, file).Replace('\\', '/')
            where !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal)
            where Tree(file).GetRoot(TestContext.Current.CancellationToken).DescendantNodes().Any(node => node switch
            {
                Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax access => access.Expression.ToString() == "LayerKind",
                Microsoft.CodeAnalysis.CSharp.Syntax.IdentifierNameSyntax type => kinds.Any(kind => IsOf(kind, type.Identifier.ValueText)),
                _ => false,
            })
            orderby name
            select name;
        Assert.Equal(allowed.Order(StringComparer.Ordinal), naming.Order(StringComparer.Ordinal));
    }

    /// <summary>A number above the few that wording takes would be a budget or a threshold.</summary>
    [Fact]
    public void EmissionKnowsNoNumberThatDecidesAboutSpeed()
    {
        IEnumerable<string> violations =
            from file in Files("Emission")
            from token in Tokens(file)
            where token.IsKind(SyntaxKind.NumericLiteralToken) && token.Value is not (>= 0 and <= 4)
            select $"{Path.GetFileName(file)}: {token.Text}";
        Assert.Empty(violations);
    }

    /// <summary>A tile that emission made up would be a decision about speed, and so would be one that it asks a planner for.</summary>
    [Fact]
    public void EmissionMakesNoTilesAndAsksNoPlanner()
    {
        string[] planners = ["TileChooser", "ProductPlanner", "PassPlanner", "Planner", "LayerPlanner", "ActivationTraits"];
        IEnumerable<string> violations =
            from file in Files("Emission")
            from node in Tree(file).GetRoot(TestContext.Current.CancellationToken).DescendantNodes()
            let named = node switch
            {
                Microsoft.CodeAnalysis.CSharp.Syntax.IdentifierNameSyntax name when planners.Contains(name.Identifier.ValueText) => name.ToString(),
                Microsoft.CodeAnalysis.CSharp.Syntax.ObjectCreationExpressionSyntax { Type: var type } when type.ToString() is "TileShape" or "TilePlan" or "ProductPlan" or "DotPlan" => type.ToString(),
                Microsoft.CodeAnalysis.CSharp.Syntax.WithExpressionSyntax change => change.ToString(),
                _ => null,
            }
            where named is not null
            select $"{Path.GetFileName(file)}: {named}";
        Assert.Empty(violations);
    }

    /// <summary>The kinds, by the files that a stage has for them: a file such as DenseStraight belongs to the kind that its name begins with.</summary>
    private static string[] Kinds(string stage) =>
        [.. Directory.EnumerateFiles(Path.Combine(s_generator, stage, "Layers"), "*.cs").Select(file => Path.GetFileNameWithoutExtension(file))];

    /// <summary>Whether a type is one of a kind's: what is declared, inferred, planned or worded of it.</summary>
    private static bool IsOf(string kind, string type) => s_parts.Any(part => type == kind + part || type == $"{kind}Straight{part}");

    private static IEnumerable<string> Files(string stage) => Directory.EnumerateFiles(Path.Combine(s_generator, stage), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(s_generator, file).StartsWith("obj", StringComparison.Ordinal) && !Path.GetRelativePath(s_generator, file).StartsWith("bin", StringComparison.Ordinal));

    private static SyntaxTree Tree(string file) => CSharpSyntaxTree.ParseText(File.ReadAllText(file), cancellationToken: TestContext.Current.CancellationToken);

    private static IEnumerable<SyntaxToken> Tokens(string file) => Tree(file).GetRoot(TestContext.Current.CancellationToken).DescendantTokens();
}
