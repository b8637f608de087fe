using System.CommandLine;
using Generated.Tool.Models;

namespace Generated.Tool.Commands;

/// <summary>The words by which a command is told what to call the class that it writes.</summary>
/// <param name="after">The file after which the class is called unless it is said.</param>
internal sealed class ClassArguments(string after)
{
    /// <summary>The class's name.</summary>
    public Option<string> Name { get; } = new("--name")
    {
        HelpName = "CLASS",
        Description = $"The name of the class; after {after} unless given.",
    };

    /// <summary>The namespace that it is in.</summary>
    public Option<string> Namespace { get; } = new("--namespace")
    {
        HelpName = "NAMESPACE",
        Description = "The namespace of the class; the global one unless given.",
    };

    /// <summary>Whether the class's name is given, and not taken from a file's.</summary>
    public bool IsNameGiven(ParseResult arguments) => arguments.GetValue(Name) is not null;

    /// <summary>The name and the namespace, which is null if it is the global one.</summary>
    /// <param name="arguments">What was given.</param>
    /// <param name="file">The file's name, without what follows its dot.</param>
    /// <exception cref="ToolException">One of them cannot be one in C#.</exception>
    public (string Name, string? Namespace) Read(ParseResult arguments, string file)
    {
        string name = arguments.GetValue(Name) ?? ClassName.After(file);
        string? @namespace = arguments.GetValue(Namespace);
        ClassName.Require("--name", name);
        if (@namespace is not null)
            ClassName.RequireNamespace("--namespace", @namespace);
        return (name, @namespace);
    }
}
