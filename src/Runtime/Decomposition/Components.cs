using System;

namespace Generated;

/// <summary>How many principal components to keep.</summary>
public readonly struct Components : IEquatable<Components>
{
    private readonly int _count;
    private readonly double _share;

    private Components(int count, double share)
    {
        _count = count;
        _share = share;
    }

    /// <summary>All that there are: the smaller of the numbers of samples and of features. Also the default.</summary>
    public static Components All => default;

    /// <summary>The number that was asked for; null if it follows from the data.</summary>
    internal int? Count => _count == 0 ? null : _count;

    /// <summary>A number of components.</summary>
    /// <param name="count">The number; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public static Components Exactly(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new Components(count, 0);
    }

    /// <summary>As few components as explain a share of the variance.</summary>
    /// <param name="share">The share; greater than 0 and less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not between 0 and 1.</exception>
    public static Components Explaining(double share)
    {
        if (!(share > 0.0 && share < 1.0))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share between 0 and 1 is wanted.");
        return new Components(0, share);
    }

    /// <inheritdoc/>
    public bool Equals(Components other) => _count == other._count && _share == other._share;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Components other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_count, _share);

    /// <summary>Whether both are the same choice.</summary>
    public static bool operator ==(Components left, Components right) => left.Equals(right);

    /// <summary>Whether they are different choices.</summary>
    public static bool operator !=(Components left, Components right) => !left.Equals(right);

    /// <summary>The number of components for a spectrum.</summary>
    /// <param name="variances">All variances, the greatest first.</param>
    /// <param name="total">Their sum.</param>
    internal int Resolve(ReadOnlySpan<double> variances, double total)
    {
        if (_count != 0)
            return _count;
        if (_share == 0)
            return variances.Length;
        double explained = 0, wanted = _share * total;
        for (int i = 0; i < variances.Length; i++)
        {
            explained += variances[i];
            if (explained >= wanted)
                return i + 1;
        }

        return variances.Length;
    }
}
