using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated;

/// <summary>Adam, adaptive moment estimation, as PyTorch's <c>torch.optim.Adam</c> defines it.</summary>
/// <remarks>
/// With the gradient g, learning rate η, weight decay λ, the number t of the step, from 1 on, and the moments m and v, which start from 0:
/// <code>
/// g ← g + λw
/// m ← β₁m + (1 − β₁)g
/// v ← β₂v + (1 − β₂)g²
/// w ← w − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
/// </code>
/// Kingma, Ba: Adam: a method for stochastic optimization, 2015. Parameters do not meet, so the bits are the same at every vector
/// width. A first moment smaller than 10⁻³⁰ (10⁻²⁹⁰ in double precision) and a second moment smaller than 10⁻³⁶ (10⁻³⁰⁰) become 0: those
/// of a parameter whose gradient stays 0, as with a dead ReLU, would otherwise shrink into the subnormal numbers, which make
/// steps slow.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public class Adam<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _decoupledWeightDecay;
    private T _minusRate;
    private T _correction;
    private T _kept;

    /// <summary>Descends along the first moment, each parameter at the scale of its second.</summary>
    /// <param name="learningRate">The learning rate η; 0 or more. 0.001 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    public Adam(double learningRate = 0.001)
        : base(learningRate)
    {
    }

    private protected Adam(double learningRate, bool decoupledWeightDecay)
        : base(learningRate) => _decoupledWeightDecay = decoupledWeightDecay;

    /// <summary>β₁: the share of the first moment, the mean of the gradient, that is kept from one step to the next. 0.9 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Beta1
    {
        get;
        init
        {
            HyperparameterRange.RequireBelowOne(value, nameof(Beta1));
            field = value;
        }
    } = 0.9;

    /// <summary>β₂: the share of the second moment, the mean of the gradient's square, that is kept from one step to the next. 0.999 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Beta2
    {
        get;
        init
        {
            HyperparameterRange.RequireBelowOne(value, nameof(Beta2));
            field = value;
        }
    } = 0.999;

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

    /// <summary>The weight decay λ, which pulls every parameter, biases included, towards 0. 0 unless set; 0.01 in <see cref="AdamW{T}"/>.</summary>
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
    public sealed override string Description => string.Create(CultureInfo.InvariantCulture,
        $"{(_decoupledWeightDecay ? "AdamW" : "Adam")}, β₁ {Beta1}, β₂ {Beta2}, ε {Epsilon}, weight decay {WeightDecay}");

    /// <summary>The two moments.</summary>
    private protected sealed override int MemoryPerParameter => 2;

    private protected sealed override int SquareInMemory => 1;

    private protected sealed override void PrepareStep()
    {
        _minusRate = T.CreateTruncating(-LearningRate / (1.0 - IntegerPower.Of(Beta1, StepCount)));
        _correction = T.CreateTruncating(1.0 / Math.Sqrt(1.0 - IntegerPower.Of(Beta2, StepCount)));
        _kept = T.CreateTruncating(_decoupledWeightDecay ? 1.0 - LearningRate * WeightDecay : 1.0);
    }

    private protected sealed override void Update(int start, Span<T> parameters, Span<T> gradient)
    {
        var rule = new Rule(ref Memory(0, start), ref Memory(1, start))
        {
            MinusRate = _minusRate,
            Correction = _correction,
            Kept = _kept,
            Decay = T.CreateTruncating(_decoupledWeightDecay ? 0.0 : WeightDecay),
            Beta1 = T.CreateTruncating(Beta1),
            OneMinusBeta1 = T.CreateTruncating(1.0 - Beta1),
            Beta2 = T.CreateTruncating(Beta2),
            OneMinusBeta2 = T.CreateTruncating(1.0 - Beta2),
            Epsilon = T.CreateTruncating(Epsilon),
        };
        ParameterUpdate.Run(rule, parameters, gradient);
    }

    private ref struct Rule(ref T firstMoment, ref T secondMoment) : IUpdateRule<T>
    {
        private readonly ref T _firstMoment = ref firstMoment;
        private readonly ref T _secondMoment = ref secondMoment;
        public required T MinusRate, Correction, Kept, Decay, Beta1, OneMinusBeta1, Beta2, OneMinusBeta2, Epsilon;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Update<TVector>(TVector w, TVector g, nuint i)
            where TVector : struct, ISimd<TVector, T>
        {
            g = TVector.MultiplyAdd(TVector.Create(Decay), w, g);
            TVector m = TVector.MultiplyAdd(TVector.Create(OneMinusBeta1), g, TVector.Create(Beta1) * TVector.Load(ref _firstMoment, i));
            TVector v = TVector.MultiplyAdd(TVector.Create(OneMinusBeta2) * g, g, TVector.Create(Beta2) * TVector.Load(ref _secondMoment, i));
            m = ParameterUpdate.WithoutTiny<TVector, T>(m);
            v = ParameterUpdate.WithoutTinySquare<TVector, T>(v);
            m.Store(ref _firstMoment, i);
            v.Store(ref _secondMoment, i);
            TVector scale = TVector.MultiplyAdd(TVector.Sqrt(v), TVector.Create(Correction), TVector.Create(Epsilon));
            return TVector.MultiplyAdd(TVector.Create(MinusRate), m / scale, TVector.Create(Kept) * w);
        }
    }
}
