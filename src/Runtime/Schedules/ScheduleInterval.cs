namespace Generated;

/// <summary>What the time of a <see cref="LearningRateSchedule"/> is counted in.</summary>
public enum ScheduleInterval
{
    /// <summary>Epochs: the rate stays the same within an epoch.</summary>
    Epoch,

    /// <summary>Steps, one for each batch.</summary>
    Step,
}
