using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated;

/// <summary>RMSprop, gradient descent at the scale of the gradient's root mean square, as PyTorch's <c>torch.optim.RMSprop</c> defines it.</summary>
/// <remarks>
/// With the gradient g, learning rate η, weight decay λ, momentum μ, and the mean square s, the mean a and the velocity u, which start from 0:
/// <code>
/// g ← g + λw
/// s ← αs + (1 − α)g²
/// a ← αa + (1 − α)g     (only if centered)
/// d = g / (√s + ε), or g / (√(s − a²) + ε) if centered
/// u ← μu + d
/// w ← w − ηu
/// </code>
/// Tieleman, Hinton: Lecture 6.5, RMSprop, 2012; centered: Graves: Generating sequences with recurrent neural networks, 2013.
/// A variance s − a² that rounding makes negative counts as 0. Parameters do not meet, so the bits are the same at every vector
/// width. A mean or velocity smaller than 10⁻³⁰ (10⁻²⁹⁰ in double precision) and a mean square smaller than 10⁻³⁶ (10⁻³⁰⁰)
/// become 0: they would otherwise shrink into the subnormal numbers, which make steps slow.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class RmsProp<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Descends along the gradient, each parameter at the scale of its root mean square.</summary>
    /// <param name="learningRate">The learning rate η; 0 or more. 0.01 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    public RmsProp(double learningRate = 0.01)
        : base(learningRate)
    {
    }

    /// <summary>α: the share of the means that is kept from one step to the next. 0.99 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Smoothing
    {
        get;
        init
        {
            HyperparameterRange.RequireBelowOne(value, nameof(Smoothing));
            field = value;
        }
    } = 0.99;

    /// <summary>ε: keeps the divisor from 0. 10⁻⁸ unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or not finite.</exception>
    public double Epsilon
    {
        get;
        init
        {
            HyperparameterRange.RequirePositive(value, nameof(Epsilon));
            field = value;
        }
    } = 1e-8;

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

    /// <summary>Whether the scale is the gradient's standard deviation in place of its root mean square.</summary>
    public bool Centered { get; init; }

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

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture,
        $"RMSprop{(Centered ? ", centered" : "")}, α {Smoothing}, ε {Epsilon}, momentum {Momentum}, weight decay {WeightDecay}");

    /// <summary>The mean square; the velocity if there is momentum; the mean if centered.</summary>
    private protected override int MemoryPerParameter => 1 + (Momentum != 0.0 ? 1 : 0) + (Centered ? 1 : 0);

    private protected override int SquareInMemory => 0;

    private protected override void PrepareStep()
    {
    }

    private protected override void Update(int start, Span<T> parameters, Span<T> gradient)
    {
        bool hasMomentum = Momentum != 0.0;
        ref T velocity = ref hasMomentum ? ref Memory(1, start) : ref Unsafe.NullRef<T>();
        ref T mean = ref Centered ? ref Memory(hasMomentum ? 2 : 1, start) : ref Unsafe.NullRef<T>();
        var rule = new Rule(ref Memory(0, start), ref velocity, ref mean)
        {
            HasMomentum = hasMomentum,
            Centered = Centered,
            MinusRate = T.CreateTruncating(-LearningRate),
            Decay = T.CreateTruncating(WeightDecay),
            Smoothing = T.CreateTruncating(Smoothing),
            OneMinusSmoothing = T.CreateTruncating(1.0 - Smoothing),
            Momentum = T.CreateTruncating(Momentum),
            Epsilon = T.CreateTruncating(Epsilon),
        };
        ParameterUpdate.Run(rule, parameters, gradient);
    }

    private ref struct Rule(ref T meanSquare, ref T velocity, ref T mean) : IUpdateRule<T>
    {
        private readonly ref T _meanSquare = ref meanSquare;
        private readonly ref T _velocity = ref velocity;
        private readonly ref T _mean = ref mean;
        public required bool HasMomentum, Centered;
        public required T MinusRate, Decay, Smoothing, OneMinusSmoothing, Momentum, Epsilon;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Update<TVector>(TVector w, TVector g, nuint i)
            where TVector : struct, ISimd<TVector, T>
        {
            g = TVector.MultiplyAdd(TVector.Create(Decay), w, g);
            TVector s = TVector.MultiplyAdd(TVector.Create(OneMinusSmoothing) * g, g, TVector.Create(Smoothing) * TVector.Load(ref _meanSquare, i));
            s = ParameterUpdate.WithoutTinySquare<TVector, T>(s);
            s.Store(ref _meanSquare, i);
            if (Centered)
            {
                TVector a = TVector.MultiplyAdd(TVector.Create(OneMinusSmoothing), g, TVector.Create(Smoothing) * TVector.Load(ref _mean, i));
                a = ParameterUpdate.WithoutTiny<TVector, T>(a);
                a.Store(ref _mean, i);
                s -= a * a;
                s = TVector.SelectLess(s, TVector.Zero, TVector.Zero, s);
            }

            TVector direction = g / (TVector.Sqrt(s) + TVector.Create(Epsilon));
            if (HasMomentum)
            {
                direction = TVector.MultiplyAdd(TVector.Create(Momentum), TVector.Load(ref _velocity, i), direction);
                direction = ParameterUpdate.WithoutTiny<TVector, T>(direction);
                direction.Store(ref _velocity, i);
            }

            return TVector.MultiplyAdd(TVector.Create(MinusRate), direction, w);
        }
    }
}
