using System;
using System.Collections.Generic;
using Generated.Numerics;
using Generated.Samples.Policy;
using Xunit;
using Lesson = Generated.Samples.Policy.Lesson;

namespace Generated.Tests;

/// <summary>The sample about policies learns what it says, and allocates nothing on the way.</summary>
public class PolicyTests
{
    [Fact]
    public void TheFirstSeedLearnsToBalanceThePoleAndThePictureShowsIt()
    {
        IReadOnlyList<Lesson> lessons = [];
        var picture = new PictureFile((output, path) => lessons = PolicyRun.Execute(output, path, seeds: 1, updates: PolicyRun.Updates));
        Lesson lesson = Assert.Single(lessons);
        Assert.InRange(lesson.Return, PolicyRun.Enough, CartPole.MaxSteps);
        Assert.InRange(lesson.Course[0].Return, 0, 200);
        Assert.Equal(1, picture.Count("polyline", "curve first"));
        Assert.True(picture.IsWithinItsPage());
    }

    [Fact]
    public void AnUpdateAllocatesNothingAndIsDeterministic()
    {
        ActorCritic first = new(seed: 3), second = new(seed: 3);
        first.Update(0);
        second.Update(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        first.Update(0.5);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        second.Update(0.5);
        Assert.Equal(first.Network.Parameters.ToArray(), second.Network.Parameters.ToArray());
    }

    [Fact]
    public void ThePoleFallsWhenItIsLeftToOnePush()
    {
        CartPole cart = default;
        cart.Start(new RandomGenerator(1));
        while (!cart.HasFailed)
            cart.Push(right: true);
        Assert.InRange(cart.Steps, 7, 11);
    }
}
