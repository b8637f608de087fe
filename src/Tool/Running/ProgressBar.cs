using System;
using Spectre.Console;

namespace Generated.Tool.Running;

/// <summary>A bar for work that takes long enough to be looked at, where somebody looks.</summary>
internal static class ProgressBar
{
    // Some tenths of a second.
    private const long ShortestLength = 4 << 20;

    /// <summary>Does some work and shows how far it is, on the terminal of errors.</summary>
    /// <param name="console">The console. Without a terminal nothing is shown.</param>
    /// <param name="title">What is going on.</param>
    /// <param name="length">The length of the whole work; short work has no bar.</param>
    /// <param name="work">The work, which is given what to call with the length that is done.</param>
    public static void Show(ToolConsole console, string title, long length, Action<Action<long>> work)
    {
        if (!console.IsErrorTerminal || length < ShortestLength)
        {
            work(_ => { });
            return;
        }

        console.Draw(console.Error, isTerminal: true).Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(progress =>
            {
                ProgressTask task = progress.AddTask(Markup.Escape(title), maxValue: length);
                work(done => task.Value = done);
            });
    }
}
