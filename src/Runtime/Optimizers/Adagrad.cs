using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Generated.Numerics;

namespace Generated;

/// <summary>Adagrad, gradient descent whose rate falls with the squares of all earlier gradients, as PyTorch's <c>torch.optim.Adagrad</c> defines it.</summary>
/// <remarks>
/// With the gradient g, learning rate η, weight decay λ, rate decay κ, the number t of the step, from 1 on, and the sum of squares s:
/// <code>
/// g ← g + λw
/// s ← s + g²
/// w ← w − η/(1 + (t − 1)κ) · g / (√s + ε)
/// </code>
/// Duchi, Hazan, Singer: Adaptive subgradient methods for online learning and stochastic optimization, 2011. Parameters do not
/// meet, so the bits are the same at every vector width. A sum never falls, so none fades into the subnormal numbers.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Adagrad<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T _minusRate;

    /// <summary>Descends along the gradient, each parameter at the scale of all its gradients so far.</summary>
    /// <param name="learningRate">The learning rate η; 0 or more. 0.01 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    public Adagrad(double learningRate = 0.01)
        : base(learningRate)
    {
    }

    /// <summary>The rate decay κ, by which the learning rate falls besides. 0 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double LearningRateDecay
    {
        get;
        init
        {
            HyperparameterRange.RequireNotNegative(value, nameof(LearningRateDecay));
            field = value;
        }
    }

    /// <summary>The sum of squares that every parameter starts from. 0 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double InitialSum
    {
        get;
        init
        {
            HyperparameterRange.RequireNotNegative(value, nameof(InitialSum));
            field = value;
        }
    }

    /// <summary>ε: keeps the divisor from 0. 10⁻¹⁰ unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or not finite.</exception>
    public double Epsilon
    {
        get;
        init
        {
            HyperparameterRange.RequirePositive(value, nameof(Epsilon));
            field = value;
        }
    } = 1e-10;

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
        $"Adagrad, rate decay {LearningRateDecay}, initial sum {InitialSum}, ε {Epsilon}, weight decay {WeightDecay}");

    /// <summary>The sum of squares, less the one that it started from.</summary>
    private protected override int MemoryPerParameter => 1;

    private protected override int SquareInMemory => 0;

    private protected override void PrepareStep() =>
        _minusRate = T.CreateTruncating(-LearningRate / (1.0 + (StepCount - 1) * LearningRateDecay));

    private protected override void Update(int start, Span<T> parameters, Span<T> gradient)
    {
        var rule = new Rule(ref Memory(0, start))
        {
            MinusRate = _minusRate,
            Decay = T.CreateTruncating(WeightDecay),
            InitialSum = T.CreateTruncating(InitialSum),
            Epsilon = T.CreateTruncating(Epsilon),
        };
        ParameterUpdate.Run(rule, parameters, gradient);
    }

    private ref struct Rule(ref T sum) : IUpdateRule<T>
    {
        private readonly ref T _sum = ref sum;
        public required T MinusRate, Decay, InitialSum, Epsilon;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Update<TVector>(TVector w, TVector g, nuint i)
            where TVector : struct, ISimd<TVector, T>
        {
            g = TVector.MultiplyAdd(TVector.Create(Decay), w, g);
            TVector s = TVector.MultiplyAdd(g, g, TVector.Load(ref _sum, i));
            s.Store(ref _sum, i);
            TVector scale = TVector.Sqrt(TVector.Create(InitialSum) + s) + TVector.Create(Epsilon);
            return TVector.MultiplyAdd(TVector.Create(MinusRate), g / scale, w);
        }
    }
}
