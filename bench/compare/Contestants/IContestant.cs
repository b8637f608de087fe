using System;
using System.Collections.Generic;
using Generated.Bench;

namespace Generated.Compare;

/// <summary>Somebody who can do the same work.</summary>
internal interface IContestant
{
    /// <summary>What it is called in the table.</summary>
    string Name { get; }

    /// <summary>What is not installed and how to install it; null, if nothing is missing.</summary>
    string? Missing { get; }

    /// <summary>Prepares for a job; null, if this is not something that it does.</summary>
    Entry? Enter(Job job);
}

/// <summary>A contestant that is ready to do a job.</summary>
/// <param name="Ways">Each does the job in another way, as many times as told, and returns what one of them took; the fastest counts.</param>
/// <param name="Result">
/// What it computed: the outputs, or, of a training step, the losses of <see cref="Job.ComparedSteps"/> steps. Empty, if it
/// does the job in part only.
/// </param>
internal sealed record Entry(IReadOnlyList<Func<int, CallCost>> Ways, float[] Result);
