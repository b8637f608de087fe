using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated;

/// <summary>A named value of one sample: a vector of features, a sequence of steps with features, or an image of height, width and features.</summary>
public sealed class ValueShape : IEquatable<ValueShape>
{
    private readonly int[] _lengths;

    /// <summary>Describes a value.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="lengths">Features; or steps and features; or height, width and features.</param>
    /// <exception cref="ArgumentException">The name is empty, or there are no lengths or more than three, or one is not positive.</exception>
    public ValueShape(string name, params ReadOnlySpan<int> lengths)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (lengths.Length is < 1 or > 3)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A value has 1 to 3 lengths, but got {lengths.Length}."), nameof(lengths));
        int size = 1;
        foreach (int length in lengths)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length, nameof(lengths));
            size = checked(size * length);
        }

        (Name, _lengths, Size) = (name, lengths.ToArray(), size);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Features; or steps and features; or height, width and features.</summary>
    public IReadOnlyList<int> Lengths => _lengths;

    /// <summary>The number of elements.</summary>
    public int Size { get; }

    /// <summary>The features of each position.</summary>
    public int Features => _lengths[^1];

    /// <summary>The number of positions: 1 of a vector, the steps of a sequence, the pixels of an image.</summary>
    public int Positions => Size / Features;

    /// <inheritdoc/>
    public bool Equals(ValueShape? other) => other is not null && Name == other.Name && _lengths.AsSpan().SequenceEqual(other._lengths);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueShape);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Size);

    /// <summary>The name and lengths: <c>image 8×8×1</c>.</summary>
    public override string ToString() => $"{Name} {string.Join("×", _lengths.Select(length => length.ToString(CultureInfo.InvariantCulture)))}";
}

/// <summary>A number that a layer is declared with, such as the stride of a convolution.</summary>
/// <param name="Name">What it is called, as the attribute calls it.</param>
/// <param name="Value">The number.</param>
public readonly record struct LayerSetting(string Name, double Value);
