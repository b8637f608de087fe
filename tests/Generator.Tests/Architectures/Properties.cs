using System;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Generated.Tests;

/// <summary>
/// Checks properties. Their seed is fixed, so that the suite says the same everywhere, unless GENERATED_PROPERTY_SEED is
/// set (to a number; any other word takes a random one). A failure names the seed.
/// </summary>
internal static class Properties
{
    private static readonly ulong s_seed = Environment.GetEnvironmentVariable("GENERATED_PROPERTY_SEED") is not { Length: > 0 } seed ? 1
        : ulong.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number
        : (ulong)Random.Shared.NextInt64();

    public static void Check<T>(Arbitrary<T> values, int count, Action<T> claim) => Prop.ForAll(values, claim)
        .Label(string.Create(CultureInfo.InvariantCulture, $"GENERATED_PROPERTY_SEED={s_seed}"))
        .Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(count)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(s_seed), FSharpOption<int>.None))));
}
