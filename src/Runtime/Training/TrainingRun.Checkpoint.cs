using System;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace Generated;

// What a checkpoint holds of a training, and the way back from it.
internal sealed partial class TrainingRun<TNetwork, T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes all that the training needs to go on.</summary>
    public void Save<TLoss>(string path)
        where TLoss : struct, ILoss<T>
    {
        if (_savingThread != Environment.CurrentManagedThreadId)
            throw new InvalidOperationException($"A checkpoint is saved between two epochs: in {nameof(Trainer<,>.EpochCompleted)}, on its thread.");
        OptimizerState<T> optimizer = _optimizer.ExportState();
        new Checkpoint<T>
        {
            Settings = Settings(TrainingSettings.NameOf<TLoss>()),
            BaseLearningRate = _baseLearningRate,
            Schedule = ScheduleState(),
            Optimizer = optimizer with { Memory = [.. optimizer.Memory.Select(quantity => Canonical(WithConstants(quantity)))] },
            LossToImprove = _lossToImprove,
            EpochsWithoutImprovement = _epochsWithoutImprovement,
            Epochs = _history.Epochs,
            Parameters = Canonical(_network.Parameters),
            Best = _best.Length > 0 ? Canonical(_best) : [],
        }.Save(path, TNetwork.Shape);
    }

    /// <summary>Goes to where the training was when it was saved. Everything is read and compared before anything is changed.</summary>
    public void Load<TLoss>(string path)
        where TLoss : struct, ILoss<T>
    {
        var checkpoint = Checkpoint<T>.Load(path, TNetwork.Shape);
        string loss = checkpoint.HasShortLossName ? typeof(TLoss).Name : TrainingSettings.NameOf<TLoss>();
        TrainingSettings.RequireSame(path, checkpoint.Settings, Settings(loss));
        if (checkpoint.Schedule.Length != (_trainer.Schedule?.StateLength ?? 0) || checkpoint.Best.Length != _best.Length
            || checkpoint.Epochs.Any(epoch => epoch.ValidationLoss.HasValue != _validation is not null))
        {
            throw new CheckpointException(path, "what it holds does not fit its settings.");
        }

        T[][] memory = [.. checkpoint.Optimizer.Memory.Select(quantity => Own(quantity)[..TNetwork.Shape.TrainableCount])];
        OptimizerState<T> optimizer = checkpoint.Optimizer with { Memory = memory };
        T[] parameters = Own(checkpoint.Parameters), best = _best.Length > 0 ? Own(checkpoint.Best) : [];
        ImportStates(path, optimizer, checkpoint.Schedule);

        // From here on nothing fails.
        parameters.CopyTo(_network.Parameters);
        best.CopyTo(_best, 0);
        _baseLearningRate = checkpoint.BaseLearningRate;
        _lossToImprove = checkpoint.LossToImprove;
        _epochsWithoutImprovement = checkpoint.EpochsWithoutImprovement;
        _history = new TrainingHistory(_trainer.Epochs);
        foreach (TrainingProgress epoch in checkpoint.Epochs)
            _history.Add(epoch with { Epochs = _trainer.Epochs });
        _elapsedBefore = checkpoint.Epochs.Count > 0 ? checkpoint.Epochs[^1].Elapsed : TimeSpan.Zero;
    }

    /// <summary>Hands the schedule and the optimiser what they remember: to both, or, where one of them refuses it, to none.</summary>
    private void ImportStates(string path, OptimizerState<T> optimizer, double[] schedule)
    {
        double[] before = ScheduleState();
        try
        {
            _trainer.Schedule?.ImportState(schedule);
            try
            {
                _optimizer.ImportState(optimizer);
            }
            catch
            {
                _trainer.Schedule?.ImportState(before);
                throw;
            }
        }
        catch (ArgumentException error)
        {
            // The parameter's name is of no use, and the cause may quote the file.
            throw new CheckpointException(path, error.Message.Replace($" (Parameter '{error.ParamName}')", "", StringComparison.Ordinal));
        }
    }

    private double[] ScheduleState()
    {
        var state = new double[_trainer.Schedule?.StateLength ?? 0];
        _trainer.Schedule?.ExportState(state);
        return state;
    }

    /// <summary>What decides on the bits of a training besides its data: with another value a resumed run would not be the same run.</summary>
    private (string Name, string Value)[] Settings(string loss) =>
    [
        ("loss", loss),
        ("optimiser", _optimizer.Description),
        ("schedule", _trainer.Schedule?.ToString() ?? "none"),
        ("schedule's interval", _trainer.ScheduleInterval.ToString()),
        ("batch size", Invariant($"{_trainer.BatchSize}")),
        ("shuffling", _trainer.Shuffle ? Invariant($"seed {_trainer.Seed}") : "none"),
        ("training samples", Invariant($"{_training.Count}")),
        ("validation samples", Invariant($"{_validation?.Count ?? 0}{(_trainer.ValidationShare > 0 ? $", seed {_trainer.Seed}" : "")}")),
        ("clipping", $"value {OrNone(_trainer.ClipValue)}, norm {OrNone(_trainer.ClipNorm)}"),
        ("early stopping", _trainer.EarlyStopping is { } stopping
            ? Invariant($"patience {stopping.Patience}, improvement {stopping.MinimumImprovement}")
            : "none"),
        .. TNetwork.Shape.DependsOnStep ? [("dropout", Invariant($"seed {_trainer.Seed}"))] : Array.Empty<(string, string)>(),
    ];

    /// <summary>What an optimiser remembers, with a zero for each constant of the network, of which it remembers nothing.</summary>
    private static T[] WithConstants(T[] quantity)
    {
        var whole = new T[TNetwork.Shape.ParameterCount];
        quantity.CopyTo(whole, 0);
        return whole;
    }

    private static string OrNone(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "none";

    private static T[] Canonical(ReadOnlySpan<T> own)
    {
        var canonical = new T[own.Length];
        ParameterOrder.Export(TNetwork.Shape, own, canonical);
        return canonical;
    }

    private static T[] Own(T[] canonical)
    {
        var own = new T[canonical.Length];
        ParameterOrder.Import<T>(TNetwork.Shape, canonical, own);
        return own;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
