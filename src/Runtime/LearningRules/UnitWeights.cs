using System;
using System.Numerics;

namespace Generated;

/// <summary>The weights that lead to one unit, and its bias, wherever they lie in the parameter vector.</summary>
/// <remarks>Sums run over the inputs in order and every operation is rounded by itself, so the bits are the same on every processor.</remarks>
internal readonly ref struct UnitWeights<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Span<T> _weights;
    private readonly int _stride;
    private readonly ref T _bias;

    public UnitWeights(Span<T> parameters, LayerShape layer, int unit)
    {
        _weights = parameters[layer.WeightIndex(0, unit)..];
        _stride = layer.Order == WeightOrder.InputsByUnits ? layer.Units : 1;
        _bias = ref parameters[layer.BiasIndex(unit)];
    }

    public ref T Bias => ref _bias;

    public ref T this[int input] => ref _weights[input * _stride];

    /// <summary>z = w·x + b.</summary>
    public T WeightedSum(ReadOnlySpan<T> x)
    {
        T sum = Bias;
        for (int i = 0; i < x.Length; i++)
            sum += this[i] * x[i];
        return sum;
    }

    /// <summary>w ← w + factor·x.</summary>
    public void Add(T factor, ReadOnlySpan<T> x)
    {
        for (int i = 0; i < x.Length; i++)
            this[i] += factor * x[i];
    }
}
