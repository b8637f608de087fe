using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Random CSV texts, some of them damaged: whatever asks for them, in one piece or in chunks, by any target, gets the same rows or the same error.
/// GENERATED_EXHAUSTIVE=1 takes a hundred thousand.
/// </summary>
public class CsvAgreementTests
{
    private static readonly int s_texts = Environment.GetEnvironmentVariable("GENERATED_EXHAUSTIVE") == "1" ? 100_000 : 3_000;

    [Fact]
    public void ChunksAndTheWholeAgree()
    {
        int read = 0, refused = 0;
        for (int number = 0; number < s_texts; number++)
        {
            var random = new RandomGenerator((ulong)number + 1);
            byte[] bytes = CsvTexts.Make(random, out CsvOptions options);
            if (random.NextInt(2) == 0)
                bytes = Mutation.Of(bytes, random);

            var outcomes = new List<Outcome>();
            foreach (CsvTarget target in new[] { CsvTarget.Class(^1), CsvTarget.Class(^1, CsvTexts.Classes), CsvTarget.Numbers(^1), CsvTarget.Numbers(0),
                CsvTarget.Binary(^1, "0", "1") })
            {
                CsvOptions with = options with { Target = target };
                Outcome whole = Outcome.Of(() => Dataset.ReadCsv<double>(Open(bytes, random), "test", with));
                outcomes.Add(whole);
                if (target.IsClass && target.ClassNames is null)
                {
                    // The chunks need the names, which only the whole can give.
                    if (whole.Error is not null)
                        continue;
                    with = with with { Target = CsvTarget.Class(^1, whole.ClassNames) };
                }

                Outcome chunks = Outcome.Of(() => new CsvDatasetReader<double>(Open(bytes, random), "test", with), 1 + random.NextInt(9));
                if (!whole.Equals(chunks))
                    Assert.Fail($"Text {number}: {whole} in one piece, {chunks} in chunks:\n{Encoding.UTF8.GetString(bytes)}");
            }

            // The rows do not depend on what is asked for. (The targets do.)
            Outcome[] wholes = [.. outcomes.Where(outcome => outcome.Error is null)];
            if (wholes.Select(outcome => (outcome.Rows, string.Join('|', outcome.Header))).Distinct().Count() > 1)
                Assert.Fail($"Text {number}: {string.Join("; ", wholes.AsEnumerable())}:\n{Encoding.UTF8.GetString(bytes)}");
            read += wholes.Length;
            refused += outcomes.Count - wholes.Length;
        }

        // Neither does everything pass nor nothing.
        Assert.InRange(read, s_texts / 2, 4 * s_texts);
        Assert.InRange(refused, s_texts / 2, 5 * s_texts);
    }

    /// <summary>The text by a stream that gives some bytes at a time.</summary>
    private static CsvText Open(byte[] bytes, RandomGenerator random) => new(new Trickle(bytes, 1 + random.NextInt(1 << random.NextInt(10))), "test");

    /// <summary>What came of reading, as text: an error, or everything that was read.</summary>
    private sealed record Outcome(string? Error, int Rows, string Values, string Header, long Missing, IReadOnlyList<string> ClassNames)
    {
        public bool Equals(Outcome? other) => other is not null && Error == other.Error && Rows == other.Rows && Values == other.Values
            && Header == other.Header && Missing == other.Missing && ClassNames.SequenceEqual(other.ClassNames);

        public override int GetHashCode() => Values.GetHashCode(StringComparison.Ordinal);

        public static Outcome Of(Func<Dataset<double>> read) => OfErrors(() =>
        {
            Dataset<double> data = read();
            return new Outcome(null, data.Count, Text(data.Inputs.ToArray(), data.Targets.ToArray()), string.Join('|', data.Csv!.Header), data.Csv.MissingCount,
                data.ClassNames);
        });

        public static Outcome Of(Func<CsvDatasetReader<double>> open, int room) => OfErrors(() =>
        {
            using CsvDatasetReader<double> reader = open();
            var inputs = new List<double>();
            var targets = new List<double>();
            double[] nextInputs = new double[room * reader.InputSize], nextTargets = new double[room * reader.TargetSize];
            int count = 0;
            for (int rows; (rows = reader.Read(nextInputs, nextTargets)) > 0; count += rows)
            {
                inputs.AddRange(nextInputs[..(rows * reader.InputSize)]);
                targets.AddRange(nextTargets[..(rows * reader.TargetSize)]);
            }

            return new Outcome(null, count, Text(inputs, targets), string.Join('|', reader.Csv.Header), reader.Csv.MissingCount, reader.ClassNames);
        });

        private static Outcome OfErrors(Func<Outcome> read)
        {
            try
            {
                return read();
            }
            catch (DataFormatException e)
            {
                return new Outcome(e.Message, 0, "", "", 0, []);
            }
        }

        private static string Text(IEnumerable<double> inputs, IEnumerable<double> targets) => string.Join(' ', inputs) + " → " + string.Join(' ', targets);
    }

    private sealed class Trickle(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }
}
