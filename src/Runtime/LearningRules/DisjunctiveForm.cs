using System;
using System.Collections.Generic;
using System.Numerics;

namespace Generated;

/// <summary>
/// A Boolean function of up to 16 inputs as a reduced disjunctive form: a disjunction of prime implicants (no literal can be left out)
/// none of which can be left out.
/// </summary>
/// <remarks>
/// Up to 10 inputs all prime implicants are found; the essential ones are taken, then greedily those that cover most of what is left.
/// Quine: The problem of simplifying truth functions, 1952; McCluskey: Minimization of Boolean functions, 1956. The number of prime
/// implicants grows too fast beyond that, so a few are made instead: of each input pattern that is not covered yet, from the loneliest on,
/// literals are left out as long as the function stays true, the one that covers most anew first. Brayton et al.: Logic Minimization
/// Algorithms for VLSI Synthesis, 1984. Either way what became redundant is dropped at the end. The form is short, but not always the
/// shortest: to find that is NP-hard.
/// </remarks>
public sealed class DisjunctiveForm
{
    /// <summary>The most inputs that a function may have.</summary>
    public const int MaximumInputs = 16;

    // 3¹⁰ = 59,049 conjunctions are looked at quickly; 3¹⁶ = 43 million are not.
    private const int MostInputsForAllPrimes = 10;

    private DisjunctiveForm(int inputCount, Implicant[] implicants)
    {
        InputCount = inputCount;
        Implicants = implicants;
    }

    /// <summary>The number of inputs.</summary>
    public int InputCount { get; }

    /// <summary>The prime implicants whose disjunction is the function; none if it is always false.</summary>
    public IReadOnlyList<Implicant> Implicants { get; }

    /// <summary>The disjunction with the inputs counted from 1, for example <c>x1 ¬x2 ∨ ¬x1 x2</c>; <c>0</c> if it is always false.</summary>
    public override string ToString() => Implicants.Count == 0 ? "0" : string.Join(" ∨ ", Implicants);

    /// <summary>Reduces a function.</summary>
    /// <param name="truthTable">
    /// The function's values in the order in which truth tables are written, the first input changing most slowly: of two inputs f(0, 0),
    /// f(0, 1), f(1, 0), f(1, 1).
    /// </param>
    /// <exception cref="ArgumentException">The length is not 2ⁿ for n from 1 to <see cref="MaximumInputs"/> inputs.</exception>
    public static DisjunctiveForm Reduce(ReadOnlySpan<bool> truthTable)
    {
        int inputs = BitOperations.Log2((uint)truthTable.Length);
        if (inputs is < 1 or > MaximumInputs || truthTable.Length != 1 << inputs)
            throw new ArgumentException(
                $"The length is {truthTable.Length}, but 2ⁿ values for n from 1 to {MaximumInputs} inputs are wanted.", nameof(truthTable));

        // From here on bit i of a pattern is input i.
        var isTrue = new bool[truthTable.Length];
        for (int row = 0; row < truthTable.Length; row++)
            isTrue[Reverse(row, inputs)] = truthTable[row];

        List<Implicant> cover = inputs <= MostInputsForAllPrimes ? CoverByAllPrimes(isTrue, inputs) : CoverByExpansion(isTrue, inputs);
        DropRedundant(cover, isTrue.Length);
        return new DisjunctiveForm(inputs, [.. cover]);
    }

    private static int Reverse(int row, int inputs)
    {
        int reversed = 0;
        for (int i = 0; i < inputs; i++)
            reversed |= (row >> i & 1) << (inputs - 1 - i);
        return reversed;
    }

    private static List<Implicant> CoverByAllPrimes(bool[] isTrue, int inputs)
    {
        List<Implicant> primes = FindPrimes(isTrue, inputs);
        int all = isTrue.Length - 1;
        var cover = new List<Implicant>();
        var isOpen = (bool[])isTrue.Clone();
        var primesOf = new int[isTrue.Length];
        foreach (Implicant prime in primes)
        {
            foreach (int pattern in new Patterns(prime, all))
                primesOf[pattern]++;
        }

        // A prime that alone covers some pattern is in every form.
        foreach (Implicant prime in primes)
        {
            bool isEssential = false;
            foreach (int pattern in new Patterns(prime, all))
                isEssential |= primesOf[pattern] == 1;
            if (isEssential)
                Take(prime, all, isOpen, cover);
        }

        // What a prime covers anew only ever falls, so the counts of before are bounds: one that is first with its count
        // brought up to date is the best. Of equals the first found is taken.
        var queue = new PriorityQueue<int, (int Negative, int Index)>();
        for (int i = 0; i < primes.Count; i++)
            Enqueue(i);
        while (queue.TryDequeue(out int i, out (int Negative, int Index) bound))
        {
            if (-CountOpen(primes[i], all, isOpen) == bound.Negative)
                Take(primes[i], all, isOpen, cover);
            else
                Enqueue(i);
        }

        return cover;

        void Enqueue(int i)
        {
            int open = CountOpen(primes[i], all, isOpen);
            if (open > 0)
                queue.Enqueue(i, (-open, i));
        }
    }

    /// <summary>All prime implicants, the shortest first.</summary>
    private static List<Implicant> FindPrimes(bool[] isTrue, int inputs)
    {
        // A conjunction is a number in base 3: digit i is 0 or 1 where input i has to be that, and 2 where it is free. It implies
        // the function if both conjunctions do that have a 0 or a 1 in place of its first 2; those come before it.
        int count = 1;
        var power = new int[inputs];
        for (int i = 0; i < inputs; i++)
        {
            power[i] = count;
            count *= 3;
        }

        var implies = new bool[count];
        var literals = new Implicant[count];
        for (int number = 0; number < count; number++)
        {
            int firstFree = -1, positive = 0, negative = 0;
            for (int i = 0, rest = number; i < inputs; i++, rest /= 3)
            {
                if (rest % 3 == 2 && firstFree < 0)
                    firstFree = i;
                positive |= rest % 3 == 1 ? 1 << i : 0;
                negative |= rest % 3 == 0 ? 1 << i : 0;
            }

            literals[number] = new Implicant(positive, negative);
            implies[number] = firstFree < 0
                ? isTrue[positive]
                : implies[number - power[firstFree]] && implies[number - 2 * power[firstFree]];
        }

        var primes = new List<Implicant>();
        for (int number = 0; number < count; number++)
        {
            bool isPrime = implies[number];
            for (int i = 0; i < inputs && isPrime; i++)
            {
                int digit = number / power[i] % 3;
                isPrime = digit == 2 || !implies[number + (2 - digit) * power[i]];
            }

            if (isPrime)
                primes.Add(literals[number]);
        }

        primes.Sort((left, right) => (left.LiteralCount, left.Negative, left.Positive).CompareTo((right.LiteralCount, right.Negative, right.Positive)));
        return primes;
    }

    private static List<Implicant> CoverByExpansion(bool[] isTrue, int inputs)
    {
        // Patterns with few true neighbours first: they leave the least choice.
        var loneliest = new List<int>[inputs + 1];
        for (int i = 0; i <= inputs; i++)
            loneliest[i] = [];
        for (int pattern = 0; pattern < isTrue.Length; pattern++)
        {
            if (isTrue[pattern])
            {
                int neighbours = 0;
                for (int i = 0; i < inputs; i++)
                    neighbours += isTrue[pattern ^ 1 << i] ? 1 : 0;
                loneliest[neighbours].Add(pattern);
            }
        }

        var cover = new List<Implicant>();
        var isOpen = (bool[])isTrue.Clone();
        foreach (List<int> patterns in loneliest)
        {
            foreach (int pattern in patterns)
            {
                if (isOpen[pattern])
                    Take(Expand(pattern, isTrue, isOpen, inputs), isTrue.Length - 1, isOpen, cover);
            }
        }

        return cover;
    }

    /// <summary>Leaves literals out of a conjunction that is true for one pattern until none can be left out any more.</summary>
    private static Implicant Expand(int pattern, bool[] isTrue, bool[] isOpen, int inputs)
    {
        int all = isTrue.Length - 1;
        var implicant = new Implicant(pattern, all & ~pattern);
        int candidates = all;
        while (true)
        {
            int best = -1, mostOpen = -1;
            for (int i = 0; i < inputs; i++)
            {
                if ((candidates >> i & 1) == 0)
                    continue;

                // The patterns that come in are those with this literal turned over.
                int bit = 1 << i;
                var turned = new Implicant(implicant.Positive ^ bit, implicant.Negative ^ bit);
                if (!Implies(turned, all, isTrue))
                {
                    candidates &= ~bit;
                    continue;
                }

                int open = CountOpen(turned, all, isOpen);
                if (open > mostOpen)
                    (best, mostOpen) = (i, open);
            }

            if (best < 0)
                return implicant;
            implicant = new Implicant(implicant.Positive & ~(1 << best), implicant.Negative & ~(1 << best));
            candidates &= ~(1 << best);
        }
    }

    private static bool Implies(Implicant implicant, int all, bool[] isTrue)
    {
        foreach (int pattern in new Patterns(implicant, all))
        {
            if (!isTrue[pattern])
                return false;
        }

        return true;
    }

    private static int CountOpen(Implicant implicant, int all, bool[] isOpen)
    {
        int open = 0;
        foreach (int pattern in new Patterns(implicant, all))
            open += isOpen[pattern] ? 1 : 0;
        return open;
    }

    private static void Take(Implicant implicant, int all, bool[] isOpen, List<Implicant> cover)
    {
        cover.Add(implicant);
        foreach (int pattern in new Patterns(implicant, all))
            isOpen[pattern] = false;
    }

    /// <summary>Drops implicants whose patterns are all covered by others, those of most literals first.</summary>
    private static void DropRedundant(List<Implicant> cover, int patternCount)
    {
        int all = patternCount - 1;
        var coveredBy = new int[patternCount];
        foreach (Implicant implicant in cover)
        {
            foreach (int pattern in new Patterns(implicant, all))
                coveredBy[pattern]++;
        }

        var longestFirst = new List<Implicant>(cover);
        longestFirst.Sort((left, right) => (right.LiteralCount, right.Negative, right.Positive).CompareTo((left.LiteralCount, left.Negative, left.Positive)));
        var dropped = new HashSet<Implicant>();
        foreach (Implicant implicant in longestFirst)
        {
            bool isRedundant = true;
            foreach (int pattern in new Patterns(implicant, all))
                isRedundant &= coveredBy[pattern] > 1;
            if (!isRedundant)
                continue;
            dropped.Add(implicant);
            foreach (int pattern in new Patterns(implicant, all))
                coveredBy[pattern]--;
        }

        cover.RemoveAll(dropped.Contains);
    }

    /// <summary>The input patterns for which a conjunction is true, in ascending order.</summary>
    private readonly struct Patterns(Implicant implicant, int all)
    {
        public Enumerator GetEnumerator() => new(implicant.Positive, all & ~(implicant.Positive | implicant.Negative));

        public struct Enumerator(int positive, int free)
        {
            private int _chosen;
            private bool _isPastLast;
            private bool _hasStarted;

            public readonly int Current => positive | _chosen;

            public bool MoveNext()
            {
                if (!_hasStarted)
                {
                    _hasStarted = true;
                    return true;
                }

                // The next subset of the free inputs.
                _chosen = (_chosen - free) & free;
                _isPastLast |= _chosen == 0;
                return !_isPastLast;
            }
        }
    }
}
