using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;

namespace Generated;

/// <summary>A part of the memory of a streaming network: what one of its layers remembers from step to step.</summary>
/// <param name="name">What it is called: <c>layer1.hidden</c>.</param>
/// <param name="steps">The steps that it remembers, or 0 if it is one vector.</param>
/// <param name="features">The features of each step, or of the vector.</param>
public sealed class StateTensor(string name, int steps, int features)
{
    /// <summary>What it is called: the layer and <c>hidden</c>, <c>cell</c> or <c>history</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The steps that it remembers, the oldest first, or 0 if it is one vector.</summary>
    public int Steps { get; } = steps;

    /// <summary>The features of each step, or of the vector.</summary>
    public int Features { get; } = features;

    /// <summary>The number of values.</summary>
    public int Length { get; } = checked(Math.Max(1, steps) * features);
}

/// <summary>
/// What a streaming network remembers of one sequence. The network's nested class <c>State</c> derives from it; the caller creates one for each sequence. It
/// allocates nothing after its creation. A state is for one thread at a time; the network itself is for all.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class NetworkState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StateTensor[] _tensors;
    private readonly T[] _values;

    /// <summary>Creates a state of zeros.</summary>
    /// <param name="tensors">What the layers remember, in order; not copied.</param>
    protected NetworkState(StateTensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        _tensors = tensors;
        int length = 0;
        foreach (StateTensor tensor in tensors)
            length = checked(length + tensor.Length);
        _values = new T[length];
    }

    /// <summary>What the layers remember, in the order of <see cref="Export"/>.</summary>
    public IReadOnlyList<StateTensor> Tensors => _tensors;

    /// <summary>The number of values.</summary>
    public int Length => _values.Length;

    /// <summary>The steps since the state was created, reset or imported.</summary>
    public long Steps { get; private set; }

    /// <summary>The values as kernels take them: histories are rings, whose oldest step is at <see cref="Steps"/> modulo their length.</summary>
    internal Span<T> Values => _values;

    /// <summary>Forgets everything: all values are zero, as in a new state.</summary>
    public void Reset()
    {
        Array.Clear(_values);
        Steps = 0;
    }

    /// <summary>Makes another state of the same network the same as this one.</summary>
    /// <param name="other">The state that is overwritten.</param>
    /// <exception cref="ArgumentException"><paramref name="other"/> is of another network. Nothing is written.</exception>
    public void CopyTo(NetworkState<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.GetType() != GetType())
            throw new ArgumentException($"Expected a state of type {GetType()}, but got one of type {other.GetType()}.", nameof(other));
        _values.CopyTo(other._values, 0);
        other.Steps = Steps;
    }

    /// <summary>Copies all values: what each layer remembers, one after the other, the oldest step of a history first.</summary>
    /// <param name="values">Receives <see cref="Length"/> values.</param>
    /// <exception cref="ArgumentException">The length is wrong. Nothing is written.</exception>
    public void Export(Span<T> values)
    {
        RequireLength(values.Length);
        int at = 0;
        foreach (StateTensor tensor in _tensors)
        {
            Span<T> own = _values.AsSpan(at, tensor.Length);
            int oldest = tensor.Steps == 0 ? 0 : (int)(Steps % tensor.Steps) * tensor.Features;
            own[oldest..].CopyTo(values[at..]);
            own[..oldest].CopyTo(values[(at + tensor.Length - oldest)..]);
            at += tensor.Length;
        }
    }

    /// <summary>Sets all values, in the order of <see cref="Export"/>.</summary>
    /// <param name="values"><see cref="Length"/> values.</param>
    /// <exception cref="ArgumentException">The length is wrong. Nothing is written.</exception>
    public void Import(ReadOnlySpan<T> values)
    {
        RequireLength(values.Length);
        values.CopyTo(_values);
        Steps = 0;
    }

    internal void Advance(int steps) => Steps += steps;

    private void RequireLength(int length)
    {
        if (length != _values.Length)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Expected length {_values.Length}, but got {length}."), "values");
        }
    }
}
