using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Generated.Samples.Gates;

/// <summary>Teaches every gate by every rule, and reports.</summary>
internal static class GatesRun
{
    /// <summary>Writes the picture and a table of what was learnt.</summary>
    /// <param name="output">Receives the table.</param>
    /// <param name="picture">The file of the picture.</param>
    /// <returns>How every rule did on every gate.</returns>
    public static IReadOnlyList<Lesson> Execute(TextWriter output, string picture)
    {
        Lesson[] lessons = [.. Method.All.SelectMany(method => Gate.All.Select(gate => method.Teach(method, gate)))];
        output.WriteLine("Corners right of 4, and what the rule had to do:");
        output.WriteLine();
        foreach (Method method in Method.All)
        {
            output.WriteLine($"{method.Name}, {method.Network}");
            foreach (Lesson lesson in lessons.Where(lesson => lesson.Method == method))
                output.WriteLine(FormattableString.Invariant($"  {lesson.Gate.Name,-3}  {lesson.RightCount} {(lesson.RightCount == 4 ? "learnt    " : "not learnt")}  {lesson.Course}"));
        }

        output.WriteLine();
        output.WriteLine("A single unit draws one line, and no line separates XOR; two lines and a unit that joins them do.");
        GatesPicture.Draw(lessons).Save(picture);
        return lessons;
    }
}
