using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>Every schedule against its formula, or against PyTorch's scheduler in plain loops.</summary>
public class ScheduleTests
{
    [Fact]
    public void ConstantStaysTheSame()
    {
        Assert.Equal(1.0, new ConstantSchedule().Factor(1000));
        Assert.Equal(0.25, new ConstantSchedule(0.25).Factor(0));
    }

    [Fact]
    public void StepFallsAtEqualDistances() =>
        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25], Factors(new StepSchedule(3, 0.5), 8));

    [Fact]
    public void ExponentialFallsEachTime()
    {
        // As PyTorch does: one multiplication after another.
        var schedule = new ExponentialSchedule(0.9);
        double expected = 1;
        for (int t = 0; t < 100; t++, expected *= 0.9)
            Assert.Equal(1.0, schedule.Factor(t) / expected, 1e-13);
    }

    [Fact]
    public void CosineFallsAlongHalfACosineAndStays()
    {
        var schedule = new CosineSchedule(100, minimum: 0.1);
        for (int t = 0; t <= 100; t++)
            Assert.Equal(0.1 + 0.9 * (1 + Math.Cos(Math.PI * t / 100)) / 2, schedule.Factor(t), 1e-15);
        Assert.Equal(1.0, schedule.Factor(0));
        Assert.Equal(0.1, schedule.Factor(100));
        Assert.Equal(0.1, schedule.Factor(long.MaxValue));
        Assert.Equal(0.0, new CosineSchedule(3).Factor(3));
    }

    [Fact]
    public void TheCosineIsAccurate()
    {
        // What it is compared with takes the cosine of an angle that is rounded itself.
        for (int i = 0; i <= 4096; i++)
            Assert.Equal(Math.Cos(Math.PI * i / 4096), CosineOfPi.Of(i / 4096.0), 6e-16);
        Assert.Equal(-1.0, CosineOfPi.Of(1));
        Assert.Equal(0.0, CosineOfPi.Of(0.5));
    }

    [Fact]
    public void WarmupRisesToOneAndStays()
    {
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1, 1, 1], Factors(new LinearWarmup(4, start: 0.2), 7).Select(factor => Math.Round(factor, 15)));
        Assert.Equal(1.0 / 3, new LinearWarmup(5).Factor(0));
    }

    [Theory]
    [InlineData(10, 0.3)]
    [InlineData(100, 0.3)]
    [InlineData(7, 0.5)]
    public void OneCycleIsPyTorchs(int total, double risingShare)
    {
        // torch.optim.lr_scheduler.OneCycleLR.get_lr with max_lr = 1.
        var schedule = new OneCycleSchedule(total) { RisingShare = risingShare, InitialDivisor = 10, FinalDivisor = 100 };
        (double End, double From, double To)[] phases = [(risingShare * total - 1, 0.1, 1), (total - 1, 1, 0.001)];
        for (int t = 0; t < total; t++)
        {
            double startStep = 0, rate = double.NaN;
            for (int i = 0; i < phases.Length; i++)
            {
                if (t <= phases[i].End || i == phases.Length - 1)
                {
                    double share = (t - startStep) / (phases[i].End - startStep);
                    rate = phases[i].To + (phases[i].From - phases[i].To) / 2 * (1 + Math.Cos(Math.PI * share));
                    break;
                }

                startStep = phases[i].End;
            }

            Assert.Equal(rate, schedule.Factor(t), 1e-14);
        }

        Assert.Equal(schedule.Factor(total - 1), schedule.Factor(total + 5));
    }

    [Fact]
    public void OneCycleMayOnlyFall()
    {
        var schedule = new OneCycleSchedule(10) { RisingShare = 0 };
        Assert.Equal(1.0, schedule.Factor(0));
        Assert.True(schedule.Factor(1) < 1);
        Assert.Equal(1.0, new OneCycleSchedule(2) { RisingShare = 0.5 }.Factor(0));
        Assert.Equal(1.0, new OneCycleSchedule(2) { RisingShare = 1 }.Factor(1) * 25e4, 1e-12);
    }

    [Fact]
    public void PlateauIsPyTorchs()
    {
        // torch.optim.lr_scheduler.ReduceLROnPlateau.step with factor=0.5, patience=2, threshold=0.1, cooldown=1, min_lr=0.2.
        var random = new RandomGenerator(1);
        var schedule = new ReduceOnPlateau { Gamma = 0.5, Patience = 2, Threshold = 0.1, Cooldown = 1, Minimum = 0.2 };
        double rate = 1, best = double.PositiveInfinity;
        int bad = 0, cooldown = 0;
        var rates = new HashSet<double>();
        for (int epoch = 1; epoch <= 60; epoch++)
        {
            double loss = Math.Exp(-0.05 * epoch) + 0.3 * random.NextDouble();
            schedule.Observe(epoch, loss);
            if (loss < best * (1 - 0.1))
                (best, bad) = (loss, 0);
            else
                bad++;
            if (cooldown > 0)
                (cooldown, bad) = (cooldown - 1, 0);
            if (bad > 2)
                (rate, cooldown, bad) = (Math.Max(rate * 0.5, 0.2), 1, 0);
            Assert.Equal(rate, schedule.Factor(epoch));
            rates.Add(rate);
        }

        Assert.Equal([0.2, 0.25, 0.5, 1], rates.Order());
        schedule.Reset();
        Assert.Equal(1.0, schedule.Factor(0));
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(-1e-300)]
    [InlineData(0.0)]
    [InlineData(2.0)]
    public void AConstantLossIsAPlateauWhateverItsSign(double loss)
    {
        // PyTorch takes −1 < −1 · (1 − 10⁻⁴) for an improvement.
        var schedule = new ReduceOnPlateau { Patience = 3 };
        for (int epoch = 1; epoch <= 4; epoch++)
        {
            schedule.Observe(epoch, loss);
            Assert.Equal(1.0, schedule.Factor(epoch));
        }

        schedule.Observe(5, loss);
        Assert.Equal(0.1, schedule.Factor(5));
    }

    [Fact]
    public void ALossBelowZeroImprovesByAShareOfItsMagnitude()
    {
        var schedule = new ReduceOnPlateau { Patience = 0, Threshold = 0.1, Gamma = 0.5 };
        schedule.Observe(1, -10);
        schedule.Observe(2, -11.5);
        Assert.Equal(1.0, schedule.Factor(2));
        schedule.Observe(3, -12.5);
        Assert.Equal(0.5, schedule.Factor(3));
        schedule.Observe(4, -13);
        Assert.Equal(0.5, schedule.Factor(4));
    }

    [Fact]
    public void SchedulesFollowEachOther()
    {
        LearningRateSchedule schedule = new LinearWarmup(5, start: 0).Then(new CosineSchedule(10)).Then(new ConstantSchedule(0.5));
        var cosine = new CosineSchedule(10);
        double[] expected = [.. Enumerable.Range(0, 5).Select(t => t / 5.0), .. Factors(cosine, 10), 0.5, 0.5];
        Assert.Equal(expected, Factors(schedule, 17));
        Assert.Null(schedule.Duration);

        Assert.Equal([1, 1, 1, 0.5, 0.25], Factors(new ConstantSchedule().Then(new ExponentialSchedule(0.5), after: 2), 5));
        Assert.Throws<InvalidOperationException>(() => new ConstantSchedule().Then(cosine));
    }

    [Fact]
    public void SchedulesMultiply()
    {
        LearningRateSchedule schedule = new LinearWarmup(2, start: 0.5).Times(new StepSchedule(3, 0.1));
        Assert.Equal([0.5, 0.75, 1, 0.1, 0.1, 0.1], Factors(schedule, 6));
        Assert.Equal(7, new CosineSchedule(7).Times(new LinearWarmup(3)).Duration);
    }

    [Fact]
    public void OnlyTheScheduleOfTheTimeSeesALoss()
    {
        LearningRateSchedule schedule = new ReduceOnPlateau { Gamma = 0.5, Patience = 0 }.Then(new ReduceOnPlateau { Gamma = 0.1, Patience = 0 }, after: 2);
        foreach (int time in new[] { 1, 2, 3, 4 })
            schedule.Observe(time, 1);
        Assert.Equal([0.5, 0.5, 0.1], Factors(schedule, 3));
    }

    [Fact]
    public void StateIsExportedAndImported()
    {
        var random = new RandomGenerator(1);
        LearningRateSchedule first = New();
        for (int t = 1; t <= 20; t++)
            first.Observe(t, random.NextDouble());
        var state = new double[first.StateLength];
        first.ExportState(state);
        LearningRateSchedule second = New();
        second.ImportState(state);
        for (int t = 21; t <= 60; t++)
        {
            double loss = random.NextDouble();
            first.Observe(t, loss);
            second.Observe(t, loss);
            Assert.Equal(first.Factor(t), second.Factor(t));
        }

        static LearningRateSchedule New() => new LinearWarmup(4).Times(new ReduceOnPlateau { Gamma = 0.9, Patience = 1, Cooldown = 2 }).Then(new ReduceOnPlateau { Patience = 5, Gamma = 0.7 }, after: 30);
    }

    [Fact]
    public void FactorsAllocateNothing()
    {
        LearningRateSchedule schedule = new LinearWarmup(5).Then(new OneCycleSchedule(50)).Times(new ReduceOnPlateau()).Times(new ExponentialSchedule(0.99));
        double sum = 0;
        Allocation.AssertNone(() =>
        {
            for (int t = 0; t < 60; t++)
            {
                sum += schedule.Factor(t);
                schedule.Observe(t + 1, 1);
            }
        });
        Assert.True(sum > 0);
    }

    [Fact]
    public void TextsTellSettingsApartInAnyCulture()
    {
        Assert.Equal("(warm-up from 0.5 in 5) until 5, then (cosine to 0 in 95)", new LinearWarmup(5, 0.5).Then(new CosineSchedule(95)).ToString());
        Assert.NotEqual(new StepSchedule(3).ToString(), new StepSchedule(4).ToString());
        Assert.NotEqual(new ReduceOnPlateau { Cooldown = 1 }.ToString(), new ReduceOnPlateau().ToString());
        Assert.NotEqual(new OneCycleSchedule(9) { FinalDivisor = 2 }.ToString(), new OneCycleSchedule(9).ToString());
    }

    [Fact]
    public void SettingsOutOfRangeAreNamed()
    {
        AssertNamed("factor", () => new ConstantSchedule(-1));
        AssertNamed("every", () => new StepSchedule(0));
        AssertNamed("gamma", () => new StepSchedule(1, double.NaN));
        AssertNamed("gamma", () => new ExponentialSchedule(-1));
        AssertNamed("duration", () => new CosineSchedule(0));
        AssertNamed("minimum", () => new CosineSchedule(1, 2));
        AssertNamed("duration", () => new LinearWarmup(0));
        AssertNamed("start", () => new LinearWarmup(1, -1));
        AssertNamed("duration", () => new OneCycleSchedule(1));
        AssertNamed("RisingShare", () => new OneCycleSchedule(2) { RisingShare = 1.5 });
        AssertNamed("InitialDivisor", () => new OneCycleSchedule(2) { InitialDivisor = 0 });
        AssertNamed("FinalDivisor", () => new OneCycleSchedule(2) { FinalDivisor = 0 });
        AssertNamed("Gamma", () => new ReduceOnPlateau { Gamma = 1 });
        AssertNamed("Patience", () => new ReduceOnPlateau { Patience = -1 });
        AssertNamed("Threshold", () => new ReduceOnPlateau { Threshold = 1 });
        AssertNamed("Cooldown", () => new ReduceOnPlateau { Cooldown = -1 });
        AssertNamed("Minimum", () => new ReduceOnPlateau { Minimum = -1 });
        AssertNamed("after", () => new ConstantSchedule().Then(new ConstantSchedule(), 0));

        static void AssertNamed(string name, Func<object> create) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(create).ParamName);
    }

    [Theory]
    [InlineData(0.999, 0)]
    [InlineData(0.999, 1)]
    [InlineData(0.999, 1000)]
    [InlineData(0.9, 12345)]
    [InlineData(1.0, 1_000_000_000)]
    [InlineData(0.0, 3)]
    public void WholePowersAreAccurate(double x, int n)
    {
        if (n > 2000)
            Assert.Equal(Math.Pow(x, n), IntegerPower.Of(x, n), 1e-11 * Math.Pow(x, n));
        else
            Assert.Equal(Math.Pow(x, n), IntegerPower.Of(x, n), 1e-15 * (n + 1));
    }

    private static double[] Factors(LearningRateSchedule schedule, int count) => [.. Enumerable.Range(0, count).Select(t => schedule.Factor(t))];
}
