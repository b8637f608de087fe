using System;
using System.IO;
using Generated.Samples.Boundaries;

const string picture = "boundaries.svg";
try
{
    BoundariesRun.Execute(Console.Out, picture);
    Console.WriteLine($"Picture: {Path.GetFullPath(picture)}");
    return 0;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"boundaries: {error.Message.ReplaceLineEndings(" ")}");
    return 2;
}
