using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Generated.Tests;

/// <summary>The managed SHA-256, beside the standard's examples and the framework's.</summary>
public class Sha256Tests
{
    /// <summary>The examples of FIPS 180-4 (https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values) and of NIST's SHA256ShortMsg vectors.</summary>
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [InlineData("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
    public void TheExamplesOfTheStandardComeOut(string message, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(Sha256.HashData(Encoding.ASCII.GetBytes(message))));

    [Fact]
    public void AMillionLettersComeOut() =>
        Assert.Equal("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", Convert.ToHexStringLower(Sha256.HashData(Enumerable.Repeat((byte)'a', 1_000_000).ToArray())));

    /// <summary>Of every length around those where the padding takes another block.</summary>
    [Fact]
    public void EveryLengthAgreesWithTheFramework()
    {
        byte[] message = [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 37 + 11))];
        for (int length = 0; length <= message.Length; length++)
            Assert.Equal(SHA256.HashData(message.AsSpan(0, length)), Sha256.HashData(message.AsSpan(0, length)));
    }
}
