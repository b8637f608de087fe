using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated;

/// <summary>What a tensor of parameters is to its layer. It decides how the tensor is initialised.</summary>
public enum ParameterRole
{
    /// <summary>What an input counts for in a unit's sum.</summary>
    Weight,

    /// <summary>What a unit's sum starts from.</summary>
    Bias,

    /// <summary>The centre c of a radial basis function.</summary>
    Center,

    /// <summary>ρ = ln β, the logarithm of a radial basis function's width parameter.</summary>
    LogWidth,

    /// <summary>What a feature is multiplied by.</summary>
    Gain,

    /// <summary>The slope of a rectifier below zero.</summary>
    Slope,

    /// <summary>The mean of a feature: a constant, which no training changes.</summary>
    Mean,

    /// <summary>The deviation of a feature: a constant, which no training changes.</summary>
    Deviation,

    /// <summary>What an input counts for in the sum of a recurrent layer's gate.</summary>
    GateWeight,

    /// <summary>What an output of the step before counts for in the sum of a recurrent layer's gate.</summary>
    RecurrentWeight,

    /// <summary>What the sum of a recurrent layer's gate starts from.</summary>
    GateBias,
}

/// <summary>The order in which a matrix of parameters lies in the parameter vector.</summary>
public enum WeightOrder
{
    /// <summary>Row i holds what input i sends to every unit: <c>[inputs][units]</c>. Vector lanes hold units.</summary>
    InputsByUnits,

    /// <summary>Row j holds what unit j receives from every input: <c>[units][inputs]</c>. Vector lanes hold inputs. This is the canonical order.</summary>
    UnitsByInputs,

    /// <summary>
    /// Of a convolution's weights, whose canonical order is <c>[filters][inputs][positions]</c>:
    /// <c>[positions][inputs][filters]</c>. Vector lanes hold filters.
    /// </summary>
    PositionsByInputsByUnits,
}

/// <summary>One named tensor of a layer's parameters: what it is, its shape, and where it lies in the parameter vector.</summary>
public sealed class ParameterTensor : IEquatable<ParameterTensor>
{
    private readonly int[] _shape;

    /// <summary>Describes a tensor.</summary>
    /// <param name="name">Its name in the layer, as PyTorch calls it: <c>weight</c>.</param>
    /// <param name="role">What it is to its layer.</param>
    /// <param name="shape">The canonical shape, in which files hold it: units first, row-major.</param>
    /// <param name="fanIn">How many values each unit of the layer reads.</param>
    /// <param name="fanOut">How many units read each value.</param>
    /// <param name="offset">The index of its first element in the parameter vector.</param>
    /// <param name="order">Whether it lies in the canonical order or, as a matrix of units by all else, transposed.</param>
    /// <exception cref="ArgumentException">The name or the shape is empty, or a length is not positive.</exception>
    public ParameterTensor(
        string name, ParameterRole role, ReadOnlySpan<int> shape, int fanIn, int fanOut, int offset, WeightOrder order = WeightOrder.UnitsByInputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (shape.IsEmpty)
            throw new ArgumentException("A tensor has at least one dimension.", nameof(shape));
        int length = 1;
        foreach (int size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(shape));
            length = checked(length * size);
        }

        if (order == WeightOrder.PositionsByInputsByUnits && shape.Length < 3)
            throw new ArgumentException("A tensor in the order of a convolution has filters, inputs and positions.", nameof(shape));

        (Name, Role, _shape, FanIn, FanOut, Offset, Order, Length) = (name, role, shape.ToArray(), fanIn, fanOut, offset, order, length);
    }

    /// <summary>Its name in the layer, as PyTorch calls it: <c>weight</c>.</summary>
    public string Name { get; }

    /// <summary>What it is to its layer.</summary>
    public ParameterRole Role { get; }

    /// <summary>The canonical shape, in which files hold it: units first, row-major.</summary>
    public IReadOnlyList<int> Shape => _shape;

    /// <summary>How many values each unit of the layer reads.</summary>
    public int FanIn { get; }

    /// <summary>How many units read each value.</summary>
    public int FanOut { get; }

    /// <summary>The index of its first element in the parameter vector.</summary>
    public int Offset { get; }

    /// <summary>Whether it lies in the canonical order or, as a matrix of units by all else, transposed.</summary>
    public WeightOrder Order { get; }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The number of rows of the canonical matrix: the first length of the shape.</summary>
    public int Rows => _shape[0];

    /// <summary>The number of columns of the canonical matrix: the product of all lengths but the first.</summary>
    public int Columns => Length / _shape[0];

    /// <summary>Whether training changes it: all but a normalisation's mean and deviation.</summary>
    public bool IsTrainable => Role is not (ParameterRole.Mean or ParameterRole.Deviation);

    /// <summary>The index in the parameter vector of an element of the canonical matrix.</summary>
    /// <param name="row">The row: the unit.</param>
    /// <param name="column">The column, 0 for a vector.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or column.</exception>
    public int Index(int row, int column = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Columns);
        if (Order == WeightOrder.UnitsByInputs)
            return Offset + row * Columns + column;
        if (Order == WeightOrder.PositionsByInputsByUnits)
        {
            int positions = Columns / _shape[1];
            column = column % positions * _shape[1] + column / positions;
        }

        return Offset + column * Rows + row;
    }

    /// <summary>Whether two tensors are the same wherever they lie: in name, role and canonical shape.</summary>
    public bool IsSameParameter(ParameterTensor? other) =>
        other is not null && Name == other.Name && Role == other.Role && _shape.AsSpan().SequenceEqual(other._shape);

    /// <inheritdoc/>
    public bool Equals(ParameterTensor? other) => IsSameParameter(other) && Offset == other!.Offset && Order == other.Order;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParameterTensor);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Role, Length, Offset, Order);

    /// <summary>The name and canonical shape: <c>weight [32, 64]</c>.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", _shape.Select(length => length.ToString(CultureInfo.InvariantCulture)))}]";
}
