using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace Generated.Tests;

/// <summary>Frozen networks have the bits of generated ones, whatever the registers.</summary>
public class FrozenBitsTests
{
    /// <summary>Set for a child process: where it writes its digest.</summary>
    private const string DigestFile = "GENERATED_FROZEN_DIGEST_FILE";

    private static readonly bool s_exhaustive = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1";

    public static IEnumerable<TheoryDataRow<int>> Seeds => Enumerable.Range(1, s_exhaustive ? 50 : 2).Select(seed => new TheoryDataRow<int>(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void HasTheBitsOfTheGeneratedNetwork(int seed) => Compare(seed, count: 12);

    [Theory]
    [InlineData("DOTNET_PreferredVectorBitWidth", "128")]
    [InlineData("DOTNET_EnableAVX512", "0")]
    public async Task OtherRegistersGiveTheSame(string variable, string value)
    {
        string file = Path.Combine(Path.GetTempPath(), $"generated-{Guid.NewGuid():N}.txt");
        try
        {
            await TestProcess.RunAsync(typeof(FrozenBitsTests).Assembly, [typeof(DigestTests)], (variable, value), (DigestFile, file));
            Assert.Equal(DigestTests.Digest(), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Compares all samples of some models.</summary>
    /// <returns>The bits, a line per output.</returns>
    private static string Compare(int seed, int count)
    {
        NetworkModel[] models = RandomModels.Of(seed, count);
        using var networks = new FrozenNetworks(models);
        var all = new StringBuilder();
        for (int i = 0; i < models.Length; i++)
        {
            (string frozen, string generated) = networks.Bits(i, RandomModels.Samples(models[i].Shape.InputSize, seed));
            Assert.True(frozen == generated, $"Model {i} of seed {seed}, {models[i]}, in {models[i].Precision}:\n{frozen}\nis not\n{generated}");
            all.Append(frozen).Append('\n');
        }

        return all.ToString();
    }

    /// <summary>The bits of this process.</summary>
    public class DigestTests
    {
        [Fact]
        public void TheDigestIsRepeatable()
        {
            string digest = Digest();
            Assert.Equal(digest, Digest());
            if (Environment.GetEnvironmentVariable(DigestFile) is { } file)
                File.WriteAllText(file, digest);
        }

        public static string Digest() => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Compare(seed: 3, count: 6))));
    }
}
