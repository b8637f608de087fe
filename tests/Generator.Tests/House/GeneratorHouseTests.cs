using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Generated.Generator;
using Xunit;

namespace Generated.Tests;

/// <summary>The compiler's stages know of each other in one direction only, and only the first knows of Roslyn.</summary>
public class GeneratorHouseTests
{
    private const string Root = "Generated.Generator";

    /// <summary>What each stage may use besides itself.</summary>
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        ["Declaration"] = [],
        ["Shapes"] = ["Declaration"],
        ["Planning"] = ["Declaration", "Shapes"],
        ["Emission"] = ["Declaration", "Shapes", "Planning"],
        ["Diagnostics"] = ["Declaration", "Shapes", "Planning"],
        [""] = ["Declaration", "Shapes", "Planning", "Emission", "Diagnostics"],
    };

    private static readonly Type[] s_types = typeof(NetworkGenerator).Assembly.GetTypes();

    public static TheoryData<string> Stages() => [.. s_mayUse.Keys];

    [Theory]
    [MemberData(nameof(Stages))]
    public void AStageUsesOnlyWhatComesBeforeIt(string stage)
    {
        IEnumerable<string> uses = TypesOf(stage).SelectMany(UsedTypes.Of).Select(StageOf).OfType<string>().Distinct();
        Assert.Empty(uses.Except(s_mayUse[stage]).Except([stage]));
    }

    [Fact]
    public void EveryTypeBelongsToAStage() => Assert.DoesNotContain(
        s_types.Where(type => type.Namespace?.StartsWith(Root, StringComparison.Ordinal) == true),
        type => StageOf(type) is not { } stage || !s_mayUse.ContainsKey(stage));

    [Theory]
    [InlineData("Shapes")]
    [InlineData("Planning")]
    [InlineData("Emission")]
    public void AStageBehindTheDeclarationUsesNothingOfRoslyn(string stage) =>
        Assert.DoesNotContain(TypesOf(stage), type => Roslyns(type).Any());

    [Theory]
    [InlineData("Shapes")]
    [InlineData("Planning")]
    [InlineData("Emission")]
    public void AStageBehindTheDeclarationUsesOnlyTheModelOfIt(string stage) => Assert.DoesNotContain(
        TypesOf(stage).SelectMany(UsedTypes.Of), used => StageOf(used) == "Declaration" && Roslyns(used).Any());

    [Fact]
    public void OnlyTheRuleAboutScratchMemoryAsksThePlan() => Assert.Equal(["ScratchMemoryAnalyzer"], TypesOf("Diagnostics")
        .Where(type => UsedTypes.Of(type).Any(used => StageOf(used) == "Planning")).Select(Outermost).Distinct());

    [Fact]
    public void TheSearchForRoslynFindsItInTheDeclaration() =>
        Assert.Contains(TypesOf("Declaration"), type => Roslyns(type).Any());

    [Fact]
    public void NoModelTypeCanHoldASymbol()
    {
        Type[] models = [.. TypesOf("Declaration").Concat(TypesOf("Shapes")).Concat(TypesOf("Planning")).Where(IsRecord)];
        Assert.Contains(models, model => model.Name == "NetworkSpec");
        Assert.Contains(models, model => model.Name == "NetworkPlan");
        foreach (Type model in models)
            AssertPlain(model, model.Name);
    }

    /// <summary>Only values whose types are known through and through: neither object nor an interface, which could be anything.</summary>
    private static void AssertPlain(Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsPrimitive || type.IsEnum || type == typeof(string))
            return;
        if (type.IsArray)
        {
            AssertPlain(type.GetElementType()!, path + "[]");
            return;
        }

        // Of a closed hierarchy each record is looked at, since all are models.
        if (type.IsAbstract && IsRecord(type) && s_types.Contains(type))
            return;
        Assert.True(type.Assembly == typeof(NetworkGenerator).Assembly && !type.IsInterface && !type.IsAbstract, $"{path} is a {type}, which may hold anything.");
        foreach (FieldInfo field in ReachableObjects.Fields(type))
            AssertPlain(field.FieldType, $"{path}.{field.Name}");
    }

    /// <summary>The name of the type that a type was written in: iterators are types of their own.</summary>
    private static string Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type.Name;

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public) is not null;

    private static IEnumerable<Type> Roslyns(Type type) => UsedTypes.Of(type).Where(ReachableObjects.IsOfRoslyn);

    private static IEnumerable<Type> TypesOf(string stage) => s_types.Where(type => StageOf(type) == stage);

    /// <summary>The last part of a type's namespace, empty for the pipeline itself, null for what is not of the generator.</summary>
    private static string? StageOf(Type type) => type.Assembly != typeof(NetworkGenerator).Assembly ? null
        : type.Namespace == Root ? ""
        : type.Namespace?.StartsWith(Root + ".", StringComparison.Ordinal) == true ? type.Namespace[(Root.Length + 1)..]
        : null;
}
