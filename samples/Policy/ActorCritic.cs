using System;
using Generated.Numerics;

namespace Generated.Samples.Policy;

/// <summary>
/// Advantage actor–critic: several carts are driven for some steps by the policy; what turned out better than the value had promised is made
/// more probable, and the value is moved towards what was had. Mnih et al., Asynchronous methods for deep reinforcement learning, 2016;
/// advantages by Schulman et al., High-dimensional continuous control using generalized advantage estimation, 2016.
/// </summary>
internal sealed class ActorCritic
{
    private const int Carts = 16, Steps = 128, Rows = Carts * Steps;
    private const float Discount = 0.998f, Lambda = 0.98f, EntropyBonus = 0.003f, ValueShare = 5;
    // Once nothing goes wrong any more, advantages are noise: this, added to their deviation, keeps them small.
    private const float SmallestDeviation = 0.02f;
    // Rewards of 1 − γ add up to a value of at most 1, which is what a fresh head can give.
    private const float Reward = 1 - Discount;
    private const double LearningRate = 0.003, LongestGradient = 0.5;

    private readonly Adam<float> _optimizer = new(LearningRate);
    private readonly RandomGenerator _random;
    private readonly CartPole[] _carts = new CartPole[Carts];
    private readonly float[] _states = new float[Rows * CartPole.StateSize], _advantages = new float[Rows], _values = new float[Rows], _next = new float[Rows];
    private readonly bool[] _pushesRight = new bool[Rows], _ends = new bool[Rows];
    private readonly float[] _gradient = new float[CartPolicy.ParameterCount];

    /// <summary>A learner of a network and carts of its own.</summary>
    public ActorCritic(ulong seed)
    {
        Network = new CartPolicy(seed);
        _random = new RandomGenerator(seed, stream: 1);
        for (int cart = 0; cart < Carts; cart++)
            _carts[cart].Start(_random);
    }

    /// <summary>What is learnt.</summary>
    public CartPolicy Network { get; }

    /// <summary>How many pushes an update sees.</summary>
    public static int PushesPerUpdate => Rows;

    /// <summary>Drives, then takes one step of the optimiser. Allocates nothing.</summary>
    /// <param name="progress">How much of the training is behind, from 0 to 1; the learning rate falls to zero with it.</param>
    public void Update(double progress)
    {
        Drive();
        Judge();
        AddGradient();
        GradientClipping.ClipByNorm<float>(_gradient, LongestGradient);
        _optimizer.LearningRate = LearningRate * (1 - progress);
        _optimizer.Step(Network.Parameters, _gradient);
    }

    /// <summary>The mean return of whole episodes in which the likelier push is always taken.</summary>
    public double Evaluate(int episodes, ulong seed)
    {
        var random = new RandomGenerator(seed, stream: 2);
        Span<float> state = stackalloc float[CartPole.StateSize], policy = stackalloc float[2], value = stackalloc float[1];
        CartPole cart = default;
        int sum = 0;
        for (int episode = 0; episode < episodes; episode++)
        {
            cart.Start(random);
            while (!cart.HasFailed && cart.Steps < CartPole.MaxSteps)
            {
                cart.Observe(state);
                Network.Forward(state, policy, value);
                cart.Push(right: policy[1] > policy[0]);
            }

            sum += cart.Steps;
        }

        return (double)sum / episodes;
    }

    private void Drive()
    {
        Span<float> policy = stackalloc float[2], value = stackalloc float[1], ahead = stackalloc float[CartPole.StateSize];
        for (int row = 0; row < Rows; row++)
        {
            // The rows of a cart lie side by side, in the order of time.
            ref CartPole cart = ref _carts[row / Steps];
            Span<float> state = _states.AsSpan(row * CartPole.StateSize, CartPole.StateSize);
            cart.Observe(state);
            Network.Forward(state, policy, value);
            _values[row] = value[0];
            _pushesRight[row] = _random.NextDouble() < policy[1];
            cart.Push(_pushesRight[row]);

            // A pole that fell has nothing to come; one that still stands when time is up would have gone on.
            bool failed = cart.HasFailed;
            cart.Observe(ahead);
            Network.Forward(ahead, policy, value);
            _next[row] = failed ? 0 : value[0];
            _ends[row] = failed || cart.Steps == CartPole.MaxSteps;
            if (_ends[row])
                cart.Start(_random);
        }
    }

    private void Judge()
    {
        float later = 0;
        for (int row = Rows - 1; row >= 0; row--)
        {
            if (_ends[row] || row % Steps == Steps - 1)
                later = 0;
            later = Reward + Discount * _next[row] - _values[row] + Discount * Lambda * later;
            _advantages[row] = later;
        }
    }

    private void AddGradient()
    {
        double mean = 0, square = 0;
        foreach (float advantage in _advantages)
        {
            mean += advantage / (double)Rows;
            square += (double)advantage * advantage / Rows;
        }

        float scale = (float)(1 / (Math.Sqrt(Math.Max(0, square - mean * mean)) + SmallestDeviation));
        Span<float> output = stackalloc float[3], upstream = stackalloc float[3], unused = stackalloc float[CartPole.StateSize];
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<float> state = _states.AsSpan(row * CartPole.StateSize, CartPole.StateSize);
            Network.Forward(state, output);

            // L = −A ln p(push) + β Σ p ln p + 5(v − v*)²/2, of which Backward takes ∂L/∂p and ∂L/∂v.
            for (int push = 0; push < 2; push++)
                upstream[push] = EntropyBonus * (MathF.Log(MathF.Max(output[push], 1e-6f)) + 1) / Rows;
            int taken = _pushesRight[row] ? 1 : 0;
            upstream[taken] -= (_advantages[row] - (float)mean) * scale / MathF.Max(output[taken], 1e-6f) / Rows;
            upstream[2] = -ValueShare * _advantages[row] / Rows;
            Network.Backward(state, upstream, _gradient, unused);
        }
    }
}
