using System;
using System.IO;
using System.Threading;
using Generated;
using Generated.Samples.Digits;

return Options.Run(args, options =>
{
    using var cancellation = new CancellationTokenSource();
    Console.CancelKeyPress += (_, pressed) =>
    {
        // The training ends after its current step, and what was learnt until then is reported.
        pressed.Cancel = true;
        cancellation.Cancel();
    };
    try
    {
        DigitsRun.Execute(options, cancellation.Token);
        return 0;
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or ArgumentException or TrainingDivergedException)
    {
        Console.Error.WriteLine($"digits: {error.Message.ReplaceLineEndings(" ")}");
        return 2;
    }
});
