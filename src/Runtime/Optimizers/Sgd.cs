using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
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
public sealed class Sgd<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T _minusRate;
    private T _kept;

    /// <summary>Descends along the gradient.</summary>
    /// <param name="learningRate">The learning rate η; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    public Sgd(double learningRate)
        : base(learningRate)
    {
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

    /// <summary>
    /// Whether to look ahead along the velocity (Nesterov's momentum). Needs a <see cref="Momentum"/> above 0: a step without it throws an
    /// <see cref="InvalidOperationException"/>. PyTorch refuses it too.
    /// </summary>
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
    public override string Description => string.Create(CultureInfo.InvariantCulture,
        $"SGD, {(Nesterov ? "Nesterov's " : "")}momentum {Momentum}, {(DecoupledWeightDecay ? "decoupled " : "")}weight decay {WeightDecay}");

    /// <summary>The velocity, which without momentum need not be remembered.</summary>
    private protected override int MemoryPerParameter => Momentum != 0.0 ? 1 : 0;

    private protected override void RequireSettings()
    {
        if (Nesterov && Momentum == 0.0)
        {
            throw new InvalidOperationException(
                $"{nameof(Nesterov)} is set, but {nameof(Momentum)} is 0. Set a momentum such as 0.9, or leave {nameof(Nesterov)} out.");
        }
    }

    private protected override int SquareInMemory => -1;

    private protected override void PrepareStep()
    {
        _minusRate = T.CreateTruncating(-LearningRate);
        _kept = T.CreateTruncating(DecoupledWeightDecay ? 1.0 - LearningRate * WeightDecay : 1.0);
    }

    private protected override void Update(int start, Span<T> parameters, Span<T> gradient)
    {
        if (Momentum == 0.0)
        {
            ParameterUpdate.Run(new PlainRule { MinusRate = _minusRate, Decay = Decay, Kept = _kept }, parameters, gradient);
            return;
        }

        var rule = new MomentumRule(ref Memory(0, start))
        {
            Nesterov = Nesterov,
            Momentum = T.CreateTruncating(Momentum),
            MinusRate = _minusRate,
            Decay = Decay,
            Kept = _kept,
        };
        ParameterUpdate.Run(rule, parameters, gradient);
    }

    private T Decay => T.CreateTruncating(DecoupledWeightDecay ? 0.0 : WeightDecay);

    private struct PlainRule : IUpdateRule<T>
    {
        public required T MinusRate, Decay, Kept;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Update<TVector>(TVector w, TVector g, nuint i)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector direction = TVector.MultiplyAdd(TVector.Create(Decay), w, g);
            return TVector.MultiplyAdd(TVector.Create(MinusRate), direction, TVector.Create(Kept) * w);
        }
    }

    private ref struct MomentumRule(ref T velocity) : IUpdateRule<T>
    {
        private readonly ref T _velocity = ref velocity;
        public required bool Nesterov;
        public required T Momentum, MinusRate, Decay, Kept;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Update<TVector>(TVector w, TVector g, nuint i)
            where TVector : struct, ISimd<TVector, T>
        {
            TVector direction = TVector.MultiplyAdd(TVector.Create(Decay), w, g);
            TVector v = TVector.MultiplyAdd(TVector.Create(Momentum), TVector.Load(ref _velocity, i), direction);
            v = ParameterUpdate.WithoutTiny<TVector, T>(v);
            v.Store(ref _velocity, i);
            direction = Nesterov ? TVector.MultiplyAdd(TVector.Create(Momentum), v, direction) : v;
            return TVector.MultiplyAdd(TVector.Create(MinusRate), direction, TVector.Create(Kept) * w);
        }
    }
}
