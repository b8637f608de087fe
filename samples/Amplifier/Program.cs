using System;
using System.CommandLine;
using System.IO;
using Generated.Samples.Amplifier;

var epochs = new Option<int>("--epochs") { Description = "How often the training signal is gone through.", DefaultValueFactory = _ => 60 };
epochs.Validators.Add(result =>
{
    if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && value < 1)
        result.AddError($"{epochs.Name} is {value}; expected a whole number from 1.");
});

var command = new RootCommand("Teaches a network of memory the sound of a distortion pedal, and writes sound and a picture.") { epochs };
command.SetAction(parsed =>
{
    try
    {
        string folder = Directory.GetCurrentDirectory();
        AmplifierRun.Execute(Console.Out, folder, parsed.GetValue(epochs));
        Console.WriteLine($"Sound: amplifier-before.wav, amplifier-after.wav, amplifier-circuit.wav; picture: {Path.Combine(folder, "amplifier.svg")}");
        return 0;
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"amplifier: {error.Message.ReplaceLineEndings(" ")}");
        return 2;
    }
});

ParseResult parsed = command.Parse(args);
if (parsed.Errors.Count == 0)
    return parsed.Invoke();
Console.Error.WriteLine($"amplifier: {parsed.Errors[0].Message.ReplaceLineEndings(" ")}");
return 2;
