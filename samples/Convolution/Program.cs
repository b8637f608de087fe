using System;
using System.CommandLine;
using System.IO;
using Generated;
using Generated.Samples.Convolution;
using Generated.Samples.Digits;

var seeds = new Option<int>("--seeds") { Description = "How many trainings each network has.", DefaultValueFactory = _ => 10 };
var epochs = new Option<int>("--epochs") { Description = "How often to go through the training images.", DefaultValueFactory = _ => 40 };
foreach (Option<int> option in new[] { seeds, epochs })
{
    option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && value < 1)
            result.AddError($"{option.Name} is {value}; expected a whole number from 1.");
    });
}

var command = new RootCommand("Reads handwritten digits by a dense and by a convolutional network, and compares them.") { seeds, epochs };
command.SetAction(parsed =>
{
    try
    {
        ConvolutionRun.Execute(Console.Out, DigitImages.DefaultPath, parsed.GetValue(seeds), parsed.GetValue(epochs));
        return 0;
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or TrainingDivergedException)
    {
        Console.Error.WriteLine($"convolution: {error.Message.ReplaceLineEndings(" ")}");
        return 2;
    }
});

ParseResult parsed = command.Parse(args);
if (parsed.Errors.Count == 0)
    return parsed.Invoke();
Console.Error.WriteLine($"convolution: {parsed.Errors[0].Message.ReplaceLineEndings(" ")}");
return 2;
