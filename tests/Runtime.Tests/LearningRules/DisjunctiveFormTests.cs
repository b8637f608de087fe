using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>Reduced disjunctive forms: they are the function, of prime implicants, without one too many.</summary>
public class DisjunctiveFormTests
{
    public static TheoryData<int> InputCounts => [.. Enumerable.Range(1, DisjunctiveForm.MaximumInputs)];

    [Fact]
    public void EveryFunctionOfUpToThreeInputsIsReducedAsFarAsItCanBeButForTheCyclicOnes()
    {
        // Four functions of three inputs (all but two opposite corners) have six prime implicants in a ring: taking every other one is best, but the
        // greedy choice may have to fill two gaps of the ring by one each.
        int longer = 0;
        for (int inputs = 1; inputs <= 3; inputs++)
        {
            for (int function = 0; function < 1 << (1 << inputs); function++)
            {
                bool[] table = [.. Enumerable.Range(0, 1 << inputs).Select(row => (function >> row & 1) != 0)];
                DisjunctiveForm form = DisjunctiveForm.Reduce(table);
                AssertIsReducedFormOf(table, form);
                int fewest = FewestImplicants(table, inputs);
                Assert.InRange(form.Implicants.Count, fewest, fewest + 1);
                longer += form.Implicants.Count - fewest;
            }
        }

        Assert.InRange(longer, 0, 4);
    }

    [Theory]
    [MemberData(nameof(InputCounts))]
    public void RandomFunctionsOfAnyDensityAreReduced(int inputs)
    {
        // A few of the large ones; thousands are tried through networks.
        var random = new RandomGenerator((ulong)inputs);
        for (int i = 0; i < (inputs <= 8 ? 200 : inputs <= 12 ? 20 : 3); i++)
        {
            double density = random.NextDouble();
            bool[] table = [.. Enumerable.Range(0, 1 << inputs).Select(_ => random.NextDouble() < density)];
            AssertIsReducedFormOf(table, DisjunctiveForm.Reduce(table));
        }
    }

    [Theory]
    [MemberData(nameof(InputCounts))]
    public void KnownFunctionsHaveTheirKnownForms(int inputs)
    {
        DisjunctiveForm Of(Func<int, bool> function) => DisjunctiveForm.Reduce([.. Enumerable.Range(0, 1 << inputs).Select(function)]);
        Assert.Equal(1 << (inputs - 1), Of(row => (BitOperations.PopCount((uint)row) & 1) != 0).Implicants.Count);
        Assert.Equal([new Implicant((1 << inputs) - 1, 0)], Of(row => row == (1 << inputs) - 1).Implicants);
        Assert.Equal(Enumerable.Range(0, inputs).Select(i => new Implicant(1 << i, 0)), Of(row => row != 0).Implicants.OrderBy(implicant => implicant.Positive));
        Assert.Equal([new Implicant(0, 0)], Of(_ => true).Implicants);
        Assert.Empty(Of(_ => false).Implicants);
        Assert.Equal([new Implicant(1, 0)], Of(row => row >= 1 << (inputs - 1)).Implicants);
    }

    [Fact]
    public void BothWaysFindFormsOfAboutTheSameLength()
    {
        // A function of 10 inputs, by all primes, and the same with an eleventh that does not matter, by expansion.
        var random = new RandomGenerator(7);
        for (int i = 0; i < 10; i++)
        {
            bool[] table = [.. Enumerable.Range(0, 1 << 10).Select(_ => random.NextInt(2) == 0)];
            int byPrimes = DisjunctiveForm.Reduce(table).Implicants.Count;
            DisjunctiveForm byExpansion = DisjunctiveForm.Reduce([.. table, .. table]);
            Assert.All(byExpansion.Implicants, implicant => Assert.Equal(0, (implicant.Positive | implicant.Negative) & 1));
            Assert.InRange(byExpansion.Implicants.Count, 0.9 * byPrimes, 1.15 * byPrimes);
        }
    }

    [Fact]
    public void AFormIsWrittenAsInTheLiterature()
    {
        Assert.Equal("x1 ¬x2 ∨ ¬x1 x2", string.Join(" ∨ ", DisjunctiveForm.Reduce([false, true, true, false]).Implicants.OrderBy(implicant => implicant.Positive)));
        Assert.Equal("1", DisjunctiveForm.Reduce([true, true]).ToString());
        Assert.Equal("0", DisjunctiveForm.Reduce([false, false]).ToString());
        Assert.Equal("¬x1", DisjunctiveForm.Reduce([true, false]).ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1 << 17)]
    public void OtherLengthsAreRefused(int length) => Assert.Throws<ArgumentException>("truthTable", () => DisjunctiveForm.Reduce(new bool[length]));

    private static void AssertIsReducedFormOf(bool[] table, DisjunctiveForm form)
    {
        int inputs = form.InputCount;
        bool[] isTrue = new bool[table.Length];
        for (int row = 0; row < table.Length; row++)
            isTrue[Enumerable.Range(0, inputs).Sum(i => (row >> (inputs - 1 - i) & 1) << i)] = table[row];

        int[] coveredBy = new int[table.Length];
        List<int>[] patterns = [.. form.Implicants.Select(implicant => PatternsOf(implicant, inputs))];
        foreach (int pattern in patterns.SelectMany(pattern => pattern))
            coveredBy[pattern]++;
        Assert.Equal(isTrue, coveredBy.Select(count => count > 0));
        Assert.All(patterns, pattern => Assert.Contains(pattern, one => coveredBy[one] == 1));
        foreach (Implicant implicant in form.Implicants)
        {
            for (int i = 0; i < inputs; i++)
            {
                int bit = 1 << i;
                if (((implicant.Positive | implicant.Negative) & bit) != 0)
                    Assert.Contains(PatternsOf(new Implicant(implicant.Positive & ~bit, implicant.Negative & ~bit), inputs), pattern => !isTrue[pattern]);
            }
        }
    }

    private static List<int> PatternsOf(Implicant implicant, int inputs)
    {
        List<int> patterns = [implicant.Positive];
        for (int i = 0; i < inputs; i++)
        {
            if (((implicant.Positive | implicant.Negative) >> i & 1) == 0)
                patterns.AddRange(patterns.ConvertAll(pattern => pattern | 1 << i));
        }

        return patterns;
    }

    /// <summary>The fewest conjunctions whose disjunction is the function, by trying all sets of them.</summary>
    private static int FewestImplicants(bool[] table, int inputs)
    {
        int wanted = 0;
        for (int row = 0; row < table.Length; row++)
            wanted |= table[row] ? 1 << row : 0;
        var reachable = new HashSet<int> { 0 };
        int[] conjunctions = [.. Enumerable.Range(0, 1 << (2 * inputs)).Select(literals => Enumerable.Range(0, table.Length)
            .Where(row => (row & literals) == (literals & ((1 << inputs) - 1)) && (row & literals >> inputs) == 0)
            .Sum(row => 1 << row)).Where(rows => (rows & ~wanted) == 0).Distinct()];
        for (int count = 0; ; count++)
        {
            if (reachable.Contains(wanted))
                return count;
            reachable = [.. reachable.SelectMany(rows => conjunctions.Select(more => rows | more))];
        }
    }
}
