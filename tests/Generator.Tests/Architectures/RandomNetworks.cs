using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq;

namespace Generated.Tests;

/// <summary>
/// Checks claims on random networks. Their number is small, so that the suite is quick; to search further, set
/// GENERATED_PROPERTY_BATCHES (default 2, of 24 networks each) and GENERATED_PROPERTY_SEED (see <see cref="Properties"/>).
/// A failure names the least network that fails.
/// </summary>
internal static class RandomNetworks
{
    private static readonly ConcurrentDictionary<string, Lazy<EmittedAssembly>> s_compiled = [];

    private static readonly int s_batches =
        int.TryParse(Environment.GetEnvironmentVariable("GENERATED_PROPERTY_BATCHES"), NumberStyles.None, CultureInfo.InvariantCulture, out int batches) ? batches : 2;

    /// <summary>Asserts a claim, given for either precision, on every network of the random batches.</summary>
    public static void Check(Action<Specimen<float>> single, Action<Specimen<double>> @double) =>
        Properties.Check(ArchitectureGenerator.Batches, s_batches, batch => Check(batch, single, @double));

    /// <summary>Asserts a claim on every network of a batch.</summary>
    public static void Check(Architecture[] batch, Action<Specimen<float>> single, Action<Specimen<double>> @double)
    {
        EmittedAssembly emitted = Compile(batch);
        for (int i = 0; i < batch.Length; i++)
        {
            Type type = emitted.Networks.Single(network => Site.IsNumber(network, i));
            try
            {
                if (batch[i].Precision == Precision.Single)
                    single(new Specimen<float>(EmittedAssembly.Create<float>(type), seed: i));
                else
                    @double(new Specimen<double>(EmittedAssembly.Create<double>(type), seed: i));
            }
            catch (Exception exception) when (batch.Length > 1)
            {
                // Kept apart from the other networks, so that the message names the one that failed.
                throw new InvalidOperationException($"{batch[i].Declare(i)}{Environment.NewLine}{exception.Message}", exception);
            }
        }
    }

    /// <summary>The same batches serve all claims: each is compiled once.</summary>
    private static EmittedAssembly Compile(Architecture[] batch)
    {
        string source = string.Join(Environment.NewLine, batch.Select((architecture, number) => architecture.Declare(number)));
        return s_compiled.GetOrAdd(source, _ => new Lazy<EmittedAssembly>(() => EmittedAssembly.Load(source))).Value;
    }
}
