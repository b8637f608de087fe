using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Compares text with a file that a person has read: <c>Class.Test.verified.cs</c> in the test's project. On a mismatch the
/// text is written to <c>Class.Test.received.cs</c>; with GENERATED_ACCEPT_SNAPSHOTS=1 it becomes the verified file. These
/// are the conventions of Verify, so that a move to it changes this file only.
/// </summary>
internal static class Snapshot
{
    private static readonly bool s_accept = Environment.GetEnvironmentVariable("GENERATED_ACCEPT_SNAPSHOTS") == "1";

    /// <summary>Asserts that emitted C# is the verified one.</summary>
    public static void Verify(string text, [CallerFilePath] string file = "", [CallerMemberName] string test = "") =>
        VerifyNamed(text, $"{Path.GetFileNameWithoutExtension(file)}.{test}", "cs");

    /// <summary>Asserts that a text is the verified one of a name, with an extension for its kind.</summary>
    public static void VerifyNamed(string text, string name, string extension)
    {
        string verified = Path.Combine(Repository.TestProject, $"{name}.verified.{extension}");
        string received = Path.Combine(Repository.TestProject, $"{name}.received.{extension}");
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (s_accept)
            File.WriteAllText(verified, text, encoding);

        // A checkout may have changed the ends of lines.
        string expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text, encoding);
        Assert.Fail($"""
            {name} is not what was verified. If it is right now, rename {name}.received.{extension} to {name}.verified.{extension},
            or run the test with GENERATED_ACCEPT_SNAPSHOTS=1. (- verified, + received)
            {LineDifference.Describe(expected, text)}
            """);
    }
}
