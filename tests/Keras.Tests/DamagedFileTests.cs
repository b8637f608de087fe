using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Files that were cut or changed are read whole, or refused with the exception that is documented. GENERATED_EXHAUSTIVE=1 takes twenty times as many
/// changes, and every length.
/// </summary>
public class DamagedFileTests
{
    private static readonly bool s_exhaustive = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1";

    private static readonly byte[][] s_files =
        [.. new[] { "batchnorm.h5", "branches.h5", "dense.keras", "branches.keras", "sequence.keras" }
            .Select(file => File.ReadAllBytes(KerasFile.PathOf(file)))];

    [Fact]
    public void CutFiles()
    {
        foreach (byte[] file in s_files)
        {
            // What is missing at the end of an HDF5 file may be padding that nothing refers to.
            for (int length = 0; length < file.Length / 2; length += s_exhaustive ? 1 : 97)
                Assert.Throws<DataFormatException>(() => KerasFile.Read(file[..length]));
        }
    }

    /// <summary>How much memory a damaged file may ask for is up to PureHDF; here only what is thrown is tested, and that nothing hangs.</summary>
    [Fact]
    public Task ChangedFiles() => Task.Run(() =>
    {
        int count = s_exhaustive ? 60_000 : 3_000, refused = 0;
        for (int i = 0; i < count; i++)
        {
            var random = new RandomGenerator((ulong)i + 1);
            byte[] bytes = Mutation.Of(s_files[random.NextInt(s_files.Length)], random);
            try
            {
                NetworkModel model = KerasFile.Read(bytes);
                Assert.NotEmpty(model.Shape.Layers);
                Assert.Equal(model.Shape.ParameterCount, model.Parameters.Length);
            }
            catch (DataFormatException)
            {
                refused++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Mutation {i}: {e.Message}", e);
            }
        }

        // Neither does everything pass nor nothing.
        Assert.InRange(refused, count / 10, count - count / 50);
    }, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(s_exhaustive ? 20 : 2), TestContext.Current.CancellationToken);
}
