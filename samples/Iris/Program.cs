using System;
using System.IO;
using Generated;
using Generated.Samples.Iris;

try
{
    IrisRun.Execute(Console.Out, Path.Combine(AppContext.BaseDirectory, "iris.csv"), "iris.safetensors");
    return 0;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException or DataFormatException)
{
    Console.Error.WriteLine($"iris: {error.Message.ReplaceLineEndings(" ")}");
    return 2;
}
