using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Xunit;

namespace Generated.Tests;

/// <summary>The pages that are references name all that there is.</summary>
public class CompletenessTests
{
    private static readonly Type[] s_types = typeof(NetworkAttribute).Assembly.GetExportedTypes();

    public static TheoryData<string, string> WhatThereIs()
    {
        var rows = new TheoryData<string, string>();
        foreach ((string page, IEnumerable<string> names) in Expected())
        {
            foreach (string name in names.Distinct())
                rows.Add(page, name);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(WhatThereIs))]
    public void ThePageNamesIt(string page, string name) => Assert.Matches($@"\b{name}\b", new MarkdownPage(page).Code);

    private static IEnumerable<(string Page, IEnumerable<string> Names)> Expected()
    {
        IEnumerable<string> losses = s_types.Where(type => type.IsValueType && Implements(type, typeof(ILoss<>)) && type.Namespace == "Generated").Select(type => type.Name.Split('`')[0]);
        yield return ("docs/numerics.md", Enum.GetNames<Activation>());
        yield return ("docs/numerics.md", losses);
        yield return ("docs/numerics.md", typeof(Initializer).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.Name));

        yield return ("docs/attributes.md", Enum.GetNames<Activation>());
        yield return ("docs/attributes.md", Enum.GetNames<Precision>());
        yield return ("docs/attributes.md", s_types.Where(type => type.IsSubclassOf(typeof(LayerAttribute))).Select(type => type.Name[..^"Attribute".Length]));
        yield return ("docs/attributes.md", Own(typeof(NetworkAttribute)));
        yield return ("docs/attributes.md", typeof(INetwork<,>).GetMembers().Where(member => member is not MethodInfo { IsSpecialName: true }).Select(member => member.Name));

        yield return ("docs/streaming.md", typeof(IStreamingNetwork<,,>).GetMembers().Select(member => member.Name));
        yield return ("docs/streaming.md", Own(typeof(SequenceTrainer<,,>)));
        yield return ("docs/training.md", losses);
        yield return ("docs/training.md", Subclasses(typeof(Optimizer<>)));
        yield return ("docs/training.md", Subclasses(typeof(LearningRateSchedule)));
        yield return ("docs/training.md", Own(typeof(Trainer<,>)).Concat(Own(typeof(EarlyStopping))));
        yield return ("docs/training.md", ["Then", "Times", "SaveCheckpoint", "Resume", "Evaluate", "ClipByNorm", "StopReason", "BestEpoch"]);
    }

    private static IEnumerable<string> Own(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(property => property.SetMethod is not null).Select(property => property.Name);

    private static IEnumerable<string> Subclasses(Type type) => s_types
        .Where(candidate => !candidate.IsAbstract && Bases(candidate).Any(parent => (parent.IsGenericType ? parent.GetGenericTypeDefinition() : parent) == type))
        .Select(candidate => candidate.Name.Split('`')[0]);

    private static IEnumerable<Type> Bases(Type type)
    {
        for (Type? parent = type.BaseType; parent is not null; parent = parent.BaseType)
            yield return parent;
    }

    private static bool Implements(Type type, Type definition) =>
        type.GetInterfaces().Any(implemented => implemented.IsGenericType && implemented.GetGenericTypeDefinition() == definition);
}
