using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;

namespace Generated.Samples.Digits;

/// <summary>What the command line asks for.</summary>
/// <param name="Epochs">How often to go through the training images.</param>
/// <param name="Seed">Decides the split, the initial weights and the order of the images.</param>
/// <param name="LearningRate">The learning rate of the first epoch, from which it falls to zero.</param>
/// <param name="Csv">The file of images.</param>
internal sealed record Options(int Epochs, ulong Seed, double LearningRate, string Csv)
{
    /// <summary>Parses the command line and runs the sample with it.</summary>
    /// <returns>The exit code: 2, after one line on the error stream, where the command line is not valid.</returns>
    public static int Run(string[] arguments, Func<Options, int> run)
    {
        var epochs = new Option<int>("--epochs") { Description = "How often to go through the training images.", DefaultValueFactory = _ => DigitTraining.Epochs, CustomParser = result => Parse<int>(result, "a whole number from 1 to 100000", value => value is >= 1 and <= 100_000) };
        var seed = new Option<ulong>("--seed") { Description = "Decides the split, the initial weights and the order of the images.", DefaultValueFactory = _ => 1, CustomParser = result => Parse<ulong>(result, "a whole number from 0", _ => true) };
        var learningRate = new Option<double>("--learning-rate") { Description = "The first learning rate; it falls to zero.", DefaultValueFactory = _ => DigitTraining.LearningRate, CustomParser = result => Parse<double>(result, "a number above 0", value => value > 0 && double.IsFinite(value)) };
        var csv = new Option<string>("--csv") { Description = "Another file of images: 64 pixels from 0 to 16 and the digit a line.", DefaultValueFactory = _ => DigitImages.DefaultPath };
        var command = new RootCommand("Trains a 64-32-10 network, written by the compiler, to read handwritten digits, and writes digits-report.html.") { epochs, seed, learningRate, csv };
        command.SetAction(parsed => run(new Options(parsed.GetValue(epochs), parsed.GetValue(seed), parsed.GetValue(learningRate), parsed.GetValue(csv)!)));

        ParseResult parsed = command.Parse(arguments);
        if (parsed.Errors.Count == 0)
            return parsed.Invoke();
        Console.Error.WriteLine($"digits: {parsed.Errors[0].Message.ReplaceLineEndings(" ")}");
        return 2;
    }

    private static T Parse<T>(ArgumentResult result, string wanted, Func<T, bool> valid)
        where T : struct, IParsable<T>
    {
        string text = string.Join(' ', result.Tokens.Select(token => token.Value));
        if (T.TryParse(text, CultureInfo.InvariantCulture, out T value) && valid(value))
            return value;
        result.AddError($"{((OptionResult)result.Parent!).Option.Name} is '{text}'; {wanted} is wanted.");
        return default;
    }
}
