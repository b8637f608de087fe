using System;
using System.CommandLine;
using System.IO;
using Generated.Samples.Policy;

const string Picture = "policy.svg";
var seeds = new Option<int>("--seeds") { Description = "How many trainings.", DefaultValueFactory = _ => 5 };
var updates = new Option<int>("--updates") { Description = "How many steps each training takes.", DefaultValueFactory = _ => PolicyRun.Updates };
foreach (Option<int> option in new[] { seeds, updates })
{
    option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && value < 1)
            result.AddError($"{option.Name} is {value}; expected a whole number from 1.");
    });
}

var command = new RootCommand("Trains a policy with two heads to balance a pole, and draws how it learns.") { seeds, updates };
command.SetAction(parsed =>
{
    try
    {
        PolicyRun.Execute(Console.Out, Picture, parsed.GetValue(seeds), parsed.GetValue(updates));
        Console.WriteLine($"Picture: {Path.GetFullPath(Picture)}");
        return 0;
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"policy: {error.Message.ReplaceLineEndings(" ")}");
        return 2;
    }
});

ParseResult parsed = command.Parse(args);
if (parsed.Errors.Count == 0)
    return parsed.Invoke();
Console.Error.WriteLine($"policy: {parsed.Errors[0].Message.ReplaceLineEndings(" ")}");
return 2;
