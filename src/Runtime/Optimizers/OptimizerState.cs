using System.Collections.Generic;
using System.Numerics;

namespace Generated;

/// <summary>What an optimiser remembers of its steps: with the same settings, gradients and state it takes the same next steps, bit for bit.</summary>
/// <param name="Description">The optimiser and its settings, <see cref="IOptimizer{T}.Description"/>.</param>
/// <param name="StepCount">The number of steps so far.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="Memory">
/// Vectors as long as the parameter vector and in its order, one for each of the remembered quantities; none before the first step.
/// </param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record OptimizerState<T>(string Description, long StepCount, double LearningRate, IReadOnlyList<T[]> Memory)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;
