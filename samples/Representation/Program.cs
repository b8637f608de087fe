using System;
using System.IO;
using Generated.Samples.Representation;

const string picture = "representation.svg";
try
{
    RepresentationRun.Execute(Console.Out, picture);
    Console.WriteLine($"Picture: {Path.GetFullPath(picture)}");
    return 0;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"representation: {error.Message.ReplaceLineEndings(" ")}");
    return 2;
}
