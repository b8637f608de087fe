using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace Generated.Samples.Policy;

/// <summary>How a policy did in the course of its training.</summary>
/// <param name="Seed">Decides the initial weights, the episodes and the pushes.</param>
/// <param name="Course">Pushes seen, and the mean return of the evaluation episodes then.</param>
/// <param name="Duration">The time of training and evaluation.</param>
internal sealed record Lesson(ulong Seed, IReadOnlyList<(double Pushes, double Return)> Course, TimeSpan Duration)
{
    /// <summary>The mean return at the end.</summary>
    public double Return => Course[^1].Return;
}

/// <summary>Trains a policy with each seed, and reports.</summary>
internal static class PolicyRun
{
    public const int Enough = 450, Episodes = 20, Updates = 400;
    private const int Looks = 20;

    /// <summary>Writes how the mean return grows, and a picture of it.</summary>
    /// <param name="output">Receives the returns.</param>
    /// <param name="picture">The file of the picture.</param>
    /// <param name="seeds">How many trainings.</param>
    /// <param name="updates">How many steps each optimiser takes.</param>
    public static IReadOnlyList<Lesson> Execute(TextWriter output, string picture, int seeds, int updates)
    {
        long pushes = (long)updates * ActorCritic.PushesPerUpdate;
        output.WriteLine(FormattableString.Invariant(
            $"Mean return of {Episodes} episodes, of at most {CartPole.MaxSteps}, at every twentieth of {pushes:N0} pushes:"));
        var lessons = new List<Lesson>();
        for (int i = 0; i < seeds; i++)
        {
            Lesson lesson = Teach((ulong)i + 1, updates);
            lessons.Add(lesson);
            string course = string.Join(' ', lesson.Course.Select(point => FormattableString.Invariant($"{point.Return,3:F0}")));
            output.WriteLine(FormattableString.Invariant($"seed {lesson.Seed}: {course}  ({lesson.Duration.TotalSeconds:F1} s)"));
        }

        output.WriteLine(FormattableString.Invariant($"{lessons.Count(lesson => lesson.Return >= Enough)} of {seeds} end at {Enough} or more."));
        PolicyPicture.Draw(lessons).Save(picture);
        return lessons;
    }

    private static Lesson Teach(ulong seed, int updates)
    {
        long start = Stopwatch.GetTimestamp();
        var learner = new ActorCritic(seed);
        var course = new List<(double, double)> { (0, learner.Evaluate(Episodes, seed)) };
        for (int update = 1; update <= updates; update++)
        {
            learner.Update((update - 1.0) / updates);
            if (update % Math.Max(1, updates / Looks) == 0 || update == updates)
                course.Add(((double)update * ActorCritic.PushesPerUpdate, learner.Evaluate(Episodes, seed)));
        }

        return new Lesson(seed, course, Stopwatch.GetElapsedTime(start));
    }
}
