using System;

namespace Generated;

/// <summary>What is known after an epoch of training.</summary>
/// <param name="Epoch">The epoch, from 1 on.</param>
/// <param name="Epochs">How many epochs there are to be at most.</param>
/// <param name="TrainingLoss">The mean loss over the training samples, each taken when its batch was met, so while the parameters were moving.</param>
/// <param name="ValidationLoss">The mean loss over the validation samples after the epoch; null without validation.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation samples; null without validation, or if the targets are no classes.</param>
/// <param name="Duration">The time that the epoch took, validation included.</param>
/// <param name="Elapsed">The time since the training started; without the pause if it was resumed.</param>
/// <param name="LearningRate">The learning rate η of the epoch's last step.</param>
public readonly record struct TrainingProgress(
    int Epoch,
    int Epochs,
    double TrainingLoss,
    double? ValidationLoss,
    double? ValidationAccuracy,
    TimeSpan Duration,
    TimeSpan Elapsed,
    double LearningRate);
