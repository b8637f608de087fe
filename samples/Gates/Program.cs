using System;
using System.IO;
using Generated.Samples.Gates;

const string picture = "gates.svg";
try
{
    GatesRun.Execute(Console.Out, picture);
    Console.WriteLine($"Picture: {Path.GetFullPath(picture)}");
    return 0;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"gates: {error.Message.ReplaceLineEndings(" ")}");
    return 2;
}
