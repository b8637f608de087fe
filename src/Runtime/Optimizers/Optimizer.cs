using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Kernels;
using Generated.Numerics;

namespace Generated;

/// <summary>What the optimisers share: the learning rate, the count of the steps and the memory that goes with every parameter.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class Optimizer<T> : IOptimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A count that does not overflow in a lifetime.
    private const long MostSteps = long.MaxValue / 2;

    // One vector for each of the quantities that the optimiser remembers, as long as the parameter vector.
    private AlignedBuffer<T>[] _memory = [];
    private int _parameterCount;

    private protected Optimizer(double learningRate) => LearningRate = learningRate;

    /// <inheritdoc/>
    public double LearningRate
    {
        get;
        set
        {
            HyperparameterRange.RequireNotNegative(value, nameof(LearningRate));
            field = value;
        }
    }

    /// <summary>The number of steps so far, the current one included: t of the formulas.</summary>
    public long StepCount { get; private set; }

    /// <inheritdoc/>
    public abstract string Description { get; }

    /// <summary>How many quantities the optimiser remembers of every parameter.</summary>
    private protected abstract int MemoryPerParameter { get; }

    /// <summary>Which of them is a sum or mean of squares, so never negative and perhaps infinite; −1 if none is.</summary>
    private protected abstract int SquareInMemory { get; }

    /// <inheritdoc/>
    public void Step(Span<T> parameters, Span<T> gradient)
    {
        SpanArguments.RequireLength(gradient.Length, parameters.Length, nameof(gradient));
        RequireSameNetwork(parameters.Length, nameof(parameters));
        BeginStep(parameters.Length);
        Update(0, parameters, gradient);
    }

    /// <inheritdoc/>
    public void BeginStep(int parameterCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parameterCount);
        RequireSettings();
        RequireSameNetwork(parameterCount, nameof(parameterCount));
        if (_memory.Length != MemoryPerParameter)
            _memory = NewMemory(parameterCount);
        _parameterCount = parameterCount;
        StepCount++;
        PrepareStep();
    }

    /// <inheritdoc/>
    public void StepRange(int start, Span<T> parameters, Span<T> gradient)
    {
        SpanArguments.RequireLength(gradient.Length, parameters.Length, nameof(gradient));
        if (start < 0 || start > _parameterCount - parameters.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, string.Create(CultureInfo.InvariantCulture,
                $"{parameters.Length} parameters from there on are not within the {_parameterCount} of the step that was begun."));
        }

        Update(start, parameters, gradient);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _memory = [];
        _parameterCount = 0;
        StepCount = 0;
    }

    /// <inheritdoc/>
    public OptimizerState<T> ExportState() =>
        new(Description, StepCount, LearningRate, [.. _memory.Select(quantity => quantity.Span.ToArray())]);

    /// <inheritdoc/>
    public void ImportState(OptimizerState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Description != Description)
            throw new ArgumentException($"The state is that of '{state.Description}', but this optimiser is '{Description}'.", nameof(state));
        bool isMemoryWhole = state.Memory.Count == (state.StepCount > 0 ? MemoryPerParameter : 0)
            && state.Memory.All(quantity => quantity.Length == state.Memory[0].Length);
        if (state.StepCount < 0 || !isMemoryWhole)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The state after {state.StepCount} steps has {state.Memory.Count} vectors of memory, or vectors of different lengths; "
                + $"{MemoryPerParameter} of one length are wanted, and none before the first step."), nameof(state));
        }

        if (!(state.LearningRate >= 0.0 && double.IsFinite(state.LearningRate)))
        {
            throw new ArgumentOutOfRangeException(nameof(state),
                string.Create(CultureInfo.InvariantCulture, $"The learning rate of the state is {state.LearningRate}."));
        }

        if (state.StepCount > MostSteps)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The state is that after {state.StepCount} steps, more than there can be."), nameof(state));
        }

        for (int i = 0; i < state.Memory.Count; i++)
            RequireMemory(state.Memory[i], isSquare: i == SquareInMemory, nameof(state));

        LearningRate = state.LearningRate;
        StepCount = state.StepCount;
        _parameterCount = 0;
        _memory = [];
        if (state.Memory.Count > 0)
        {
            _memory = NewMemory(state.Memory[0].Length);
            for (int i = 0; i < _memory.Length; i++)
                state.Memory[i].CopyTo(_memory[i].Span);
        }
    }

    /// <summary>Requires settings that make sense together.</summary>
    /// <exception cref="InvalidOperationException">They contradict each other.</exception>
    private protected virtual void RequireSettings()
    {
    }

    /// <summary>Computes what all parameters of a step share. It has been counted already.</summary>
    private protected abstract void PrepareStep();

    /// <summary>Moves the parameters from <paramref name="start"/> on.</summary>
    private protected abstract void Update(int start, Span<T> parameters, Span<T> gradient);

    /// <summary>One of the remembered quantities, from a parameter on.</summary>
    private protected ref T Memory(int quantity, int start) => ref Unsafe.Add(ref _memory[quantity].Reference, start);

    private static void RequireMemory(T[] quantity, bool isSquare, string name)
    {
        foreach (T value in quantity)
        {
            if (!(isSquare ? value >= T.Zero : T.IsFinite(value)))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The state has {value} in its memory, which no steps lead to."), name);
        }
    }

    private AlignedBuffer<T>[] NewMemory(int parameterCount)
    {
        var memory = new AlignedBuffer<T>[MemoryPerParameter];
        for (int i = 0; i < memory.Length; i++)
            memory[i] = new AlignedBuffer<T>(parameterCount);
        return memory;
    }

    private void RequireSameNetwork(int parameterCount, string name)
    {
        if (_memory.Length > 0 && parameterCount != _memory[0].Length)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"This optimiser already serves a network of {_memory[0].Length} parameters, but got one of {parameterCount}. ")
                + $"Use a new optimiser for each network, or {nameof(Reset)} it.", name);
        }
    }
}
