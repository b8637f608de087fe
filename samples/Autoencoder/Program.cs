using System;
using System.IO;
using Generated.Samples.Autoencoder;

const string picture = "autoencoder.svg";
try
{
    AutoencoderRun.Execute(Console.Out, picture);
    Console.WriteLine($"Picture: {Path.GetFullPath(picture)}");
    return 0;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"autoencoder: {error.Message.ReplaceLineEndings(" ")}");
    return 2;
}
