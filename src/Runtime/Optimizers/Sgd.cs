using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Generated.Numerics;

namespace Generated;

/// <summary>Stochastic gradient descent with momentum, as PyTorch's <c>torch.optim.SGD</c> defines it (with dampening 0).</summary>
/// <remarks>
/// With the gradient g, learning rate η, momentum μ, weight decay λ and velocity v, which starts from 0:
/// <code>
/// g ← g + λw            (only if decay is not decoupled)
/// v ← μv + g
/// d = v, or g + μv with Nesterov's momentum
/// w ← (1 − ηλ)w − ηd    (the factor only if decay is decoupled)
/// </code>
/// Polyak: Some methods of speeding up the convergence of iteration methods, 1964; Sutskever et al.: On the importance of
/// initialization and momentum in deep learning, 2013 (Nesterov); Loshchilov, Hutter: Decoupled weight decay regularization, 2019.
/// Parameters do not meet, so the bits are the same at every vector width. A velocity smaller than 10⁻³⁰ (10⁻²⁹⁰ in double
/// precision) becomes 0: that of a parameter whose gradient stays 0, as with a dead ReLU, would otherwise shrink into
/// the subnormal numbers and stay there, which makes steps up to a hundred times slower.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Sgd<T> : IOptimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private AlignedBuffer<T> _velocity;

    /// <summary>Descends along the gradient.</summary>
    /// <param name="learningRate">The learning rate η; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    public Sgd(double learningRate) => LearningRate = learningRate;

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

    /// <summary>The momentum μ: the share of the velocity that is kept from one step to the next. 0 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Momentum
    {
        get;
        init
        {
            HyperparameterRange.RequireBelowOne(value, nameof(Momentum));
            field = value;
        }
    }

    /// <summary>Whether to look ahead along the velocity (Nesterov's momentum). Without momentum it makes no difference.</summary>
    public bool Nesterov { get; init; }

    /// <summary>The weight decay λ, which pulls every parameter, biases included, towards 0. 0 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double WeightDecay
    {
        get;
        init
        {
            HyperparameterRange.RequireNotNegative(value, nameof(WeightDecay));
            field = value;
        }
    }

    /// <summary>Whether weights decay on their own (SGDW), not through the gradient (L2 regularisation, PyTorch's and the default).</summary>
    public bool DecoupledWeightDecay { get; init; }

    /// <inheritdoc/>
    public void Step(Span<T> parameters, Span<T> gradient)
    {
        SpanArguments.RequireLength(gradient.Length, parameters.Length, nameof(gradient));
        if (Momentum != 0.0)
        {
            if (_velocity.Length == 0)
                _velocity = new AlignedBuffer<T>(parameters.Length);
            SpanArguments.RequireLength(parameters.Length, _velocity.Length, nameof(parameters));
        }

        int i = 0;
        if (Vector512.IsHardwareAccelerated)
            i = Step<Simd512<T>>(parameters, gradient, i);
        else if (Vector256.IsHardwareAccelerated)
            i = Step<Simd256<T>>(parameters, gradient, i);
        i = Step<Simd128<T>>(parameters, gradient, i);
        Step<Scalar<T>>(parameters, gradient, i);
    }

    /// <inheritdoc/>
    public void Reset() => _velocity = default;

    /// <summary>Moves whole vectors of parameters, from parameter <paramref name="i"/> on, and returns the first that is left over.</summary>
    // Optimised at its first call: with the profile of a tiered start the loop is several times slower.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int Step<TVector>(Span<T> parameters, Span<T> gradient, int i)
        where TVector : struct, ISimd<TVector, T>
    {
        ref T firstParameter = ref MemoryMarshal.GetReference(parameters);
        ref T firstGradient = ref MemoryMarshal.GetReference(gradient);
        bool hasMomentum = Momentum != 0.0;
        bool nesterov = Nesterov;
        ref T firstVelocity = ref hasMomentum ? ref _velocity.Reference : ref Unsafe.NullRef<T>();

        TVector momentum = VectorMath.Constant<TVector, T>(Momentum);
        TVector smallest = VectorMath.Constant<TVector, T>(typeof(T) == typeof(float) ? 1e-30 : 1e-290);
        TVector minusRate = VectorMath.Constant<TVector, T>(-LearningRate);
        TVector decay = VectorMath.Constant<TVector, T>(DecoupledWeightDecay ? 0.0 : WeightDecay);
        TVector kept = VectorMath.Constant<TVector, T>(DecoupledWeightDecay ? 1.0 - LearningRate * WeightDecay : 1.0);

        for (; i <= parameters.Length - TVector.Count; i += TVector.Count)
        {
            TVector w = TVector.Load(ref firstParameter, (nuint)i);
            TVector direction = TVector.MultiplyAdd(decay, w, TVector.Load(ref firstGradient, (nuint)i));
            if (hasMomentum)
            {
                TVector v = TVector.MultiplyAdd(momentum, TVector.Load(ref firstVelocity, (nuint)i), direction);
                v = TVector.Select(TVector.LessThan(TVector.Abs(v), smallest), TVector.Zero, v);
                v.Store(ref firstVelocity, (nuint)i);
                direction = nesterov ? TVector.MultiplyAdd(momentum, v, direction) : v;
            }

            TVector.MultiplyAdd(minusRate, direction, kept * w).Store(ref firstParameter, (nuint)i);
            TVector.Zero.Store(ref firstGradient, (nuint)i);
        }

        return i;
    }
}
