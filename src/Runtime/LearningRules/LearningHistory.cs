using System.Collections.Generic;

namespace Generated;

/// <summary>Why a learning rule came to its end.</summary>
public enum LearningEnd
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>An epoch without a wrong output, after which the rule would change nothing any more.</summary>
    Converged,

    /// <summary>The caller cancelled it.</summary>
    Cancelled,
}

/// <summary>What is known after an epoch of a learning rule.</summary>
/// <param name="Epoch">The epoch, from 1 on.</param>
/// <param name="Epochs">How many epochs there are to be at most.</param>
/// <param name="Error">
/// The mean error of the samples, each taken when it was met and before what it taught: ½‖t − y‖² for a target t and an output y
/// (of threshold units half the number of wrong outputs), ½‖x − Wᵀy‖² for a rule without targets.
/// </param>
/// <param name="Updates">How many times the weights of a unit were changed.</param>
/// <param name="WeightNorm">The length of the vector of all weights, biases left out, after the epoch.</param>
public readonly record struct LearningEpoch(int Epoch, int Epochs, double Error, int Updates, double WeightNorm);

/// <summary>The course of a learning rule.</summary>
/// <param name="Epochs">What was known after each complete epoch, the first epoch first.</param>
/// <param name="End">Why it came to its end.</param>
public sealed record LearningHistory(IReadOnlyList<LearningEpoch> Epochs, LearningEnd End);
